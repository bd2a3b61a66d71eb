// Tangled from 2 chapters, 20-lanes.md to 21-step-on-lanes.md. Do not edit: change the chapters.
/// Sixteen numbers that are added, multiplied and stored as one.
typealias Lanes = SIMD16<Float>

/// How many there are, and how many bytes they take.
let laneCount = 16
let laneBytes = 64

extension Lanes {
  /// These, but none below `floor`.
  @inline(__always)
  func atLeast(_ floor: Lanes) -> Lanes {
    replacing(with: floor, where: self .< floor)
  }
}

extension Lanes {
  /// Each lane in its neighbor's place: 1 0 3 2 5 4 …
  @inline(__always)
  var swapped: Lanes {
    Lanes(
      self[1], self[0], self[3], self[2], self[5], self[4], self[7], self[6],
      self[9], self[8], self[11], self[10],
      self[13], self[12], self[15], self[14])
  }
}

extension Lanes {
  /// Each pair in its neighbor's place: 2 3 0 1 6 7 4 5 …
  @inline(__always)
  var pairsSwapped: Lanes {
    Lanes(
      self[2], self[3], self[0], self[1], self[6], self[7], self[4], self[5],
      self[10], self[11], self[8], self[9],
      self[14], self[15], self[12], self[13])
  }
}

extension Lanes {
  /// Each quarter in its neighbor's place.
  @inline(__always)
  var quartersSwapped: Lanes {
    Lanes(
      lowHalf: SIMD8(lowHalf: lowHalf.highHalf, highHalf: lowHalf.lowHalf),
      highHalf: SIMD8(lowHalf: highHalf.highHalf, highHalf: highHalf.lowHalf))
  }

  /// Each half in the other's place.
  @inline(__always)
  var halvesSwapped: Lanes { Lanes(lowHalf: highHalf, highHalf: lowHalf) }
}

extension Lanes {
  /// The sum of the `size` lanes that belong together, in each of them: 1, 2,
  /// 4, 8, or else all.
  @inline(__always)
  func sums(of size: Int) -> Lanes {
    var sums = self
    if size > 1 { sums += sums.swapped }
    if size > 2 { sums += sums.pairsSwapped }
    if size > 4 { sums += sums.quartersSwapped }
    if size > 8 { sums += sums.halvesSwapped }
    return sums
  }

  /// The largest of all lanes, in each of them.
  @inline(__always)
  var largest: Lanes {
    var most = atLeast(swapped)
    most = most.atLeast(most.pairsSwapped)
    most = most.atLeast(most.quartersSwapped)
    return most.atLeast(most.halvesSwapped)
  }
}

/// *e* to the power of `x`, which is at most 88; 0 if it is below −87.
@inline(__always)
func exponential(_ x: Lanes) -> Lanes {
  let large = Lanes(repeating: 12_582_912)
  let shifted = large.plus(x, times: Lanes(repeating: 1.442_695_04))
  let doublings = shifted - large
  var rest = x.plus(doublings, times: Lanes(repeating: -0.693_359_375))
  rest = rest.plus(doublings, times: Lanes(repeating: 2.121_944_4e-4))
  var sum = Lanes(repeating: 1.987_569_15e-4)
  sum = Lanes(repeating: 1.398_199_95e-3).plus(sum, times: rest)
  sum = Lanes(repeating: 8.333_451_91e-3).plus(sum, times: rest)
  sum = Lanes(repeating: 4.166_579_59e-2).plus(sum, times: rest)
  sum = Lanes(repeating: 1.666_666_55e-1).plus(sum, times: rest)
  sum = Lanes(repeating: 0.5).plus(sum, times: rest)
  sum = (rest + 1).plus(sum, times: rest * rest)
  let steps = unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23
  let bits = unsafeBitCast(sum, to: SIMD16<Int32>.self) &+ steps
  let power = unsafeBitCast(bits, to: Lanes.self)
  return power.replacing(with: 0, where: x .< -87)
}

/// Puts 16 rows of 16 numbers, `down` bytes from one to the next, into
/// `target` as columns, `pitch` bytes from one to the next.
@inline(__always)
func turnSquare(
  _ source: UnsafeRawPointer, _ down: Int = laneBytes,
  into target: UnsafeMutableRawPointer, _ pitch: Int = laneBytes
) {
  var (from, to) = (source, target)
  for _ in 0..<4 {
    let a = quarters(from, down), b = quarters(from + down, down)
    let c = quarters(from + 2 &* down, down)
    let d = quarters(from + 3 &* down, down)
    let turned = FourRows(a: a, b: b, c: c, d: d).turned
    to.storeBytes(of: turned.a, as: Lanes.self)
    (to + pitch).storeBytes(of: turned.b, as: Lanes.self)
    (to + 2 &* pitch).storeBytes(of: turned.c, as: Lanes.self)
    (to + 3 &* pitch).storeBytes(of: turned.d, as: Lanes.self)
    from += laneBytes / 4
    to += 4 &* pitch
  }
}

/// The first four numbers of the rows 0, 4, 8 and 12 from `memory` on.
@inline(__always)
private func quarters(_ memory: UnsafeRawPointer, _ down: Int) -> Lanes {
  @inline(__always)
  func quarter(_ row: Int) -> SIMD2<UInt64> {
    (memory + row &* down).loadUnaligned(as: SIMD2<UInt64>.self)
  }
  let pairs = SIMD8<UInt64>(
    lowHalf: SIMD4(lowHalf: quarter(0), highHalf: quarter(4)),
    highHalf: SIMD4(lowHalf: quarter(8), highHalf: quarter(12)))
  return unsafeBitCast(pairs, to: Lanes.self)
}
