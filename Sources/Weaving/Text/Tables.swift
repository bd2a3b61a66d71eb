import Literate

/// Pipe tables.
extension ChapterText {
  mutating func replaceTable(_ node: Node) {
    guard let table = document.table(at: node) else { return }
    let cells = document.cells(ofTableAt: node).map { cell in
      guard let cell else { return "" }
      convertInlines(in: cell)
      return cell.innerHTML
    }
    for row in table.overfullRows {
      warning(
        "this row has more cells than the table's head; what is in them is not shown",
        line: node.startLine + 2 + row)
    }
    let columns = table.alignments.count
    var html = "<table>\n<thead>\n"
    html += row(cells[..<columns], "th", table.alignments)
    html += "</thead>\n"
    if !table.rows.isEmpty {
      html += "<tbody>\n"
      for start in stride(from: columns, to: cells.count, by: columns) {
        html += row(cells[start..<start + columns], "td", table.alignments)
      }
      html += "</tbody>\n"
    }
    html += "</table>\n"
    node.replace(
      withHTML: page == nil ? html : "<div class=\"table\" tabindex=\"0\">\n\(html)</div>\n")
  }

  private func row(
    _ cells: ArraySlice<String>, _ name: String, _ alignments: [Table.Alignment?]
  ) -> String {
    var html = "<tr>\n"
    for (cell, alignment) in zip(cells, alignments) {
      let style =
        switch alignment {
        case .left: " style=\"text-align: left\""
        case .center: " style=\"text-align: center\""
        case .right: " style=\"text-align: right\""
        case nil: ""
        }
      html += "<\(name)\(style)>\(cell)</\(name)>\n"
    }
    return html + "</tr>\n"
  }
}
