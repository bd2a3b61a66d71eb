// Tangled from 1 chapter, 07-embeddings.md. Do not edit: change the chapters.
/// What a model is like before it has learned anything.
struct Architecture {
  /// How many numbers stand for a token.
  var width = 16
  /// How many tokens a sequence has at most.
  var context = 16
}

extension Architecture {
  /// How many weights a model like this has.
  func weights(vocabularySize: Int) -> Double {
    let rows = 2 * Double(vocabularySize) + Double(context)
    return rows * Double(width)
  }

  /// Complains if there can be no model like this.
  func check(vocabularySize: Int) throws(Complaint) {
    guard weights(vocabularySize: vocabularySize) <= 2e7 else {
      throw .usage("a model with more than 20 million weights is too large")
    }
  }
}
