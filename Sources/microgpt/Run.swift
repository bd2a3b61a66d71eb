// Tangled from 5 chapters, 07-embeddings.md to 22-threads.md. Do not edit: change the chapters.
/// A model, what it learns from, and how far it has come.
struct Run {
  var settings: Settings
  let tokenizer: Tokenizer
  let model: Model
  let parameters: [Value]
  /// In the order in which they are learned.
  var documents: [String]
  /// How many steps have been taken.
  var step = 0
  var random: MersenneTwister
  var adam: Adam
  /// Documents that are not learned, to judge the model by.
  var heldOut: [String] = []
  /// What calculates.
  var engine = EngineChoice()

  /// A run that has not begun: shuffles, then draws the weights.
  init(
    _ settings: Settings, _ tokenizer: Tokenizer, documents: [String]
  ) throws(Complaint) {
    self.settings = settings
    self.tokenizer = tokenizer
    let size = tokenizer.vocabularySize
    try settings.architecture.check(vocabularySize: size)
    random = MersenneTwister(seed: settings.seed)
    self.documents = documents
    random.shuffle(&self.documents)
    model = Model(settings.architecture, vocabularySize: size, using: &random)
    parameters = model.parameters
    adam = Adam(settings, parameters: parameters.count)
  }
}

extension Run {
  /// Takes the steps that are left, none after `last`, and returns their
  /// losses. `report` hears of each.
  @discardableResult
  mutating func train(
    until last: Int = .max, report: (Int, Double) -> Void = { _, _ in }
  ) throws(Complaint) -> [Double] {
    let end = min(last, settings.steps)
    guard step < end else { return [] }
    let engine = makeEngine()
    var losses: [Double] = []
    let sequences = try sequences(until: end)
    var batch = Array(repeating: [Int](), count: settings.batch)
    while step < end && wasInterrupted == 0 {
      let first = step % sequences.count * batch.count
      for i in batch.indices {
        batch[i] = sequences[(first + i) % sequences.count]
      }
      let loss = engine.learn(batch, step)
      step += 1
      guard loss.isFinite else { throw lost(loss, after: losses.last) }
      losses.append(loss)
      report(step, loss)
    }
    learned = engine.learned()
    return losses
  }

  private func lost(_ loss: Double, after last: Double?) -> Complaint {
    let what = loss.isNaN ? "not a number" : "infinite"
    let before = last.map { "; the one before was \($0)" } ?? ""
    return Complaint(
      "the loss of step \(step) is \(what)\(before): "
        + "try a --learning-rate below \(settings.learningRate)")
  }

  /// The tokens of the documents that are learned before step `end`.
  func sequences(until end: Int) throws(Complaint) -> [[Int]] {
    let (count, size) = (documents.count, settings.batch)
    let isAll = count / size < end
    return try documents.prefix(isAll ? count : end * size)
      .map(tokenizer.sequence)
  }
}

extension Run {
  /// Puts the last `count` documents aside.
  mutating func holdOut(_ count: Int) throws(Complaint) {
    guard count < documents.count else {
      throw .usage(
        "`--held-out \(count)` leaves none of \(documents.count) documents")
    }
    heldOut = Array(documents.suffix(count))
    documents.removeLast(count)
  }

  /// The mean surprise at all tokens of `documents`. Nothing is learned.
  func loss(over documents: [String]) throws(Complaint) -> Double {
    let engine = makeEngine()
    var total = 0.0
    var tokens = 0
    for document in documents {
      let sequence = try tokenizer.sequence(of: document)
      let count = model.guesses(in: sequence)
      total += engine.loss(sequence) * Double(count)
      tokens += count
    }
    return total / Double(tokens)
  }
}
