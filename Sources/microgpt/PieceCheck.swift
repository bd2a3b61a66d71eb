// Tangled from 2 chapters, 18-backward-by-hand.md to 19-attention-backwards.md. Do not edit: change the chapters.
/// The pieces that were derived by hand, each with how far at most its
/// gradients are from what nudges find.
func pieceErrors() -> [(name: String, error: Double)] {
  var check = PieceCheck()
  return [
    ("linear", check.linear()),
    ("RMSNorm", check.norm()),
    ("ReLU", check.relu(isSquared: false)),
    ("ReLU squared", check.relu(isSquared: true)),
    ("softmax, cross-entropy", check.crossEntropy()),
    ("attention", check.attention()),
  ]
}

/// Random grids, and the nudge.
struct PieceCheck {
  let workspace = Workspace()
  var random = MersenneTwister(seed: 42)

  /// A grid of random numbers.
  mutating func grid(_ rows: Int, _ columns: Int) -> Grid {
    let grid = workspace.grid(rows, columns)
    for i in 0..<rows * columns {
      grid.start[i] = random.gauss(mean: 0, deviation: 1)
    }
    return grid
  }

  /// The sum of the products of the numbers in `a` and `b`.
  func agreement(_ a: Grid, _ b: Grid) -> Double {
    (0..<a.rows * a.columns).reduce(0) { $0 + a.start[$1] * b.start[$1] }
  }

  /// How far, at worst, `gradient` is from how fast `loss` grows with each number
  /// of `x`.
  func error(_ x: Grid, _ gradient: Grid, _ loss: () -> Double) -> Double {
    var worst = 0.0
    for i in 0..<x.rows * x.columns {
      let before = x.start[i]
      let nudged = slope(
        of: { nudge in
          x.start[i] = nudge
          return loss()
        }, at: before)
      x.start[i] = before
      let error = abs(nudged - gradient.start[i])
      worst = error.isNaN ? .infinity : max(worst, error)
    }
    return worst
  }

  mutating func linear() -> Double {
    let (x, weights, dy) = (grid(5, 6), grid(3, 6), grid(5, 3))
    let (y, turned) = (workspace.grid(5, 3), workspace.grid(6, 3))
    func loss() -> Double {
      weights.copyTurned(to: turned)
      multiply(x, turned, into: y)
      return agreement(y, dy)
    }
    let (dx, dWeights) = (workspace.grid(5, 6), workspace.grid(3, 6))
    multiply(dy, weights, into: dx)
    multiply(dy.turned, x, into: dWeights)
    return max(error(x, dx, loss), error(weights, dWeights, loss))
  }

  mutating func norm() -> Double {
    let (x, dy, y, scales) = (grid(3, 5), grid(3, 5), grid(3, 5), grid(3, 1))
    func loss() -> Double {
      x.normalize(into: y, scales: scales)
      return agreement(y, dy)
    }
    _ = loss()
    let dx = workspace.grid(3, 5)
    dy.normalizeBack(y, scales: scales, addingTo: dx)
    return error(x, dx, loss)
  }

  mutating func relu(isSquared: Bool) -> Double {
    let (x, dy, y, z) = (grid(3, 5), grid(3, 5), grid(3, 5), grid(3, 5))
    func loss() -> Double {
      for i in 0..<15 { y.start[i] = x.start[i] }
      y.relu()
      if isSquared { y.square(into: z) }
      return agreement(isSquared ? z : y, dy)
    }
    _ = loss()
    let dx = workspace.grid(3, 5)
    for i in 0..<15 { dx.start[i] = dy.start[i] }
    if isSquared { dx.squareBack(y) } else { dx.reluBack(y) }
    return error(x, dx, loss)
  }

  mutating func crossEntropy() -> Double {
    let (x, p) = (grid(4, 7), grid(4, 7))
    let tokens = [0, 6, 3, 3]
    return tokens.withUnsafeBufferPointer { tokens in
      guard let tokens = tokens.baseAddress else { return .infinity }
      func loss() -> Double {
        for i in 0..<28 { p.start[i] = x.start[i] }
        return p.crossEntropy(tokens) / 4
      }
      _ = loss()
      let dx = workspace.grid(4, 7)
      for i in 0..<28 { dx.start[i] = p.start[i] }
      dx.crossEntropyBack(tokens, share: 1 / 4)
      return error(x, dx, loss)
    }
  }

  mutating func attention() -> Double {
    let (x, back) = (head(), head())
    let valuesTurned = workspace.grid(3, 5)
    func loss() -> Double {
      x.keys.copyTurned(to: x.keysTurned)
      x.attend(from: 0)
      return agreement(x.heard, back.heard)
    }
    _ = loss()
    x.values.copyTurned(to: valuesTurned)
    x.attendBack(back, valuesTurned: valuesTurned)
    return max(
      error(x.queries, back.queries, loss), error(x.keys, back.keys, loss),
      error(x.values, back.values, loss))
  }

  /// A head for five positions, each with three random numbers.
  private mutating func head() -> Head {
    Head(
      queries: grid(5, 3), keys: grid(5, 3), values: grid(5, 3),
      keysTurned: grid(3, 5), shares: grid(5, 5), heard: grid(5, 3))
  }

  /// The shares of a head, with the gradients of shares and of scores.
  mutating func attentionGrids() -> [(name: String, grid: Grid)] {
    let (x, back) = (head(), head())
    let (valuesTurned, gradients) = (grid(3, 5), grid(5, 5))
    x.keys.copyTurned(to: x.keysTurned)
    x.attend(from: 0)
    x.values.copyTurned(to: valuesTurned)
    multiply(back.heard, valuesTurned, into: gradients)
    x.attendBack(back, valuesTurned: valuesTurned)
    return [("A", x.shares), ("dA", gradients), ("dS", back.shares)]
  }
}
