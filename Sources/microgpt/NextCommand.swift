// Tangled from 1 chapter, 14-sampling.md. Do not edit: change the chapters.
/// `microgpt next WORD`: what a model expects after the beginning of a word.
func showNext(_ arguments: inout Arguments) throws(Complaint) {
  var run = try arguments.run()
  let picture = try arguments.destination("--plot")
  let json = try arguments.destination("--json")
  let tokens = try arguments.beginning(of: run)
  try arguments.finish()
  try run.train()
  let scores = run.model.scores(tokens)[tokens.count - 1]
  let temperatures = [0.1, 0.5, 1, 2, 10]
  let rows = temperatures.map { temperature in
    softmax(scores.map { $0 / temperature }).map { $0.data }
  }
  let heads = temperatures.map { $0.short.padded(to: 8) }
  print("    " + heads.joined())
  let order = scores.indices.sorted { scores[$0].data > scores[$1].data }
  for token in order.prefix(10) {
    let shares = rows.map { "\($0[token], digits: 4)  " }
    print(run.tokenizer.name(of: token).padded(to: 4) + shares.joined())
  }
  if let picture {
    try Drawing(
      cells: rows.map { row in row.map { $0.squareRoot() } },
      rows: temperatures.map { $0.short },
      columns: scores.indices.map(run.tokenizer.name),
      caption: "row: temperature, column: next token",
      title: "What temperature does",
      description: "Five rows of cells: one dark cell in the first, many pale "
        + "ones in the last."
    ).write(to: picture)
  }
  if let json {
    let labels = scores.indices.map(run.tokenizer.name)
    let numbers = scores.map { $0.data }.rounded(to: 4)
    let data = ScoreData(labels: labels, scores: numbers)
    try writeJSON(data, to: json)
  }
}

/// What a page needs of the scores for a next token.
private struct ScoreData: JSONConvertible {
  let labels: [String]
  let scores: [Double]

  var json: JSON { .table(["labels": labels.json, "scores": scores.json]) }
}
