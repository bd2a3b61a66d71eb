// Tangled from 3 chapters, 05-chain-rule.md to 12-thinking-alone.md. Do not edit: change the chapters.
import Foundation

/// `microgpt gradcheck`: gradients against nudges.
func checkGradients(_ arguments: inout Arguments) throws(Complaint) {
  let bound = try arguments.positive("--bound", else: 1e-6)
  let settings = try arguments.settings(else: smallSettings)
  let documents = try arguments.documents()
  try arguments.finish()
  var worst = 0.0
  let report = { (name: String, error: Double) in
    print(name.padded(to: 24) + String(format: "%.1e", error))
    worst = max(worst, error)
  }
  for operation in operations {
    let (a, b) = (Value(0.7), Value(-1.3))
    report(operation.name, gradientError([a, b]) { operation.of(a, b) })
  }
  let run = try Run(
    settings, Tokenizer(documents: documents), documents: documents)
  let sequence = try run.tokenizer.sequence(of: run.documents[0])
  let error = gradientError(run.parameters) { run.model.loss(of: sequence) }
  report("model of \(run.parameters.count) weights", error)
  guard worst <= bound else {
    throw Complaint("a gradient is off by \(worst), more than \(bound)")
  }
}

/// Settings of a model that is quickly nudged in every weight.
private var smallSettings: Settings {
  var settings = Settings()
  settings.architecture = Architecture(
    width: 4, context: 4, layers: 2, heads: 2)
  return settings
}
