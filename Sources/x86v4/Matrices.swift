// Tangled from 2 chapters, 17-tape.md to 19-attention-backwards.md. Do not edit: change the chapters.
#if canImport(baseline)
  import baseline
#endif

/// The matrices of a model, one after the other in memory.
struct Matrices {
  let tokens, positions, unembedding: Grid
  let layers: UnsafeMutablePointer<Layer>

  struct Layer {
    /// The query, key and value matrices, below one another.
    let look: Grid
    let output, expand, contract: Grid
  }
}

extension Matrices {
  /// Those of a model at `start`, each turned if `isTurned`.
  init(
    _ shape: Shape, _ space: Workspace,
    at start: UnsafeMutablePointer<Double>, isTurned: Bool = false
  ) {
    let width = shape.width
    var place = start
    func next(_ rows: Int, _ columns: Int) -> Grid {
      defer { place += rows * columns }
      return isTurned
        ? Grid(columns, rows, at: place) : Grid(rows, columns, at: place)
    }
    tokens = next(shape.vocabulary, width)
    positions = next(shape.context, width)
    unembedding = next(shape.vocabulary, width)
    layers = space.memory(shape.layers, of: Layer.self)
    for index in 0..<shape.layers {
      let layer = Layer(
        look: next(3 * width, width), output: next(width, width),
        expand: next(4 * width, width), contract: next(width, 4 * width))
      (layers + index).initialize(to: layer)
    }
  }
}
