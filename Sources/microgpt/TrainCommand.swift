// Tangled from 1 chapter, 07-embeddings.md. Do not edit: change the chapters.
import Foundation

/// `microgpt train`: train a model.
func train(_ arguments: inout Arguments) throws(Complaint) {
  var run = try arguments.run()
  let lossLog = try arguments.destination("--loss-log")
  try arguments.finish()
  print("num docs: \(run.documents.count)")
  print("vocab size: \(run.tokenizer.vocabularySize)")
  print("num params: \(run.parameters.count)")
  let losses = try run.train()
  if let lossLog {
    let lines = losses.map { "\($0)\n" }.joined()
    try write(Array(lines.utf8), to: lossLog)
  }
}

extension Arguments {
  /// A run as these words want it.
  mutating func run() throws(Complaint) -> Run {
    let settings = try settings(else: Settings())
    let documents = try documents()
    let tokenizer = Tokenizer(documents: documents)
    return try Run(settings, tokenizer, documents: documents)
  }
}
