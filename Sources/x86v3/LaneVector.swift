// Tangled from 1 chapter, 24-block.md. Do not edit: change the chapters.
/// Numbers side by side that are calculated with as one.
protocol LaneVector: SIMD where Scalar: BinaryFloatingPoint {
  static var count: Int { get }
  var root: Self { get }
  /// The larger of two numbers in each lane.
  func atLeast(_ floor: Self) -> Self
  /// These where `other` is above 0, and 0 elsewhere.
  func whereAbove0(_ other: Self) -> Self
  /// *e* to the power of each, which is at most 88.
  var power: Self { get }
  /// The sum of all lanes.
  var total: Scalar { get }
}

extension LaneVector { typealias Number = Scalar }

extension SIMD16: LaneVector where Scalar == Float {
  @inline(__always) static var count: Int { 16 }

  @inline(__always)
  func whereAbove0(_ other: Self) -> Self {
    replacing(with: 0, where: other .<= 0)
  }

  @inline(never) var root: Self { squareRoot() }
  @inline(__always) var power: Self { exponential(self) }
  @inline(__always) var total: Float { sums(of: laneCount)[0] }
}

extension LaneVector {
  /// The numbers at `place`, 0 in all lanes after the first `count`.
  @inline(__always)
  init(_ place: UnsafePointer<Number>, _ count: Int) {
    if count >= Self.count {
      self = UnsafeRawPointer(place).loadUnaligned(as: Self.self)
    } else {
      self.init()
      for lane in 0..<count { self[lane] = place[lane] }
    }
  }

  /// Puts the first `count` lanes to `place`.
  @inline(__always)
  func store(_ place: UnsafeMutablePointer<Number>, _ count: Int) {
    if count >= Self.count {
      UnsafeMutableRawPointer(place).storeBytes(of: self, as: Self.self)
    } else {
      for lane in 0..<count { place[lane] = self[lane] }
    }
  }
}

extension LaneVector {
  /// Copies a square of numbers, its rows becoming columns.
  @inline(__always)
  static func turn(
    _ source: UnsafePointer<Number>, _ down: Int,
    into target: UnsafeMutablePointer<Number>, _ pitch: Int
  ) {
    for row in 0..<count {
      let numbers = source + row &* down
      for column in 0..<count {
        target[column &* pitch &+ row] = numbers[column]
      }
    }
  }
}
