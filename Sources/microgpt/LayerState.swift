// Tangled from 2 chapters, 17-tape.md to 19-attention-backwards.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif

/// What a layer calculates, a row for each position; or the gradients of it.
struct LayerState {
  /// The stream as attention sees it, normalized, and as the MLP does.
  let seen, thought: Grid
  let seenScales, thoughtScales: Grid
  /// Queries, keys and values beside one another.
  let looks: Grid
  /// A square for each head, below one another.
  let shares: Grid
  let heard: Grid
  /// What was found, and what goes on from it: the same, or its squares.
  let found, features: Grid
  /// The keys, or whatever is wanted, in columns.
  let turned: Grid
}

extension LayerState {
  init(_ shape: Shape, _ space: Workspace) {
    let (n, width) = (shape.context, shape.width)
    seen = space.grid(n, width)
    thought = space.grid(n, width)
    seenScales = space.grid(n, 1)
    thoughtScales = space.grid(n, 1)
    looks = space.grid(n, 3 * width)
    shares = space.grid(shape.heads * n, n)
    heard = space.grid(n, width)
    found = space.grid(n, 4 * width)
    features = shape.isSquared ? space.grid(n, 4 * width) : found
    turned = space.grid(width, n)
  }
}

extension LayerState {
  /// What head `index` of `shape` has to do with `length` positions.
  func head(_ index: Int, of shape: Shape, length: Int) -> Head {
    let (n, width) = (shape.context, shape.width)
    let size = width / shape.heads
    let part = index * size..<(index + 1) * size
    let all = 0..<length
    let looks = looks.rows(all)
    func look(_ number: Int) -> Grid {
      let start = number * width + part.lowerBound
      return looks.columns(start..<start + size)
    }
    return Head(
      queries: look(0), keys: look(1), values: look(2),
      keysTurned: turned.rows(part).columns(all),
      shares: shares.rows(index * n..<index * n + length).columns(all),
      heard: heard.rows(all).columns(part))
  }
}
