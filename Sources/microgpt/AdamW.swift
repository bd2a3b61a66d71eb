// Tangled from 1 chapter, 24-longer-text.md. Do not edit: change the chapters.
/// Adam, with a decay of the weights that does not go through the gradients.
struct AdamW {
  var rate: Double
  var beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8, decay = 0.01
  private(set) var step = 0
  private var m, v: [Float]

  init(rate: Double, count: Int) {
    self.rate = rate
    m = Array(repeating: 0, count: count)
    v = m
  }
}

extension AdamW {
  /// Moves `weights` against their `gradient`, and clears it.
  mutating func move(_ weights: inout [Float], _ gradient: inout [Float]) {
    step += 1
    let known1 = 1 - power(beta1, Double(step))
    let known2 = 1 - power(beta2, Double(step))
    let keep = Float(1 - rate * decay)
    let (fresh1, fresh2) = (Float(1 - beta1), Float(1 - beta2))
    let (kept2, root) = (Float(beta2), Float(known2.squareRoot()))
    let (pace, epsilon) = (Float(rate / known1), Float(epsilon))
    for i in weights.indices {
      let g = gradient[i]
      m[i] += fresh1 * (g - m[i])
      v[i] = kept2 * v[i] + fresh2 * g * g
      let size = v[i].squareRoot() / root + epsilon
      weights[i] = keep * weights[i] - pace * m[i] / size
      gradient[i] = 0
    }
  }
}
