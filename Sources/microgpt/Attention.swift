// Tangled from 2 chapters, 10-attention.md to 15-whole-program.md. Do not edit: change the chapters.
extension Model {
  /// What each position of `stream` hears from itself and those before it, of
  /// which the first are in `memory`.
  func attention(
    _ stream: [[Value]], in layer: Layer, memory: inout Memory.Layer
  ) -> [[Value]] {
    let start = memory.keys.count
    memory.keys += stream.map { linear($0, layer.key) }
    memory.values += stream.map { linear($0, layer.value) }
    let (keys, values) = (memory.keys, memory.values)
    return stream.indices.map { index in
      let position = start + index
      let query = linear(stream[index], layer.query)
      let heard = architecture.parts.flatMap { part in
        listen(
          Array(query[part]),
          to: keys[...position].map { Array($0[part]) },
          saying: values[...position].map { Array($0[part]) })
      }
      return linear(heard, layer.output)
    }
  }
}

/// How much of its attention a query pays to each of `keys`: 1 in sum.
func attentionWeights(_ query: [Value], _ keys: [[Value]]) -> [Value] {
  let spread = power(Double(query.count), 0.5)
  return softmax(keys.map { key in dot(query, key) / spread })
}

/// The mean of `values`, each counting as much as its key is attended to.
func listen(
  _ query: [Value], to keys: [[Value]], saying values: [[Value]]
) -> [Value] {
  let weights = attentionWeights(query, keys)
  return query.indices.map { i in dot(weights, values.map { $0[i] }) }
}

/// The keys and values of what has been read.
struct Memory {
  /// How many tokens that is.
  var length = 0
  var layers: [Layer]

  struct Layer {
    /// For each token, width numbers.
    var keys: [[Value]] = []
    var values: [[Value]] = []
  }

  init(layers: Int) {
    self.layers = Array(repeating: Layer(), count: layers)
  }
}
