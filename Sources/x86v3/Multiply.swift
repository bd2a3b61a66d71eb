// Tangled from 1 chapter, 19-attention-backwards.md. Do not edit: change the chapters.
/// The numbers of a product's left side: where the first is, and how many
/// bytes it is to the one below it and to the one beside it.
struct Numbers {
  let start: UnsafeRawPointer
  let down, across: Int
}

/// The vectors of its right side: how many belong to one sum, and how many
/// bytes it is from one to the next.
struct Vectors {
  let start: UnsafeRawPointer
  let count, down: Int
  /// How far it is to the second one of a strip that has two.
  var apart = 0
  /// How often all this is done within a sum `Repeatedly`, and how many bytes
  /// on the numbers and the vectors of the next time are.
  var times = 1
  var numberJump = 0
  var vectorJump = 0
}

/// Where the sums go: how many rows, and how many bytes it is from one to the
/// next.
struct Target {
  let rows, offset, pitch: Int
  var apart = 0
}

/// Fills as many rows as the tile is high, from row `row` on.
@inline(__always)
private func fillHere<T: Tile, S: Sink>(
  _: T.Type, _ row: Int, _ numbers: Numbers, _ vectors: Vectors,
  _ target: Target, _ sink: S
) where S.Vector == T.Row.Vector {
  let offset = target.offset &+ row &* target.pitch
  var sums = T(in: sink, offset, target.pitch, target.apart)
  var number = numbers.start + row &* numbers.down
  var vector = vectors.start
  for _ in 0..<vectors.count {
    let strip = T.Row(vector, vectors.apart)
    sums.add(number, numbers.down, times: strip)
    number += numbers.across
    vector += vectors.down
  }
  sums.store(in: sink, offset, target.pitch, target.apart)
}

/// How the vectors of a sum are walked through.
protocol Walk {
  static func fill<T: Tile, S: Sink>(
    _: T.Type, _ row: Int, _ numbers: Numbers, _ vectors: Vectors,
    _ target: Target, _ sink: S
  ) where S.Vector == T.Row.Vector
}

enum Once: Walk {
  /// Fills a tile, in a function of its own: that keeps the compiler from
  /// working out the places of all tiles before it knows which one it needs.
  @inline(never)
  static func fill<T: Tile, S: Sink>(
    _ tile: T.Type, _ row: Int, _ numbers: Numbers, _ vectors: Vectors,
    _ target: Target, _ sink: S
  ) where S.Vector == T.Row.Vector {
    fillHere(tile, row, numbers, vectors, target, sink)
  }
}

/// Several times, at places apart, with nothing stored in between.
enum Repeatedly: Walk {
  @inline(never)
  static func fill<T: Tile, S: Sink>(
    _: T.Type, _ row: Int, _ numbers: Numbers, _ vectors: Vectors,
    _ target: Target, _ sink: S
  ) where S.Vector == T.Row.Vector {
    let offset = target.offset &+ row &* target.pitch
    var sums = T(in: sink, offset, target.pitch, target.apart)
    var number = numbers.start + row &* numbers.down
    var vector = vectors.start
    for _ in 0..<vectors.times {
      var (nextNumber, nextVector) = (number, vector)
      for _ in 0..<vectors.count {
        let strip = T.Row(nextVector, vectors.apart)
        sums.add(nextNumber, numbers.down, times: strip)
        nextNumber += numbers.across
        nextVector += vectors.down
      }
      number += vectors.numberJump
      vector += vectors.vectorJump
    }
    sums.store(in: sink, offset, target.pitch, target.apart)
  }
}

/// Fills a target's rows with sums of vectors, each times a number of the
/// row's own.
@inline(never)
func multiply<Row: Strip, S: Sink, W: Walk>(
  _: Row.Type, _ numbers: Numbers, _ vectors: Vectors, _ target: Target,
  into sink: S, by walk: W.Type = Once.self
) where S.Vector == Row.Vector {
  let tallest = tallest(Row.self)
  var row = 0
  @inline(__always)
  func fillNext<T: Tile>(_ tile: T.Type) where T.Row == Row {
    if T.height <= tallest {
      walk.fill(tile, row, numbers, vectors, target, sink)
      row &+= T.height
    }
  }
  while row < target.rows {
    let left = target.rows &- row
    if tallest >= 16 && left >= 16 {
      fillNext(Sixteen<Row>.self)
    } else if tallest >= 12 && tallest < 16 && left >= 12 {
      fillNext(Twelve<Row>.self)
    } else {
      // What is left is divided in two, rather than into many and few.
      switch min(left > 8 ? (left &+ 1) / 2 : left, tallest, 8) {
      case 1: fillNext(One<Row>.self)
      case 2: fillNext(Two<Row>.self)
      case 3: fillNext(Three<Row>.self)
      case 4: fillNext(Four<Row>.self)
      case 5: fillNext(Five<Row>.self)
      case 6: fillNext(Six<Row>.self)
      case 7: fillNext(Seven<Row>.self)
      default: fillNext(Eight<Row>.self)
      }
    }
  }
}

/// Fills the sixteen rows of a square.
@inline(__always)
func multiplySquare<S: Sink>(
  _ numbers: Numbers, _ vectors: Vectors, into sink: S
) {
  typealias Row = Single<S.Vector>
  let pitch = MemoryLayout<S.Vector>.size
  let target = Target(rows: 16, offset: 0, pitch: pitch)
  if tallest(Row.self) >= 8 {
    for row in stride(from: 0, to: 16, by: 8) {
      fillHere(Eight<Row>.self, row, numbers, vectors, target, sink)
    }
  } else {
    for row in stride(from: 0, to: 16, by: 4) {
      fillHere(Four<Row>.self, row, numbers, vectors, target, sink)
    }
  }
}
