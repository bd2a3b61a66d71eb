// Tangled from 1 chapter, 07-embeddings.md. Do not edit: change the chapters.
/// A language model.
struct Model {
  let architecture: Architecture
  /// What each token is: V × width.
  let tokens: Matrix
  /// What each place is: context × width.
  let positions: Matrix
  /// What is looked for in each token that could come next: V × width.
  let unembedding: Matrix

  init(
    _ architecture: Architecture, vocabularySize: Int,
    using random: inout MersenneTwister
  ) {
    let width = architecture.width
    self.architecture = architecture
    tokens = Matrix("wte", vocabularySize, width, using: &random)
    positions = Matrix("wpe", architecture.context, width, using: &random)
    unembedding = Matrix("lm_head", vocabularySize, width, using: &random)
  }
}

extension Model {
  var matrices: [Matrix] { [tokens, positions, unembedding] }

  /// All weights, in the order in which they are drawn.
  var parameters: [Value] {
    matrices.flatMap { $0.rows.joined() }
  }
}
