// Tangled from 2 chapters, 14-sampling.md to 15-whole-program.md. Do not edit: change the chapters.
/// How to make up documents.
struct Sampling {
  var samples = 20
  /// Below 1 what is probable becomes more so, above 1 less so.
  var temperature = 0.5
  /// The tokens with which every document begins.
  var prompt: [Int] = []
}

extension Model {
  /// A document made up by drawing one token after the other.
  func sample(
    _ sampling: Sampling, boundary: Int, using random: inout MersenneTwister
  ) -> [Int] {
    var memory = Memory(layers: layers.count)
    var document = sampling.prompt
    var news = [boundary] + document
    while document.count < architecture.context {
      let scores = scores(news, memory: &memory)[news.count - 1]
      let tempered = scores.map { $0 / sampling.temperature }
      let weights = softmax(tempered).map { $0.data }
      let token = random.choices(weights: weights)
      if token == boundary { break }
      document.append(token)
      news = [token]
    }
    return document
  }
}
