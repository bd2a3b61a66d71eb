// Tangled from 1 chapter, 25-block.md. Do not edit: change the chapters.
/// Numbers in memory: where the first is, and how far it is to the one below
/// and to the one on the right.
public typealias Strided<Number> = (
  start: UnsafeMutablePointer<Number>, down: Int, across: Int
)

/// How many numbers of each sum are added up before the next panel is packed.
let panelDepth = 256

/// Calculations on numbers of one kind, in vectors `V`.
enum Calculation<V: LaneVector> {
  typealias Number = V.Number
  typealias Place = UnsafeMutablePointer<Number>
}

/// Sums that begin with 0 and are put to rows in memory, or added there.
struct RowSink<V: LaneVector>: Sink {
  let rows: UnsafeMutableRawPointer
  let isAdding: Bool

  @inline(__always) func start(_: Int) -> V { V() }

  @inline(__always)
  func store(_ sum: V, _ offset: Int) {
    let place = rows + offset
    let old = isAdding ? place.loadUnaligned(as: V.self) : V()
    place.storeBytes(of: old + sum, as: V.self)
  }
}

/// The same for the last columns, fewer than a vector has lanes.
struct EdgeSink<V: LaneVector>: Sink {
  let rows: UnsafeMutableRawPointer
  let count: Int
  let isAdding: Bool

  @inline(__always) func start(_: Int) -> V { V() }

  @inline(__always)
  func store(_ sum: V, _ offset: Int) {
    let place = (rows + offset).assumingMemoryBound(to: V.Number.self)
    let old = isAdding ? V(place, count) : V()
    (old + sum).store(place, count)
  }
}

extension Calculation {
  /// Puts the product of `a` (n × k) and `b` (k × m) into `c` (n × m), or adds
  /// it to what is there. `panel` has room for `panelDepth` pairs of vectors;
  /// into it goes what does not lie in whole vectors.
  static func product(
    _ a: Strided<Number>, _ b: Strided<Number>, into c: Strided<Number>,
    _ n: Int, _ k: Int, _ m: Int, adding: Bool, panel: Place
  ) {
    let width = 2 &* V.count
    var first = 0
    while first < k {
      let depth = min(panelDepth, k &- first)
      let isAdding = adding || first > 0
      let left = a.start + first &* a.across
      var column = 0
      while column < m {
        let columns = min(width, m &- column)
        let right = b.start + (first &* b.down &+ column &* b.across)
        let vectors: Strided<Number>
        if b.across == 1 && columns % V.count == 0 {
          vectors = (right, b.down, 1)
        } else {
          vectors = (panel, width, 1)
          pack((right, b.down, b.across), depth, columns, panel)
        }
        fill(
          (left, a.down, a.across), depth, vectors,
          (c.start + column, c.down, 1), n, columns, isAdding)
        column &+= width
      }
      first &+= depth
    }
    if k == 0 && !adding {
      for row in 0..<n {
        (c.start + row &* c.down).update(repeating: 0, count: m)
      }
    }
  }
}

extension Calculation {
  /// Copies `depth` rows of at most two vectors to `panel`, one after the
  /// other, filled up with 0.
  @inline(never)
  static func pack(
    _ b: Strided<Number>, _ depth: Int, _ columns: Int, _ panel: Place
  ) {
    let width = 2 &* V.count
    if b.across == 1 {
      let (near, far) = (min(columns, V.count), max(0, columns &- V.count))
      for row in 0..<depth {
        let (from, to) = (b.start + row &* b.down, panel + row &* width)
        V(from, near).store(to, V.count)
        V(from + V.count, far).store(to + V.count, V.count)
      }
    } else {
      packTurned(b, depth, columns, panel)
    }
  }
}

extension Calculation {
  /// The same, where columns are whole rows in memory.
  static func packTurned(
    _ b: Strided<Number>, _ depth: Int, _ columns: Int, _ panel: Place
  ) {
    let width = 2 &* V.count
    var column = 0
    while column < width {
      var row = 0
      if column &+ V.count <= columns && b.down == 1 {
        while row &+ V.count <= depth {
          V.turn(
            b.start + (column &* b.across &+ row), b.across,
            into: panel + (row &* width &+ column), width)
          row &+= V.count
        }
      }
      while row < depth {
        for lane in column..<column &+ V.count {
          panel[row &* width &+ lane] =
            lane < columns
            ? b.start[row &* b.down &+ lane &* b.across] : 0
        }
        row &+= 1
      }
      column &+= V.count
    }
  }
}

extension Calculation {
  /// All rows of `a` times `depth` rows of vectors, `columns` of which count.
  static func fill(
    _ a: Strided<Number>, _ depth: Int, _ b: Strided<Number>,
    _ c: Strided<Number>, _ n: Int, _ columns: Int, _ isAdding: Bool
  ) {
    let (size, half) = (MemoryLayout<Number>.stride, MemoryLayout<V>.stride)
    let numbers = Numbers(
      start: a.start, down: a.down &* size, across: a.across &* size)
    let rows = UnsafeMutableRawPointer(c.start)
    var target = Target(rows: n, offset: 0, pitch: c.down &* size)
    if columns == 2 &* V.count {
      target.apart = half
      multiply(
        Twin<V>.self, numbers,
        Vectors(
          start: b.start, count: depth, down: b.down &* size, apart: half),
        target, into: RowSink<V>(rows: rows, isAdding: isAdding))
      return
    }
    for first in stride(from: 0, to: columns, by: V.count) {
      let vectors = Vectors(
        start: b.start + first, count: depth, down: b.down &* size)
      let (place, left) = (rows + first &* size, columns &- first)
      if left >= V.count {
        multiply(
          Single<V>.self, numbers, vectors, target,
          into: RowSink<V>(rows: place, isAdding: isAdding))
      } else {
        multiply(
          Single<V>.self, numbers, vectors, target,
          into: EdgeSink<V>(rows: place, count: left, isAdding: isAdding))
      }
    }
  }
}
