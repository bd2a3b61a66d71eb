// Tangled from 1 chapter, 07-embeddings.md. Do not edit: change the chapters.
/// `microgpt curves FILE …`: what the losses kept in files have come to.
func showCurves(_ arguments: inout Arguments) throws(Complaint) {
  let step = try arguments.number("--at", else: .max, atLeast: 1)
  let picture = try arguments.destination("--plot")
  var curves: [Curve] = []
  while let path = arguments.word() {
    let losses = try readLosses(at: path)
    let last = losses.prefix(step).suffix(100)
    let mean = last.reduce(0, +) / Double(last.count)
    print("\(path.padded(to: 24))\(mean, digits: 4)")
    let points = losses.smoothed(over: 100).thinned
    curves.append(Curve(name: path, points: points))
  }
  try arguments.finish()
  guard let picture else { return }
  try Drawing(
    curves: curves, across: "step", up: "loss, mean of 100",
    title: "Losses in the course of training",
    description: "One falling curve for each training."
  ).write(to: picture)
}

/// The numbers in the file at `path`, one a line.
private func readLosses(at path: String) throws(Complaint) -> [Double] {
  let lines = try readText(at: path).split(separator: "\n")
  let losses = lines.compactMap { Double($0) }
  guard losses.count == lines.count, !losses.isEmpty else {
    throw Complaint("`\(path)` does not hold a loss on every line")
  }
  return losses
}

extension [Double] {
  /// For each place the mean of the last `count` numbers up to it.
  func smoothed(over count: Int) -> [Double] {
    indices.map { index in
      let window = self[Swift.max(0, index + 1 - count)...index]
      return window.reduce(0, +) / Double(window.count)
    }
  }

  /// At most five hundred of these numbers, evenly spread, each with its step.
  var thinned: [(x: Double, y: Double)] {
    stride(from: 0, to: count, by: count / 500 + 1).map { index in
      (x: Double(index + 1), y: self[index])
    }
  }
}
