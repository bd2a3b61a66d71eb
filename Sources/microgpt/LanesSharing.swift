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
    into heard: LanesGrid, from start: Int, _ rows: Range<Int>,
    _ desk: LanesDesk
  ) {
    let (end, last) = (rows.upperBound, groups)
    let mosts = LanesGrid(memory: desk.shares, pitch: laneBytes)
    for block in 0..<vectors {
      let shares = shareGrid(shares, block)
      for first in stride(from: start, to: end, by: 4) {
        let group = (first &- start) / 4
        let keys = FourRows(looks, first, end, vectors &+ block).turned
        for row in max(first, rows.lowerBound)..<end {
          var scores = S.joined(keys.sum(times: looks[row, block] * scale))
          scores.replace(
            with: -1e30, where: quarterNumbers .> Float(row &- first))
          shares[row &- start, group] = scores
          let most = mosts[row &- start, 0]
          mosts[row &- start, 0] = group == 0 ? scores : most.atLeast(scores)
        }
      }
      for first in stride(from: start, to: end, by: 4) {
        let group = (first &- start) / 4
        let values = FourRows(looks, first, end, 2 &* vectors &+ block)
        for row in max(first, rows.lowerBound)..<end {
          var most = mosts[row &- start, 0]
          most = most.atLeast(most.swapped)
          most = most.atLeast(most.pairsSwapped)
          let powers = exponential(shares[row &- start, group] - most)
          let sum = values.sum(times: powers)
          shares[row &- start, group] = powers
          shares[row &- start, last] =
            group == 0 ? powers : shares[row &- start, last] + powers
          heard[row, block] = group == 0 ? sum : heard[row, block] + sum
        }
      }
      for row in rows {
        let part = 1 / shares[row &- start, last].sums(of: 4)
        shares[row &- start, last] = part
        heard[row, block] *= part
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
  /// values.
  @inline(never)
  func back<S: Sharing>(
    _: S.Type, _ looks: LanesGrid, _ shares: UnsafeMutableRawPointer, _ heard: LanesGrid,
    _ gradients: LanesGrid, into slopes: LanesGrid, _ rows: Range<Int>
  ) {
    let (start, end, last) = (rows.lowerBound, rows.upperBound, groups)
    for block in 0..<vectors {
      let shares = shareGrid(shares, block)
      for first in stride(from: start, to: end, by: 4) {
        let group = (first &- start) / 4
        let keys = FourRows(looks, first, end, vectors &+ block)
        let values = FourRows(looks, first, end, 2 &* vectors &+ block).turned
        var (keySlopes, valueSlopes) = (FourRows.zero, FourRows.zero)
        for row in first..<end {
          let share = shares[row &- start, group] * shares[row &- start, last]
          let gradient = gradients[row, block]
          let scaled = gradient * scale
          let mean = S.joined((scaled * heard[row, block]).sums(of: 4))
          let slope = share * (S.joined(values.sum(times: scaled)) - mean)
          keySlopes.add(slope, times: looks[row, block])
          valueSlopes.add(share, times: gradient)
          let sum = keys.sum(times: slope)
          slopes[row, block] = group == 0 ? sum : slopes[row, block] + sum
        }
        keySlopes.store(in: slopes, first, end, vectors &+ block)
        valueSlopes.store(in: slopes, first, end, 2 &* vectors &+ block)
      }
    }
  }
}
