// Tangled from 1 chapter, 21-step-on-lanes.md. Do not edit: change the chapters.
/// rmsNorm, row by row: what it takes.
struct LanesNorm {
  let width: Int

  @inline(never)
  func normalize(
    _ x: LanesGrid, into y: LanesGrid, _ scales: LanesGrid, _ rows: Range<Int>
  ) {
    let (share, count) = (1 / Float(width), blocks(of: width))
    for row in rows {
      var squares = Lanes()
      for block in 0..<count {
        squares = squares.plus(x[row, block], times: x[row, block])
      }
      let mean = squares.sums(of: laneCount)[0] * share
      let scale = Lanes(repeating: 1 / (mean + 1e-5).squareRoot())
      scales[row, 0] = scale
      for block in 0..<count { y[row, block] = x[row, block] * scale }
    }
  }

  /// What `slopes` of the norm `y` make of the slopes of what was normalized,
  /// added to `base` if there is one.
  @inline(never)
  func back(
    _ slopes: LanesGrid, _ y: LanesGrid, _ scales: LanesGrid,
    onto base: LanesGrid?, into result: LanesGrid, _ rows: Range<Int>
  ) {
    let (share, count) = (1 / Float(width), blocks(of: width))
    for row in rows {
      var products = Lanes()
      for block in 0..<count {
        products = products.plus(y[row, block], times: slopes[row, block])
      }
      let mean = products.sums(of: laneCount) * share
      for block in 0..<count {
        let own = slopes[row, block] - y[row, block] * mean
        let base = base.map { $0[row, block] } ?? Lanes()
        result[row, block] = base.plus(own, times: scales[row, 0])
      }
    }
  }
}
