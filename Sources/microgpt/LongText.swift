// Tangled from 2 chapters, 24-longer-text.md to 29-pieces-of-words.md. Do not edit: change the chapters.
/// A text in tokens, cut in two: to learn from, and to judge by.
struct LongText {
  let training, validation: [Int]
  /// The token before and after each document, if there are any.
  var boundary: Int?
  /// How many characters the validation part has.
  let validationCharacters: Int

  /// `tokens` without the share `heldOut` at their end, and that share.
  init(_ tokens: [Int], heldOut: Double = 0.1) {
    let cut = Int(Double(tokens.count) * (1 - heldOut))
    training = Array(tokens[..<cut])
    validation = Array(tokens[cut...])
    validationCharacters = validation.count
  }
}

/// Some windows of a text: what a model reads, and what comes next.
struct Windows {
  /// Row after row.
  private(set) var inputs: [Int] = []
  private(set) var targets: [Int] = []
  /// Where each row begins, and finally where the last one ends.
  private(set) var bounds = [0]
  var count: Int { bounds.count - 1 }

  /// The windows of `tokens` that begin at `starts`.
  init(_ tokens: [Int], at starts: [Int], length: Int) {
    for start in starts { add(tokens[start...start + length]) }
  }

  /// Adds a row that reads all of `tokens` but the last one.
  mutating func add(_ tokens: ArraySlice<Int>) {
    inputs += tokens.dropLast()
    targets += tokens.dropFirst()
    bounds.append(inputs.count)
  }
}

extension LongText {
  /// Where `tokens` have a boundary of documents.
  func boundaries(of tokens: [Int]) -> [Int] {
    boundary.map { boundary in tokens.indices.filter { tokens[$0] == boundary } }
      ?? []
  }
}
