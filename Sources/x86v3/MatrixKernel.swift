// Tangled from 2 chapters, 17-tape.md to 19-attention-backwards.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif

/// A model whose gradients were derived by hand, in matrices of `Double`.
public final class MatrixKernel {
  private let shape: Shape
  private let workspace = Workspace()
  /// How many weights it has.
  public let count: Int
  /// The weights, in the order in which they are drawn, and Adam's means.
  public let weights, m, v: UnsafeMutablePointer<Double>
  private let gradients: UnsafeMutablePointer<Double>
  private let matrices, grads, turned: Matrices
  private let states: UnsafeMutablePointer<LayerState>
  /// The gradients of the state of whichever layer it is on the way back.
  private let back: LayerState
  private let embedded, scales, stream, streamBack, scores: Grid
  /// How many tokens have been read.
  private var length = 0

  /// A kernel whose weights are all 0.
  public init(_ shape: Shape) {
    self.shape = shape
    let (context, width, space) = (shape.context, shape.width, workspace)
    let rows = 2 * shape.vocabulary + context
    count = rows * width + 12 * shape.layers * width * width
    weights = space.numbers(count + 7)
    gradients = space.numbers(count + 7)
    m = space.numbers(count + 7)
    v = space.numbers(count + 7)
    matrices = Matrices(shape, space, at: weights)
    grads = Matrices(shape, space, at: gradients)
    turned = Matrices(shape, space, at: space.numbers(count), isTurned: true)
    states = space.memory(shape.layers, of: LayerState.self)
    for index in 0..<shape.layers {
      (states + index).initialize(to: LayerState(shape, space))
    }
    back = LayerState(shape, space)
    embedded = space.grid(context, width)
    scales = space.grid(context, 1)
    stream = space.grid(context, width)
    streamBack = space.grid(context, width)
    scores = space.grid(context, shape.vocabulary)
  }
}

extension MatrixKernel {
  /// Computes the scores for what comes after each of `count` tokens, which
  /// follow those that have been read.
  private func forward(_ tokens: UnsafePointer<Int>, _ count: Int) {
    let new = length..<length + count
    embed(tokens, new)
    for index in 0..<shape.layers {
      attend(states[index], matrices: turned.layers[index], new)
      think(states[index], matrices: turned.layers[index], new)
    }
    multiply(stream.rows(new), turned.unembedding, into: scores.rows(new))
    length = new.upperBound
  }

  private func embed(_ tokens: UnsafePointer<Int>, _ new: Range<Int>) {
    for t in new {
      let token = matrices.tokens.row(tokens[t - new.lowerBound])
      let (place, x) = (matrices.positions.row(t), stream.row(t))
      for i in 0..<shape.width { x[i] = token[i] + place[i] }
    }
    let (stream, embedded) = (stream.rows(new), embedded.rows(new))
    stream.normalize(into: embedded, scales: scales.rows(new))
    stream.copy(embedded)
  }

  /// Lets the `new` positions look around, and adds what they hear to the
  /// stream. The matrices are turned.
  private func attend(
    _ state: LayerState, matrices: Matrices.Layer, _ new: Range<Int>
  ) {
    let (width, seen) = (shape.width, state.seen.rows(new))
    stream.rows(new).normalize(into: seen, scales: state.seenScales.rows(new))
    multiply(seen, matrices.look, into: state.looks.rows(new))
    let keys = state.looks.rows(new).columns(width..<2 * width)
    keys.copyTurned(to: state.turned.columns(new))
    for index in 0..<shape.heads {
      let head = state.head(index, of: shape, length: new.upperBound)
      head.attend(from: new.lowerBound)
    }
    let heard = state.heard.rows(new)
    multiply(heard, matrices.output, into: stream.rows(new), adding: true)
  }

  /// Lets the `new` positions think alone, and adds their thoughts to the
  /// stream. The matrices are turned.
  private func think(
    _ state: LayerState, matrices: Matrices.Layer, _ new: Range<Int>
  ) {
    let (thought, found) = (state.thought.rows(new), state.found.rows(new))
    let (features, stream) = (state.features.rows(new), stream.rows(new))
    stream.normalize(into: thought, scales: state.thoughtScales.rows(new))
    multiply(thought, matrices.expand, into: found)
    found.relu()
    if shape.isSquared { found.square(into: features) }
    multiply(features, matrices.contract, into: stream, adding: true)
  }
}

extension MatrixKernel {
  /// Adds the gradients of the loss of the `tokens` that were read, in which
  /// each surprise counts `share`.
  private func backward(_ tokens: UnsafePointer<Int>, share: Double) {
    let all = 0..<length
    let (scores, streamBack) = (scores.rows(all), streamBack.rows(all))
    scores.crossEntropyBack(tokens + 1, share: share)
    multiply(
      scores.turned, stream.rows(all), into: grads.unembedding, adding: true)
    multiply(scores, matrices.unembedding, into: streamBack)
    for index in (0..<shape.layers).reversed() {
      thinkBack(index, all)
      attendBack(index, all)
    }
    embedBack(tokens, all)
  }

