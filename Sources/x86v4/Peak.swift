// Tangled from 1 chapter, 22-floor.md. Do not edit: change the chapters.
extension Kernels {
  /// Multiplies and adds in registers `rounds` times, and returns how many
  /// operations that were. `number` is what is added up.
  public static func work(_ rounds: Int, on number: inout Float) -> Int {
    let room = tallest(Single<Vector>.self)
    return room >= 12
      ? work(Twelve<Single<Vector>>.self, rounds, &number)
      : room >= 6
        ? work(Six<Single<Vector>>.self, rounds, &number)
        : work(Two<Single<Vector>>.self, rounds, &number)
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
      number = place.load(as: Float.self)
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
