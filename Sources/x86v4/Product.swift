// Tangled from 2 chapters, 19-attention-backwards.md to 20-lanes.md. Do not edit: change the chapters.
/// Puts the product of `a` (n × k) and `b` (k × m) into `c` (n × m), or adds
/// it to what is there. The rows of `b` and `c` lie in one piece.
func multiply(_ a: Grid, _ b: Grid, into c: Grid, adding: Bool = false) {
  var column = 0
  #if FMA
    while column + 8 <= c.columns {
      multiply(a, b, c, adding, column, SIMD8<Double>.self)
      column += 8
    }
  #endif
  while column + 4 <= c.columns {
    multiply(a, b, c, adding, column, SIMD4<Double>.self)
    column += 4
  }
  while column + 2 <= c.columns {
    multiply(a, b, c, adding, column, SIMD2<Double>.self)
    column += 2
  }
  if column < c.columns { multiplyColumn(a, b, c, adding, column) }
}

/// The columns of `c` from `column` on, as many as `Lanes` has.
@inline(__always)
private func multiply<Lanes: SIMD<Double>>(
  _ a: Grid, _ b: Grid, _ c: Grid, _ adding: Bool, _ column: Int,
  _: Lanes.Type
) {
  var i = 0
  while i + 4 <= c.rows {
    let (c0, c1) = (c.row(i) + column, c.row(i + 1) + column)
    let (c2, c3) = (c.row(i + 2) + column, c.row(i + 3) + column)
    var (sum0, sum1, sum2, sum3) = (Lanes(), Lanes(), Lanes(), Lanes())
    if adding {
      (sum0, sum1, sum2, sum3) = (load(c0), load(c1), load(c2), load(c3))
    }
    var (factor, row) = (a.row(i), b.start + column)
    for _ in 0..<a.columns {
      let lanes: Lanes = load(row)
      sum0.add(factor[0], times: lanes)
      sum1.add(factor[a.down], times: lanes)
      sum2.add(factor[2 * a.down], times: lanes)
      sum3.add(factor[3 * a.down], times: lanes)
      factor += a.across
      row += b.down
    }
    store(sum0, c0)
    store(sum1, c1)
    store(sum2, c2)
    store(sum3, c3)
    i += 4
  }
  while i < c.rows {
    let place = c.row(i) + column
    var sum: Lanes = adding ? load(place) : Lanes()
    var (factor, row) = (a.row(i), b.start + column)
    for _ in 0..<a.columns {
      sum.add(factor[0], times: load(row))
      factor += a.across
      row += b.down
    }
    store(sum, place)
    i += 1
  }
}

private func multiplyColumn(
  _ a: Grid, _ b: Grid, _ c: Grid, _ adding: Bool, _ column: Int
) {
  for i in 0..<c.rows {
    var sum = adding ? c.row(i)[column] : 0
    for k in 0..<a.columns {
      sum += a.row(i)[k * a.across] * b.row(k)[column]
    }
    c.row(i)[column] = sum
  }
}

@inline(__always)
private func load<Lanes: SIMD<Double>>(
  _ place: UnsafeMutablePointer<Double>
) -> Lanes {
  UnsafeRawPointer(place).loadUnaligned(as: Lanes.self)
}

@inline(__always)
private func store<Lanes: SIMD<Double>>(
  _ lanes: Lanes, _ place: UnsafeMutablePointer<Double>
) {
  UnsafeMutableRawPointer(place).storeBytes(of: lanes, as: Lanes.self)
}

extension SIMD<Double> {
  /// Adds `factor` times `other`.
  @inline(__always)
  fileprivate mutating func add(_ factor: Double, times other: Self) {
    #if FMA || arch(arm64)
      self = addingProduct(Self(repeating: factor), other)
    #else
      self += factor * other
    #endif
  }
}
