// Tangled from 3 chapters, 17-tape.md to 22-threads.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif

/// A model that learns in single precision.
public final class LanesModel {
  let shape: Shape
  let heads: LanesHeads
  let norm: LanesNorm
  let arena = Arena()
  let layers: UnsafeMutablePointer<LanesLayer>
  let tokenTable, placeTable, unembedding: LanesMatrix
  /// Which rows of the two tables each position is the sum of.
  let tokens, places: UnsafeMutablePointer<Int32>
  /// The sum, its norm, and what comes next.
  let sums, embedded, scales, scores: LanesGrid
  /// How fast the loss grows with the embedding, with its sum, and with what
  /// came out of the last layer.
  let embeddedSlopes, sumSlopes, lastSlopes: LanesGrid
  /// What is needed for a moment only.
  let scratch: LanesGrid
  let desks: UnsafeMutablePointer<LanesDesk>
  /// 0 for each token, −10³⁰ for what fills the last vector up.
  let mask: LanesGrid
  let tokenSums, placeSums: LanesGrid

  /// Weights are 0 until they are read; `rows` positions fit in.
  public init(_ shape: Shape, rows: Int, workers: Int) {
    self.shape = shape
    heads = LanesHeads(
      shape.heads, width: shape.width, context: shape.context)
    norm = LanesNorm(width: shape.width)
    let width = shape.width
    let halves = rows > shape.context ? 2 : 0
    func table(_ rows: Int, in arena: Arena) -> LanesMatrix {
      LanesMatrix(rows, width, halves: halves, in: arena)
    }
    tokenTable = table(shape.vocabulary, in: arena)
    placeTable = table(shape.context, in: arena)
    unembedding = table(shape.vocabulary, in: arena)
    let bytes = rows * MemoryLayout<Int32>.stride
    tokens = arena.take(bytes).bindMemory(to: Int32.self, capacity: rows)
    places = arena.take(bytes).bindMemory(to: Int32.self, capacity: rows)
    sums = arena.grid(rows, width)
    embedded = arena.grid(rows, width)
    scales = arena.grid(rows, 1)
    scores = arena.grid(rows, shape.vocabulary)
    embeddedSlopes = arena.grid(rows, width)
    sumSlopes = arena.grid(rows, width)
    scratch = arena.grid(rows, max(width, heads.vectors * laneCount))
    layers = arena.take(max(1, shape.layers) * MemoryLayout<LanesLayer>.stride)
      .bindMemory(to: LanesLayer.self, capacity: shape.layers)
    var slopes = embeddedSlopes
    for index in 0..<shape.layers {
      let layer = LanesLayer(
        shape, heads, rows: rows, slopes: slopes, in: arena)
      (layers + index).initialize(to: layer)
      slopes = layer.slopes.after
    }
    lastSlopes = slopes
    desks = arena.take(workers * MemoryLayout<LanesDesk>.stride)
      .bindMemory(to: LanesDesk.self, capacity: workers)
    for worker in 0..<workers {
      (desks + worker).initialize(
        to: LanesDesk(heads, context: shape.context, in: arena))
    }
    mask = arena.grid(1, shape.vocabulary)
    let lanes = blocks(of: shape.vocabulary) * laneCount
    for column in shape.vocabulary..<lanes { mask[0, number: column] = -1e30 }
    tokenSums = arena.grid(shape.vocabulary, width)
    placeSums = arena.grid(shape.context, width)
  }
}
