// Tangled from 3 chapters, 25-block.md to 27-overfitting.md. Do not edit: change the chapters.
extension Transformer: WindowModel {
  func learn(_ windows: Windows) -> Double {
    let loss = findGradients(windows)
    move()
    return loss
  }

  func logits(after tokens: [Int]) -> [Float] {
    let window = tokens.suffix(parts.context)
    for (row, token) in window.enumerated() {
      (self.tokens[row], positions[row]) = (token, row)
    }
    (starts[0], starts[1]) = (0, window.count)
    forward(0..<window.count, 0..<1, desks[0], nil)
    let row = logits.from(window.count - 1).start
    return (0..<vocabulary).map { Float(row[$0]) }
  }
}

extension Transformer {
  /// A model with weights drawn at random.
  convenience init(
    _ settings: LectureSettings, vocabulary: Int, kernels: Calculations<Number>,
    workers: Workers, using random: inout TorchRandom
  ) {
    self.init(
      settings.parts, vocabulary: vocabulary, kernels: kernels,
      workers: workers,
      windows: settings.plan.batch * settings.plan.accumulate)
    optimizer = settings.optimizer
    seed = settings.seed
    parameters.draw(parts, using: &random) { weights[$0] = Number($1) }
  }
}

extension Transformer {
  /// All weights, as they are now.
  var copyOfWeights: [Number] {
    (0..<parameters.count).map { weights[$0] }
  }

  /// Takes `numbers` for its weights.
  func take(_ numbers: [Number]) {
    for (place, number) in numbers.enumerated() { weights[place] = number }
  }
}
