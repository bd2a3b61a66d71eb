// Tangled from 1 chapter, 06-learned-table.md. Do not edit: change the chapters.
/// `microgpt softmax NUMBER …`: the probabilities that scores stand for.
func showSoftmax(_ arguments: inout Arguments) throws(Complaint) {
  let hasGradients = arguments.flag("--gradients")
  var scores: [Value] = []
  while let word = arguments.word() {
    guard let number = Double(word) else {
      throw .usage("`\(word)` is not a number")
    }
    scores.append(Value(number))
  }
  try arguments.finish()
  if scores.isEmpty { throw .usage("`softmax` wants some numbers") }
  print(inFourPlaces(softmax(scores).map { $0.data }))
  if hasGradients {
    crossEntropy(scores, 0).backward()
    print("gradients if the first comes:")
    print(inFourPlaces(scores.map { $0.gradient }))
  }
}

/// `numbers` with four decimals.
private func inFourPlaces(_ numbers: [Double]) -> String {
  numbers.map { $0.fixed(4) }.joined(separator: " ")
}
