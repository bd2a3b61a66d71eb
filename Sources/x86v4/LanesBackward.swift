// Tangled from 2 chapters, 17-tape.md to 21-step-on-lanes.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif

extension LanesModel {
  /// Finds the slopes of the rows from `first` to before `end`, which have
  /// been judged. With a pace moves each matrix as soon as it can: these must
  /// be all rows then.
  public func backward(
    _ starts: UnsafePointer<Int>, _ count: Int, _ first: Int, _ end: Int,
    worker: Int, pace: Pace?
  ) {
    let rows = first..<end
    let pace = pace.map(LanesPace.init)
    let last = shape.layers == 0 ? embedded : layers[shape.layers - 1].after
    unembedding.back(
      scores, last, rows, pace, pitch: lastSlopes.pitch,
      into: Plain<Lanes>(memory: lastSlopes.memory))
    var index = shape.layers
    while index > 0 {
      index &-= 1
      thinkBack(layers + index, rows, pace)
      lookBack(layers + index, starts, count, rows, desks[worker], pace)
    }
    norm.back(
      embeddedSlopes, embedded, scales, onto: nil, into: sumSlopes, rows)
    if let pace { learnTables(rows, pace) }
  }

  private func learnTables(_ rows: Range<Int>, _ pace: LanesPace) {
    for block in 0..<blocks(of: shape.width) {
      tokenTable.learn(tokens, sumSlopes, rows, block, tokenSums, pace)
      placeTable.learn(places, sumSlopes, rows, block, placeSums, pace)
    }
  }

  private func thinkBack(
    _ layer: UnsafeMutablePointer<LanesLayer>, _ rows: Range<Int>,
    _ pace: LanesPace?
  ) {
    let slopes = layer.pointee.slopes
    let (features, after) = (slopes.features, slopes.after)
    if shape.isSquared {
      layer.pointee.contract.back(
        after, layer.pointee.features, rows, pace, pitch: features.pitch,
        into: RectifiedSquaredBack(
          memory: features.memory, open: layer.pointee.open.memory))
    } else {
      layer.pointee.contract.back(
        after, layer.pointee.features, rows, pace, pitch: features.pitch,
        into: RectifiedBack(
          memory: features.memory, open: layer.pointee.open.memory))
    }
    layer.pointee.expand.back(
      features, layer.pointee.thought, rows, pace, pitch: scratch.pitch,
      into: Plain<Lanes>(memory: scratch.memory))
    norm.back(
      scratch, layer.pointee.thought, layer.pointee.thoughtScales,
      onto: after, into: slopes.middle, rows)
  }

  private func lookBack(
    _ layer: UnsafeMutablePointer<LanesLayer>, _ starts: UnsafePointer<Int>,
    _ count: Int, _ rows: Range<Int>, _ desk: LanesDesk, _ pace: LanesPace?
  ) {
    let slopes = layer.pointee.slopes
    layer.pointee.output.back(
      slopes.middle, layer.pointee.heard, rows, pace, pitch: scratch.pitch,
      into: Plain<Lanes>(memory: scratch.memory))
    let bytes = heads.shareBytes(shape.context)
    for index in 0..<count {
      let end = index + 1 == count ? rows.upperBound : starts[index + 1]
      heads.back(
        layer.pointee.looks, layer.pointee.shares + starts[index] * bytes,
        layer.pointee.heard, scratch, into: slopes.looks,
        starts[index]..<end, desk)
    }
    layer.pointee.look.back(
      slopes.looks, layer.pointee.seen, rows, pace, pitch: scratch.pitch,
      into: Plain<Lanes>(memory: scratch.memory))
    norm.back(
      scratch, layer.pointee.seen, layer.pointee.seenScales,
      onto: slopes.middle, into: slopes.before, rows)
  }
}
