// Tangled from 1 chapter, 22-floor.md. Do not edit: change the chapters.
#if AVX512
  private typealias Tallest = Eight
#elseif FMA || arch(arm64)
  private typealias Tallest = Four
#else
  private typealias Tallest = Two
#endif

extension LanesModel {
  /// Multiplies and adds in registers `rounds` times, and returns how many
  /// operations that were. `number` is what is added up.
  @inline(never)
  public static func work(_ rounds: Int, on number: inout Float) -> Int {
    var sums = Tallest()
    let factor = Lanes(repeating: 0.5)
    withUnsafeBytes(of: number) { bytes in
      guard let place = bytes.baseAddress else { return }
      for _ in 0..<rounds { sums.add(place, 0, times: factor) }
    }
    withUnsafeTemporaryAllocation(
      byteCount: Tallest.height * laneBytes, alignment: laneBytes
    ) { memory in
      guard let place = memory.baseAddress else { return }
      sums.store(place, laneBytes)
      number = place.load(as: Float.self)
    }
    return rounds * Tallest.height * laneCount * 2
  }
}
