// Tangled from 1 chapter, 20-lanes.md. Do not edit: change the chapters.
extension Kernels {
  /// Multiplies and adds in registers `rounds` times, in so many vectors of
  /// `sums` side by side: 1, 2, 4, 8, 12, or else 16. Returns how many
  /// operations that were. `number` is what is added up; then it takes in all
  /// sums.
  public static func work(
    _ rounds: Int, sums: Int, on number: inout Float
  ) -> Int {
    switch sums {
    case 1: work(One<Single<Vector>>.self, rounds, &number)
    case 2: work(Two<Single<Vector>>.self, rounds, &number)
    case 4: work(Four<Single<Vector>>.self, rounds, &number)
    case 8: work(Eight<Single<Vector>>.self, rounds, &number)
    case 12: work(Twelve<Single<Vector>>.self, rounds, &number)
    default: work(Sixteen<Single<Vector>>.self, rounds, &number)
    }
  }

  @inline(__always)
  private static func work<T: Tile>(
    _: T.Type, _ rounds: Int, _ number: inout Float
  ) -> Int where T.Row == Single<Vector> {
    var sums = T(in: Nothing(), 0, 0, 0)
    return withUnsafeTemporaryAllocation(
      byteCount: (T.height + 1) * laneBytes, alignment: laneBytes
    ) { memory in
      guard let place = memory.baseAddress else { return 0 }
      let factor = Vector(repeating: 0.5)
      place.storeBytes(of: factor, as: Vector.self)
      let row = Single<Vector>(place, 0)
      place.storeBytes(of: number, as: Float.self)
      for _ in 0..<rounds { sums.add(place, 0, times: row) }
      sums.store(in: Plain<Vector>(memory: place), 0, laneBytes, 0)
      for at in stride(from: 0, to: T.height * laneBytes, by: 4) {
        number += place.load(fromByteOffset: at, as: Float.self)
      }
      return rounds * T.height * laneCount * 2
    }
  }
}

/// Sums that begin with 0.
private struct Nothing: Sink {
  func start(_ offset: Int) -> Vector { Vector() }
  func store(_ sum: Vector, _ offset: Int) {}
}

private typealias Vector = SIMD16<Float>

extension Kernels {
  /// Reads the `bytes` from `memory` on, a multiple of 256, `rounds` times.
  /// Returns a number that depends on all of them.
  @inline(never)
  public static func read(
    _ memory: UnsafeRawPointer, _ bytes: Int, rounds: Int
  ) -> UInt32 {
    var (a, b, c, d) = (Bits(), Bits(), Bits(), Bits())
    for _ in 0..<rounds {
      var place = memory
      while place < memory + bytes {
        a |= place.load(as: Bits.self)
        b |= (place + laneBytes).load(as: Bits.self)
        c |= (place + 2 &* laneBytes).load(as: Bits.self)
        d |= (place + 3 &* laneBytes).load(as: Bits.self)
        place += 4 &* laneBytes
      }
    }
    return (a | b | c | d).wrappedSum()
  }
}

private typealias Bits = SIMD16<UInt32>
