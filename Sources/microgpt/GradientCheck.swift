// Tangled from 3 chapters, 05-chain-rule.md to 21-step-on-lanes.md. Do not edit: change the chapters.
/// The largest distance of the gradients of `values` from what nudges find, if
/// `compute` makes a number from them.
func gradientError(_ values: [Value], _ compute: () -> Value) -> Double {
  for value in values { value.gradient = 0 }
  compute().backward()
  let errors = values.map { value in
    let data = value.data
    defer { value.data = data }
    let nudged = slope(
      of: { nudge in
        value.data = nudge
        return compute().data
      }, at: data)
    return abs(value.gradient - nudged)
  }
  return errors.contains { $0.isNaN } ? .infinity : errors.max() ?? 0
}

/// Each operation of `Value`, to be tried on two numbers.
var operations: [(name: String, of: (Value, Value) -> Value)] {
  [
    ("a + b", { $0 + $1 }), ("a + 3", { a, _ in a + 3 }),
    ("3 + a", { a, _ in 3 + a }), ("a - b", { $0 - $1 }),
    ("a - 3", { a, _ in a - 3 }), ("3 - a", { a, _ in 3 - a }),
    ("-a", { a, _ in -a }), ("a b", { $0 * $1 }),
    ("a 3", { a, _ in a * 3 }), ("3 a", { a, _ in 3 * a }),
    ("a / b", { $0 / $1 }), ("a / 3", { a, _ in a / 3 }),
    ("3 / a", { a, _ in 3 / a }), ("a a", { a, _ in a * a }),
    ("a to the 3", { a, _ in a.raised(to: 3) }),
    ("a to the -0.5", { a, _ in a.raised(to: -0.5) }),
    ("exp a", { a, _ in a.exp() }), ("log a", { a, _ in a.log() }),
    ("relu a", { a, _ in a.relu() }), ("relu -a", { a, _ in (-a).relu() }),
  ]
}

extension AnyEngine {
  /// How far, at worst, the gradients of the loss of `sequence` are from what
  /// nudges find. The engine's β₁ and learning rate are 0: so its running
  /// mean of the gradients is the last gradient, and no weight moves.
  func gradientError(of sequence: [Int]) -> Double {
    var now = learned()
    _ = learn([sequence], 0)
    let gradients = learned().m
    let errors = gradients.indices.map { i in
      let weight = now.weights[i]
      defer { now.weights[i] = weight }
      let nudged = slope(
        of: { nudge in
          now.weights[i] = nudge
          take(now)
          return loss(sequence)
        }, at: weight)
      return abs(gradients[i] - nudged)
    }
    return errors.contains { $0.isNaN } ? .infinity : errors.max() ?? 0
  }
}

extension Run {
  /// How far, at worst, the gradients that this run's engine finds are from the
  /// matrix engine's. Single precision is too coarse for a nudge.
  func distanceFromMatrix(of sequence: [Int]) -> Double {
    let gradients = [engine.name, .matrix].map { name in
      var run = self
      run.engine.name = name
      let engine = run.makeEngine()
      _ = engine.learn([sequence], 0)
      return engine.learned().m
    }
    let errors = zip(gradients[0], gradients[1]).map { abs($0 - $1) }
    return errors.contains { $0.isNaN } ? .infinity : errors.max() ?? 0
  }
}
