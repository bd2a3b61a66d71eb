// Tangled from 3 chapters, 17-tape.md to 22-threads.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif

/// The engine that learns in single precision, on lanes.
final class SIMDEngine<Learner: LanesLearner>: Engine {
  private let settings: Settings
  private let vocabularySize: Int
  private let learner: Learner
  /// How many tokens have been read since `begin()`.
  private var length = 0
  /// For each document its first row, and at the end how many rows there are.
  private let starts: UnsafeMutablePointer<Int>
  private let workers: Workers
  /// The two jobs of a step.
  private var goThrough: (Int) -> Void = { _ in }
  private var update: (Int) -> Void = { _ in }
  /// How many documents are learned in this step, and their tokens, one
  /// document after the other.
  private var count = 0
  private let tokens: UnsafeMutablePointer<Int>
  private var step = 0
  /// The row with which the second half of all rows begins.
  private var middle = 0
  private let losses: UnsafeMutablePointer<Double>

  init(
    _ settings: Settings, vocabularySize: Int, learned: Learned,
    workers: Workers
  ) {
    (self.settings, self.workers) = (settings, workers)
    self.vocabularySize = vocabularySize
    let model = settings.architecture
    learner = Learner(
      model.shape(vocabularySize), rows: settings.batch * model.context,
      workers: workers.count)
    starts = .allocate(capacity: settings.batch + 1)
    tokens = .allocate(capacity: settings.batch * (model.context + 1))
    losses = .allocate(capacity: settings.batch)
    goThrough = { [unowned(unsafe) self] worker in goThroughDocuments(worker) }
    update = { [unowned(unsafe) self] worker in moveWeights(worker) }
    self.learned = learned
  }

  deinit {
    starts.deallocate()
    tokens.deallocate()
    losses.deallocate()
  }

  func learn(_ batch: [[Int]], step: Int) -> Double {
    (count, self.step) = (batch.count, step)
    starts[0] = 0
    for (i, sequence) in batch.enumerated() { add(sequence, i) }
    let all = starts[count]
    middle =
      count == 1 || all <= rowsTogether
      ? all : starts[documents(of: 0, of: 2).upperBound]
    if workers.count == 1 && all <= rowsTogether {
      learn(0..<count, worker: 0, pace: settings.pace(of: step))
    } else {
      workers.run(goThrough)
      workers.run(update)
    }
    var loss = 0.0
    for i in 0..<count { loss += losses[i] }
    return loss / Double(count)
  }

  /// Adds `sequence`, document number `i`, to what is learned in this step.
  private func add(_ sequence: [Int], _ i: Int) {
    let rows = min(settings.architecture.context, sequence.count - 1)
    starts[i + 1] = starts[i] + rows
    let own = tokens(of: i)
    for place in 0...rows { own[place] = sequence[place] }
  }

  /// The tokens of document number `i`: one more than it has rows.
  private func tokens(of i: Int) -> UnsafeMutablePointer<Int> {
    tokens + (starts[i] + i)
  }

  /// Which documents belong to one of `count` workers.
  private func documents(of worker: Int, of count: Int) -> Range<Int> {
    let (documents, all) = (self.count, starts[self.count])
    func first(_ part: Int) -> Int {
      var next = 0
      while next < documents,
        (starts[next] + starts[next + 1]) * count < 2 * part * all
      { next += 1 }
      return next
    }
    return first(worker)..<first(worker + 1)
  }

  /// How many rows go through the model together, at least.
  private var rowsTogether: Int { settings.architecture.width + 48 }

  private func goThroughDocuments(_ worker: Int) {
    let mine = documents(of: worker, of: workers.count)
    var next = mine.lowerBound
    while next < mine.upperBound {
      let first = next
      repeat {
        next += 1
      } while next < mine.upperBound
        && starts[next] - starts[first] < rowsTogether
      learn(first..<next, worker: worker, pace: nil)
    }
    if isGathered {
      learner.gather(
        starts[mine.lowerBound], starts[mine.upperBound], half: worker)
    }
  }

  /// Whether each worker sums up the gradients of its own documents.
  private var isGathered: Bool {
    workers.count == 2 && middle < starts[count]
  }

  private func learn(_ some: Range<Int>, worker: Int, pace: Pace?) {
    let (first, end) = (starts[some.lowerBound], starts[some.upperBound])
    for i in some {
      let own = tokens(of: i)
      for place in 0..<starts[i + 1] - starts[i] {
        learner.put(own[place], at: place, in: starts[i] + place)
      }
    }
    let begins = UnsafePointer(starts + some.lowerBound)
    learner.forward(begins, some.count, first, end, worker: worker)
    for i in some {
      let (start, end) = (starts[i], starts[i + 1])
      let share = 1 / Double((end - start) * settings.batch)
      losses[i] =
        learner.judge(start, end, tokens(of: i) + 1, share: share)
        / Double(end - start)
    }
    learner.backward(
      begins, some.count, first, end, worker: worker, pace: pace)
  }

  private func moveWeights(_ worker: Int) {
    learner.update(
      starts[count], middle: middle, isGathered: isGathered,
      worker: worker, of: workers.count, settings.pace(of: step))
  }

  func loss(of sequence: [Int]) -> Double {
    let count = put(sequence, at: 0)
    starts[0] = 0
    learner.forward(starts, 1, 0, count, worker: 0)
    return judge(sequence, 0, count, 1) / Double(count)
  }

  /// Puts `sequence` into the rows from `row` on, and returns how many.
  @discardableResult
  private func put(_ sequence: [Int], at row: Int) -> Int {
    let count = min(settings.architecture.context, sequence.count - 1)
    for place in 0..<count {
      learner.put(sequence[place], at: place, in: row + place)
    }
    return count
  }

  /// The sum of the surprises at the sequence in the rows from `row` on.
  private func judge(
    _ sequence: [Int], _ row: Int, _ end: Int, _ share: Double
  ) -> Double {
    sequence.withUnsafeBufferPointer { tokens in
      guard let first = tokens.baseAddress else { return 0 }
      return learner.judge(row, end, first + 1, share: share)
    }
  }

  func begin() { length = 0 }

  func read(_ token: Int, scores: inout [Double]) {
    learner.put(token, at: length, in: length)
    starts[0] = 0
    learner.forward(starts, 1, length, length + 1, worker: 0)
    for i in scores.indices { scores[i] = learner.score(i, in: length) }
    length += 1
  }

  func sideBySide(
    _ sampling: Sampling, _ boundary: Int, _ random: inout MersenneTwister
  ) -> [[Int]]? {
    SideBySide(
      sampling, context: settings.architecture.context, boundary: boundary,
      makeReader: learner.makeReader
    ).makeUp(using: &random)
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
