// Tangled from 1 chapter, 25-block.md. Do not edit: change the chapters.
extension Calculation {
  /// Normalizes each row of `x` into `y`, and keeps what it was multiplied by
  /// in `scales`: LayerNorm, or RMSNorm if `centers` is false.
  static func normalize(
    _ x: Strided<Number>, into y: Strided<Number>, _ scales: Place,
    _ centers: Bool, _ n: Int, _ m: Int
  ) {
    let share = 1 / Number(m)
    for i in 0..<n {
      let (from, to) = (x.start + i &* x.down, y.start + i &* y.down)
      var mean: Number = 0
      if centers {
        var sum = V()
        eachBlock(m) { j, count in sum = sum + V(from + j, count) }
        mean = sum.total * share
      }
      var squares = V()
      eachBlock(m) { j, count in
        if count == V.count {
          let far = V(from + j, count) - V(repeating: mean)
          squares = squares.plus(far, times: far)
        } else {
          for lane in 0..<count {
            let far = from[j + lane] - mean
            squares[lane] += far * far
          }
        }
      }
      let variance = V(repeating: squares.total * share + 1e-5)
      let scale = 1 / variance.root[0]
      scales[i] = scale
      eachBlock(m) { j, count in
        let far = V(from + j, count) - V(repeating: mean)
        (far * V(repeating: scale)).store(to + j, count)
      }
    }
  }
}

extension Calculation {
  /// `y` times `gain` plus `bias`, row by row, into `z`.
  static func stretch(
    _ y: Strided<Number>, _ gain: Place, _ bias: Place,
    into z: Strided<Number>, _ n: Int, _ m: Int
  ) {
    for i in 0..<n {
      let (from, to) = (y.start + i &* y.down, z.start + i &* z.down)
      eachBlock(m) { j, count in
        V(bias + j, count)
          .plus(V(from + j, count), times: V(gain + j, count))
          .store(to + j, count)
      }
    }
  }
}

extension Calculation {
  /// What the gradient `dz` makes of that of what was normalized to `y`,
  /// added to `dx`.
  static func normalizeBack(
    _ dz: Strided<Number>, _ y: Strided<Number>, _ scales: Place,
    _ gain: Place?, addingTo dx: Strided<Number>, _ centers: Bool,
    _ n: Int, _ m: Int
  ) {
    let share = 1 / Number(m)
    for i in 0..<n {
      let (d, to) = (dz.start + i &* dz.down, dx.start + i &* dx.down)
      let row = y.start + i &* y.down
      var (sum, products) = (V(), V())
      eachBlock(m) { j, count in
        var slope = V(d + j, count)
        if let gain { slope = slope * V(gain + j, count) }
        sum = sum + slope
        products = products.plus(slope, times: V(row + j, count))
      }
      let mean = V(repeating: centers ? sum.total * share : 0)
      let tilt = V(repeating: products.total * share)
      let scale = V(repeating: scales[i])
      eachBlock(m) { j, count in
        var slope = V(d + j, count)
        if let gain { slope = slope * V(gain + j, count) }
        let own = slope - mean - V(row + j, count) * tilt
        V(to + j, count).plus(own, times: scale).store(to + j, count)
      }
    }
  }
}
