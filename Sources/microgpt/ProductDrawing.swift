// Tangled from 1 chapter, 18-backward-by-hand.md. Do not edit: change the chapters.
/// A product of two grids: rows × summed times summed × columns.
struct ProductShape {
  let result, left, right: String
  let rows, summed, columns: Int
}

extension Drawing {
  /// Each of `products` as three grids; in each of these, what meets in one
  /// number of the result is darker.
  init(_ products: [ProductShape]) {
    let heights = products.map { 16 * Double(max($0.rows, $0.summed)) + 40 }
    self.init(
      width: 360, height: heights.reduce(0, +), title: "Three products",
      description: "In each row a grid, and the two that it is made of.")
    var top = 26.0
    for (shape, height) in zip(products, heights) {
      draw(shape, top: top)
      top += height
    }
  }

  private mutating func draw(_ shape: ProductShape, top: Double) {
    let (i, j) = (shape.rows / 2, shape.columns / 3)
    let (row, column) = (i..<i + 1, j..<j + 1)
    let all = 0..<shape.summed
    draw(shape.result, x: 4, top, shape.rows, shape.columns, row, column)
    text("=", x: 115, y: top + 40)
    draw(shape.left, x: 130, top, shape.rows, shape.summed, row, all)
    text("·", x: 241, y: top + 40)
    draw(shape.right, x: 256, top, shape.summed, shape.columns, all, column)
  }

  private mutating func draw(
    _ name: String, x: Double, _ top: Double, _ rows: Int, _ columns: Int,
    _ darkRows: Range<Int>, _ darkColumns: Range<Int>
  ) {
    text(name, x: x + 8 * Double(columns), y: top - 8)
    for i in 0..<rows {
      for j in 0..<columns {
        let isDark = darkRows.contains(i) && darkColumns.contains(j)
        rectangle(
          x: x + 16 * Double(j), y: top + 16 * Double(i), width: 14, height: 14,
          opacity: isDark ? 1 : 0.25)
      }
    }
  }
}
