// Tangled from 2 chapters, 21-step-on-lanes.md to 22-threads.md. Do not edit: change the chapters.
/// A matrix of weights, outputs × inputs.
struct LanesMatrix {
  let outputs, inputs: Int
  let weights: Panels
  /// What Adam remembers of each weight.
  let m, v: Panels
  /// The weights again, inputs × outputs.
  let turned: Panels
  /// The gradients of both halves of the rows, one after the other.
  private let halves: Panels

  /// The gradients of the first half (0) or the second (1).
  @inline(__always)
  func gradients(_ half: Int) -> Panels {
    Panels(
      memory: halves.memory + half &* blocks(of: inputs) &* halves.apart,
      rows: halves.rows)
  }

  init(
    _ outputs: Int, _ inputs: Int, halves count: Int = 0, in arena: Arena
  ) {
    halves = arena.panels(outputs, count * blocks(of: inputs) * laneCount)
    (self.outputs, self.inputs) = (outputs, inputs)
    weights = arena.panels(outputs, inputs)
    m = arena.panels(outputs, inputs)
    v = arena.panels(outputs, inputs)
    turned = arena.panels(inputs, outputs)
  }
}

extension LanesMatrix {
  /// What comes out for `rows` of `input`, in rows of `pitch` bytes.
  @inline(__always)
  func apply<S: Sink>(
    to input: LanesGrid, _ rows: Range<Int>, pitch: Int, into sink: S
  ) where S.Vector == Lanes {
    multiply(
      input, inputs, turned, blocks(of: outputs), rows, pitch, into: sink)
  }

  /// How fast the loss grows with what went in, from how fast it grows with
  /// what came out.
  @inline(__always)
  func applyBack<S: Sink>(
    to slopes: LanesGrid, _ rows: Range<Int>, pitch: Int, into sink: S
  ) where S.Vector == Lanes {
    multiply(
      slopes, outputs, weights, blocks(of: inputs), rows, pitch, into: sink)
  }
}

/// Multiplies `rows` of `count` numbers by the first `blocks` panels.
@inline(__always)
func multiply<S: Sink>(
  _ input: LanesGrid, _ count: Int, _ panels: Panels, _ blocks: Int,
  _ rows: Range<Int>, _ pitch: Int, into sink: S
) where S.Vector == Lanes {
  let numbers = Numbers(
    start: input.place(rows.lowerBound, 0), down: input.pitch, across: 4)
  var block = 0
  @inline(__always)
  func go<Row: Strip>(_ row: Row.Type) where Row.Vector == Lanes {
    let vectors = Vectors(
      start: panels.place(0, block), count: count, down: laneBytes,
      apart: panels.apart)
    let target = Target(
      rows: rows.count, offset: rows.lowerBound &* pitch &+ block &* laneBytes,
      pitch: pitch, apart: laneBytes)
    multiply(row, numbers, vectors, target, into: sink)
  }
  if tallest(Twin<Lanes>.self) >= 6 {
    while block &+ 2 <= blocks {
      go(Twin<Lanes>.self)
      block &+= 2
    }
  }
  while block < blocks {
    go(Single<Lanes>.self)
    block &+= 1
  }
}

extension LanesMatrix {
  /// Moves all weights by their gradients, the sums of what went in, each
  /// time times how fast the loss grew with what came out.
  func learn(
    _ input: LanesGrid, _ slopes: LanesGrid, _ rows: Range<Int>,
    _ pace: LanesPace
  ) {
    eachSquare { strip, block in
      learn(strip, block, input, slopes, rows, pace)
    }
  }

  /// Calls `body` for each square of 16 × 16 weights.
  @inline(__always)
  func eachSquare(_ body: (_ strip: Int, _ block: Int) -> Void) {
    for block in 0..<blocks(of: inputs) {
      for strip in 0..<blocks(of: outputs) { body(strip, block) }
    }
  }

  /// Moves a square of 16 × 16 weights.
  @inline(never)
  func learn(
    _ strip: Int, _ block: Int, _ input: LanesGrid, _ slopes: LanesGrid,
    _ rows: Range<Int>, _ pace: LanesPace
  ) {
    let numbers = Numbers(
      start: slopes.place(rows.lowerBound, strip), down: 4,
      across: slopes.pitch)
    let vectors = Vectors(
      start: input.place(rows.lowerBound, block), count: rows.count,
      down: input.pitch)
    multiplySquare(
      numbers, vectors, into: move(strip &* laneCount, block, pace))
    turn(strip, block)
  }

  /// Where sums of gradients go that move weights at once.
  @inline(__always)
  func move(_ row: Int, _ block: Int, _ pace: LanesPace) -> LanesMove {
    LanesMove(
      weights: weights.place(row, block), m: m.place(row, block),
      v: v.place(row, block), pace: pace)
  }

  /// Copies a square of the weights into the turned ones.
  @inline(__always)
  func turn(_ strip: Int, _ block: Int) {
    turnSquare(
      weights.place(strip &* laneCount, block),
      into: turned.place(block &* laneCount, strip))
  }
}
