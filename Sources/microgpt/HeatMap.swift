// Tangled from 1 chapter, 03-pairs.md. Do not edit: change the chapters.
extension Drawing {
  /// A grid of `cells` from 0 to 1, each as opaque as its value.
  init(
    cells: [[Double]], rows: [String], columns: [String],
    caption: String, title: String, description: String
  ) {
    let side = 640 / (Double(columns.count) + 2)
    self.init(
      width: 640, height: side * Double(rows.count + 1) + 30,
      title: title, description: description)
    let middles = columns.indices.map { (Double($0) + 2) * side }
    labels(columns, at: middles, y: 0.7 * side)
    for (i, name) in rows.enumerated() {
      let y = Double(i + 1) * side
      text(name, x: 0.75 * side, y: y + 0.7 * side)
      for (j, value) in cells[i].enumerated() where value > 0 {
        rectangle(
          x: (Double(j) + 1.5) * side, y: y,
          width: 0.95 * side, height: 0.95 * side, opacity: value)
      }
    }
    text(caption, x: width / 2, y: height - 10)
  }
}
