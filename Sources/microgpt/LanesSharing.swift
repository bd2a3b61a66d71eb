// Tangled from 1 chapter, 21-step-on-lanes.md. Do not edit: change the chapters.
/// How heads share a vector.
protocol Sharing {
  /// What is the sum of a head's lanes, where each quarter has its own.
  static func joined(_ sums: Lanes) -> Lanes
}

/// Four of them, with a quarter each.
enum Quarters: Sharing {
  @inline(__always)
  static func joined(_ sums: Lanes) -> Lanes { sums }
}

/// Two, with a half each.
enum Halves: Sharing {
  @inline(__always)
  static func joined(_ sums: Lanes) -> Lanes { sums + sums.quartersSwapped }
}

extension LanesHeads {
  /// What the `rows` of the document that begins in row `start` hear. For each
  /// position `shares` gets the exponentials, a vector for each four keys, and
  /// at the end 1 divided by their sums.
  @inline(never)
  func attend<S: Sharing>(
    _: S.Type, _ looks: LanesGrid, _ shares: UnsafeMutableRawPointer,
    into heard: LanesGrid, from start: Int, _ rows: Range<Int>
  ) {
    let (end, last) = (rows.upperBound, groups)
    for block in 0..<vectors {
      let shares = shareGrid(shares, block)
      for first in stride(from: start, to: end, by: 4) {
        let group = (first &- start) / 4
        let keys = FourRows(looks, first, end, vectors &+ block).turned
        for row in max(first, rows.lowerBound)..<end {
          let scores = S.joined(keys.sum(times: looks[row, block] * scale))
          shares[row &- start, group] = scores.replacing(
            with: Lanes(repeating: -1e30),
            where: quarterNumbers .> Float(row &- first))
        }
      }
      for row in rows {
        let (own, count) = (row &- start, (row &- start) / 4 &+ 1)
        var most = shares[own, 0]
        for group in 1..<count { most = most.atLeast(shares[own, group]) }
        most = most.atLeast(most.swapped)
        most = most.atLeast(most.pairsSwapped)
        var (sum, total) = (Lanes(), Lanes())
        for group in 0..<count {
          let powers = exponential(shares[own, group] - most)
          let values = FourRows(
            looks, start &+ 4 &* group, end, 2 &* vectors &+ block)
          shares[own, group] = powers
          sum += values.sum(times: powers)
          total += powers
        }
        let part = 1 / total.sums(of: 4)
        shares[own, last] = part
        heard[row, block] = sum * part
      }
    }
  }

  /// The shares of vector `block`, a row for each position.
  @inline(__always)
  private func shareGrid(
    _ shares: UnsafeMutableRawPointer, _ block: Int
  ) -> LanesGrid {
    let bytes = (groups &+ 1) &* laneBytes
    return LanesGrid(memory: shares + block &* bytes, pitch: vectors &* bytes)
  }

  /// What `gradients` of what was heard make of those of queries, keys and
  /// values. They end divided by the sums of the exponentials.
  @inline(never)
  func back<S: Sharing>(
    _: S.Type, _ looks: LanesGrid, _ shares: UnsafeMutableRawPointer, _ heard: LanesGrid,
    _ gradients: LanesGrid, into slopes: LanesGrid, _ rows: Range<Int>
  ) {
    let (start, end, last) = (rows.lowerBound, rows.upperBound, groups)
    for block in 0..<vectors {
      let shares = shareGrid(shares, block)
      for row in rows {
        let gradient = gradients[row, block] * shares[row &- start, last]
        gradients[row, block] = gradient
        let products = gradient * heard[row, block] * scale
        shares[row &- start, last] = S.joined(products.sums(of: 4))
      }
      for first in stride(from: start, to: end, by: 4) {
        let group = (first &- start) / 4
        let keys = FourRows(looks, first, end, vectors &+ block)
        let values = FourRows(looks, first, end, 2 &* vectors &+ block).turned
        var (keySlopes, valueSlopes) = (FourRows.zero, FourRows.zero)
        for row in first..<end {
          let (power, gradient) = (shares[row &- start, group], gradients[row, block])
          let sums = S.joined(values.sum(times: gradient * scale))
          let slope = power * (sums - shares[row &- start, last])
          keySlopes.add(slope, times: looks[row, block])
          valueSlopes.add(power, times: gradient)
          let sum = keys.sum(times: slope)
          slopes[row, block] = group == 0 ? sum : slopes[row, block] + sum
        }
        keySlopes.store(in: slopes, first, end, vectors &+ block)
        valueSlopes.store(in: slopes, first, end, 2 &* vectors &+ block)
      }
    }
  }
}
