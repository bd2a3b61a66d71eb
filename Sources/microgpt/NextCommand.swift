// Tangled from 2 chapters, 10-attention.md to 14-sampling.md. Do not edit: change the chapters.
/// `microgpt next WORD …`: what a model expects after the beginnings of words.
func showNext(_ arguments: inout Arguments) throws(Complaint) {
  var run = try arguments.run()
  let picture = try arguments.destination("--plot")
  let json = try arguments.destination("--json")
  var beginnings = [try arguments.beginning(of: run)]
  while let word = arguments.word() {
    beginnings.append(try run.beginning(word))
  }
  try arguments.finish()
  guard beginnings.count == 1 || picture == nil && json == nil else {
    throw .usage("`--plot` and `--json` want a single word")
  }
  try run.train()
  if beginnings.count == 1 {
    let tokens = beginnings[0]
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
      let data = ScoreData(
        labels: labels, scores: numbers, temperatures: temperatures,
        shares: rows.map { $0.rounded(to: 4) })
      try writeJSON(data, to: json)
    }
    return
  }
  let columns = beginnings.map { tokens in
    softmax(run.model.scores(tokens)[tokens.count - 1]).map { $0.data }
  }
  let words = try beginnings.map(run.tokenizer.decode)
  print("    " + words.map { "  " + $0.padded(to: 6) }.joined())
  let sums = columns[0].indices.map { token in
    columns.map { $0[token] }.reduce(0, +)
  }
  let order = sums.indices.sorted { sums[$0] > sums[$1] }
  for token in order.prefix(6) {
    let shares = zip(words, columns).map { word, shares in
      "  " + shares[token].fixed(4).padded(to: max(6, word.count))
    }
    print(run.tokenizer.name(of: token).padded(to: 4) + shares.joined())
  }
}

/// What a page needs of the scores for a next token.
private struct ScoreData: JSONConvertible {
  let labels: [String]
  let scores: [Double]
  let temperatures: [Double]
  let shares: [[Double]]

  var json: JSON {
    .table([
      "labels": labels.json, "scores": scores.json,
      "temperatures": temperatures.json, "shares": shares.json,
    ])
  }
}
