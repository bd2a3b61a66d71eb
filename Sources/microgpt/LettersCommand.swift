// Tangled from 1 chapter, 07-embeddings.md. Do not edit: change the chapters.
/// `microgpt letters`: train a model, show which tokens are alike to it.
func showLetters(_ arguments: inout Arguments) throws(Complaint) {
  var run = try arguments.run()
  let picture = try arguments.destination("--plot")
  try arguments.finish()
  try run.train()
  let rows = run.model.tokens.rows.map { row in row.map { $0.data } }
  let names = rows.indices.map(run.tokenizer.name)
  for (token, row) in rows.enumerated() {
    let near = rows.indices.sorted {
      likeness(row, rows[$0]) > likeness(row, rows[$1])
    }
    let words = near.filter { $0 != token }.prefix(4).map { names[$0] }
    print(names[token].padded(to: 4) + words.joined(separator: " "))
  }
  if let picture {
    try Drawing(places: rows, names: names).write(to: picture)
  }
}

/// The cosine of the angle between `a` and `b`: 1 if they point the same way.
private func likeness(_ a: [Double], _ b: [Double]) -> Double {
  let dot = { (x: [Double], y: [Double]) in
    zip(x, y).map { $0 * $1 }.reduce(0, +)
  }
  return dot(a, b) / (dot(a, a) * dot(b, b)).squareRoot()
}

extension Drawing {
  /// `names` where the first two numbers of their `places` put them.
  fileprivate init(places: [[Double]], names: [String]) {
    self.init(
      width: 360, height: 360, title: "Where the tokens lie",
      description: "Letters in a plane; those that are alike lie together.")
    let widest = places.flatMap { $0.prefix(2).map(abs) }.max() ?? 1
    scatter(
      zip(places, names).map { place, name in
        let up = place.count > 1 ? place[1] : 0
        return (name, 180 + 164 * place[0] / widest, 184 - 164 * up / widest)
      })
    line(through: [(10, 180), (350, 180)], opacity: 0.2)
    line(through: [(180, 10), (180, 350)], opacity: 0.2)
  }
}
