// Tangled from 1 chapter, 25-block.md. Do not edit: change the chapters.
extension Transformer {
  /// From the gradients of the logits of `rows` finds those of all that the
  /// gradients of weights are made of.
  func backward(
    _ rows: Range<Int>, _ windows: Range<Int>, _ desk: Desk<Number>,
    _ chance: Chance?
  ) {
    let (first, n, width) = (rows.lowerBound, rows.count, parts.width)
    let isNormed = parts.norm != .none && parts.place == .before
    kernels.multiply(
      logits.from(first), (weights + parameters.logits, width, 1),
      (isNormed ? lastSlopes : slopes).from(first), n, vocabulary, width,
      false, desk.panel)
    if isNormed {
      kernels.fill(slopes.from(first), nil, n, width)
      normalizeBack(lastSlopes, normed, scales, parameters.gain, first, n)
    }
    for index in layers.indices.reversed() {
      let layer = layers[index]
      leaveBack(layer.thinking, first, n, chance?.site(index, 2))
      thinkBack(index, first, n, desk)
      enterBack(layer.thinking, first, n)
      leaveBack(layer.listening, first, n, chance?.site(index, 1))
      attendBack(index, rows, windows, desk, chance)
      enterBack(layer.listening, first, n)
    }
  }
}

extension Transformer {
  /// Adds what gradients of a norm make of those of the stream.
  private func normalizeBack(
    _ given: Sheet<Number>, _ normed: Sheet<Number>,
    _ scales: UnsafeMutablePointer<Number>, _ gain: Int?, _ first: Int, _ n: Int
  ) {
    kernels.normalizeBack(
      given.from(first), normed.from(first), scales + first,
      gain.map { weights + $0 }, slopes.from(first), parts.norm == .layer, n,
      parts.width)
  }
}

extension Transformer {
  /// From the gradient of the stream after a branch finds that of what the
  /// branch added, and leaves in `slopes` what comes past the branch.
  private func leaveBack(
    _ branch: Branch<Number>, _ first: Int, _ n: Int, _ chance: Chance?
  ) {
    let (width, here) = (parts.width, slopes.from(first))
    if parts.norm != .none && parts.place == .after {
      kernels.fill(branch.normSlopes.from(first), here, n, width)
      kernels.fill(here, nil, n, width)
      normalizeBack(
        branch.normSlopes, branch.normed, branch.scales, branch.gain, first, n)
    }
    let added = branch.addedSlopes.from(first)
    if let chance {
      let place = (chance.row + first) * width
      kernels.drop(here, added, chance.key, place, parts.dropout, n, width)
    } else {
      kernels.fill(added, here, n, width)
    }
    if parts.residual == .none { kernels.fill(here, nil, n, width) }
  }
}

extension Transformer {
  /// Adds to the gradient of the stream what came through a branch. Before
  /// that it is in `normSlopes`.
  private func enterBack(_ branch: Branch<Number>, _ first: Int, _ n: Int) {
    guard parts.norm != .none && parts.place == .before else { return }
    normalizeBack(
      branch.normSlopes, branch.normed, branch.scales, branch.gain, first, n)
  }
}

extension Transformer {
  /// Puts the gradient of what went into a matrix where it belongs: into the
  /// branch's `normSlopes`, or onto the stream's.
  private func applyBack(
    _ given: Sheet<Number>, _ matrix: Int, _ outputs: Int,
    _ branch: Branch<Number>, _ first: Int, _ n: Int, _ desk: Desk<Number>
  ) {
    let isBefore = parts.norm != .none && parts.place == .before
    kernels.multiply(
      given.from(first), (weights + matrix, parts.width, 1),
      (isBefore ? branch.normSlopes : slopes).from(first), n, outputs,
      parts.width, !isBefore, desk.panel)
  }
}

extension Transformer {
  private func thinkBack(
    _ index: Int, _ first: Int, _ n: Int, _ desk: Desk<Number>
  ) {
    let (layer, places) = (layers[index], parameters.layers[index])
    let (width, slopes) = (parts.width, layer.hiddenSlopes.from(first))
    kernels.multiply(
      layer.thinking.addedSlopes.from(first),
      (weights + places.contract, 4 * width, 1), slopes, n, width, 4 * width,
      false, desk.panel)
    kernels.bendBack(
      parts.activation.number, layer.hidden.from(first), slopes, n, 4 * width)
    applyBack(
      layer.hiddenSlopes, places.expand, 4 * width, layer.thinking, first, n,
      desk)
  }
}

extension Transformer {
  private func attendBack(
    _ index: Int, _ rows: Range<Int>, _ windows: Range<Int>,
    _ desk: Desk<Number>, _ chance: Chance?
  ) {
    let (layer, places) = (layers[index], parameters.layers[index])
    let (first, n, width) = (rows.lowerBound, rows.count, parts.width)
    let size = parts.headSize
    kernels.multiply(
      layer.listening.addedSlopes.from(first),
      (weights + places.output, width, 1), desk.rows.from(0), n, width, width,
      false, desk.panel)
    for window in windows {
      let (start, length) = (
        starts[window], starts[window + 1] - starts[window]
      )
      for head in 0..<parts.heads {
        let (looks, back) = (layer.looks, layer.looksSlopes)
        let columns = (
          head * size, width + head * size, 2 * width + head * size
        )
        let square = start * parts.heads + head * length
        let heard = desk.rows.from(start - first, head * size)
        let shares = layer.shares.from(square)
        let site = chance?.site(index, 0)
        let used = dropped(shares, square, length, desk, site)
        kernels.multiply(
          turned(used), heard, back.from(start, columns.2), length, length,
          size, false, desk.panel)
        let slopes = desk.slopes.from(0)
        kernels.multiply(
          heard, turned(looks.from(start, columns.2)), slopes, length, size,
          length, false, desk.panel)
        if let site {
          let row = site.row * parts.heads + square
          kernels.drop(
            slopes, slopes, site.key, row * parts.context, parts.dropout,
            length, length)
        }
        kernels.attendBack(shares, slopes, length, parts.factor)
        kernels.multiply(
          slopes, looks.from(start, columns.1), back.from(start, columns.0),
          length, length, size, false, desk.panel)
        kernels.multiply(
          turned(slopes), looks.from(start, columns.0),
          back.from(start, columns.1), length, length, size, false, desk.panel)
      }
    }
    applyBack(
      layer.looksSlopes, places.look, 3 * width, layer.listening, first, n,
      desk)
  }
}
