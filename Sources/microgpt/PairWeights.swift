// Tangled from 2 chapters, 01-names.md to 04-slopes.md. Do not edit: change the chapters.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

/// A table of what follows what, in weights that have to be found.
struct PairWeights {
  /// V rows of V numbers. Divided by its sum, a row is probabilities.
  private(set) var rows: [[Double]]

  init(uniformOver size: Int) {
    rows = Array(repeating: Array(repeating: 1, count: size), count: size)
  }

  /// The mean surprise at the pairs that `table` has counted.
  func loss(over table: Bigram) -> Double {
    var sum = 0.0
    var pairs = 0
    for (row, counts) in zip(rows, table.counts) {
      let total = row.reduce(0, +)
      for (weight, count) in zip(row, counts) where count > 0 {
        sum -= Double(count) * log(weight / total)
        pairs += count
      }
    }
    return sum / Double(pairs)
  }

  /// The loss if `next` had another weight after `token`.
  func loss(
    over table: Bigram, if weight: Double, after token: Int, _ next: Int
  ) -> Double {
    var other = self
    other.rows[token][next] = weight
    return other.loss(over: table)
  }

  /// The slope of the loss with respect to each weight: two losses for each.
  func slopes(over table: Bigram) -> [[Double]] {
    rows.indices.map { token in
      rows[token].indices.map { next in
        slope(
          of: { loss(over: table, if: $0, after: token, next) },
          at: rows[token][next])
      }
    }
  }

  /// Moves every weight against its slope, `rate` times as far.
  mutating func descend(over table: Bigram, rate: Double) {
    let slopes = slopes(over: table)
    for token in rows.indices {
      for next in rows[token].indices {
        let weight = rows[token][next] - rate * slopes[token][next]
        rows[token][next] = max(0.001, weight)
      }
    }
  }
}
