// Tangled from 1 chapter, 25-block.md. Do not edit: change the chapters.
/// Numbers side by side that are calculated with as one.
protocol LaneVector: SIMD, BitwiseCopyable
where Scalar: BinaryFloatingPoint {
  static var count: Int { get }
  /// Copies a square of numbers, its rows becoming columns; rows are `down`
  /// numbers apart in `source`, and `pitch` in `target`.
  static func turn(
    _ source: UnsafePointer<Scalar>, _ down: Int,
    into target: UnsafeMutablePointer<Scalar>, _ pitch: Int)
  var root: Self { get }
  /// The larger of two numbers in each lane.
  func atLeast(_ floor: Self) -> Self
  /// These where `other` is above 0, and 0 elsewhere.
  func whereAbove0(_ other: Self) -> Self
  /// *e* to the power of each, which is at most 88.
  var power: Self { get }
  /// The sum of all lanes.
  var total: Scalar { get }
  /// The largest of all lanes.
  var most: Scalar { get }
  /// The first `count` lanes of these, and the others of `other`.
  func first(_ count: Int, else other: Self) -> Self
}

extension LaneVector { typealias Number = Scalar }

extension SIMD16: LaneVector where Scalar == Float {
  @inline(__always) static var count: Int { 16 }

  @inline(__always)
  static func turn(
    _ source: UnsafePointer<Float>, _ down: Int,
    into target: UnsafeMutablePointer<Float>, _ pitch: Int
  ) { turnSquare(source, 4 &* down, into: target, 4 &* pitch) }

  @inline(__always)
  func whereAbove0(_ other: Self) -> Self {
    replacing(with: 0, where: other .<= 0)
  }

  @inline(never) var root: Self { squareRoot() }
  @inline(__always) var power: Self { exponential(self) }
  @inline(__always) var total: Float { sums(of: laneCount)[0] }
  @inline(__always) var most: Float { largest[0] }

  @inline(__always)
  func first(_ count: Int, else other: Self) -> Self {
    replacing(with: other, where: laneNumbers .>= Float(count))
  }
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
  /// Where vectors have no better way: one number after the other.
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
