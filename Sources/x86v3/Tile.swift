// Tangled from 3 chapters, 19-attention-backwards.md to 21-step-on-lanes.md. Do not edit: change the chapters.
/// Numbers of a matrix that lie side by side and are multiplied as one: a
/// vector of them, or two.
protocol Strip {
  associatedtype Vector: SIMD & BitwiseCopyable
  where Vector.Scalar: BinaryFloatingPoint
  /// What lies at `place`; a second vector lies `apart` bytes on.
  init(_ place: UnsafeRawPointer, _ apart: Int)
  /// What a sum in `sink` begins with.
  init<S: Sink>(in sink: S, _ offset: Int, _ apart: Int)
  where S.Vector == Vector
  /// Adds `number` times `other`.
  mutating func add(_ number: Vector.Scalar, times other: Self)
  func store<S: Sink>(in sink: S, _ offset: Int, _ apart: Int)
  where S.Vector == Vector
}

/// What becomes of sums: where they begin, and where they end.
protocol Sink {
  associatedtype Vector: SIMD & BitwiseCopyable
  where Vector.Scalar: BinaryFloatingPoint
  /// What the sum that belongs `offset` bytes on begins with.
  func start(_ offset: Int) -> Vector
  func store(_ sum: Vector, _ offset: Int)
}

/// One vector.
struct Single<Vector: SIMD & BitwiseCopyable>: Strip
where Vector.Scalar: BinaryFloatingPoint {
  private var vector: Vector

  @inline(__always)
  init(_ place: UnsafeRawPointer, _ apart: Int) {
    vector = place.loadUnaligned(as: Vector.self)
  }

  @inline(__always)
  init<S: Sink>(in sink: S, _ offset: Int, _ apart: Int)
  where S.Vector == Vector { vector = sink.start(offset) }

  @inline(__always)
  mutating func add(_ number: Vector.Scalar, times other: Self) {
    vector = vector.plus(Vector(repeating: number), times: other.vector)
  }

  @inline(__always)
  func store<S: Sink>(in sink: S, _ offset: Int, _ apart: Int)
  where S.Vector == Vector { sink.store(vector, offset) }
}

/// Two vectors, `apart` bytes from one another.
struct Twin<Vector: SIMD & BitwiseCopyable>: Strip
where Vector.Scalar: BinaryFloatingPoint {
  private var first, second: Vector

  @inline(__always)
  init(_ place: UnsafeRawPointer, _ apart: Int) {
    first = place.loadUnaligned(as: Vector.self)
    second = (place + apart).loadUnaligned(as: Vector.self)
  }

  @inline(__always)
  init<S: Sink>(in sink: S, _ offset: Int, _ apart: Int)
  where S.Vector == Vector {
    first = sink.start(offset)
    second = sink.start(offset &+ apart)
  }

  @inline(__always)
  mutating func add(_ number: Vector.Scalar, times other: Self) {
    let numbers = Vector(repeating: number)
    first = first.plus(numbers, times: other.first)
    second = second.plus(numbers, times: other.second)
  }

  @inline(__always)
  func store<S: Sink>(in sink: S, _ offset: Int, _ apart: Int)
  where S.Vector == Vector {
    sink.store(first, offset)
    sink.store(second, offset &+ apart)
  }
}

extension SIMD where Scalar: BinaryFloatingPoint {
  /// These and `a` times `b`: one instruction and one rounding, where the
  /// processor has it.
  @inline(__always)
  func plus(_ a: Self, times b: Self) -> Self {
    #if FMA || arch(arm64)
      #if FMA
        if Self.self == Lanes.self {
          func lanes(_ vector: Self) -> Lanes {
            unsafeBitCast(vector, to: Lanes.self)
          }
          return unsafeBitCast(
            lanes(self).plus(lanes(a), times: lanes(b)), to: Self.self)
        }
      #endif
      return addingProduct(a, b)
    #else
      return self + a * b
    #endif
  }
}

/// Rows of sums that grow together.
protocol Tile {
  associatedtype Row: Strip
  static var height: Int { get }
  init<S: Sink>(in sink: S, _ offset: Int, _ pitch: Int, _ apart: Int)
  where S.Vector == Row.Vector
  /// Adds to each sum its own number, `down` bytes from one to the next,
  /// times `row`.
  mutating func add(_ numbers: UnsafeRawPointer, _ down: Int, times row: Row)
  /// The same, and adds to `total` each number times its row of `others`.
  mutating func add(
    _ numbers: UnsafeRawPointer, _ down: Int, times row: Row,
    and others: Self, to total: inout Row)
  func store<S: Sink>(in sink: S, _ offset: Int, _ pitch: Int, _ apart: Int)
  where S.Vector == Row.Vector
}

