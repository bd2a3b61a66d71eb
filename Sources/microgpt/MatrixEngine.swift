// Tangled from 2 chapters, 19-attention-backwards.md to 20-lanes.md. Do not edit: change the chapters.
#if canImport(x86v4)
  import x86v3
  import x86v4

  extension x86v3.MatrixKernel: MatrixLearner {}
  extension x86v4.MatrixKernel: MatrixLearner {}
#endif

/// A kernel that learns with matrices, however wide.
protocol MatrixLearner: AnyObject {
  init(
    width: Int, context: Int, layers: Int, heads: Int, vocabulary: Int,
    isSquared: Bool)
  var count: Int { get }
  var weights: UnsafeMutablePointer<Double> { get }
  var m: UnsafeMutablePointer<Double> { get }
  var v: UnsafeMutablePointer<Double> { get }
  func learn(
    _ tokens: UnsafePointer<Int>, _ count: Int, share: Double
  ) -> Double
  func loss(_ tokens: UnsafePointer<Int>, _ count: Int) -> Double
  func begin()
  func read(_ token: Int) -> UnsafePointer<Double>
  func update(
    rate: Double, beta1: Double, beta2: Double, known1: Double, known2: Double)
  func turn()
}

extension MatrixKernel: MatrixLearner {}

/// The engine whose gradients were derived by hand.
final class MatrixEngine<Kernel: MatrixLearner>: Engine {
  private let settings: Settings
  private let kernel: Kernel

  init(_ settings: Settings, vocabularySize: Int, learned: Learned) {
    self.settings = settings
    let model = settings.architecture
    kernel = Kernel(
      width: model.width, context: model.context, layers: model.layers,
      heads: model.heads, vocabulary: vocabularySize,
      isSquared: model.activation == .relu2)
    self.learned = learned
  }

  func learn(_ batch: [[Int]], step: Int) -> Double {
    let share = 1 / Double(batch.count)
    var loss = 0.0
    for sequence in batch {
      loss += share * guess(sequence) { kernel.learn($0, $1, share: share) }
    }
    let pace = settings.pace(of: step)
    kernel.update(
      rate: pace.rate, beta1: pace.beta1, beta2: pace.beta2,
      known1: pace.known1, known2: pace.known2)
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

extension Run {
  func makeMatrixEngine() -> AnyEngine {
    switch engine.width {
    #if canImport(x86v4)
      case .avx512: return makeMatrixEngine(x86v4.MatrixKernel.self)
      case .avx2: return makeMatrixEngine(x86v3.MatrixKernel.self)
      case .portable: return makeMatrixEngine(MatrixKernel.self)
    #else
      case .portable, .avx2, .avx512:
        return makeMatrixEngine(MatrixKernel.self)
    #endif
    }
  }

  private func makeMatrixEngine<Kernel: MatrixLearner>(
    _: Kernel.Type
  ) -> AnyEngine {
    AnyEngine(
      MatrixEngine<Kernel>(
        settings, vocabularySize: tokenizer.vocabularySize, learned: learned))
  }
}
