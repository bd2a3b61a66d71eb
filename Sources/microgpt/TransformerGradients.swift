// Tangled from 1 chapter, 25-block.md. Do not edit: change the chapters.
extension Transformer {
  /// Makes the gradients of all weights of what is known of `n` rows, or adds
  /// them to what is there.
  func gather(_ n: Int, adding: Bool) {
    let jobs = jobs
    turns.reset()
    workers.run { [self] worker in
      while case let number = turns.take(), number < jobs.count {
        gather(jobs[number], n, adding, desks[worker])
      }
    }
  }
}

extension Transformer {
  /// Some rows of the gradient of a matrix, and of its bias.
  func gather(
    _ job: GradientJob<Number>, _ n: Int, _ adding: Bool, _ desk: Desk<Number>
  ) {
    let (width, count) = (parts.width, job.rows.count)
    let first = job.rows.lowerBound
    switch job.kind {
    case .matrix(let place, let bias, let input, let inputs):
      kernels.multiply(
        turned(job.slopes.from(0, first)), input.from(0),
        (gradients + place + first * inputs, inputs, 1), count, n, inputs,
        adding, desk.panel)
      guard let bias else { return }
      let sums = gradients + bias + first
      if !adding { sums.update(repeating: 0, count: count) }
      kernels.sumRows(job.slopes.from(0, first), nil, sums, n, count)
    case .norm(let gain, let shift, let normed):
      if !adding {
        (gradients + gain).update(repeating: 0, count: width)
        (gradients + shift).update(repeating: 0, count: width)
      }
      kernels.sumRows(
        job.slopes.from(0), normed.from(0), gradients + gain, n, width)
      kernels.sumRows(job.slopes.from(0), nil, gradients + shift, n, width)
    case .table(let place, let chosen, let isTied):
      let table = gradients + place
      if isTied {
        gather(logitsJob(job.rows), n, adding, desk)
      } else if !adding {
        (table + first * width).update(repeating: 0, count: count * width)
      }
      for row in 0..<n where job.rows.contains(chosen[row]) {
        kernels.sumRows(
          job.slopes.from(row), nil, table + chosen[row] * width, 1, width)
      }
    }
  }
}

extension Transformer {
  /// All gradients, in pieces.
  private var jobs: [GradientJob<Number>] {
    let width = parts.width
    var jobs: [GradientJob<Number>] = []
    func matrix(
      _ place: Int, _ bias: Int?, _ rows: Int, _ inputs: Int,
      _ input: Sheet<Number>, _ slopes: Sheet<Number>
    ) {
      for first in stride(from: 0, to: rows, by: 64) {
        jobs.append(
          GradientJob(
            kind: .matrix(place, bias: bias, input: input, inputs: inputs),
            rows: first..<min(first + 64, rows), slopes: slopes))
      }
    }
    func norm(
      _ gain: Int?, _ shift: Int?, _ normed: Sheet<Number>,
      _ slopes: Sheet<Number>
    ) {
      guard let gain, let shift else { return }
      jobs.append(
        GradientJob(
          kind: .norm(gain, shift, normed: normed), rows: 0..<1, slopes: slopes)
      )
    }
    func table(
      _ place: Int, _ rows: Int, _ chosen: UnsafeMutablePointer<Int>,
      isTied: Bool = false
    ) {
      for first in stride(from: 0, to: rows, by: 64) {
        jobs.append(
          GradientJob(
            kind: .table(place, chosen: chosen, isTied: isTied),
            rows: first..<min(first + 64, rows), slopes: slopes))
      }
    }
    for (layer, places) in zip(layers, parameters.layers) {
      let (listening, thinking) = (layer.listening, layer.thinking)
      matrix(
        places.contract, places.contractBias, width, 4 * width,
        layer.activated, thinking.addedSlopes)
      matrix(
        places.expand, places.expandBias, 4 * width, width, thinking.seen,
        layer.hiddenSlopes)
      matrix(
        places.look, places.lookBias, 3 * width, width, listening.seen,
        layer.looksSlopes)
      matrix(
        places.output, places.outputBias, width, width, layer.heard,
        listening.addedSlopes)
      norm(places.gain1, places.shift1, listening.normed, listening.normSlopes)
      norm(places.gain2, places.shift2, thinking.normed, thinking.normSlopes)
    }
    norm(parameters.gain, parameters.shift, normed, lastSlopes)
    let isTied = parts.logits == .tied
    if !isTied {
      for first in stride(from: 0, to: vocabulary, by: 64) {
        jobs.append(logitsJob(first..<min(first + 64, vocabulary)))
      }
    }
    table(parameters.tokens, vocabulary, tokens, isTied: isTied)
    table(parameters.positions, parts.context, positions)
    return jobs
  }
}

extension Transformer {
  private func logitsJob(_ rows: Range<Int>) -> GradientJob<Number> {
    GradientJob(
      kind: .matrix(
        parameters.logits, bias: parameters.logitsBias, input: seen,
        inputs: parts.width),
      rows: rows, slopes: logits)
  }
}

/// A piece of the work of finding gradients.
struct GradientJob<Number> {
  let kind: Kind
  /// Which rows of the matrix, or of the table.
  let rows: Range<Int>
  let slopes: Sheet<Number>

  enum Kind {
    case matrix(Int, bias: Int?, input: Sheet<Number>, inputs: Int)
    case norm(Int, Int, normed: Sheet<Number>)
    /// A table, a row of which each position chose.
    case table(Int, chosen: UnsafeMutablePointer<Int>, isTied: Bool)
  }
}
