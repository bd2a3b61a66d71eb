// Tangled from 2 chapters, 23-longer-text.md to 28-pieces-of-words.md. Do not edit: change the chapters.
/// A text in tokens, cut in two: to learn from, and to judge by.
struct LongText {
  let training, validation: [Int]
  /// How many characters the validation part has.
  let validationCharacters: Int

  /// The first nine tenths of `tokens`, and the rest.
  init(_ tokens: [Int]) {
    let cut = tokens.count * 9 / 10
    training = Array(tokens[..<cut])
    validation = Array(tokens[cut...])
    validationCharacters = validation.count
  }
}

/// Some windows of a text: what a model reads, and what comes next.
struct Windows {
  /// How many there are, and how many tokens each has.
  let count, length: Int
  /// Row after row, `count` × `length`.
  private(set) var inputs: [Int] = []
  private(set) var targets: [Int] = []

  /// The windows of `tokens` that begin at `starts`.
  init(_ tokens: [Int], at starts: [Int], length: Int) {
    (count, self.length) = (starts.count, length)
    for start in starts {
      inputs += tokens[start..<start + length]
      targets += tokens[start + 1...start + length]
    }
  }
}
