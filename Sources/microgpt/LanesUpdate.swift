// Tangled from 2 chapters, 17-tape.md to 22-threads.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif

extension LanesModel {
  /// Sums up the gradients of the rows from `first` to before `end`, which are
  /// half number `half` of all.
  public func gather(_ first: Int, _ end: Int, half: Int) {
    let rows = first..<end
    eachProduct { matrix, input, slopes in
      matrix.eachSquare { strip, block in
        matrix.gather(strip, block, input, slopes, rows, half)
      }
    }
    eachChoice { table, chosen, _, block in
      table.gather(chosen, sumSlopes, rows, block, half)
    }
  }

  /// Moves the weights by the slopes of all `count` rows: the share of one of
  /// several workers. If row `middle` is before the end, the gradients of the
  /// halves that it divides them into are summed up first, unless they have
  /// been gathered, and then added.
  public func update(
    _ count: Int, middle: Int, isGathered: Bool, worker: Int, of workers: Int,
    _ pace: Pace
  ) {
    let pace = LanesPace(pace)
    let (upper, lower) = (0..<middle, middle..<count)
    var turn = 0
    func isMine() -> Bool {
      turn &+= 1
      return turn % workers == worker
    }
    eachProduct { matrix, input, slopes in
      matrix.eachSquare { strip, block in
        guard isMine() else { return }
        if middle == count {
          matrix.learn(strip, block, input, slopes, 0..<count, pace)
          return
        }
        if !isGathered {
          matrix.gather(strip, block, input, slopes, upper, 0)
          matrix.gather(strip, block, input, slopes, lower, 1)
        }
        matrix.moveGathered(strip, block, pace)
      }
    }
    eachChoice { table, chosen, sums, block in
      guard isMine() else { return }
      if middle == count {
        table.learn(chosen, sumSlopes, 0..<count, block, sums, pace)
        return
      }
      if !isGathered {
        table.gather(chosen, sumSlopes, upper, block, 0)
        table.gather(chosen, sumSlopes, lower, block, 1)
      }
      table.moveGathered(block, pace)
    }
  }

  /// Calls `body` for each matrix, with what went in, and how fast the loss
  /// grows with what came out.
  private func eachProduct(
    _ body: (LanesMatrix, _ input: LanesGrid, _ slopes: LanesGrid) -> Void
  ) {
    var stream = embedded
    for index in 0..<shape.layers {
      let layer = layers + index
      let slopes = layer.pointee.slopes
      body(layer.pointee.look, layer.pointee.seen, slopes.looks)
      body(layer.pointee.output, layer.pointee.heard, slopes.middle)
      body(layer.pointee.expand, layer.pointee.thought, slopes.features)
      body(layer.pointee.contract, layer.pointee.features, slopes.after)
      stream = layer.pointee.after
    }
    body(unembedding, stream, scores)
  }

  /// Calls `body` for each vector of the tables' rows, with which rows were
  /// chosen, and where they can be summed up.
  private func eachChoice(
    _ body: (LanesMatrix, UnsafePointer<Int32>, LanesGrid, Int) -> Void
  ) {
    for block in 0..<blocks(of: shape.width) {
      body(tokenTable, tokens, tokenSums, block)
      body(placeTable, places, placeSums, block)
    }
  }
}

extension LanesMatrix {
  /// Sums up the gradients of a square of weights over `rows`.
  @inline(never)
  func gather(
    _ strip: Int, _ block: Int, _ input: LanesGrid, _ slopes: LanesGrid,
    _ rows: Range<Int>, _ half: Int
  ) {
    let numbers = Numbers(
      start: slopes.place(rows.lowerBound, strip), down: 4,
      across: slopes.pitch)
    let vectors = Vectors(
      start: input.place(rows.lowerBound, block), count: rows.count,
      down: input.pitch)
    multiplySquare(
      numbers, vectors,
      into: Plain<Lanes>(
        memory: gradients(half).place(strip &* laneCount, block)))
  }

  /// Moves a square of weights by the sum of both halves' gradients.
  @inline(never)
  func moveGathered(_ strip: Int, _ block: Int, _ pace: LanesPace) {
    let first = strip &* laneCount
    moveGathered(first..<first &+ laneCount, block, pace)
    turn(strip, block)
  }

  @inline(__always)
  private func moveGathered(
    _ rows: Range<Int>, _ block: Int, _ pace: LanesPace
  ) {
    let move = move(0, block, pace)
    for row in rows {
      move.store(
        gradients(0)[row, block] + gradients(1)[row, block], row &* laneBytes)
    }
  }

  /// Sums up the gradients of a table, of which each position chose a row.
  @inline(never)
  func gather(
    _ chosen: UnsafePointer<Int32>, _ slopes: LanesGrid, _ rows: Range<Int>,
    _ block: Int, _ half: Int
  ) {
    let sums = gradients(half)
    for row in 0..<outputs { sums[row, block] = Lanes() }
    for row in rows { sums[Int(chosen[row]), block] += slopes[row, block] }
  }

  /// Moves a table by the sum of both halves' gradients.
  @inline(never)
  func moveGathered(_ block: Int, _ pace: LanesPace) {
    moveGathered(0..<outputs, block, pace)
  }
}
