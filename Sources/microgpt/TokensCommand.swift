// Tangled from 1 chapter, 02-tokens.md. Do not edit: change the chapters.
/// `microgpt encode WORD`: the tokens of a document.
func encode(_ arguments: inout Arguments) throws(Complaint) {
  let tokenizer = Tokenizer(documents: try arguments.documents())
  guard let word = arguments.word() else {
    throw .usage("`encode` wants a word")
  }
  try arguments.finish()
  let tokens = try tokenizer.sequence(of: word)
  print(tokens.map(String.init).joined(separator: " "))
}

/// `microgpt decode TOKEN …`: the text of some tokens.
func decode(_ arguments: inout Arguments) throws(Complaint) {
  let tokenizer = Tokenizer(documents: try arguments.documents())
  var tokens: [Int] = []
  while let word = arguments.word() {
    guard let token = Int(word) else {
      throw .usage("`\(word)` is not a token: tokens are whole numbers")
    }
    tokens.append(token)
  }
  try arguments.finish()
  print(try tokenizer.decode(tokens))
}

/// `microgpt tokens`: the vocabulary, and how often each token occurs.
func showTokens(_ arguments: inout Arguments) throws(Complaint) {
  let documents = try arguments.documents()
  let picture = try arguments.option("--plot")
  let json = try arguments.option("--json")
  let samples = try arguments.number("--samples", else: 0, atLeast: 0)
  var random = try arguments.generator()
  try arguments.finish()
  let tokenizer = Tokenizer(documents: documents)
  var bars = (0..<tokenizer.vocabularySize).map { token in
    (label: tokenizer.name(of: token), count: 0)
  }
  for document in documents {
    let tokens = try tokenizer.sequence(of: document)
    for token in tokens.dropFirst() { bars[token].count += 1 }
  }
  let sorted = bars.sorted { $0.count > $1.count }
  let total = bars.map { $0.count }.reduce(0, +)
  let inWords = sorted.map { "\($0.label) \($0.count)" }
  print("num docs: \(documents.count)")
  print("vocab size: \(tokenizer.vocabularySize)")
  print("tokens: \(total)")
  print("most frequent: \(inWords.prefix(5).joined(separator: ", "))")
  print("least frequent: \(inWords.suffix(5).joined(separator: ", "))")
  if let picture {
    try Drawing(
      bars: bars, across: "token", title: "How often each token occurs",
      description: "A bar for each token in the order of the vocabulary."
    ).write(to: picture)
  }
  if let json {
    let data = [
      "characters": tokenizer.characters.map(String.init).joined(),
      "boundary": tokenizer.name(of: tokenizer.boundary), "word": "emma",
    ]
    try writeJSON(data, to: json)
  }
  let weights = bars.map { Double($0.count) }
  for number in 0..<samples {
    var name: [Int] = []
    repeat {
      name.append(random.choices(weights: weights))
    } while name.last != tokenizer.boundary
    print("sample \(number + 1, width: 2): \(try tokenizer.decode(name))")
  }
}
