// Tangled from 1 chapter, 19-attention-backwards.md. Do not edit: change the chapters.
extension Drawing {
  /// A square for each number of `grids`, with an area as large as the
  /// number; paler if it is below 0.
  init(_ grids: [(name: String, grid: Grid)]) {
    self.init(
      width: 360, height: 150, title: "Shares and their gradients",
      description: "Grids of squares, large for large numbers.")
    for (index, (name, grid)) in grids.enumerated() {
      let x = 6 + 120 * Double(index)
      text(name, x: x + 54, y: 18)
      draw(grid, x: x, y: 30)
    }
  }

  private mutating func draw(_ grid: Grid, x: Double, y: Double) {
    let cell = 108 / Double(max(grid.rows, grid.columns))
    let numbers = (0..<grid.rows).map { i in
      (0..<grid.columns).map { grid.row(i)[$0 * grid.across] }
    }
    let largest = numbers.joined().map(abs).reduce(1e-9, max)
    for (i, row) in numbers.enumerated() {
      for (j, number) in row.enumerated() where number != 0 {
        let side = 0.95 * cell * (abs(number) / largest).squareRoot()
        rectangle(
          x: x + (Double(j) + 0.5) * cell - side / 2,
          y: y + (Double(i) + 0.5) * cell - side / 2, width: side,
          height: side, opacity: number > 0 ? 1 : 0.35)
      }
    }
  }
}
