// Tangled from 1 chapter, 06-learned-table.md. Do not edit: change the chapters.
/// A table of what follows what, in scores that are learned.
struct LearnedTable {
  /// V rows of V scores.
  let rows: [[Value]]

  init(size: Int) {
    rows = (0..<size).map { _ in (0..<size).map { _ in Value(0) } }
  }

  /// The mean surprise at the pairs that `table` has counted.
  func loss(over table: Bigram) -> Value {
    var surprises: [Value] = []
    for (row, counts) in zip(rows, table.counts) {
      for (p, count) in zip(softmax(row), counts) where count > 0 {
        surprises.append(-p.log() * Double(count))
      }
    }
    let pairs = table.counts.joined().reduce(0, +)
    return sum(surprises) / Double(pairs)
  }

  /// Moves every score against its gradient, and clears that.
  func descend(rate: Double) {
    for score in rows.joined() {
      score.data -= rate * score.gradient
      score.gradient = 0
    }
  }
}
