// Tangled from 1 chapter, 21-step-on-lanes.md. Do not edit: change the chapters.
extension LanesModel {
  /// Says which token is to be at which place of its document, in `row`.
  public func put(_ token: Int, at place: Int, in row: Int) {
    tokens[row] = Int32(truncatingIfNeeded: token)
    places[row] = Int32(truncatingIfNeeded: place)
  }

  /// Goes through the rows from `first` to before `end`. Documents begin in
  /// the `count` rows that `starts` says, the last of which may go on after.
  public func forward(
    _ starts: UnsafePointer<Int>, _ count: Int, _ first: Int, _ end: Int,
    worker: Int
  ) {
    let rows = first..<end
    embed(rows)
    var stream = embedded
    for index in 0..<shape.layers {
      let layer = layers + index
      look(layer, at: stream, starts, count, rows, desks[worker])
      think(layer, rows)
      stream = layer.pointee.after
    }
    unembedding.apply(
      to: stream, rows, pitch: scores.pitch,
      into: Plain<Lanes>(memory: scores.memory))
  }

  private func embed(_ rows: Range<Int>) {
    for row in rows {
      let (token, place) = (Int(tokens[row]), Int(places[row]))
      for block in 0..<blocks(of: shape.width) {
        sums[row, block] =
          tokenTable.weights[token, block] + placeTable.weights[place, block]
      }
    }
    norm.normalize(sums, into: embedded, scales, rows)
  }

  private func look(
    _ layer: UnsafeMutablePointer<LanesLayer>, at stream: LanesGrid,
    _ starts: UnsafePointer<Int>, _ count: Int, _ rows: Range<Int>,
    _ desk: LanesDesk
  ) {
    let (seen, looks) = (layer.pointee.seen, layer.pointee.looks)
    norm.normalize(stream, into: seen, layer.pointee.seenScales, rows)
    layer.pointee.look.apply(
      to: seen, rows, pitch: looks.pitch, into: Plain<Lanes>(memory: looks.memory))
    let bytes = heads.shareBytes(shape.context)
    for index in 0..<count {
      let start = starts[index]
      let end = index + 1 == count ? rows.upperBound : starts[index + 1]
      let some = max(start, rows.lowerBound)..<end
      heads.attend(
        looks, layer.pointee.shares + start * bytes, into: layer.pointee.heard,
        from: start, some, desk)
    }
    let middle = layer.pointee.middle
    layer.pointee.output.apply(
      to: layer.pointee.heard, rows, pitch: middle.pitch,
      into: Adding<Lanes>(
        base: UnsafeRawPointer(stream.memory), memory: middle.memory))
  }

  private func think(
    _ layer: UnsafeMutablePointer<LanesLayer>, _ rows: Range<Int>
  ) {
    let (middle, thought) = (layer.pointee.middle, layer.pointee.thought)
    let features = layer.pointee.features
    norm.normalize(middle, into: thought, layer.pointee.thoughtScales, rows)
    if shape.isSquared {
      layer.pointee.expand.apply(
        to: thought, rows, pitch: features.pitch,
        into: RectifiedSquared(
          memory: features.memory, open: layer.pointee.open.memory))
    } else {
      layer.pointee.expand.apply(
        to: thought, rows, pitch: features.pitch,
        into: Rectified(memory: features.memory))
    }
    let after = layer.pointee.after
    layer.pointee.contract.apply(
      to: features, rows, pitch: after.pitch,
      into: Adding<Lanes>(
        base: UnsafeRawPointer(middle.memory), memory: after.memory))
  }
}
