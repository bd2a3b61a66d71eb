// Tangled from 3 chapters, 17-tape.md to 22-threads.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif

/// A layer: its weights, and what becomes of each position in it.
struct LanesLayer {
  let look, output, expand, contract: LanesMatrix
  /// The stream as attention sees it, normalized, and as the MLP does.
  let seen, thought: LanesGrid
  let seenScales, thoughtScales: LanesGrid
  /// Queries, keys and values beside one another, and what was heard.
  let looks, heard: LanesGrid
  let shares: UnsafeMutableRawPointer
  /// The stream after attention, and after the MLP.
  let middle, after: LanesGrid
  /// What was found, and what goes on from it: the same, or its squares.
  let open, features: LanesGrid
  let slopes: LanesSlopes
}

extension LanesLayer {
  init(
    _ shape: Shape, _ heads: LanesHeads, rows: Int, slopes: LanesGrid,
    in arena: Arena
  ) {
    let (width, features) = (shape.width, 4 * shape.width)
    let seats = heads.vectors * laneCount
    func grid(_ columns: Int) -> LanesGrid { arena.grid(rows, columns) }
    let halves = rows > shape.context ? 2 : 0
    look = LanesMatrix(3 * seats, width, halves: halves, in: arena)
    output = LanesMatrix(width, seats, halves: halves, in: arena)
    expand = LanesMatrix(features, width, halves: halves, in: arena)
    contract = LanesMatrix(width, features, halves: halves, in: arena)
    (seen, thought) = (grid(width), grid(width))
    (seenScales, thoughtScales) = (grid(1), grid(1))
    looks = grid(3 * seats)
    heard = grid(seats)
    shares = arena.take(rows * heads.shareBytes(shape.context))
    (middle, after) = (grid(width), grid(width))
    open = grid(features)
    self.features = shape.isSquared ? grid(features) : open
    self.slopes = LanesSlopes(
      shape, heads, rows: rows, before: slopes, in: arena)
  }
}

/// How fast the loss grows with what becomes of each position in a layer.
struct LanesSlopes {
  /// With what comes in, what is between attention and MLP, and goes out.
  let before, middle, after: LanesGrid
  let looks, features: LanesGrid

  init(
    _ shape: Shape, _ heads: LanesHeads, rows: Int, before: LanesGrid,
    in arena: Arena
  ) {
    let seats = heads.vectors * laneCount
    self.before = before
    middle = arena.grid(rows, shape.width)
    after = arena.grid(rows, shape.width)
    looks = arena.grid(rows, 3 * seats)
    features = arena.grid(rows, 4 * shape.width)
  }
}
