// Tangled from 1 chapter, 06-learned-table.md. Do not edit: change the chapters.
/// The sum of `values`, from the first to the last.
func sum(_ values: [Value]) -> Value {
  guard let first = values.first else { return Value(0) }
  return values.dropFirst().reduce(first) { $0 + $1 }
}

/// The probabilities that `scores` stand for: as many, all positive, 1 in sum.
func softmax(_ scores: [Value]) -> [Value] {
  let largest = scores.map { $0.data }.max() ?? 0
  let exponentials = scores.map { ($0 - largest).exp() }
  let total = sum(exponentials)
  return exponentials.map { $0 / total }
}

/// The surprise at `token` of somebody who gave it and the others `scores`.
func crossEntropy(_ scores: [Value], _ token: Int) -> Value {
  -softmax(scores)[token].log()
}
