// Tangled from 6 chapters, 07-embeddings.md to 21-threads.md. Do not edit: change the chapters.
extension Arguments {
  /// The settings of this run; those that are not given are as in `usual`.
  mutating func settings(else usual: Settings) throws(Complaint) -> Settings {
    var settings = usual
    settings.architecture = try architecture(else: usual.architecture)
    settings.steps = try number("--steps", else: usual.steps, atLeast: 0)
    settings.seed = try number("--seed", else: usual.seed, atLeast: 0)
    settings.learningRate = try positive(
      "--learning-rate", else: usual.learningRate)
    settings.beta1 = try fraction("--beta1", else: usual.beta1)
    settings.beta2 = try fraction("--beta2", else: usual.beta2)
    settings.batch = try number("--batch", else: usual.batch, atLeast: 1)
    guard settings.batch <= 4096 else {
      throw .usage("a batch has at most 4096 documents")
    }
    return settings
  }

  private mutating func architecture(
    else usual: Architecture
  ) throws(Complaint) -> Architecture {
    var model = usual
    model.width = try number("--width", else: usual.width, atLeast: 1)
    model.context = try number("--context", else: usual.context, atLeast: 1)
    model.layers = try number("--layers", else: usual.layers, atLeast: 0)
    model.heads = try number("--heads", else: usual.heads, atLeast: 1)
    if let word = try option("--activation") {
      guard let activation = Activation(rawValue: word) else {
        let names = Activation.allCases.map { $0.rawValue }
        throw .unknown("activation", word, among: names)
      }
      model.activation = activation
    }
    return model
  }
}
