// Tangled from 1 chapter, 12-thinking-alone.md. Do not edit: change the chapters.
/// `microgpt kinds LETTER`: how often a letter comes after two letters of each
/// kind, in the list and as models expect it, in percent.
func showKinds(_ arguments: inout Arguments) throws(Complaint) {
  let seeds = (try arguments.option("--seeds") ?? "1").split(separator: ",")
  guard let letter = arguments.word() else {
    throw .usage("`kinds` wants a letter")
  }
  var columns: [[Double]] = []
  for seed in seeds {
    var words = arguments.with("--seed", String(seed))
    var run = try words.run()
    try words.finish()
    let tokens = try run.tokenizer.encode(letter)
    guard tokens.count == 1 else { throw .usage("`\(letter)` is no letter") }
    try run.train()
    if columns.isEmpty { columns.append(try run.counted(tokens[0])) }
    columns.append(try run.expected(tokens[0]))
  }
  let mean = columns[0].indices.map { kind in
    columns.dropFirst().map { $0[kind] }.reduce(0, +) / Double(seeds.count)
  }
  columns.insert(mean, at: 1)
  let heads = ["list", "model"] + seeds.map { "seed \($0)" }
  print(
    "".padded(to: 20)
      + heads.map { String(repeating: " ", count: 8 - $0.count) + $0 }.joined())
  for (row, kind) in kinds.enumerated() {
    let cells = columns.map { "\(100 * $0[row], digits: 1, width: 8)" }
    print(kind.name.padded(to: 20) + cells.joined())
  }
}

/// Whether the letter before and the letter here are vowels.
private let kinds = [
  (name: "vowel, consonant", isVowel: (true, false)),
  (name: "consonant, vowel", isVowel: (false, true)),
  (name: "vowel, vowel", isVowel: (true, true)),
  (name: "consonant, consonant", isVowel: (false, false)),
]

extension Run {
  /// How often `token` comes after two letters of each kind, in all documents.
  fileprivate func counted(_ token: Int) throws(Complaint) -> [Double] {
    try shares(in: documents + heldOut) { _, next in
      next.map { $0 == token ? 1 : 0 }
    }
  }

  /// What the model makes of `token` there, in the last thousand documents.
  fileprivate func expected(_ token: Int) throws(Complaint) -> [Double] {
    try shares(in: Array(documents.suffix(1000))) { tokens, _ in
      model.scores(tokens).map { softmax($0)[token].data }
    }
  }

  /// The mean of what `numbers` gives for each guess after two letters, by
  /// their kind. It gets the tokens that are read, and those that came next.
  private func shares(
    in documents: [String], _ numbers: ([Int], [Int]) -> [Double]
  ) throws(Complaint) -> [Double] {
    let vowels = try tokenizer.encode("aeiou")
    var (sums, counts) = ([0.0, 0, 0, 0], [0.0, 0, 0, 0])
    for document in documents {
      let sequence = try tokenizer.sequence(of: document)
      let read = Array(sequence.prefix(model.guesses(in: sequence)))
      let numbers = numbers(read, Array(sequence.dropFirst()))
      for place in read.indices.dropFirst(2) {
        let before = vowels.contains(read[place - 1])
        let here = vowels.contains(read[place])
        let kind = kinds.firstIndex { $0.isVowel == (before, here) } ?? 0
        sums[kind] += numbers[place]
        counts[kind] += 1
      }
    }
    return zip(sums, counts).map { $0 / $1 }
  }
}
