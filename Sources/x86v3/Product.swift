// Tangled from 2 chapters, 19-attention-backwards.md to 20-lanes.md. Do not edit: change the chapters.
/// Puts the product of `a` (n × k) and `b` (k × m) into `c` (n × m), or adds
/// it to what is there. The rows of `b` and `c` lie in one piece.
func multiply(_ a: Grid, _ b: Grid, into c: Grid, adding: Bool = false) {
  var column = 0
  #if AVX512
    while column + 16 <= c.columns {
      multiply(a, b, c, adding, column, Twin<SIMD8<Double>>.self)
      column += 16
    }
  #endif
  #if FMA
    while column + 8 <= c.columns {
      multiply(a, b, c, adding, column, Single<SIMD8<Double>>.self)
      column += 8
    }
  #endif
  while column + 4 <= c.columns {
    multiply(a, b, c, adding, column, Single<SIMD4<Double>>.self)
    column += 4
  }
  while column + 2 <= c.columns {
    multiply(a, b, c, adding, column, Single<SIMD2<Double>>.self)
    column += 2
  }
  if column < c.columns { multiplyColumn(a, b, c, adding, column) }
}

/// The columns of `c` from `column` on, as many as a strip has.
@inline(__always)
private func multiply<Row: Strip>(
  _ a: Grid, _ b: Grid, _ c: Grid, _ adding: Bool, _ column: Int, _: Row.Type
) where Row.Vector.Scalar == Double {
  let size = MemoryLayout<Double>.stride
  let apart = MemoryLayout<Row.Vector>.size
  let numbers = Numbers(
    start: UnsafeRawPointer(a.start), down: a.down &* size,
    across: a.across &* size)
  let vectors = Vectors(
    start: UnsafeRawPointer(b.start + column), count: a.columns,
    down: b.down &* size, apart: apart)
  let target = Target(
    rows: c.rows, offset: 0, pitch: c.down &* size, apart: apart)
  let place = UnsafeMutableRawPointer(c.start + column)
  if adding {
    multiply(
      Row.self, numbers, vectors, target,
      into: Adding<Row.Vector>(base: UnsafeRawPointer(place), memory: place))
  } else {
    multiply(
      Row.self, numbers, vectors, target, into: Plain<Row.Vector>(memory: place))
  }
}

/// The last column of `c`, number by number.
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
