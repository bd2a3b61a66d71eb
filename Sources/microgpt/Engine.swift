// Tangled from 6 chapters, 16-stopwatch.md to 22-threads.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif

/// What calculates: learns from documents, judges them, reads them.
protocol Engine: AnyObject {
  /// Learns from `batch` in step `step`, the first being 0, and returns the
  /// mean of the losses before that. A loss is the mean surprise at the
  /// tokens of a sequence, as far as the context reaches.
  func learn(_ batch: [[Int]], step: Int) -> Double

  /// The loss of `sequence`, from which nothing is learned.
  func loss(of sequence: [Int]) -> Double

  /// Forgets what has been read.
  func begin()

  /// Reads `token`, and puts into `scores` one for each token that could
  /// come next. Not more tokens than the context has room for can be read.
  func read(_ token: Int, scores: inout [Double])

  /// Makes up documents side by side; nil if this engine can't.
  func sideBySide(
    _ sampling: Sampling, _ boundary: Int, _ random: inout MersenneTwister
  ) -> [[Int]]?

  /// What it has learned so far.
  var learned: Learned { get set }
}

/// What a training changes: for each weight, in the order in which they are
/// drawn, itself and what Adam remembers of its gradients.
struct Learned {
  var weights: [Double]
  var m: [Double]
  var v: [Double]
}

/// The engines, by the names that `--engine` takes.
enum EngineName: String, CaseIterable {
  /// A graph of objects: chapters 5 to 15.
  case objects
  /// The graph as arrays: chapter 17.
  case tape
  /// Gradients by hand, in matrices: chapters 18 and 19.
  case matrix
  /// Single precision, on lanes: chapter 21.
  case simd
}

/// Which engine, and whatever else decides how fast it goes.
struct EngineChoice {
  var name = EngineName.objects
  /// Which of the compiled kernels calculates.
  var width = VectorWidth.portable
  /// Who learns a batch of this size together.
  var workers: (_ batch: Int) -> Workers = { _ in .one }
}

extension Run {
  /// An engine that knows what this run has learned so far.
  func makeEngine() -> AnyEngine {
    switch engine.name {
    case .objects: AnyEngine(ObjectsEngine(settings, model, adam))
    case .tape:
      AnyEngine(
        TapeEngine(
          settings, vocabularySize: tokenizer.vocabularySize, learned: learned))
    case .matrix, .simd: engine.width.with(EngineMaker(run: self))
    }
  }
}

/// An engine of whichever kind: what it can do, as functions.
struct AnyEngine {
  let learn: ([[Int]], _ step: Int) -> Double
  let loss: ([Int]) -> Double
  let begin: () -> Void
  let read: (Int, _ scores: inout [Double]) -> Void
  let sideBySide: (Sampling, _ boundary: Int, inout MersenneTwister) -> [[Int]]?
  let learned: () -> Learned
  let take: (Learned) -> Void

  init(_ engine: some Engine) {
    learn = engine.learn
    loss = engine.loss
    begin = engine.begin
    read = engine.read
    sideBySide = engine.sideBySide
    learned = { engine.learned }
    take = { engine.learned = $0 }
  }
}

extension Run {
  /// What it has learned so far.
  var learned: Learned {
    get {
      Learned(weights: parameters.map { $0.data }, m: adam.m, v: adam.v)
    }
    set {
      for (value, weight) in zip(parameters, newValue.weights) {
        value.data = weight
      }
      (adam.m, adam.v) = (newValue.m, newValue.v)
    }
  }
}

extension Settings {
  /// The pace of step `step`, the first being 0.
  func pace(of step: Int) -> Pace {
    Pace(
      rate: learningRate * (1 - Double(step) / Double(steps)),
      beta1: beta1, beta2: beta2,
      known1: 1 - power(beta1, Double(step + 1)),
      known2: 1 - power(beta2, Double(step + 1)))
  }
}
