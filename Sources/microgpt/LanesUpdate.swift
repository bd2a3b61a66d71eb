// Tangled from 2 chapters, 17-tape.md to 21-threads.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif

extension LanesModel {
  /// Moves the weights by the slopes of all `count` rows: the share of one of
  /// several workers.
  public func update(
    _ count: Int, worker: Int, of workers: Int, _ pace: Pace
  ) {
    let (rows, pace) = (0..<count, LanesPace(pace))
    var turn = 0
    func isMine() -> Bool {
      turn &+= 1
      return turn % workers == worker
    }
    func learn(_ matrix: LanesMatrix, _ input: LanesGrid, _ slopes: LanesGrid) {
      matrix.eachSquare { strip, block in
        if isMine() { matrix.learn(strip, block, input, slopes, rows, pace) }
      }
    }
    var stream = embedded
    for index in 0..<shape.layers {
      let layer = layers + index
      let slopes = layer.pointee.slopes
      learn(layer.pointee.look, layer.pointee.seen, slopes.looks)
      learn(layer.pointee.output, layer.pointee.heard, slopes.middle)
      learn(layer.pointee.expand, layer.pointee.thought, slopes.features)
      learn(layer.pointee.contract, layer.pointee.features, slopes.after)
      stream = layer.pointee.after
    }
    learn(unembedding, stream, scores)
    for block in 0..<blocks(of: shape.width) {
      if isMine() {
        tokenTable.learn(tokens, sumSlopes, rows, block, tokenSums, pace)
      }
      if isMine() {
        placeTable.learn(places, sumSlopes, rows, block, placeSums, pace)
      }
    }
  }
}