/// A single row.
struct One<Row: Strip>: Tile {
  private var sum: Row

  @inline(__always) static var height: Int { 1 }

  @inline(__always)
  init<S: Sink>(in sink: S, _ offset: Int, _ pitch: Int, _ apart: Int)
  where S.Vector == Row.Vector { sum = Row(in: sink, offset, apart) }

  @inline(__always)
  mutating func add(_ numbers: UnsafeRawPointer, _ down: Int, times row: Row) {
    sum.add(numbers.load(as: Row.Vector.Scalar.self), times: row)
  }

  @inline(__always)
  mutating func add(
    _ numbers: UnsafeRawPointer, _ down: Int, times row: Row,
    and others: Self, to total: inout Row
  ) {
    let number = numbers.load(as: Row.Vector.Scalar.self)
    sum.add(number, times: row)
    total.add(number, times: others.sum)
  }

  @inline(__always)
  func store<S: Sink>(in sink: S, _ offset: Int, _ pitch: Int, _ apart: Int)
  where S.Vector == Row.Vector { sum.store(in: sink, offset, apart) }
}

/// One tile on another.
struct Stack<Top: Tile, Bottom: Tile>: Tile where Top.Row == Bottom.Row {
  private var top: Top
  private var bottom: Bottom

  @inline(__always) static var height: Int { Top.height &+ Bottom.height }

  @inline(__always)
  init<S: Sink>(in sink: S, _ offset: Int, _ pitch: Int, _ apart: Int)
  where S.Vector == Top.Row.Vector {
    top = Top(in: sink, offset, pitch, apart)
    bottom = Bottom(in: sink, offset &+ Top.height &* pitch, pitch, apart)
  }

  @inline(__always)
  mutating func add(
    _ numbers: UnsafeRawPointer, _ down: Int, times row: Top.Row
  ) {
    top.add(numbers, down, times: row)
    bottom.add(numbers + Top.height &* down, down, times: row)
  }

  @inline(__always)
  mutating func add(
    _ numbers: UnsafeRawPointer, _ down: Int, times row: Top.Row,
    and others: Self, to total: inout Top.Row
  ) {
    top.add(numbers, down, times: row, and: others.top, to: &total)
    bottom.add(
      numbers + Top.height &* down, down, times: row, and: others.bottom,
      to: &total)
  }

  @inline(__always)
  func store<S: Sink>(in sink: S, _ offset: Int, _ pitch: Int, _ apart: Int)
  where S.Vector == Top.Row.Vector {
    top.store(in: sink, offset, pitch, apart)
    bottom.store(in: sink, offset &+ Top.height &* pitch, pitch, apart)
  }
}

typealias Two<Row: Strip> = Stack<One<Row>, One<Row>>
typealias Three<Row: Strip> = Stack<Two<Row>, One<Row>>
typealias Four<Row: Strip> = Stack<Two<Row>, Two<Row>>
typealias Five<Row: Strip> = Stack<Four<Row>, One<Row>>
typealias Six<Row: Strip> = Stack<Four<Row>, Two<Row>>
typealias Seven<Row: Strip> = Stack<Four<Row>, Three<Row>>
typealias Eight<Row: Strip> = Stack<Four<Row>, Four<Row>>
typealias Twelve<Row: Strip> = Stack<Eight<Row>, Four<Row>>
typealias Sixteen<Row: Strip> = Stack<Eight<Row>, Eight<Row>>

/// How many sums fit into the registers of the processor beside the rest.
@inline(__always)
func tallest<Row: Strip>(_: Row.Type) -> Int {
  #if AVX512
    let (registers, bytes) = (32, 64)
  #elseif arch(arm64)
    let (registers, bytes) = (32, 16)
  #elseif FMA
    let (registers, bytes) = (16, 32)
  #else
    let (registers, bytes) = (16, 16)
  #endif
  let each = max(1, MemoryLayout<Row>.size / bytes)
  return min(16, max(1, (registers &- 2 &- each) / each))
}
