// Tangled from 2 chapters, 17-tape.md to 20-lanes.md. Do not edit: change the chapters.
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
    unembedding.applyBack(
      to: scores, rows, pitch: lastSlopes.pitch,
      into: Plain<Lanes>(memory: lastSlopes.memory))
    if let pace { learnUnembedding(rows, pace) }
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

  private func learnUnembedding(_ rows: Range<Int>, _ pace: LanesPace) {
    let last = shape.layers == 0 ? embedded : layers[shape.layers - 1].after
    unembedding.learn(last, scores, rows, pace)
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
      layer.pointee.contract.applyBack(
        to: after, rows, pitch: features.pitch,
        into: RectifiedSquaredBack(
          memory: features.memory, open: layer.pointee.open.memory))
    } else {
      layer.pointee.contract.applyBack(
        to: after, rows, pitch: features.pitch,
        into: RectifiedBack(
          memory: features.memory, open: layer.pointee.open.memory))
    }
    if let pace {
      layer.pointee.contract.learn(layer.pointee.features, after, rows, pace)
    }
    layer.pointee.expand.applyBack(
      to: features, rows, pitch: scratch.pitch,
      into: Plain<Lanes>(memory: scratch.memory))
    if let pace {
      layer.pointee.expand.learn(layer.pointee.thought, features, rows, pace)
    }
    norm.back(
      scratch, layer.pointee.thought, layer.pointee.thoughtScales,
      onto: after, into: slopes.middle, rows)
  }

  private func lookBack(
    _ layer: UnsafeMutablePointer<LanesLayer>, _ starts: UnsafePointer<Int>,
    _ count: Int, _ rows: Range<Int>, _ desk: LanesDesk, _ pace: LanesPace?
  ) {
    let slopes = layer.pointee.slopes
    layer.pointee.output.applyBack(
      to: slopes.middle, rows, pitch: scratch.pitch,
      into: Plain<Lanes>(memory: scratch.memory))
    if let pace {
      layer.pointee.output.learn(
        layer.pointee.heard, slopes.middle, rows, pace)
    }
    let bytes = heads.shareBytes(shape.context)
    for index in 0..<count {
      let end = index + 1 == count ? rows.upperBound : starts[index + 1]
      heads.back(
        layer.pointee.looks, layer.pointee.shares + starts[index] * bytes,
        scratch, into: slopes.looks, starts[index]..<end, desk)
    }
    layer.pointee.look.applyBack(
      to: slopes.looks, rows, pitch: scratch.pitch,
      into: Plain<Lanes>(memory: scratch.memory))
    if let pace {
      layer.pointee.look.learn(layer.pointee.seen, slopes.looks, rows, pace)
    }
    norm.back(
      scratch, layer.pointee.seen, layer.pointee.seenScales,
      onto: slopes.middle, into: slopes.before, rows)
  }
}
