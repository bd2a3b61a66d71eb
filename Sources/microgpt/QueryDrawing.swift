// Tangled from 1 chapter, 10-attention.md. Do not edit: change the chapters.
extension Drawing {
  /// The queries, keys and values of the first of `maps`: a bar up or down
  /// for each number.
  init(numbersOf maps: [AttentionMap], names: [String]) {
    self.init(
      width: 360, height: 60 * Double(names.count) + 40,
      title: "Queries, keys and values",
      description: "Three groups of bars, up or down, in a row a position.")
    let map = maps.first ?? AttentionMap(name: "", rows: [])
    let groups = [
      ("queries", map.queries, Ink.query), ("keys", map.keys, .key),
      ("values", map.values, .value),
    ]
    let largest = groups.flatMap { $0.1.joined() }.map(abs).reduce(1e-9, max)
    for (number, group) in groups.enumerated() {
      let x = 40 + 108 * Double(number)
      text(group.0, x: x + 48, y: 16)
      for (i, row) in group.1.enumerated() {
        draw(row.map { $0 / largest }, group.2, x: x, y: 60 * Double(i) + 55)
      }
    }
    for (i, name) in names.enumerated() {
      text(name, x: 18, y: 60 * Double(i) + 59)
    }
  }

  /// A bar for each of `row`, from −1 to 1, on a line at `y`.
  private mutating func draw(
    _ row: [Double], _ ink: Ink, x: Double, y: Double
  ) {
    line(through: [(x, y), (x + 96, y)], opacity: 0.3)
    let step = 96 / Double(max(1, row.count))
    for (i, number) in row.enumerated() {
      let tall = 27 * abs(number)
      rectangle(
        x: x + (Double(i) + 0.1) * step, y: number > 0 ? y - tall : y,
        width: 0.8 * step, height: tall, ink: ink)
    }
  }
}

extension Ink {
  static let query = Ink("query", else: "#1f5fa8")
  static let key = Ink("key", else: "#2d6b38")
  static let value = Ink("value", else: "#7d3f98")
}
