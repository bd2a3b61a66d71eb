// Tangled from 3 chapters, 17-tape.md to 20-lanes.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif

/// The engine whose gradients were derived by hand.
final class MatrixEngine<Kernel: MatrixLearner>: Engine {
  private let settings: Settings
  private let kernel: Kernel

  init(_ settings: Settings, vocabularySize: Int, learned: Learned) {
    self.settings = settings
    kernel = Kernel(settings.architecture.shape(vocabularySize))
    self.learned = learned
  }

  func learn(_ batch: [[Int]], step: Int) -> Double {
    let share = 1 / Double(batch.count)
    var loss = 0.0
    for sequence in batch {
      loss += share * guess(sequence) { kernel.learn($0, $1, share: share) }
    }
    kernel.update(settings.pace(of: step))
    return loss
  }

  func loss(of sequence: [Int]) -> Double {
    guess(sequence) { kernel.loss($0, $1) }
  }

  /// What `body` makes of the tokens of `sequence` and the number of guesses.
  private func guess(
    _ sequence: [Int], _ body: (UnsafePointer<Int>, Int) -> Double
  ) -> Double {
    let count = min(settings.architecture.context, sequence.count - 1)
    return sequence.withUnsafeBufferPointer { tokens in
      guard let start = tokens.baseAddress else { return 0 }
      return body(start, count)
    }
  }

  func begin() { kernel.begin() }

  func read(_ token: Int, scores: inout [Double]) {
    let place = kernel.read(token)
    for i in scores.indices { scores[i] = place[i] }
  }

  var learned: Learned {
    get {
      let numbers = { [kernel] (start: UnsafeMutablePointer<Double>) in
        Array(UnsafeBufferPointer(start: start, count: kernel.count))
      }
      return Learned(
        weights: numbers(kernel.weights), m: numbers(kernel.m),
        v: numbers(kernel.v))
    }
    set {
      for i in 0..<kernel.count {
        kernel.weights[i] = newValue.weights[i]
        (kernel.m[i], kernel.v[i]) = (newValue.m[i], newValue.v[i])
      }
      kernel.turn()
    }
  }
}

extension Architecture {
  /// The shape of such a model that knows `vocabulary` tokens.
  func shape(_ vocabulary: Int) -> Shape {
    Shape(
      width: width, context: context, layers: layers, heads: heads,
      vocabulary: vocabulary, isSquared: activation == .relu2)
  }
}
