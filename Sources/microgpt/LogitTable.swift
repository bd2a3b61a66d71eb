// Tangled from 1 chapter, 24-longer-text.md. Do not edit: change the chapters.
/// A row of logits for each token: what comes after it.
struct LogitTable {
  /// How many tokens there are.
  let size: Int
  /// Row after row, `size` × `size`.
  var weights: [Float]
  var gradient: [Float]
  var optimizer: AdamW

  /// Normal random numbers, as PyTorch's `Embedding` begins.
  init(size: Int, rate: Double, using random: inout TorchRandom) {
    self.size = size
    weights = random.normals(size * size)
    gradient = Array(repeating: 0, count: size * size)
    optimizer = AdamW(rate: rate, count: size * size)
  }
}

extension LogitTable {
  /// The mean loss of `windows`. If `learns`, adds its gradient.
  mutating func loss(of windows: Windows, learns: Bool) -> Float {
    var total = 0.0
    let share = 1 / Float(windows.inputs.count)
    for (input, target) in zip(windows.inputs, windows.targets) {
      let row = input * size
      let p = softmax(weights[row..<row + size])
      total -= logarithm(Double(p[target]))
      if learns {
        for i in 0..<size { gradient[row + i] += share * p[i] }
        gradient[row + target] -= share
      }
    }
    return Float(total) * share
  }
}

/// The probabilities that `logits` stand for.
func softmax(_ logits: ArraySlice<Float>) -> [Float] {
  let largest = logits.max() ?? 0
  let powers = logits.map { Float(exponential(Double($0 - largest))) }
  let total = powers.reduce(0, +)
  return powers.map { $0 / total }
}

extension LogitTable: WindowModel {
  mutating func learn(_ windows: Windows) -> Double {
    let loss = loss(of: windows, learns: true)
    optimizer.move(&weights, &gradient)
    return Double(loss)
  }

  mutating func loss(of windows: Windows) -> Double {
    Double(loss(of: windows, learns: false))
  }

  func logits(after tokens: [Int]) -> [Float] {
    let row = tokens[tokens.count - 1] * size
    return Array(weights[row..<row + size])
  }
}
