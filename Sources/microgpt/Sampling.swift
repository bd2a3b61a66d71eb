// Tangled from 2 chapters, 16-stopwatch.md to 22-threads.md. Do not edit: change the chapters.
/// How to make up documents.
struct Sampling {
  var samples = 20
  /// How many are made up side by side, each with random numbers of its own;
  /// 0: they are made up one after the other, and draw in turn.
  var together = 0
  /// Below 1 what is probable becomes more so, above 1 less so.
  var temperature = 0.5
  /// The tokens with which every document begins.
  var prompt: [Int] = []
}

extension AnyEngine {
  /// A document of at most `context` tokens, made up by drawing one after the
  /// other.
  func sample(
    _ sampling: Sampling, context: Int, boundary: Int,
    using random: inout MersenneTwister
  ) -> [Int] {
    var scores = Array(repeating: 0.0, count: boundary + 1)
    var document: [Int] = []
    var token = boundary
    begin()
    while document.count < context {
      read(token, &scores)
      if document.count < sampling.prompt.count {
        token = sampling.prompt[document.count]
      } else {
        scores.temper(sampling.temperature)
        token = random.choices(weights: scores)
        if token == boundary { break }
      }
      document.append(token)
    }
    return document
  }
}

extension [Double] {
  /// Makes probabilities of scores, in place: `softmax` without a graph.
  mutating func temper(_ temperature: Double) {
    let factor = power(temperature, -1)
    var largest = -Double.infinity
    for i in indices {
      self[i] *= factor
      largest = Swift.max(largest, self[i])
    }
    var total = 0.0
    for i in indices {
      self[i] = exponential(self[i] - largest)
      total += self[i]
    }
    let share = power(total, -1)
    for i in indices { self[i] *= share }
  }
}
