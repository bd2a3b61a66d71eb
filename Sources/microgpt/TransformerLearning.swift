// Tangled from 2 chapters, 25-block.md to 26-adamw.md. Do not edit: change the chapters.
extension Transformer {
  /// How many rows a worker takes through all layers at once.
  private var bunch: Int { max(1, bunchRows / parts.context) }
}

extension Transformer {
  /// Puts windows of a batch, from `first` on, into the rows. Returns how many
  /// there was room for.
  func load(_ batch: Windows, from first: Int) -> Int {
    let (bounds, begin) = (batch.bounds, batch.bounds[first])
    var window = first
    starts[0] = 0
    while window < batch.count, bounds[window + 1] - begin <= capacity {
      for row in bounds[window]..<bounds[window + 1] {
        tokens[row - begin] = batch.inputs[row]
        targets[row - begin] = batch.targets[row]
        positions[row - begin] = row - bounds[window]
      }
      window += 1
      starts[window - first] = bounds[window] - begin
    }
    return window - first
  }
}

extension Transformer {
  /// Goes through `count` windows that are loaded; back as well if it `learns`.
  /// Each target counts `share`. Returns the sum of the losses.
  private func go(
    _ count: Int, share: Double, learns: Bool, _ chance: Chance?
  ) -> Double {
    let bunch = bunch
    turns.reset()
    workers.run { [self] worker in
      while case let first = turns.take() * bunch, first < count {
        let windows = first..<min(first + bunch, count)
        let rows = starts[windows.lowerBound]..<starts[windows.upperBound]
        let desk = desks[worker]
        forward(rows, windows, desk, chance)
        for window in windows {
          let (start, end) = (starts[window], starts[window + 1])
          losses[window] = kernels.crossEntropy(
            logits.from(start), targets + start, share, end - start, vocabulary)
        }
        if learns { backward(rows, windows, desk, chance) }
      }
    }
    return (0..<count).reduce(0) { $0 + losses[$1] }
  }
}

extension Transformer {
  /// The mean loss of a batch, from which nothing is learned.
  func loss(of batch: Windows) -> Double {
    var (total, first) = (0.0, 0)
    while first < batch.count {
      let count = load(batch, from: first)
      total += go(count, share: 0, learns: false, nil)
      first += count
    }
    return total / Double(batch.inputs.count)
  }
}

extension Transformer {
  /// Finds the gradients of the mean loss of a batch, and returns it.
  func findGradients(_ batch: Windows) -> Double {
    let share = 1 / Double(batch.inputs.count)
    let number = UInt32(truncatingIfNeeded: step) &* 0x9E37_79B9
    let key = UInt32(truncatingIfNeeded: seed) ^ number
    var (total, first) = (0.0, 0)
    while first < batch.count {
      let count = load(batch, from: first)
      let isDropping = parts.dropout > 0
      let chance =
        isDropping ? Chance(key: key, row: batch.bounds[first]) : nil
      total += go(count, share: share, learns: true, chance)
      gather(starts[count], adding: first > 0)
      first += count
    }
    return total * share
  }
}

extension Transformer {
  /// Moves all weights as `optimizer` does.
  func move() {
    step += 1
    let norm = optimizer.clip < 1e9 ? gradientNorm : 0
    let factor = norm > optimizer.clip ? optimizer.clip / (norm + 1e-6) : 1
    let pace = optimizer.pace(of: step, factor: factor)
    let (block, count) = (16_384, parameters.count)
    turns.reset()
    workers.run { [self] _ in
      pace.withUnsafeBufferPointer { pace in
        guard let pace = pace.baseAddress else { return }
        while case let first = turns.take() * block, first < count {
          kernels.move(
            weights + first, gradients + first, m + first, v + first,
            min(block, count - first), pace)
        }
      }
    }
  }
}

extension Transformer {
  /// The root of the sum of the squares of all gradients.
  var gradientNorm: Double {
    parameters.list.reduce(0) { sum, parameter in
      sum + kernels.squares(gradients + parameter.offset, parameter.count)
    }.squareRoot()
  }
}

/// How many rows a worker takes through all layers at once, unless a window
/// has more.
let bunchRows = 128
