// Tangled from 1 chapter, 07-embeddings.md. Do not edit: change the chapters.
extension Model {
  /// The scores for what comes after each of `tokens`: V for each.
  func scores(_ tokens: [Int]) -> [[Value]] {
    let stream = tokens.indices.map { embed(tokens[$0], at: $0) }
    return stream.map { linear($0, unembedding) }
  }

  /// Token and place in one: width numbers.
  func embed(_ token: Int, at place: Int) -> [Value] {
    add(tokens.rows[token], positions.rows[place])
  }
}

extension Model {
  /// How many tokens of `sequence` have a next one to be guessed: all but the
  /// last, as far as the context reaches.
  func guesses(in sequence: [Int]) -> Int {
    min(architecture.context, sequence.count - 1)
  }

  /// The mean surprise at the tokens of `sequence`, each after those before.
  func loss(of sequence: [Int]) -> Value {
    let count = guesses(in: sequence)
    let scores = scores(Array(sequence.prefix(count)))
    let surprises = zip(scores, sequence.dropFirst()).map(crossEntropy)
    return sum(surprises) * (1 / Double(count))
  }
}
