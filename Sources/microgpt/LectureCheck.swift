// Tangled from 1 chapter, 24-block.md. Do not edit: change the chapters.
/// Small transformers of all kinds, each with how far at most its gradients
/// are from what nudges find.
func lectureErrors() -> [(name: String, error: Double)] {
  var errors: [(name: String, error: Double)] = []
  func check(_ name: String, _ change: (inout Parts) -> Void = { _ in }) {
    var parts = Parts()
    (parts.width, parts.context, parts.layers, parts.heads) = (6, 5, 2, 2)
    parts.activation = .gelu
    change(&parts)
    let model = Transformer<Double>(
      parts, vocabulary: 7, kernels: preciseCalculations(), windows: 2)
    errors.append((name, model.gradientError()))
  }
  check("as in the lecture") { $0.activation = .relu }
  for norm in Parts.Norm.allCases {
    check("norm \(norm.rawValue)") { $0.norm = norm }
    check("norm \(norm.rawValue), after") {
      ($0.norm, $0.place) = (norm, .after)
    }
  }
  for biases in Parts.Biases.allCases {
    check("biases \(biases.rawValue)") { $0.biases = biases }
  }
  for kind in Parts.Nonlinearity.allCases {
    check("activation \(kind.rawValue)") { $0.activation = kind }
  }
  check("dropout 0.3") { $0.dropout = 0.3 }
  check("logits tied") { $0.logits = .tied }
  check("scale head") { $0.scale = .head }
  check("residual left") { $0.residual = .left }
  check("start gpt2") { $0.start = .gpt2 }
  check("no layers") { $0.layers = 0 }
  return errors
}

extension Transformer<Double> {
  /// How far at most gradients are from what nudges find, with weights and
  /// windows drawn at random.
  fileprivate func gradientError() -> Double {
    var random = TorchRandom(seed: 42)
    parameters.draw(parts, using: &random) { weights[$0] = Double($1) }
    let noise = random.normals(max(16, parameters.count))
    for place in 0..<parameters.count {
      weights[place] += 0.3 * Double(noise[place])
    }
    let tokens = (0..<40).map { _ in random.integer(below: vocabulary) }
    let batch = Windows(tokens, at: [0, 9, 33], length: parts.context)
    _ = findGradients(batch)
    let found = (0..<parameters.count).map { gradients[$0] }
    var worst = 0.0
    for place in 0..<parameters.count {
      let old = weights[place]
      func loss(_ nudge: Double) -> Double {
        weights[place] = old + nudge
        return findGradients(batch)
      }
      // A nudge of one size errs with its square. Two sizes tell how much.
      func slope(_ nudge: Double) -> Double {
        (loss(nudge) - loss(-nudge)) / (2 * nudge)
      }
      let slopes = (slope(1e-5), slope(2e-5))
      weights[place] = old
      worst = max(worst, abs((4 * slopes.0 - slopes.1) / 3 - found[place]))
    }
    return worst
  }
}
