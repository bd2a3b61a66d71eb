// Tangled from 1 chapter, 10-attention.md. Do not edit: change the chapters.
extension Drawing {
  /// A grid for each of `maps`, up to four beside one another, or two if the
  /// word is long.
  init(_ maps: [AttentionMap], names: [String]) {
    let columns = min(names.count > 8 ? 2 : 4, max(1, maps.count))
    let rows = (maps.count + columns - 1) / columns
    let side = columns == 1 ? 400 : 620 / Double(columns)
    self.init(
      width: 640, height: Double(rows) * side + 10,
      title: "What each position looks at",
      description: "Grids: a row for each position, the stronger a cell, the "
        + "more it looks at the position of that column.")
    let left = (width - Double(columns) * side) / 2
    for (number, map) in maps.enumerated() {
      let x = left + Double(number % columns) * side
      let y = 20 + Double(number / columns) * side
      draw(map, names, x: x, y: y, cell: (side - 40) / Double(names.count))
    }
  }

  private mutating func draw(
    _ map: AttentionMap, _ names: [String], x: Double, y: Double, cell: Double
  ) {
    text(map.name, x: x + 36 + cell * Double(names.count) / 2, y: y)
    let middles = names.indices.map { x + 36 + (Double($0) + 0.5) * cell }
    labels(names, at: middles, y: y + 16)
    for (i, row) in map.rows.enumerated() {
      let top = y + 22 + Double(i) * cell
      text(names[i], x: x + 18, y: top + 0.6 * cell)
      for (j, share) in row.enumerated() where share >= 0.005 {
        rectangle(
          x: x + 36 + Double(j) * cell, y: top,
          width: 0.95 * cell, height: 0.95 * cell, opacity: share)
        if cell >= 36 {
          text(share.fixed(2), x: middles[j] - 0.025 * cell, y: top + 0.6 * cell)
        }
      }
    }
  }
}
