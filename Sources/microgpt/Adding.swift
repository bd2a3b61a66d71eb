// Tangled from 1 chapter, 25-block.md. Do not edit: change the chapters.
extension Calculation {
  /// Puts the rows of `rows`, or 0 if there are none, into `n` rows of `x`.
  /// The rows of `rows` may all be one.
  static func fill(
    _ x: Strided<Number>, _ rows: Strided<Number>?, _ n: Int, _ m: Int
  ) {
    for i in 0..<n {
      let place = x.start + i &* x.down
      if let rows {
        place.update(from: rows.start + i &* rows.down, count: m)
      } else {
        place.update(repeating: 0, count: m)
      }
    }
  }
}

extension Calculation {
  /// Adds `b` to `a`, into `c`.
  static func add(
    _ a: Strided<Number>, _ b: Strided<Number>, into c: Strided<Number>,
    _ n: Int, _ m: Int
  ) {
    for i in 0..<n {
      let (x, y) = (a.start + i &* a.down, b.start + i &* b.down)
      let z = c.start + i &* c.down
      eachBlock(m) { j, count in
        (V(x + j, count) + V(y + j, count)).store(z + j, count)
      }
    }
  }
}

extension Calculation {
  /// Calls `body` with the place of each vector among `m` numbers, and how
  /// many lanes of it count.
  @inline(__always)
  static func eachBlock(
    _ m: Int, _ body: (_ place: Int, _ count: Int) -> Void
  ) {
    var place = 0
    while place &+ V.count <= m {
      body(place, V.count)
      place &+= V.count
    }
    if place < m { body(place, m &- place) }
  }
}

extension Calculation {
  /// The sum of the rows of `x`, or of its products with `y`, added to `sums`.
  static func sumRows(
    _ x: Strided<Number>, _ y: Strided<Number>?, _ sums: Place, _ n: Int,
    _ m: Int
  ) {
    for i in 0..<n {
      let row = x.start + i &* x.down
      if let y {
        let other = y.start + i &* y.down
        eachBlock(m) { j, count in
          V(sums + j, count).plus(V(row + j, count), times: V(other + j, count))
            .store(sums + j, count)
        }
      } else {
        eachBlock(m) { j, count in
          (V(sums + j, count) + V(row + j, count)).store(sums + j, count)
        }
      }
    }
  }
}
