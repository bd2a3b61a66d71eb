// Tangled from 2 chapters, 01-names.md to 25-block.md. Do not edit: change the chapters.
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
  /// `factor`: position t looks at those up to t, and at no other. The rows
  /// have room for whole vectors.
  static func attend(
    _ scores: Strided<Number>, _ length: Int, _ factor: Double
  ) {
    let factor = V(repeating: Number(factor))
    for t in 0..<length {
      let row = scores.start + t &* scores.down
      let part = V(repeating: 1 / powers(row, t &+ 1, factor).sum)
      eachVector(t &+ 1) { j, _ in
        (V(row + j, V.count) * part).store(row + j, V.count)
      }
      forget(row, t &+ 1, length)
    }
  }
}

extension Calculation {
  /// Calls `body` with the place of each vector that `m` numbers begin, and how
  /// many of its lanes are theirs.
  @inline(__always)
  static func eachVector(
    _ m: Int, _ body: (_ place: Int, _ count: Int) -> Void
  ) {
    var place = 0
    while place < m {
      body(place, min(V.count, m &- place))
      place &+= V.count
    }
  }

  /// Clears what comes after the vectors of the first `m` numbers of a row.
  @inline(__always)
  private static func forget(_ row: Place, _ m: Int, _ length: Int) {
    let done = (m &+ V.count &- 1) / V.count &* V.count
    if done < length {
      (row + done).update(repeating: 0, count: length &- done)
    }
  }
}

extension Calculation {
  /// Makes each of `m` numbers, times `factor`, its power of *e*, less the
  /// largest, and what comes after them in the last vector 0. Returns the sum
  /// of these, and the largest.
  @inline(__always)
  static func powers(
    _ row: Place, _ m: Int, _ factor: V
  ) -> (sum: Number, most: Number) {
    let least = V(repeating: -.infinity)
    var largest = least
    eachVector(m) { j, count in
      let numbers = V(row + j, V.count)
      largest = largest.atLeast(
        count < V.count ? numbers.first(count, else: least) : numbers)
    }
    let most = largest.most * factor[0]
    var sum = V()
    eachVector(m) { j, count in
      let far = V(row + j, V.count) * factor - V(repeating: most)
      let power = far.power
      let known = count < V.count ? power.first(count, else: V()) : power
      known.store(row + j, V.count)
      sum = sum + known
    }
    return (sum.total, most)
  }
}

extension Calculation {
  /// Makes the gradient `d` of `shares` that of the scores they come from. The
  /// rows of both have room for whole vectors.
  static func attendBack(
    _ shares: Strided<Number>, _ d: Strided<Number>, _ length: Int,
    _ factor: Double
  ) {
    let factor = V(repeating: Number(factor))
    for t in 0..<length {
      let (row, slope) = (
        shares.start + t &* shares.down, d.start + t &* d.down
      )
      // After the last share that counts, the vector holds zeros.
      var products = V()
      eachVector(t &+ 1) { j, _ in
        products = products.plus(
          V(row + j, V.count), times: V(slope + j, V.count))
      }
      let mean = V(repeating: products.total)
      eachVector(t &+ 1) { j, _ in
        let own = (V(slope + j, V.count) - mean) * V(row + j, V.count)
        (own * factor).store(slope + j, V.count)
      }
      forget(slope, t &+ 1, length)
    }
  }
}

extension Calculation {
  /// The sum of the losses at `targets`, whose logits become the gradient of
  /// `share` times that sum. The rows have room for whole vectors.
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
      eachVector(m) { j, _ in
        (V(row + j, V.count) * part).store(row + j, V.count)
      }
      row[targets[i]] -= Number(share)
    }
    return total
  }
}
