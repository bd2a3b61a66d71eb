// Tangled from 1 chapter, 21-step-on-lanes.md. Do not edit: change the chapters.
extension LanesModel {
  /// Takes all weights (part 0), or what Adam remembers of them (1, 2), in the
  /// order in which weights are drawn.
  public func read(_ part: Int, from numbers: UnsafePointer<Double>) {
    var next = numbers
    eachWeight { matrix, row, column in
      matrix.part(part)[row, number: column] = Float(next.pointee)
      next += 1
    }
    if part == 0 { eachMatrix { matrix in matrix.eachSquare(matrix.turn) } }
  }

  public func write(_ part: Int, to numbers: UnsafeMutablePointer<Double>) {
    var next = numbers
    eachWeight { matrix, row, column in
      next.pointee = Double(matrix.part(part)[row, number: column])
      next += 1
    }
  }

  private func eachWeight(_ body: (LanesMatrix, Int, Int) -> Void) {
    let (width, features) = (shape.width, 4 * shape.width)
    let plain = { (index: Int) in index }
    tokenTable.each(shape.vocabulary, plain, width, plain, body)
    placeTable.each(shape.context, plain, width, plain, body)
    unembedding.each(shape.vocabulary, plain, width, plain, body)
    for index in 0..<shape.layers {
      let layer = layers[index]
      for part in 0..<3 {
        let first = part * heads.vectors * laneCount
        let seat = { (index: Int) in first + self.heads.seated(index) }
        layer.look.each(width, seat, width, plain, body)
      }
      layer.output.each(width, plain, width, heads.seated, body)
      layer.expand.each(features, plain, width, plain, body)
      layer.contract.each(width, plain, features, plain, body)
    }
  }

  /// Calls `body` for each matrix but the two tables.
  private func eachMatrix(_ body: (LanesMatrix) -> Void) {
    body(unembedding)
    for index in 0..<shape.layers {
      let layer = layers[index]
      body(layer.look)
      body(layer.output)
      body(layer.expand)
      body(layer.contract)
    }
  }
}

extension LanesMatrix {
  fileprivate func part(_ part: Int) -> Panels {
    part == 0 ? weights : part == 1 ? m : v
  }

  /// Calls `body` for `rows` × `columns` weights, row by row, with where in
  /// the matrix they are.
  fileprivate func each(
    _ rows: Int, _ row: (Int) -> Int, _ columns: Int, _ column: (Int) -> Int,
    _ body: (LanesMatrix, Int, Int) -> Void
  ) {
    for i in 0..<rows {
      for j in 0..<columns { body(self, row(i), column(j)) }
    }
  }
}
