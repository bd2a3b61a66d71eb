// Tangled from 1 chapter, 09-training-loop.md. Do not edit: change the chapters.
extension Model {
  /// A document made up by drawing one token after the other.
  func sample(boundary: Int, using random: inout MersenneTwister) -> [Int] {
    var document: [Int] = []
    while document.count < architecture.context {
      let scores = scores([boundary] + document)[document.count]
      let weights = softmax(scores).map { $0.data }
      let token = random.choices(weights: weights)
      if token == boundary { break }
      document.append(token)
    }
    return document
  }
}
