// Tangled from 5 chapters, 07-embeddings.md to 15-whole-program.md. Do not edit: change the chapters.
extension Model {
  /// The scores for what comes after each of `tokens`, which follow those in
  /// `memory` and go into it: V for each.
  func scores(_ tokens: [Int], memory: inout Memory) -> [[Value]] {
    let start = memory.length
    var stream = tokens.indices.map { embed(tokens[$0], at: start + $0) }
    for (index, layer) in layers.enumerated() {
      stream = pass(stream, through: layer, memory: &memory.layers[index])
    }
    memory.length += tokens.count
    return stream.map { linear($0, unembedding) }
  }

  /// The scores for what comes after each of `tokens`: V for each.
  func scores(_ tokens: [Int]) -> [[Value]] {
    var memory = Memory(layers: layers.count)
    return scores(tokens, memory: &memory)
  }

  /// Token and position in one: width numbers.
  func embed(_ token: Int, at position: Int) -> [Value] {
    rmsNorm(add(tokens.rows[token], positions.rows[position]))
  }
}

extension Model {
  /// How many tokens of `sequence` have a next one to be guessed: all but the
  /// last, as far as the context reaches.
  func guesses(in sequence: [Int]) -> Int {
    min(architecture.context, sequence.count - 1)
  }

  /// The mean surprise at the tokens of `sequence`, each after those before.
  func loss(of sequence: [Int]) -> Value {
    let count = guesses(in: sequence)
    let scores = scores(Array(sequence.prefix(count)))
    let surprises = zip(scores, sequence.dropFirst()).map(crossEntropy)
    return sum(surprises) * (1 / Double(count))
  }
}

extension Model {
  /// What a layer makes of the `stream` of new positions: each looks around,
  /// then thinks alone, and adds what comes of it to what it is.
  func pass(
    _ stream: [[Value]], through layer: Layer, memory: inout Memory.Layer
  ) -> [[Value]] {
    let looks = attention(stream.map(rmsNorm), in: layer, memory: &memory)
    let heard = zip(looks, stream).map(add)
    let thoughts = heard.map { think(rmsNorm($0), in: layer) }
    return zip(thoughts, heard).map(add)
  }
}

extension Model {
  /// What a position makes of `x` by itself: an MLP.
  func think(_ x: [Value], in layer: Layer) -> [Value] {
    let features = linear(x, layer.expand).map { feature in
      switch architecture.activation {
      case .relu: feature.relu()
      case .relu2: feature.relu().raised(to: 2)
      }
    }
    return linear(features, layer.contract)
  }
}
