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

extension SIMD8: LaneVector where Scalar == Double {
  @inline(__always) static var count: Int { 8 }

  @inline(__always)
  func atLeast(_ floor: Self) -> Self {
    replacing(with: floor, where: self .< floor)
  }

  @inline(__always)
  func whereAbove0(_ other: Self) -> Self {
    replacing(with: 0, where: other .<= 0)
  }

  var root: Self { squareRoot() }

  var power: Self {
    var powers = self
    for lane in 0..<8 { powers[lane] = exp(self[lane]) }
    return powers
  }

  var total: Double {
    var total = 0.0
    for lane in 0..<8 { total += self[lane] }
    return total
  }

  var most: Double { self.max() }

  @inline(__always)
  func first(_ count: Int, else other: Self) -> Self {
    var lanes = self
    for lane in count..<8 { lanes[lane] = other[lane] }
    return lanes
  }
}
