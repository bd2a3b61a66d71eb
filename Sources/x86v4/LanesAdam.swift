// Tangled from 2 chapters, 17-tape.md to 21-step-on-lanes.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif

/// Adam's numbers of a step, as Float.
struct LanesPace {
  let keep1, fresh1, keep2, fresh2: Float
  /// What a step is multiplied by, below 0, and what keeps it finite.
  let rate, epsilon: Float
}

extension LanesPace {
  init(_ pace: Pace) {
    let root = pace.known2.squareRoot()
    (keep1, fresh1) = (Float(pace.beta1), Float(1 - pace.beta1))
    (keep2, fresh2) = (Float(pace.beta2), Float(1 - pace.beta2))
    rate = Float(-pace.rate * root / pace.known1)
    epsilon = Float(1e-8 * root)
  }
}

/// Gradients that move weights as Adam would.
struct LanesMove: Sink {
  let weights, m, v: UnsafeMutableRawPointer
  let pace: LanesPace

  @inline(__always)
  func start(_ offset: Int) -> Lanes { Lanes() }

  @inline(__always)
  func store(_ gradient: Lanes, _ offset: Int) {
    let (m, v, weights) = (m + offset, v + offset, weights + offset)
    // Beside `dust` a mean is rounded, and never becomes so small that a
    // processor is slow with it.
    let dust = Lanes(repeating: 1e-30)
    var mean =
      dust
      .plus(gradient, times: Lanes(repeating: pace.fresh1))
      .plus(m.load(as: Lanes.self), times: Lanes(repeating: pace.keep1))
    mean -= dust
    let meanSquare =
      dust
      .plus(v.load(as: Lanes.self), times: Lanes(repeating: pace.keep2))
      .plus(gradient * pace.fresh2, times: gradient)
    m.storeBytes(of: mean, as: Lanes.self)
    v.storeBytes(of: meanSquare, as: Lanes.self)
    let step = mean / (meanSquare.squareRoot() + pace.epsilon)
    let moved = weights.load(as: Lanes.self)
      .plus(step, times: Lanes(repeating: pace.rate))
    weights.storeBytes(of: moved, as: Lanes.self)
  }
}

extension LanesMatrix {
  /// Moves a table, of which each position chose a row. `sums` has as many.
  @inline(never)
  func learn(
    _ chosen: UnsafePointer<Int32>, _ slopes: LanesGrid, _ rows: Range<Int>,
    _ block: Int, _ sums: LanesGrid, _ pace: LanesPace
  ) {
    for row in 0..<outputs { sums[row, block] = Lanes() }
    for row in rows { sums[Int(chosen[row]), block] += slopes[row, block] }
    let move = move(0, block, pace)
    for row in 0..<outputs { move.store(sums[row, block], row &* laneBytes) }
  }
}
