// Tangled from 1 chapter, 21-step-on-lanes.md. Do not edit: change the chapters.
/// How the heads of attention sit in vectors.
struct LanesHeads {
  let count, headSize: Int
  /// How many numbers are set aside for a head: 4, 8, or whole vectors.
  let seat: Int
  /// How many vectors a head spans, or 1 if several heads share one.
  let span: Int
  /// How many vectors all heads take.
  let vectors: Int
  /// How many groups of four keys a text has at most.
  let groups: Int
  /// What scores are multiplied by.
  let scale: Float

  init(_ count: Int, width: Int, context: Int) {
    self.count = count
    headSize = width / count
    seat =
      headSize <= 4 ? 4 : headSize <= 8 ? 8 : blocks(of: headSize) * laneCount
    span = max(1, seat / laneCount)
    vectors = blocks(of: count * seat)
    groups = (context + 3) / 4
    scale = Float(1 / Double(headSize).squareRoot())
  }

  /// Where among the seats the number `index` of all heads' numbers is.
  func seated(_ index: Int) -> Int {
    index / headSize * seat + index % headSize
  }

  /// How many bytes the shares of one position take at most.
  func shareBytes(_ context: Int) -> Int {
    seat < laneCount
      ? vectors * (groups + 1) * laneBytes
      : count * blocks(of: context) * laneBytes
  }

  /// What the `rows` of the document that begins in row `start` hear.
  @inline(__always)
  func attend(
    _ looks: LanesGrid, _ shares: UnsafeMutableRawPointer,
    into heard: LanesGrid, from start: Int, _ rows: Range<Int>,
    _ desk: LanesDesk
  ) {
    switch seat {
    case 4:
      attend(Quarters.self, looks, shares, into: heard, from: start, rows)
    case 8:
      attend(Halves.self, looks, shares, into: heard, from: start, rows)
    default: attendInLanes(looks, shares, into: heard, from: start, rows, desk)
    }
  }

  /// What `gradients` of what was heard make of those of queries, keys and
  /// values.
  @inline(__always)
  func back(
    _ looks: LanesGrid, _ shares: UnsafeMutableRawPointer, _ heard: LanesGrid,
    _ gradients: LanesGrid, into slopes: LanesGrid, _ rows: Range<Int>,
    _ desk: LanesDesk
  ) {
    switch seat {
    case 4:
      back(
        Quarters.self, looks, shares, heard, gradients, into: slopes, rows)
    case 8:
      back(Halves.self, looks, shares, heard, gradients, into: slopes, rows)
    default:
      backInLanes(looks, shares, gradients, into: slopes, rows, desk)
    }
  }
}

/// What attention needs for a moment.
struct LanesDesk {
  /// Sixteen rows, and in columns.
  let square, turned: UnsafeMutableRawPointer
  /// The slopes of shares, and then of scores.
  let shares: UnsafeMutableRawPointer

  init(_ heads: LanesHeads, context: Int, in arena: Arena) {
    square = arena.take(laneCount * laneBytes)
    turned = arena.take(heads.span * laneCount * laneBytes)
    shares = arena.take((context + laneCount) * laneBytes)
  }
}
