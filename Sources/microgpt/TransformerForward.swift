// Tangled from 1 chapter, 25-block.md. Do not edit: change the chapters.
extension Transformer {
  /// Calculates the logits of `rows`, which are those of `windows`.
  func forward(
    _ rows: Range<Int>, _ windows: Range<Int>, _ desk: Desk<Number>,
    _ chance: Chance?
  ) {
    let (first, n, width) = (rows.lowerBound, rows.count, parts.width)
    for row in rows {
      let token = weights + parameters.tokens + tokens[row] * width
      let position = weights + parameters.positions + positions[row] * width
      kernels.add(
        (token, width, 1), (position, width, 1), embedded.from(row), 1, width)
    }
    for (index, layer) in layers.enumerated() {
      enter(layer.listening, first, n)
      attend(index, rows, windows, desk, chance)
      leave(
        layer.listening, desk.rows, first, n, chance?.site(index, 1))
      enter(layer.thinking, first, n)
      think(index, first, n, desk)
      leave(layer.thinking, desk.rows, first, n, chance?.site(index, 2))
    }
    if parts.norm != .none && parts.place == .before {
      normalize(
        last, normed, scales, seen, parameters.gain, parameters.shift, first, n)
    }
    apply(
      seen, first, n, parameters.logits, parameters.logitsBias, vocabulary,
      width, into: logits.from(first), desk)
  }
}

extension Transformer {
  /// Puts the product of rows of `input` with a matrix into `output`.
  private func apply(
    _ input: Sheet<Number>, _ first: Int, _ n: Int, _ matrix: Int,
    _ bias: Int?, _ outputs: Int, _ inputs: Int,
    into output: Strided<Number>, _ desk: Desk<Number>
  ) {
    if let bias { kernels.fill(output, (weights + bias, 0, 1), n, outputs) }
    kernels.multiply(
      input.from(first), turned((weights + matrix, inputs, 1)), output,
      n, inputs, outputs, bias != nil, desk.panel)
  }
}

extension Transformer {
  private func normalize(
    _ x: Sheet<Number>, _ y: Sheet<Number>,
    _ scales: UnsafeMutablePointer<Number>, _ z: Sheet<Number>,
    _ gain: Int?, _ shift: Int?, _ first: Int, _ n: Int
  ) {
    let centers = parts.norm == .layer
    kernels.normalize(
      x.from(first), y.from(first), scales + first, centers, n, parts.width)
    guard let gain, let shift else { return }
    kernels.stretch(
      y.from(first), weights + gain, weights + shift, z.from(first), n,
      parts.width)
  }
}

extension Transformer {
  /// Normalizes what goes into a branch, if it is the place for that.
  private func enter(_ branch: Branch<Number>, _ first: Int, _ n: Int) {
    guard parts.norm != .none && parts.place == .before else { return }
    normalize(
      branch.before, branch.normed, branch.scales, branch.seen, branch.gain,
      branch.shift, first, n)
  }
}

extension Transformer {
  /// Adds `added`, what came out of a branch, to the stream.
  private func leave(
    _ branch: Branch<Number>, _ added: Sheet<Number>, _ first: Int, _ n: Int,
    _ chance: Chance?
  ) {
    let (width, after) = (parts.width, branch.after)
    let new = added.from(0)
    if let chance {
      let place = (chance.row + first) * width
      kernels.drop(new, new, chance.key, place, parts.dropout, n, width)
    }
    if parts.residual == .kept {
      kernels.add(
        branch.before.from(first), new, after.from(first), n, width)
    } else {
      kernels.fill(after.from(first), new, n, width)
    }
    guard parts.norm != .none && parts.place == .after else { return }
    normalize(
      after, branch.normed, branch.scales, after, branch.gain, branch.shift,
      first, n)
    if branch.gain == nil {
      kernels.fill(after.from(first), branch.normed.from(first), n, width)
    }
  }
}

extension Transformer {
  /// Lets rows look at those before them in their window. The result is on the
  /// desk.
  private func attend(
    _ index: Int, _ rows: Range<Int>, _ windows: Range<Int>,
    _ desk: Desk<Number>, _ chance: Chance?
  ) {
    let (layer, places) = (layers[index], parameters.layers[index])
    let (first, n, width) = (rows.lowerBound, rows.count, parts.width)
    let size = parts.headSize
    apply(
      layer.listening.seen, first, n, places.look, places.lookBias, 3 * width,
      width, into: layer.looks.from(first), desk)
    for window in windows {
      let (start, length) = (
        starts[window], starts[window + 1] - starts[window]
      )
      for head in 0..<parts.heads {
        let query = layer.looks.from(start, head * size)
        let key = layer.looks.from(start, width + head * size)
        let value = layer.looks.from(start, 2 * width + head * size)
        let square = start * parts.heads + head * length
        let shares = layer.shares.from(square)
        kernels.multiply(
          query, turned(key), shares, length, size, length, false, desk.panel)
        kernels.attend(shares, length, parts.factor)
        let used = dropped(shares, square, length, desk, chance?.site(index, 0))
        kernels.multiply(
          used, value, layer.heard.from(start, head * size), length, length,
          size, false, desk.panel)
      }
    }
    apply(
      layer.heard, first, n, places.output, places.outputBias, width, width,
      into: desk.rows.from(0), desk)
  }
}

extension Transformer {
  /// A square of `shares`, the first of its rows being number `square`, with
  /// some of them dropped, if there is chance.
  func dropped(
    _ shares: Strided<Number>, _ square: Int, _ length: Int,
    _ desk: Desk<Number>, _ chance: Chance?
  ) -> Strided<Number> {
    guard let chance else { return shares }
    let used = desk.shares.from(0)
    let row = chance.row * parts.heads + square
    kernels.drop(
      shares, used, chance.key, row * parts.context, parts.dropout, length,
      length)
    return used
  }
}

extension Transformer {
  private func think(
    _ index: Int, _ first: Int, _ n: Int, _ desk: Desk<Number>
  ) {
    let (layer, places) = (layers[index], parameters.layers[index])
    let width = parts.width
    apply(
      layer.thinking.seen, first, n, places.expand, places.expandBias,
      4 * width, width, into: layer.hidden.from(first), desk)
    kernels.bend(
      parts.activation.number, layer.hidden.from(first),
      layer.activated.from(first), n, 4 * width)
    apply(
      layer.activated, first, n, places.contract, places.contractBias, width,
      4 * width, into: desk.rows.from(0), desk)
  }
}

extension Parts.Nonlinearity {
  /// The number that the kernels know it by.
  var number: Int {
    switch self {
    case .relu: 0
    case .relu2: 1
    case .gelu: 2
    }
  }
}

/// What decides which numbers are dropped.
struct Chance {
  /// Differs from place to place in the model, and from step to step.
  let key: UInt32
  /// The row of the batch that is in the first row of the sheets.
  let row: Int

  /// The chance of layer `layer` at its place number `site`.
  func site(_ layer: Int, _ site: Int) -> Chance {
    var bits =
      key &+ UInt32(truncatingIfNeeded: 3 * layer + site + 1) &* 0x85EB_CA6B
    bits = (bits ^ bits >> 16) &* 0x21F0_AAAD
    bits = (bits ^ bits >> 15) &* 0x735A_2D97
    return Chance(key: bits ^ bits >> 15, row: row)
  }
}
