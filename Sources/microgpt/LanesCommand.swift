// Tangled from 1 chapter, 20-lanes.md. Do not edit: change the chapters.
/// `microgpt lanes`: how sixteen numbers are summed up on lanes, and how far
/// the exponential on lanes is from the library's.
func showLanes(_ arguments: inout Arguments) throws(Complaint) {
  let picture = try arguments.destination("--plot")
  try arguments.finish()
  let numbers = Lanes((1...laneCount).map { Float($0) })
  let stages = [1, 2, 4, 8, 16].map { numbers.sums(of: $0) }
  for stage in stages { print(stage.inWords) }
  let error = worstExponential()
  print("exponential: at most \(error, digits: 1) units of the last place off")
  if let picture { try Drawing(sums: stages).write(to: picture) }
}

extension Lanes {
  /// These numbers in words.
  fileprivate var inWords: String {
    indices.map { "\(Int(self[$0]), width: 3)" }.joined(separator: " ")
  }
}

extension Drawing {
  /// Each of `stages` a column, with lines from what is added to the sum.
  fileprivate init(sums stages: [Lanes]) {
    self.init(
      width: 360, height: 22 * Double(laneCount),
      title: "The sum of sixteen lanes",
      description: "Five columns of numbers; lines cross between them.")
    for (column, stage) in stages.enumerated() {
      for lane in stage.indices {
        let (x, y) = (20 + 80 * Double(column), 22 * Double(lane) + 11)
        text(String(Int(stage[lane])), x: x, y: y + 5)
        guard column + 1 < stages.count else { continue }
        let other = 22 * Double(lane ^ 1 << column) + 11
        line(through: [(x + 18, y), (x + 62, y)], opacity: 0.4)
        line(through: [(x + 18, y), (x + 62, other)], isAccented: true)
      }
    }
  }
}

/// How far, at worst, `exponential` is off between −80 and 88, in units of the
/// last place of what it should be.
private func worstExponential() -> Double {
  let errors = (0...168_000).map { i in
    let x = Float(i) / 1000 - 80
    let exact = exponential(Double(x))
    let found = exponential(Lanes(repeating: x))[0]
    return abs(Double(found) - exact) / Double(Float(exact).ulp)
  }
  return errors.max() ?? 0
}
