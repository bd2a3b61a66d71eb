// Tangled from 1 chapter, 03-pairs.md. Do not edit: change the chapters.
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
  guard size <= 5000 else {
    throw Complaint("a table of the pairs of \(size) tokens is too large")
  }
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
    print("loss of the \(name): \(model.loss(over: sequences), digits: 4)")
  }
  let model = isUniform ? uniform : table
  for number in 0..<samples {
    let tokens = model.sample(boundary: tokenizer.boundary, using: &random)
    let name = try tokenizer.decode(tokens)
    print("sample \(number + 1, width: 2): \(name)")
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
  guard size <= 5000 else {
    throw Complaint("a table of the pairs of \(size) tokens is too large")
  }
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
    print("\(name.padded(to: 4))\(count, width: 5)  \(p, digits: 4)")
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
  guard size <= 5000 else {
    throw Complaint("a table of the pairs of \(size) tokens is too large")
  }
  let sequences = try documents.map(tokenizer.sequence)
  let table = Bigram(of: sequences, vocabularySize: size)
  let tokens = try tokenizer.sequence(of: word)
  for pair in zip(tokens, tokens.dropFirst()) {
    let name = tokenizer.name(of: pair.0) + " " + tokenizer.name(of: pair.1)
    let p = table.probabilities(after: pair.0)[pair.1]
    let surprise = table.loss(over: [[pair.0, pair.1]])
    print("\(name.padded(to: 8))\(p, digits: 4)  \(surprise, digits: 4)")
  }
  print("loss            \(table.loss(over: [tokens]), digits: 4)")
}

/// What a page needs of a table.
private struct TableData: JSONConvertible {
  let names: [String]
  let counts: [[Int]]
  let boundary: Int

  var json: JSON {
    .table([
      "names": names.json, "counts": counts.json, "boundary": boundary.json,
    ])
  }
}
