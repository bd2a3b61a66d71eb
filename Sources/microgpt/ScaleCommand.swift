// Tangled from 2 chapters, 12-thinking-alone.md to 13-keeping-scale.md. Do not edit: change the chapters.
import Foundation

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
  print(String(format: "embedding  %10.3g", sizes[0]))
  for (index, layer) in run.model.layers.enumerated() {
    let gradients = layer.query.rows.joined().map { $0.gradient }
    let numbers = (sizes[index + 1], size(gradients))
    print(
      "layer \(index)".padded(to: 11)
        + String(format: "%10.3g  %10.3g", numbers.0, numbers.1))
  }
  print(String(format: "loss %.4f", loss.data))
  if let picture {
    var curves: [Curve] = []
    for name in ["as drawn", "twice", "four times", "eight times"] {
      let sizes = run.model.streamSizes(tokens)
      let points = sizes.enumerated().map { index, size in
        (x: Double(index), y: log10(size / sizes[0]))
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
  /// The size of the stream in front of each layer and behind the last, while
  /// the model reads `tokens`.
  fileprivate func streamSizes(_ tokens: [Int]) -> [Double] {
    streams(tokens).map { stream in size(stream.joined().map { $0.data }) }
  }
}
