// Tangled from 1 chapter, 05-chain-rule.md. Do not edit: change the chapters.
/// How far at most the gradients of `values` are from what nudges find, if
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
