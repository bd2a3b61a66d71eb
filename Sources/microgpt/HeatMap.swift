// Tangled from 1 chapter, 03-pairs.md. Do not edit: change the chapters.
extension Drawing {
  /// A grid of `cells` from 0 to 1, each as opaque as its value.
  init(
    cells: [[Double]], rows: [String], columns: [String],
    caption: String, title: String, description: String
  ) {
    let side = 310 / Double(columns.count)
    self.init(
      width: 360, height: 15 * Double(rows.count) + 48,
      title: title, description: description)
    let middles = columns.indices.map { 34 + (Double($0) + 0.5) * side }
    labels(columns, at: middles, y: 13)
    for (i, name) in rows.enumerated() {
      let y = 15 * Double(i) + 20
      text(name, x: 16, y: y + 11)
      for (j, value) in cells[i].enumerated() where value > 0 {
        rectangle(
          x: 34 + Double(j) * side, y: y, width: 0.95 * side, height: 14,
          opacity: value)
      }
    }
    text(caption, x: width / 2, y: height - 10)
  }
}
