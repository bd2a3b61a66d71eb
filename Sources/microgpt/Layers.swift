// Tangled from 3 chapters, 06-learned-table.md to 13-keeping-scale.md. Do not edit: change the chapters.
/// The sum of `values`, from the first to the last.
func sum(_ values: [Value]) -> Value {
  guard let first = values.first else { return Value(0) }
  return values.dropFirst().reduce(first) { $0 + $1 }
}

/// The probabilities that `scores` stand for: all positive, adding up to 1.
func softmax(_ scores: [Value]) -> [Value] {
  let largest = scores.map { $0.data }.max() ?? 0
  let exponentials = scores.map { ($0 - largest).exp() }
  let total = sum(exponentials)
  return exponentials.map { $0 / total }
}

/// The surprise at `token`, if all tokens have these `scores`.
func crossEntropy(_ scores: [Value], _ token: Int) -> Value {
  -softmax(scores)[token].log()
}

/// The sum of the products of `a` and `b`, which are equally long.
func dot(_ a: [Value], _ b: [Value]) -> Value {
  sum(zip(a, b).map { $0 * $1 })
}

/// One number for each row of `weights`: how well the row agrees with `x`.
/// From as many numbers as there are columns to as many as there are rows.
func linear(_ x: [Value], _ weights: Matrix) -> [Value] {
  weights.rows.map { row in dot(row, x) }
}

/// `a` and `b`, which are equally long, added number by number.
func add(_ a: [Value], _ b: [Value]) -> [Value] {
  zip(a, b).map { $0 + $1 }
}

/// `x` divided by its size, the root of the mean of its squares.
func rmsNorm(_ x: [Value]) -> [Value] {
  let meanSquare = dot(x, x) / Double(x.count)
  let scale = (meanSquare + 1e-5).raised(to: -0.5)
  return x.map { $0 * scale }
}
