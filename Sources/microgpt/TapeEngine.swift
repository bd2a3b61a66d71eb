// Tangled from 1 chapter, 17-tape.md. Do not edit: change the chapters.
/// The engine whose numbers stand on a tape.
final class TapeEngine: Engine {
  private let settings: Settings
  private let vocabularySize: Int
  private let parameters: Int
  /// First the weights, then what is calculated.
  private var tape = Tape()
  private var m, v: [Double]
  /// For each layer, where the key and the value of each position begin.
  private var keys, values: [[Int]]
  /// For each head, where its attention weights begin.
  private var shares: [Int] = []
  /// How many tokens have been read.
  private var length = 0

  init(_ settings: Settings, vocabularySize: Int, learned: Learned) {
    self.settings = settings
    self.vocabularySize = vocabularySize
    parameters = learned.weights.count
    (m, v) = (learned.m, learned.v)
    for weight in learned.weights { tape.constant(weight) }
    let layers = settings.architecture.layers
    keys = Array(repeating: [], count: layers)
    values = keys
  }

  func begin() {
    tape.rewind(to: 2 + parameters)
    for layer in keys.indices {
      keys[layer].removeAll(keepingCapacity: true)
      values[layer].removeAll(keepingCapacity: true)
    }
    length = 0
  }

  /// Writes the scores for what comes after `token`, which follows those that
  /// have been read.
  private func scores(after token: Int) -> Int {
    let (model, size) = (settings.architecture, vocabularySize)
    let width = model.width
    let positions = 2 + size * width
    let unembedding = positions + model.context * width
    let sum = tape.add(
      2 + token * width, positions + length * width, width: width)
    var x = tape.rmsNorm(sum, width: width)
    for layer in 0..<model.layers {
      let weights = unembedding + size * width + layer * 12 * width * width
      x = think(attend(x, layer, weights), weights + 4 * width * width)
    }
    length += 1
    return tape.linear(x, unembedding, rows: size, columns: width)
  }

  /// Writes what a position is after it has looked around.
  private func attend(_ x: Int, _ layer: Int, _ weights: Int) -> Int {
    let width = settings.architecture.width
    let seen = tape.rmsNorm(x, width: width)
    let looks = tape.linear(seen, weights, rows: 3 * width, columns: width)
    keys[layer].append(looks + width)
    values[layer].append(looks + 2 * width)
    let heard = listen(looks, to: keys[layer], saying: values[layer])
    let output = weights + 3 * width * width
    let told = tape.linear(heard, output, rows: width, columns: width)
    return tape.add(told, x, width: width)
  }

  /// Writes what all heads hear.
  private func listen(
    _ query: Int, to keys: [Int], saying values: [Int]
  ) -> Int {
    let width = settings.architecture.width
    let size = width / settings.architecture.heads
    shares.removeAll(keepingCapacity: true)
    for part in stride(from: 0, to: width, by: size) {
      shares.append(
        tape.attentionWeights(query, keys, part: part, width: size))
    }
    for (t, value) in values.enumerated() {
      let sums = tape.count - width
      tape.multiply(width) { i in
        (shares[i / size] + t, value + i, t == 0 ? 0 : sums + i)
      }
    }
    return tape.count - width
  }

  /// Writes what a position is after it has thought alone.
  private func think(_ x: Int, _ weights: Int) -> Int {
    let width = settings.architecture.width
    let calm = tape.rmsNorm(x, width: width)
    let found = tape.linear(calm, weights, rows: 4 * width, columns: width)
    var features = tape.relu(found, width: 4 * width)
    if settings.architecture.activation == .relu2 {
      let found = features
      tape.multiply(4 * width) { i in (found + i, found + i, 0) }
      features += 4 * width
    }
    let contract = weights + 4 * width * width
    let thoughts = tape.linear(
      features, contract, rows: width, columns: 4 * width)
    return tape.add(thoughts, x, width: width)
  }

  func loss(of sequence: [Int]) -> Double {
    begin()
    let count = min(settings.architecture.context, sequence.count - 1)
    var surprises = 0
    for i in 0..<count {
      surprises = tape.crossEntropy(
        scores(after: sequence[i]), sequence[i + 1], count: vocabularySize,
        adding: surprises)
    }
    tape.multiply(surprises, tape.constant(1 / Double(count)))
    return tape.values[tape.count - 1]
  }

  func read(_ token: Int, scores: inout [Double]) {
    let place = self.scores(after: token)
    for i in scores.indices { scores[i] = tape.values[place + i] }
  }

  func learn(_ batch: [[Int]], step: Int) -> Double {
    let share = 1 / Double(batch.count)
    var mean = 0.0
    for sequence in batch {
      mean += share * loss(of: sequence)
      tape.backward(seed: share, to: 2 + parameters)
    }
    let pace = settings.pace(of: step)
    tape.move(parameters, &m, &v, pace)
    return mean
  }

  var learned: Learned {
    get {
      let weights = (0..<parameters).map { tape.values[2 + $0] }
      return Learned(weights: weights, m: m, v: v)
    }
    set {
      for (i, weight) in newValue.weights.enumerated() {
        tape.values[2 + i] = weight
      }
      (m, v) = (newValue.m, newValue.v)
    }
  }

  /// How many numbers are written for the loss of `sequence`.
  func nodes(of sequence: [Int]) -> Int {
    _ = loss(of: sequence)
    return tape.count - 2 - parameters
  }
}
