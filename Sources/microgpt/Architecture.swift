// Tangled from 4 chapters, 07-embeddings.md to 12-thinking-alone.md. Do not edit: change the chapters.
/// What a model is like before it has learned anything.
struct Architecture {
  /// How many numbers stand for a token.
  var width = 16
  /// How many tokens a sequence has at most.
  var context = 16
  var layers = 1
  var heads = 4
  var activation = Activation.relu
}

extension Architecture {
  /// How many weights a model like this has at most.
  func weights(vocabularySize: Int) -> Double {
    let rows = 2 * Double(vocabularySize) + Double(context)
    let layer = 12 * Double(width) * Double(width)
    return rows * Double(width) + Double(layers) * layer
  }

  /// Complains if there can be no model like this.
  func check(vocabularySize: Int) throws(Complaint) {
    guard weights(vocabularySize: vocabularySize) <= 2e7 else {
      throw .usage("a model with more than 20 million weights is too large")
    }
    guard width % heads == 0 else {
      throw .usage("\(heads) heads cannot share a width of \(width) equally")
    }
    let shares = Double(heads) * Double(context) * Double(context)
    guard Double(max(1, layers)) * shares <= 1e8 else {
      throw .usage("a context of \(context) is too large")
    }
  }
}

extension Architecture {
  /// The places of the numbers that each head sees.
  var parts: [Range<Int>] {
    let size = width / heads
    return (0..<heads).map { head in head * size..<(head + 1) * size }
  }
}

/// What bends the straight lines between the two matrices of an MLP.
enum Activation: String, CaseIterable {
  case relu
  /// The square of `relu`.
  case relu2
}
