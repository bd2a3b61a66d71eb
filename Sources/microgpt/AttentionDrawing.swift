// Tangled from 1 chapter, 10-attention.md. Do not edit: change the chapters.
extension Drawing {
  /// A grid for each of `maps`, two beside each other.
  init(_ maps: [AttentionMap], names: [String]) {
    let columns = maps.count > 1 ? 2 : 1
    let rows = (maps.count + columns - 1) / columns
    let side = 350 / Double(columns)
    self.init(
      width: 360, height: Double(rows) * side + 10,
      title: "What each position looks at",
      description: "Grids: a row for each position, the stronger a cell, the "
        + "more it looks at the position of that column.")
    for (number, map) in maps.enumerated() {
      let x = Double(number % columns) * side
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
        let hasRoom = cell >= 36
        rectangle(
          x: x + 36 + Double(j) * cell, y: top, width: 0.95 * cell,
          height: 0.95 * cell, opacity: hasRoom ? 0.6 * share : share)
        if hasRoom {
          text(share.fixed(2), x: middles[j] - 0.025 * cell, y: top + 0.6 * cell)
        }
      }
    }
  }
}
