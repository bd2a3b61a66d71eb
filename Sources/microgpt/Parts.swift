// Tangled from 1 chapter, 25-block.md. Do not edit: change the chapters.
/// What a transformer is made of, and how large it is.
struct Parts {
  var width = 64, context = 32, layers = 4, heads = 4
  var norm = Norm.layer
  var place = NormPlace.before
  var biases = Biases.most
  var activation = Nonlinearity.relu
  var dropout = 0.0
  /// Whether the logits have a matrix of their own.
  var logits = Logits.free
  var scale = AttentionScale.width
  var residual = Residual.kept
  var start = Start.torch
}

extension Parts {
  enum Norm: String, CaseIterable { case layer, rms, none }
  enum NormPlace: String, CaseIterable { case before, after }
  /// Most: all but those of queries, keys and values.
  enum Biases: String, CaseIterable { case none, most, all }
  enum Nonlinearity: String, CaseIterable { case relu, relu2, gelu }
  enum Logits: String, CaseIterable { case free, tied }
  enum AttentionScale: String, CaseIterable { case width, head }
  enum Residual: String, CaseIterable { case kept, none }
  enum Start: String, CaseIterable { case torch, gpt2 }
}

extension Parts {
  var headSize: Int { width / heads }

  /// What attention scores are multiplied by.
  var factor: Double {
    1 / Double(scale == .width ? width : headSize).squareRoot()
  }
}
