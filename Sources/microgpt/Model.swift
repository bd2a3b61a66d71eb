// Tangled from 4 chapters, 07-embeddings.md to 12-thinking-alone.md. Do not edit: change the chapters.
/// A language model.
struct Model {
  let architecture: Architecture
  /// What each token is: V × width.
  let tokens: Matrix
  /// What each position is: context × width.
  let positions: Matrix
  /// What is looked for in each token that could come next: V × width.
  let unembedding: Matrix
  let layers: [Layer]

  init(
    _ architecture: Architecture, vocabularySize: Int,
    using random: inout MersenneTwister
  ) {
    let width = architecture.width
    self.architecture = architecture
    tokens = Matrix("wte", vocabularySize, width, using: &random)
    positions = Matrix("wpe", architecture.context, width, using: &random)
    unembedding = Matrix("lm_head", vocabularySize, width, using: &random)
    var layers: [Layer] = []
    for index in 0..<architecture.layers {
      layers.append(Layer("layer\(index)", width: width, using: &random))
    }
    self.layers = layers
  }
}

extension Model {
  var matrices: [Matrix] {
    [tokens, positions, unembedding] + layers.flatMap { $0.matrices }
  }

  /// All weights, in the order in which they are drawn.
  var parameters: [Value] {
    matrices.flatMap { $0.rows.joined() }
  }
}

/// The weights of one layer.
struct Layer {
  /// What a position asks, offers, and says if asked: each width × width.
  let query, key, value: Matrix
  /// What becomes of what all heads heard: width × width.
  let output: Matrix
  /// What is looked for in what was heard: 4 width × width.
  let expand: Matrix
  /// What follows from what was found: width × 4 width.
  let contract: Matrix

  init(_ name: String, width: Int, using random: inout MersenneTwister) {
    query = Matrix("\(name).attn_wq", width, width, using: &random)
    key = Matrix("\(name).attn_wk", width, width, using: &random)
    value = Matrix("\(name).attn_wv", width, width, using: &random)
    output = Matrix("\(name).attn_wo", width, width, using: &random)
    expand = Matrix("\(name).mlp_fc1", 4 * width, width, using: &random)
    contract = Matrix("\(name).mlp_fc2", width, 4 * width, using: &random)
  }

  var matrices: [Matrix] {
    [
      query, key, value,
      output,
      expand, contract,
    ]
  }
}
