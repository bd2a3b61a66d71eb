// Tangled from 1 chapter, 15-whole-program.md. Do not edit: change the chapters.
/// `microgpt read WORD`: what a model expects at each letter of a word.
func readWord(_ arguments: inout Arguments) throws(Complaint) {
  var run = try arguments.run()
  let picture = try arguments.destination("--plot")
  let tokens = try arguments.beginning(of: run)
  try arguments.finish()
  try run.train()
  let columns = run.model.scores(tokens).map { scores in
    softmax(scores).map { $0.data }
  }
  let answers = tokens.dropFirst() + [run.tokenizer.boundary]
  let names = columns[0].indices.map(run.tokenizer.name)
  let heads = answers.map { answer in
    String(repeating: " ", count: max(0, 5 - names[answer].count))
      + names[answer] + " "
  }
  print("    " + heads.joined())
  for (token, name) in names.enumerated() {
    let cells = zip(columns, answers).map { column, answer in
      "\(100 * column[token], digits: 1, width: 5)" + (answer == token ? "*" : " ")
    }
    print(name.padded(to: 4) + cells.joined())
  }
  if let picture {
    var drawing = Drawing(
      cells: columns.map { column in column.map { $0.squareRoot() } },
      rows: tokens.map(run.tokenizer.name), columns: names,
      caption: "row: the last letter read, column: the next one",
      title: "A word, letter by letter",
      description: "A row of cells for each letter, a mark on what came.")
    let side = 310 / Double(names.count)
    for (row, answer) in answers.enumerated() {
      drawing.text(
        "×", x: 34 + (Double(answer) + 0.47) * side, y: 15 * Double(row) + 32)
    }
    try drawing.write(to: picture)
  }
}
