// Tangled from 2 chapters, 01-names.md to 18-backward-by-hand.md. Do not edit: change the chapters.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

extension Grid {
  /// Puts each row, divided by its size, into `result`, and what it was
  /// multiplied by into `scales`.
  func normalize(into result: Grid, scales: Grid) {
    for t in 0..<rows {
      let (x, y) = (row(t), result.row(t))
      var squares = 0.0
      for i in 0..<columns { squares += x[i] * x[i] }
      let scale = 1 / (squares / Double(columns) + 1e-5).squareRoot()
      for i in 0..<columns { y[i] = scale * x[i] }
      scales.row(t)[0] = scale
    }
  }

  /// Adds to `result` the gradient of what was normalized, if this is the
  /// gradient of what came out of it, `y`.
  func normalizeBack(_ y: Grid, scales: Grid, addingTo result: Grid) {
    for t in 0..<rows {
      let (dy, y, dx) = (row(t), y.row(t), result.row(t))
      var along = 0.0
      for i in 0..<columns { along += dy[i] * y[i] }
      along /= Double(columns)
      let scale = scales.row(t)[0]
      for i in 0..<columns { dx[i] += scale * (dy[i] - y[i] * along) }
    }
  }
}

extension Grid {
  /// Puts 0 where there is less.
  func relu() {
    for t in 0..<rows {
      let x = row(t)
      for i in 0..<columns { x[i] = max(0, x[i]) }
    }
  }

  /// Puts 0 into this gradient of `y`, which comes from `relu`, where `y` is
  /// 0.
  func reluBack(_ y: Grid) {
    for t in 0..<rows {
      let (dy, y) = (row(t), y.row(t))
      for i in 0..<columns { dy[i] = y[i] > 0 ? dy[i] : 0 }
    }
  }
}

extension Grid {
  /// Puts the square of each number into `result`.
  func square(into result: Grid) {
    for t in 0..<rows {
      let (x, y) = (row(t), result.row(t))
      for i in 0..<columns { y[i] = x[i] * x[i] }
    }
  }

  /// Makes this gradient of the squares of `x` the gradient of `x`.
  func squareBack(_ x: Grid) {
    for t in 0..<rows {
      let (dy, x) = (row(t), x.row(t))
      for i in 0..<columns { dy[i] *= 2 * x[i] }
    }
  }
}

extension Grid {
  /// Makes probabilities of the first `count` scores of row `t`, each of them
  /// times `factor`, and puts 0 after them.
  func softmax(row t: Int, count: Int, factor: Double = 1) {
    let x = row(t)
    var largest = -Double.infinity
    for i in 0..<count { largest = max(largest, x[i]) }
    var total = 0.0
    for i in 0..<count {
      x[i] = exp(factor * (x[i] - largest))
      total += x[i]
    }
    let share = 1 / total
    for i in 0..<count { x[i] *= share }
    for i in count..<columns { x[i] = 0 }
  }
}

extension Grid {
  /// Makes probabilities of the scores in each row, and returns the sum of
  /// the surprises at `tokens`, one for each row.
  func crossEntropy(_ tokens: UnsafePointer<Int>) -> Double {
    var surprise = 0.0
    for t in 0..<rows {
      softmax(row: t, count: columns)
      surprise -= log(row(t)[tokens[t]])
    }
    return surprise
  }

  /// Makes these probabilities the gradient of the scores they come from, if
  /// each surprise counts `share`.
  func crossEntropyBack(_ tokens: UnsafePointer<Int>, share: Double) {
    for t in 0..<rows {
      let p = row(t)
      p[tokens[t]] -= 1
      for i in 0..<columns { p[i] *= share }
    }
  }
}
