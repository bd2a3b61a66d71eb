// Tangled from 2 chapters, 12-thinking-alone.md to 13-keeping-scale.md. Do not edit: change the chapters.
/// `microgpt scale WORD`: how large the numbers are that layers pass on.
func showScale(_ arguments: inout Arguments) throws(Complaint) {
  var run = try arguments.run()
  let factor = try arguments.positive("--factor", else: 1)
  let picture = try arguments.destination("--plot")
  let tokens = try arguments.beginning(of: run)
  try arguments.finish()
  try run.train()
  for weight in run.parameters { weight.data *= factor }
  let sizes = run.model.streamSizes(tokens)
  let loss = run.model.loss(of: tokens + [run.tokenizer.boundary])
  loss.backward()
  print("               stream  gradients of the query")
  print("embedding  \(sizes[0], significant: 3, width: 10)")
  for (index, layer) in run.model.layers.enumerated() {
    let gradients = layer.query.rows.joined().map { $0.gradient }
    let stream = "\(sizes[index + 1], significant: 3, width: 10)"
    let slopes = "\(size(gradients), significant: 3, width: 10)"
    print("layer \(index)".padded(to: 11) + stream + "  " + slopes)
  }
  print("loss \(loss.data, digits: 4)")
  if let picture {
    var curves: [Curve] = []
    for name in ["as drawn", "twice", "four times", "eight times"] {
      let sizes = run.model.streamSizes(tokens)
      let points = sizes.enumerated().map { index, size in
        (x: Double(index), y: logarithm(size / sizes[0]) / logarithm(10))
      }
      curves.append(Curve(name: name, points: points))
      for weight in run.parameters { weight.data *= 2 }
    }
    try Drawing(
      curves: curves, across: "layers passed",
      up: "powers of ten",
      title: "The stream's size, from layer to layer",
      description: "Four lines, one for each size that the weights may have."
    ).write(to: picture)
  }
}

/// The root of the mean square of `numbers`.
private func size(_ numbers: [Double]) -> Double {
  let squares = numbers.map { $0 * $0 }.reduce(0, +)
  return (squares / Double(numbers.count)).squareRoot()
}

extension Model {
  /// The size of the stream before each layer and after the last, while
  /// the model reads `tokens`.
  fileprivate func streamSizes(_ tokens: [Int]) -> [Double] {
    streams(tokens).map { stream in size(stream.joined().map { $0.data }) }
  }
}
