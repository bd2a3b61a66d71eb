// Tangled from 7 chapters, 07-embeddings.md to 22-threads.md. Do not edit: change the chapters.
/// All that decides how a run goes, besides its documents.
struct Settings {
  var architecture = Architecture()
  var steps = 1000
  var seed: UInt64 = 42
  var learningRate = 0.01
  var beta1 = 0.85
  var beta2 = 0.99
  /// How many documents a step learns from.
  var batch = 1
}

extension Settings {
  /// Tells `each` of the settings, one after the other.
  mutating func declare(to each: inout EachSetting) {
    each.number("steps", &steps, from: 0, "takes N steps")
    each.number("seed", &seed, from: 0, "seeds the random numbers")
    each.positive("learning-rate", &learningRate, "goes X times the slope")
    each.number("width", &architecture.width, from: 1, "keeps N numbers a token")
    each.number("context", &architecture.context, from: 1, "sees N tokens at most")
    each.fraction("beta1", &beta1, "keeps X of the mean gradient a step")
    each.fraction("beta2", &beta2, "keeps X of the mean square a step")
    each.number("layers", &architecture.layers, from: 0, "looks around N times")
    each.number("heads", &architecture.heads, from: 1, "looks with N heads at once")
    each.choice("activation", &architecture.activation, "is the nonlinearity")
    each.number(
      "batch", &batch, from: 1, to: 4096, "learns from N documents a step")
  }
}

extension Settings {
  /// The settings that a saved run keeps, by the names of their options.
  var words: [String: String] { described.words }
}
