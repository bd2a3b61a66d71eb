// Tangled from 1 chapter, 24-block.md. Do not edit: change the chapters.
/// Numbers in memory: where the first is, and how far it is to the one below
/// and to the one on the right.
public typealias Strided<Number> = (
  start: UnsafeMutablePointer<Number>, down: Int, across: Int
)

/// How many numbers of each sum are added up before the next panel is packed.
let panelDepth = 256

/// Sums that grow together: some rows, two vectors wide.
protocol Sums {
  associatedtype V: LaneVector
  static var height: Int { get }
  init()
  /// Adds to each row its own number, the next `down` on, times two vectors.
  mutating func add(
    _ numbers: UnsafePointer<V.Number>, _ down: Int, _ left: V, _ right: V)
  /// Puts the first `columns` of each row to `place`, or adds them there.
  func store(
    _ place: UnsafeMutablePointer<V.Number>, _ down: Int, _ columns: Int,
    _ adding: Bool)
}

struct OneRow<V: LaneVector>: Sums {
  private var left, right: V
  @inline(__always) static var height: Int { 1 }
  @inline(__always) init() { (left, right) = (V(), V()) }

  @inline(__always)
  mutating func add(
    _ numbers: UnsafePointer<V.Number>, _ down: Int, _ a: V, _ b: V
  ) {
    let factor = V(repeating: numbers.pointee)
    left = left.plus(a, times: factor)
    right = right.plus(b, times: factor)
  }

  @inline(__always)
  func store(
    _ place: UnsafeMutablePointer<V.Number>, _ down: Int, _ columns: Int,
    _ adding: Bool
  ) {
    let (near, far) = (min(columns, V.count), max(0, columns &- V.count))
    let next = place + V.count
    if adding {
      (left + V(place, near)).store(place, near)
      if far > 0 { (right + V(next, far)).store(next, far) }
    } else {
      left.store(place, near)
      if far > 0 { right.store(next, far) }
    }
  }
}

/// Some rows of sums on others.
struct MoreRows<Top: Sums, Bottom: Sums>: Sums where Top.V == Bottom.V {
  typealias V = Top.V
  private var top: Top
  private var bottom: Bottom
  @inline(__always) static var height: Int { Top.height &+ Bottom.height }
  @inline(__always) init() { (top, bottom) = (Top(), Bottom()) }

  @inline(__always)
  mutating func add(
    _ numbers: UnsafePointer<V.Number>, _ down: Int, _ a: V, _ b: V
  ) {
    top.add(numbers, down, a, b)
    bottom.add(numbers + Top.height &* down, down, a, b)
  }

  @inline(__always)
  func store(
    _ place: UnsafeMutablePointer<V.Number>, _ down: Int, _ columns: Int,
    _ adding: Bool
  ) {
    top.store(place, down, columns, adding)
    bottom.store(place + Top.height &* down, down, columns, adding)
  }
}

typealias TwoRows<V: LaneVector> = MoreRows<OneRow<V>, OneRow<V>>
typealias FourRows<V: LaneVector> = MoreRows<TwoRows<V>, TwoRows<V>>
typealias EightRows<V: LaneVector> = MoreRows<FourRows<V>, FourRows<V>>

/// Calculations on numbers of one kind, in vectors `V`.
enum Calculation<V: LaneVector> {
  typealias Number = V.Number
  typealias Place = UnsafeMutablePointer<Number>
}

extension Calculation {
  /// Puts the product of `a` (n × k) and `b` (k × m) into `c` (n × m), or adds
  /// it to what is there. `panel` has room for `panelDepth` pairs of vectors.
  static func multiply(
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
        pack((right, b.down, b.across), depth, columns, panel)
        fill(
          (left, a.down, a.across), depth, panel,
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
  /// All rows of `a` times a panel.
  static func fill(
    _ a: Strided<Number>, _ depth: Int, _ panel: Place, _ c: Strided<Number>,
    _ n: Int, _ columns: Int, _ adding: Bool
  ) {
    var row = 0
    #if AVX512
      while row &+ 8 <= n {
        fill(EightRows<V>.self, row, a, depth, panel, c, columns, adding)
        row &+= 8
      }
    #endif
    #if FMA || arch(arm64)
      while row &+ 4 <= n {
        fill(FourRows<V>.self, row, a, depth, panel, c, columns, adding)
        row &+= 4
      }
    #endif
    while row &+ 2 <= n {
      fill(TwoRows<V>.self, row, a, depth, panel, c, columns, adding)
      row &+= 2
    }
    if row < n {
      fill(OneRow<V>.self, row, a, depth, panel, c, columns, adding)
    }
  }
}

extension Calculation {
  @inline(__always)
  static func fill<Rows: Sums>(
    _: Rows.Type, _ row: Int, _ a: Strided<Number>, _ depth: Int,
    _ panel: Place, _ c: Strided<Number>, _ columns: Int, _ adding: Bool
  ) where Rows.V == V {
    var sums = Rows()
    var number = UnsafePointer(a.start + row &* a.down)
    var place = UnsafeRawPointer(panel)
    let half = MemoryLayout<V>.size
    for _ in 0..<depth {
      let left = place.loadUnaligned(as: V.self)
      let right = (place + half).loadUnaligned(as: V.self)
      sums.add(number, a.down, left, right)
      number += a.across
      place += 2 &* half
    }
    sums.store(c.start + row &* c.down, c.down, columns, adding)
  }
}
