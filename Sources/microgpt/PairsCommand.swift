// Tangled from 1 chapter, 03-pairs.md. Do not edit: change the chapters.
import Foundation

/// `microgpt pairs`: count pairs, tell the loss, make up names.
func showPairs(_ arguments: inout Arguments) throws(Complaint) {
  var random = try arguments.generator()
  var documents = try arguments.documents()
  let samples = try arguments.number("--samples", else: 20, atLeast: 0)
  let isUniform = arguments.flag("--uniform")
  let picture = try arguments.option("--plot")
  let json = try arguments.option("--json")
  try arguments.finish()
  random.shuffle(&documents)
  let tokenizer = Tokenizer(documents: documents)
  let size = tokenizer.vocabularySize
  let sequences = try documents.map(tokenizer.sequence)
  let table = Bigram(of: sequences, vocabularySize: size)
  let cells = table.counts.joined()
  let pairs = cells.reduce(0, +)
  let never = cells.filter { $0 == 0 }.count
  print("num docs: \(documents.count)")
  print("vocab size: \(size)")
  let uniform = Bigram(uniformOver: size)
  print("pairs: \(pairs), \(never) of \(cells.count) never seen")
  for (name, model) in [("uniform guess", uniform), ("pair table", table)] {
    let loss = String(format: "%.4f", model.loss(over: sequences))
    print("loss of the \(name): \(loss)")
  }
  let model = isUniform ? uniform : table
  for number in 0..<samples {
    let tokens = model.sample(boundary: tokenizer.boundary, using: &random)
    let place = String(format: "%2d", number + 1)
    print("sample \(place): \(try tokenizer.decode(tokens))")
  }
  if let picture {
    let names = (0..<size).map(tokenizer.name)
    let shades = (0..<size).map { token in
      model.probabilities(after: token).map { $0.squareRoot() }
    }
    try Drawing(
      cells: shades, rows: names, columns: names,
      caption: "row: the token before, column: the token after",
      title: "What follows what",
      description: "A grid; the stronger a cell, the more probable the pair."
    ).write(to: picture)
  }
  if let json {
    let names = (0..<size).map(tokenizer.name)
    let data = TableData(
      names: names, counts: model.counts, boundary: tokenizer.boundary)
    try writeJSON(data, to: json)
  }
}

/// `microgpt after [CHARACTER]`: what follows it, or what begins a document.
func showAfter(_ arguments: inout Arguments) throws(Complaint) {
  let documents = try arguments.documents()
  let word = arguments.word()
  try arguments.finish()
  let tokenizer = Tokenizer(documents: documents)
  let size = tokenizer.vocabularySize
  let sequences = try documents.map(tokenizer.sequence)
  let table = Bigram(of: sequences, vocabularySize: size)
  let before = try word.map(tokenizer.encode) ?? [tokenizer.boundary]
  guard before.count == 1 else {
    throw .usage("`after` wants one character")
  }
  let row = table.probabilities(after: before[0]).enumerated()
  let sorted = row.sorted { $0.element > $1.element }
  for (token, p) in sorted.prefix(10) where p > 0 {
    let count = table.counts[before[0]][token]
    let name = tokenizer.name(of: token)
    let column = name.padding(toLength: 4, withPad: " ", startingAt: 0)
    print(column + String(format: "%5d  %.4f", count, p))
  }
}

/// `microgpt surprise WORD`: what the table thinks of each of its pairs.
func showSurprise(_ arguments: inout Arguments) throws(Complaint) {
  let documents = try arguments.documents()
  guard let word = arguments.word() else {
    throw .usage("`surprise` wants a word")
  }
  try arguments.finish()
  let tokenizer = Tokenizer(documents: documents)
  let size = tokenizer.vocabularySize
  let sequences = try documents.map(tokenizer.sequence)
  let table = Bigram(of: sequences, vocabularySize: size)
  let tokens = try tokenizer.sequence(of: word)
  for pair in zip(tokens, tokens.dropFirst()) {
    let name = tokenizer.name(of: pair.0) + " " + tokenizer.name(of: pair.1)
    let column = name.padding(toLength: 8, withPad: " ", startingAt: 0)
    let p = table.probabilities(after: pair.0)[pair.1]
    let surprise = table.loss(over: [[pair.0, pair.1]])
    print(column + String(format: "%.4f  %.4f", p, surprise))
  }
  print(String(format: "loss            %.4f", table.loss(over: [tokens])))
}

/// What a page needs of a table.
private struct TableData: Encodable {
  let names: [String]
  let counts: [[Int]]
  let boundary: Int
}
