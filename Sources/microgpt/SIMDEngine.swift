// Tangled from 2 chapters, 20-lanes.md to 21-threads.md. Do not edit: change the chapters.
#if canImport(x86v4)
  import x86v3
  import x86v4

  extension x86v3.LanesModel: LanesLearner {}
  extension x86v4.LanesModel: LanesLearner {}
#endif

/// A model on lanes, however wide.
protocol LanesLearner: AnyObject {
  init(
    vocabulary: Int, width: Int, context: Int, layers: Int, heads: Int,
    isSquared: Bool, rows: Int)
  func read(_ part: Int, from numbers: UnsafePointer<Double>)
  func write(_ part: Int, to numbers: UnsafeMutablePointer<Double>)
  func put(_ token: Int, at place: Int, in row: Int)
  func forward(from start: Int, _ first: Int, _ end: Int)
  func score(_ token: Int, in row: Int) -> Double
  func judge(
    _ first: Int, _ end: Int, _ targets: UnsafePointer<Int>, share: Double
  ) -> Double
  func backward(_ first: Int, _ end: Int)
  var groups: Int { get }
  func gather(_ group: Int, _ first: Int, _ end: Int)
  func update(
    _ count: Int, worker: Int, of workers: Int, rate: Double, beta1: Double,
    beta2: Double, known1: Double, known2: Double)
}

extension LanesModel: LanesLearner {}

/// The engine that learns in single precision, on lanes.
final class SIMDEngine<Learner: LanesLearner>: Engine {
  private let settings: Settings
  private let vocabularySize: Int
  private let learner: Learner
  /// How many tokens have been read since `begin()`.
  private var length = 0
  private let workers: Workers
  /// The two jobs of a step.
  private var goThrough: (Int) -> Void = { _ in }
  private var update: (Int) -> Void = { _ in }
  /// What is learned in this step.
  private var batch: [[Int]] = []
  private var step = 0
  /// For each document its first row, and at the end how many rows there are.
  private let starts: UnsafeMutablePointer<Int>
  private let losses: UnsafeMutablePointer<Double>

  init(
    _ settings: Settings, vocabularySize: Int, learned: Learned,
    workers: Workers
  ) {
    (self.settings, self.workers) = (settings, workers)
    self.vocabularySize = vocabularySize
    let model = settings.architecture
    learner = Learner(
      vocabulary: vocabularySize, width: model.width, context: model.context,
      layers: model.layers, heads: model.heads,
      isSquared: model.activation == .relu2,
      rows: settings.batch * model.context)
    starts = .allocate(capacity: settings.batch + 1)
    losses = .allocate(capacity: settings.batch)
    goThrough = { [unowned(unsafe) self] worker in goThroughDocuments(worker) }
    update = { [unowned(unsafe) self] worker in moveWeights(worker) }
    self.learned = learned
  }

  deinit {
    starts.deallocate()
    losses.deallocate()
  }

  func learn(_ batch: [[Int]], step: Int) -> Double {
    (self.batch, self.step) = (batch, step)
    starts[0] = 0
    for (i, sequence) in batch.enumerated() {
      let context = settings.architecture.context
      starts[i + 1] = starts[i] + min(context, sequence.count - 1)
    }
    workers.run(goThrough)
    workers.run(update)
    // Whoever fills the next batch would have to copy one that is held here.
    self.batch = []
    var loss = 0.0
    for i in batch.indices { loss += losses[i] }
    return loss / Double(batch.count)
  }

  private func goThroughDocuments(_ worker: Int) {
    let (count, groups) = (batch.count, learner.groups)
    var next = 0
    for group in 0..<groups {
      let first = next
      while next < count,
        groups * (starts[next] + starts[next + 1])
          < 2 * (group + 1) * starts[count]
      { next += 1 }
      guard group * workers.count / groups == worker else { continue }
      for i in first..<next { learn(batch[i], number: i) }
      learner.gather(group, starts[first], starts[next])
    }
  }

  private func learn(_ sequence: [Int], number: Int) {
    let (start, end) = (starts[number], starts[number + 1])
    let count = put(sequence, at: start)
    let share = 1 / Double(count * settings.batch)
    losses[number] =
      judge(sequence, at: start, count: count, share: share) / Double(count)
    learner.backward(start, end)
  }

  private func moveWeights(_ worker: Int) {
    let pace = settings.pace(of: step)
    learner.update(
      starts[batch.count], worker: worker, of: workers.count, rate: pace.rate,
      beta1: pace.beta1, beta2: pace.beta2, known1: pace.known1,
      known2: pace.known2)
  }

  func loss(of sequence: [Int]) -> Double {
    let count = put(sequence, at: 0)
    return judge(sequence, at: 0, count: count, share: 1) / Double(count)
  }

  /// Puts `sequence` into the rows from `row` on, and returns how many.
  private func put(_ sequence: [Int], at row: Int) -> Int {
    let count = min(settings.architecture.context, sequence.count - 1)
    for place in 0..<count {
      learner.put(sequence[place], at: place, in: row + place)
    }
    return count
  }

  /// The sum of the surprises at the sequence in the rows from `row` on.
  private func judge(
    _ sequence: [Int], at row: Int, count: Int, share: Double
  ) -> Double {
    learner.forward(from: row, row, row + count)
    return sequence.withUnsafeBufferPointer { tokens in
      guard let first = tokens.baseAddress else { return 0 }
      return learner.judge(row, row + count, first + 1, share: share)
    }
  }

  func begin() { length = 0 }

  func read(_ token: Int, scores: inout [Double]) {
    learner.put(token, at: length, in: length)
    learner.forward(from: 0, length, length + 1)
    for i in scores.indices { scores[i] = learner.score(i, in: length) }
    length += 1
  }

  var learned: Learned {
    get {
      var learned = Learned(weights: empty, m: empty, v: empty)
      learner.write(0, to: &learned.weights)
      learner.write(1, to: &learned.m)
      learner.write(2, to: &learned.v)
      return learned
    }
    set {
      learner.read(0, from: newValue.weights)
      learner.read(1, from: newValue.m)
      learner.read(2, from: newValue.v)
    }
  }

  /// A number for each weight.
  private var empty: [Double] {
    let model = settings.architecture
    let count = Int(model.weights(vocabularySize: vocabularySize))
    return Array(repeating: 0, count: count)
  }
}

extension Run {
  func makeSIMDEngine() -> AnyEngine {
    switch engine.width {
    #if canImport(x86v4)
      case .avx512: return makeSIMDEngine(x86v4.LanesModel.self)
      case .avx2: return makeSIMDEngine(x86v3.LanesModel.self)
      case .portable: return makeSIMDEngine(LanesModel.self)
    #else
      case .portable, .avx2, .avx512: return makeSIMDEngine(LanesModel.self)
    #endif
    }
  }

  private func makeSIMDEngine<Learner: LanesLearner>(
    _: Learner.Type
  ) -> AnyEngine {
    AnyEngine(
      SIMDEngine<Learner>(
        settings, vocabularySize: tokenizer.vocabularySize, learned: learned,
        workers: engine.workers(settings.batch))
    )
  }
}