  private func thinkBack(_ index: Int, _ all: Range<Int>) {
    let (state, matrices) = (states[index], matrices.layers[index])
    let (grads, streamBack) = (grads.layers[index], streamBack.rows(all))
    let (found, features) = (state.found.rows(all), state.features.rows(all))
    let foundBack = back.found.rows(all)
    let thoughtBack = back.thought.rows(all)
    multiply(streamBack.turned, features, into: grads.contract, adding: true)
    multiply(streamBack, matrices.contract, into: foundBack)
    if shape.isSquared {
      foundBack.squareBack(found)
    } else {
      foundBack.reluBack(found)
    }
    let thought = state.thought.rows(all)
    multiply(foundBack.turned, thought, into: grads.expand, adding: true)
    multiply(foundBack, matrices.expand, into: thoughtBack)
    thoughtBack.normalizeBack(
      thought, scales: state.thoughtScales, addingTo: streamBack)
  }

  private func attendBack(_ index: Int, _ all: Range<Int>) {
    let (state, matrices) = (states[index], matrices.layers[index])
    let (grads, streamBack) = (grads.layers[index], streamBack.rows(all))
    let (looksBack, seenBack) = (back.looks.rows(all), back.seen.rows(all))
    let heard = state.heard.rows(all)
    multiply(streamBack.turned, heard, into: grads.output, adding: true)
    multiply(streamBack, matrices.output, into: back.heard.rows(all))
    let values = state.looks.columns(2 * shape.width..<3 * shape.width)
    values.rows(all).copyTurned(to: back.turned.columns(all))
    for index in 0..<shape.heads {
      let headBack = back.head(index, of: shape, length: length)
      state.head(index, of: shape, length: length)
        .attendBack(headBack, valuesTurned: headBack.keysTurned)
    }
    let seen = state.seen.rows(all)
    multiply(looksBack.turned, seen, into: grads.look, adding: true)
    multiply(looksBack, matrices.look, into: seenBack)
    seenBack.normalizeBack(
      seen, scales: state.seenScales, addingTo: streamBack)
  }

  private func embedBack(_ tokens: UnsafePointer<Int>, _ all: Range<Int>) {
    for t in all {
      let (row, token) = (t..<t + 1, tokens[t]..<tokens[t] + 1)
      let (embedded, scale) = (embedded.rows(row), scales.rows(row))
      let streamBack = streamBack.rows(row)
      streamBack.normalizeBack(
        embedded, scales: scale, addingTo: grads.positions.rows(row))
      streamBack.normalizeBack(
        embedded, scales: scale, addingTo: grads.tokens.rows(token))
    }
  }
}

extension MatrixKernel {
  /// Adds the gradients of the loss of `count` guesses, which stand between
  /// the first `count + 1` of `tokens`; it is to count `share`. Returns it.
  public func learn(
    _ tokens: UnsafePointer<Int>, _ count: Int, share: Double
  ) -> Double {
    let loss = loss(tokens, count)
    backward(tokens, share: share / Double(count))
    return loss
  }

  /// The mean surprise at `count` tokens after the first of `tokens`.
  public func loss(_ tokens: UnsafePointer<Int>, _ count: Int) -> Double {
    begin()
    forward(tokens, count)
    return scores.rows(0..<count).crossEntropy(tokens + 1) / Double(count)
  }

  /// Forgets what has been read.
  public func begin() { length = 0 }

  /// Reads `token`, and returns the place of the scores for what comes next.
  public func read(_ token: Int) -> UnsafePointer<Double> {
    withUnsafePointer(to: token) { forward($0, 1) }
    return UnsafePointer(scores.row(length - 1))
  }

  /// Moves the weights against their gradients as Adam does, and clears these.
  public func update(_ pace: Pace) {
    let (fresh1, fresh2) = (1 - pace.beta1, 1 - pace.beta2)
    let (step, full) = (pace.rate / pace.known1, 1 / pace.known2)
    for i in stride(from: 0, to: count, by: 8) {
      let gradient: SIMD8<Double> = load(gradients + i)
      let mean = pace.beta1 * load(m + i) + fresh1 * gradient
      let square =
        pace.beta2 * load(v + i) + fresh2 * (gradient * gradient)
      let size = (full * square).squareRoot() + 1e-8
      store(mean, m + i)
      store(square, v + i)
      store(load(weights + i) - step * mean / size, weights + i)
      store(SIMD8<Double>(), gradients + i)
    }
    turn()
  }

  /// Brings the turned copies up to date; to be called when weights change.
  public func turn() {
    matrices.unembedding.copyTurned(to: turned.unembedding)
    for index in 0..<shape.layers {
      let (layer, copy) = (matrices.layers[index], turned.layers[index])
      layer.look.copyTurned(to: copy.look)
      layer.output.copyTurned(to: copy.output)
      layer.expand.copyTurned(to: copy.expand)
      layer.contract.copyTurned(to: copy.contract)
    }
  }
}

/// Eight numbers from `place` on.
@inline(__always)
private func load(_ place: UnsafeMutablePointer<Double>) -> SIMD8<Double> {
  UnsafeRawPointer(place).loadUnaligned(as: SIMD8<Double>.self)
}

@inline(__always)
private func store(
  _ numbers: SIMD8<Double>, _ place: UnsafeMutablePointer<Double>
) {
  UnsafeMutableRawPointer(place).storeBytes(of: numbers, as: SIMD8<Double>.self)
}
