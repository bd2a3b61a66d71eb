// Tangled from 1 chapter, 10-attention.md. Do not edit: change the chapters.
extension Drawing {
  /// A grid for each of `maps`, up to four beside one another.
  init(_ maps: [AttentionMap], names: [String]) {
    let columns = min(4, max(1, maps.count))
    let rows = (maps.count + columns - 1) / columns
    let side = columns == 1 ? 400 : 620 / Double(columns)
    self.init(
      width: 640, height: Double(rows) * (side + 20) + 10,
      title: "What each position looks at",
      description: "Grids: a row for each position, the stronger a cell, the "
        + "more it looks at the position of that column.")
    for (number, map) in maps.enumerated() {
      let x = 10 + Double(number % columns) * side
      let y = 20 + Double(number / columns) * (side + 20)
      draw(map, names, x: x, y: y, cell: side / Double(names.count + 1))
    }
  }

  private mutating func draw(
    _ map: AttentionMap, _ names: [String], x: Double, y: Double, cell: Double
  ) {
    text(map.name, x: x + cell * Double(names.count + 1) / 2, y: y)
    for (i, row) in map.rows.enumerated() {
      let top = y + 8 + Double(i) * cell
      text(names[i], x: x + cell / 2, y: top + 0.6 * cell)
      for (j, share) in row.enumerated() where share >= 0.005 {
        rectangle(
          x: x + Double(j + 1) * cell, y: top,
          width: 0.95 * cell, height: 0.95 * cell, opacity: share)
      }
    }
  }
}
