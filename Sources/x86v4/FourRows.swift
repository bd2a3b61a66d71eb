// Tangled from 1 chapter, 21-step-on-lanes.md. Do not edit: change the chapters.
/// Four vectors, each of them in four quarters.
struct FourRows {
  var a, b, c, d: Lanes
}

extension FourRows {
  /// Each quarter's rows as columns.
  @inline(__always)
  var turned: FourRows {
    let (ab, cd) = (mixedFirsts(a, b), mixedFirsts(c, d))
    let (ab2, cd2) = (mixedLasts(a, b), mixedLasts(c, d))
    return FourRows(
      a: mixedFirstPairs(ab, cd), b: mixedLastPairs(ab, cd),
      c: mixedFirstPairs(ab2, cd2), d: mixedLastPairs(ab2, cd2))
  }
}

extension FourRows {
  /// The sum of the rows, each times its number in each quarter of `numbers`.
  @inline(__always)
  func sum(times numbers: Lanes) -> Lanes {
    let first = (numbers.spread(0) * a).plus(numbers.spread(1), times: b)
    return first
      + (numbers.spread(2) * c).plus(numbers.spread(3), times: d)
  }

  /// Adds `vector` to each row, times the row's number in each quarter.
  @inline(__always)
  mutating func add(_ numbers: Lanes, times vector: Lanes) {
    a = a.plus(numbers.spread(0), times: vector)
    b = b.plus(numbers.spread(1), times: vector)
    c = c.plus(numbers.spread(2), times: vector)
    d = d.plus(numbers.spread(3), times: vector)
  }
}

extension FourRows {
  @inline(__always)
  static var zero: FourRows {
    FourRows(a: Lanes(), b: Lanes(), c: Lanes(), d: Lanes())
  }

  /// Four rows of `grid` from `row` on; if there are no more before `end`, the
  /// last one again.
  @inline(__always)
  init(_ grid: LanesGrid, _ row: Int, _ end: Int, _ block: Int) {
    let last = end &- 1
    a = grid[row, block]
    b = grid[min(row &+ 1, last), block]
    c = grid[min(row &+ 2, last), block]
    d = grid[min(row &+ 3, last), block]
  }

  /// Puts them back. The last one comes first: if several go to one place, it
  /// is the right one that remains.
  @inline(__always)
  func store(in grid: LanesGrid, _ row: Int, _ end: Int, _ block: Int) {
    let last = end &- 1
    grid[min(row &+ 3, last), block] = d
    grid[min(row &+ 2, last), block] = c
    grid[min(row &+ 1, last), block] = b
    grid[row, block] = a
  }
}

extension Lanes {
  /// Number `index` of each quarter, in all its lanes.
  @inline(__always)
  func spread(_ index: Int) -> Lanes {
    let (i, j, k, l) = (index, 4 &+ index, 8 &+ index, 12 &+ index)
    return Lanes(
      self[i], self[i], self[i], self[i], self[j], self[j], self[j], self[j],
      self[k], self[k], self[k], self[k], self[l], self[l], self[l], self[l])
  }
}

/// 0, 1, 2, 3 in each quarter.
@inline(__always)
var quarterNumbers: Lanes {
  Lanes(0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3)
}

/// Eight pairs of numbers.
private typealias Pairs = SIMD8<UInt64>

/// The first two lanes of each quarter, `a`'s and `b`'s by turns.
@inline(__always)
private func mixedFirsts(_ a: Lanes, _ b: Lanes) -> Pairs {
  let mixed = Lanes(
    a[0], b[0], a[1], b[1], a[4], b[4], a[5], b[5],
    a[8], b[8], a[9], b[9], a[12], b[12], a[13], b[13])
  return unsafeBitCast(mixed, to: Pairs.self)
}

/// The last two lanes of each quarter.
@inline(__always)
private func mixedLasts(_ a: Lanes, _ b: Lanes) -> Pairs {
  let mixed = Lanes(
    a[2], b[2], a[3], b[3], a[6], b[6], a[7], b[7],
    a[10], b[10], a[11], b[11], a[14], b[14], a[15], b[15])
  return unsafeBitCast(mixed, to: Pairs.self)
}

/// The first pair of each quarter, `a`'s and `b`'s by turns.
@inline(__always)
private func mixedFirstPairs(_ a: Pairs, _ b: Pairs) -> Lanes {
  let low = SIMD4(a[0], b[0], a[2], b[2])
  let high = SIMD4(a[4], b[4], a[6], b[6])
  return unsafeBitCast(Pairs(lowHalf: low, highHalf: high), to: Lanes.self)
}

/// The last pair of each quarter.
@inline(__always)
private func mixedLastPairs(_ a: Pairs, _ b: Pairs) -> Lanes {
  let mixed = Pairs(a[1], b[1], a[3], b[3], a[5], b[5], a[7], b[7])
  return unsafeBitCast(mixed, to: Lanes.self)
}
