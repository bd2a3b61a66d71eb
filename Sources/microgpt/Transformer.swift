// Tangled from 2 chapters, 25-block.md to 30-long-run.md. Do not edit: change the chapters.
/// Rows of numbers somewhere in memory.
struct Sheet<Number> {
  let start: UnsafeMutablePointer<Number>
  /// How far it is from one row to the next.
  let pitch: Int

  /// The numbers from `row` and `column` on.
  func from(_ row: Int, _ column: Int = 0) -> Strided<Number> {
    (start + row * pitch + column, pitch, 1)
  }
}

/// `numbers` with rows and columns exchanged.
func turned<Number>(_ numbers: Strided<Number>) -> Strided<Number> {
  (numbers.start, numbers.across, numbers.down)
}

/// What happens around attention, or around an MLP: the stream goes in, is
/// normalized, and what comes of it is added to the stream.
struct Branch<Number> {
  /// The stream before and after.
  let before, after: Sheet<Number>
  /// The stream normalized, and what each row was multiplied by for that.
  let normed: Sheet<Number>
  let scales: UnsafeMutablePointer<Number>
  /// What goes in: `normed` times gain plus bias, or just the stream.
  let seen: Sheet<Number>
  /// The gradients of what the norm gives, and of what is added.
  let normSlopes, addedSlopes: Sheet<Number>
  let gain, shift: Int?
}

/// What a layer calculates for each row, and gradients of it.
struct LayerSheets<Number> {
  let listening: Branch<Number>
  /// Queries, keys, values beside one another.
  let looks: Sheet<Number>
  /// A square for each head of each window, below one another.
  let shares: Sheet<Number>
  let heard: Sheet<Number>
  let thinking: Branch<Number>
  /// The features before and after the nonlinearity.
  let hidden, activated: Sheet<Number>
  let looksSlopes, hiddenSlopes: Sheet<Number>
}

/// A transformer whose gradients were derived by hand.
final class Transformer<Number: BinaryFloatingPoint> {
  let parts: Parts
  let vocabulary: Int
  let parameters: Parameters
  let kernels: Calculations<Number>
  let workers: Workers
  /// A number for each weight: itself, its gradient, Adam's means.
  let weights, gradients, m, v: UnsafeMutablePointer<Number>
  var optimizer = Optimizer()
  /// How many steps have been taken.
  var step = 0
  /// How many of them were taken before this run.
  var stepAtStart = 0
  /// Decides what is dropped, together with the step.
  var seed: UInt64 = 0

  private let workspace = Workspace()
  /// How many rows are calculated before gradients are collected.
  let capacity: Int
  /// The token, the position and the target of each row.
  let tokens, positions, targets: UnsafeMutablePointer<Int>
  /// Where windows begin, and the loss of each.
  let starts: UnsafeMutablePointer<Int>
  let losses: UnsafeMutablePointer<Double>
  var layers: [LayerSheets<Number>] = []
  let embedded, last, normed, seen, logits: Sheet<Number>
  let scales: UnsafeMutablePointer<Number>
  /// The gradients of the stream wherever it is, and of the last norm.
  let slopes, lastSlopes: Sheet<Number>
  /// What only one worker needs: a panel, and two squares of attention.
  let desks: [Desk<Number>]
  let turns = Turns()

  init(
    _ parts: Parts, vocabulary: Int, kernels: Calculations<Number>,
    workers: Workers = .one, windows: Int
  ) {
    self.parts = parts
    self.vocabulary = vocabulary
    self.kernels = kernels
    self.workers = workers
    parameters = Parameters(parts, vocabulary: vocabulary)
    let space = workspace
    func numbers(_ count: Int) -> UnsafeMutablePointer<Number> {
      let place = space.memory(count, of: Number.self)
      place.initialize(repeating: 0, count: count)
      return place
    }
    weights = numbers(parameters.count)
    gradients = numbers(parameters.count)
    m = numbers(parameters.count)
    v = numbers(parameters.count)
    let most = max(1, rowLimit / parts.context)
    capacity = min(windows, most) * parts.context
    let (rows, width, context) = (capacity, parts.width, parts.context)
    func sheet(_ columns: Int, rows: Int) -> Sheet<Number> {
      let pitch = pitch(of: columns)
      return Sheet(start: numbers(rows * pitch), pitch: pitch)
    }
    func sheet(_ columns: Int) -> Sheet<Number> { sheet(columns, rows: rows) }
    tokens = space.memory(rows, of: Int.self)
    positions = space.memory(rows, of: Int.self)
    targets = space.memory(rows, of: Int.self)
    starts = space.memory(rows + 1, of: Int.self)
    losses = space.memory(rows, of: Double.self)
    embedded = sheet(width)
    var stream = embedded
    let isNormed = parts.norm != .none
    func branch(_ gain: Int?, _ shift: Int?) -> Branch<Number> {
      let isBefore = parts.place == .before && isNormed
      let normed = isNormed ? sheet(width) : stream
      let branch = Branch(
        before: stream,
        after: sheet(width), normed: normed, scales: numbers(rows),
        seen: !isBefore ? stream : gain == nil ? normed : sheet(width),
        normSlopes: sheet(width), addedSlopes: sheet(width),
        gain: gain, shift: shift)
      stream = branch.after
      return branch
    }
    for places in parameters.layers {
      let hidden = sheet(4 * width)
      let layer = LayerSheets(
        listening: branch(places.gain1, places.shift1),
        looks: sheet(3 * width),
        shares: sheet(context, rows: rows * parts.heads),
        heard: sheet(width),
        thinking: branch(places.gain2, places.shift2),
        hidden: hidden,
        activated: parts.activation == .relu ? hidden : sheet(4 * width),
        looksSlopes: sheet(3 * width), hiddenSlopes: sheet(4 * width))
      layers.append(layer)
    }
    last = stream
    let isLastNormed = isNormed && parts.place == .before
    normed = isLastNormed ? sheet(width) : stream
    seen = parameters.gain == nil ? normed : sheet(width)
    scales = numbers(rows)
    logits = sheet(vocabulary)
    slopes = sheet(width)
    lastSlopes = sheet(width)
    desks = (0..<workers.count).map { _ in
      Desk(
        panel: numbers(panelDepth * 32),
        shares: sheet(context, rows: context),
        slopes: sheet(context, rows: context),
        rows: sheet(width, rows: max(context, bunchRows)))
    }
  }
}

/// How many rows are calculated at once at most, if a window has no more.
private let rowLimit = 2048

/// How far rows of so many numbers lie apart: an odd number of pieces of
/// sixteen, for then the same column of many rows is spread over the cache.
func pitch(of columns: Int) -> Int { ((columns + 15) / 16 | 1) * 16 }

/// What a worker has for itself.
struct Desk<Number> {
  let panel: UnsafeMutablePointer<Number>
  let shares, slopes: Sheet<Number>
  let rows: Sheet<Number>
}
