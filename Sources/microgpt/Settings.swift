// Tangled from 7 chapters, 07-embeddings.md to 21-threads.md. Do not edit: change the chapters.
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
  /// The settings by the names of their options.
  var words: [String: String] {
    var words = ["steps": "\(steps)", "seed": "\(seed)"]
    words["learning-rate"] = "\(learningRate)"
    words["beta1"] = "\(beta1)"
    words["beta2"] = "\(beta2)"
    words["width"] = "\(architecture.width)"
    words["context"] = "\(architecture.context)"
    words["layers"] = "\(architecture.layers)"
    words["heads"] = "\(architecture.heads)"
    words["activation"] = architecture.activation.rawValue
    words["batch"] = "\(batch)"
    return words
  }
}
