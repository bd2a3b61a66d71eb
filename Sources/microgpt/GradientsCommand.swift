// Tangled from 1 chapter, 28-gradient-flow.md. Do not edit: change the chapters.
/// `microgpt gradients FILE`: norms that were logged.
func showGradients(_ arguments: inout Arguments) throws(Complaint) {
  let picture = try arguments.destination("--plot")
  guard let path = arguments.word() else {
    throw .usage("`gradients` wants the file that --log-gradients has written")
  }
  try arguments.finish()
  let log = try GradientLog(readText(at: path), path: path)
  for (tensor, row) in zip(log.tensors, log.gradients) {
    let numbers = [row[0], row[row.count - 1]].map { $0.scientific(2) }
    print(tensor.padded(to: 34) + numbers.joined(separator: "  "))
  }
  if let picture { try Drawing(log).write(to: picture) }
}

/// The norms of gradients: a row for each tensor, a column for each step.
struct GradientLog {
  private(set) var tensors: [String] = []
  private(set) var steps: [Int] = []
  private(set) var gradients: [[Double]] = []

  /// Reads the `text` of the file at `path`.
  init(_ text: String, path: String) throws(Complaint) {
    var places: [String: Int] = [:]
    for line in text.split(separator: "\n").dropFirst() {
      let words = line.split(separator: ",").map(String.init)
      guard words.count == 5, let step = Int(words[0]),
        let gradient = Double(words[3])
      else { throw Complaint("`\(path)` is not what --log-gradients writes") }
      if steps.last != step { steps.append(step) }
      let place = places[words[1]] ?? tensors.count
      if place == tensors.count {
        places[words[1]] = place
        tensors.append(words[1])
        gradients.append([])
      }
      gradients[place].append(gradient)
    }
    guard !steps.isEmpty,
      gradients.allSatisfy({ $0.count == steps.count })
    else { throw Complaint("`\(path)` does not log each tensor at each step") }
  }
}

extension Drawing {
  /// A row for each tensor of `log`, its `.weight` left out, a column for each
  /// step.
  init(_ log: GradientLog) {
    let most = log.gradients.joined().max() ?? 1
    let side = (width: 172 / Double(log.steps.count), height: 16.0)
    self.init(
      width: 360, height: side.height * Double(log.tensors.count) + 60,
      title: "The norms of gradients",
      description: "A row for each tensor, a column for each step.")
    for (i, tensor) in log.tensors.enumerated() {
      let y = 20 + side.height * Double(i)
      if log.tensors.count <= 40 || i % 4 == 0 {
        let isWeight = tensor.hasSuffix(".weight")
        let name = String(tensor.dropLast(isWeight ? 7 : 0))
        text(name, x: 2, y: y + 12, beginsThere: true)
      }
      for (j, gradient) in log.gradients[i].enumerated() where gradient > 0 {
        let shade = 1 + (logarithm(gradient / most) / logarithm(1000))
        guard shade > 0 else { continue }
        rectangle(
          x: 184 + side.width * Double(j), y: y, width: 0.95 * side.width,
          height: 0.9 * side.height, opacity: shade)
      }
    }
    text("step", x: 270, y: height - 20)
    text("\(log.steps[0])", x: 190, y: height - 20)
    text("\(log.steps[log.steps.count - 1])", x: 344, y: height - 20)
  }
}
