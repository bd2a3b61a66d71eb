// Tangled from 2 chapters, 01-names.md to 24-block.md. Do not edit: change the chapters.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

extension Calculation {
  /// Makes shares of attention of the scores of `length` positions, each times
  /// `factor`: position t looks at those up to t, and at no other.
  static func attend(
    _ scores: Strided<Number>, _ length: Int, _ factor: Double
  ) {
    let factor = V(repeating: Number(factor))
    for t in 0..<length {
      let row = scores.start + t &* scores.down
      let part = 1 / powers(row, t &+ 1, factor).sum
      eachBlock(t &+ 1) { j, count in
        (V(row + j, count) * V(repeating: part)).store(row + j, count)
      }
      (row + t + 1).update(repeating: 0, count: length &- t &- 1)
    }
  }
}

extension Calculation {
  /// Makes each of `m` numbers, times `factor`, its power of *e*, less the
  /// largest. Returns the sum of these, and the largest.
  @inline(__always)
  static func powers(
    _ row: Place, _ m: Int, _ factor: V
  ) -> (sum: Number, most: Number) {
    var most = row[0]
    for j in 0..<m where row[j] > most { most = row[j] }
    most *= factor[0]
    var sum = V()
    eachBlock(m) { j, count in
      let far = V(row + j, count) * factor - V(repeating: most)
      let power = far.power
      power.store(row + j, count)
      if count == V.count {
        sum = sum + power
      } else {
        for lane in 0..<count { sum[lane] += power[lane] }
      }
    }
    return (sum.total, most)
  }
}

extension Calculation {
  /// Makes the gradient `d` of `shares` that of the scores they come from.
  static func attendBack(
    _ shares: Strided<Number>, _ d: Strided<Number>, _ length: Int,
    _ factor: Double
  ) {
    let factor = V(repeating: Number(factor))
    for t in 0..<length {
      let (row, slope) = (
        shares.start + t &* shares.down, d.start + t &* d.down
      )
      var products = V()
      eachBlock(t &+ 1) { j, count in
        products = products.plus(V(row + j, count), times: V(slope + j, count))
      }
      let mean = V(repeating: products.total)
      eachBlock(t &+ 1) { j, count in
        let own = (V(slope + j, count) - mean) * V(row + j, count)
        (own * factor).store(slope + j, count)
      }
      (slope + t + 1).update(repeating: 0, count: length &- t &- 1)
    }
  }
}

extension Calculation {
  /// The sum of the losses at `targets`, whose logits become the gradient of
  /// `share` times that sum.
  static func crossEntropy(
    _ logits: Strided<Number>, _ targets: UnsafePointer<Int>, _ share: Double,
    _ n: Int, _ m: Int
  ) -> Double {
    var total = 0.0
    for i in 0..<n {
      let row = logits.start + i &* logits.down
      let score = row[targets[i]]
      let (sum, most) = powers(row, m, V(repeating: 1))
      total += Double(most - score) + log(Double(sum))
      let part = V(repeating: Number(share) / sum)
      eachBlock(m) { j, count in
        (V(row + j, count) * part).store(row + j, count)
      }
      row[targets[i]] -= Number(share)
    }
    return total
  }
}
