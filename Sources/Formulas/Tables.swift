/// Tables.
extension Markup {
  mutating func writeTable(_ table: Table) {
    let kind = table.kind
    let isFenced = kind.left != nil || kind.right != nil
    if isFenced { html += "<mrow>" }
    if let left = kind.left { writeFence(left, form: "prefix", left) }
    if kind.style == .script { html += "<mstyle scriptlevel=\"1\">" }
    html += kind.style == .display ? "<mtable displaystyle=\"true\">" : "<mtable>"
    let columns = table.rows.map(\.count).max() ?? 0
    for (rowIndex, row) in table.rows.enumerated() {
      html += "<mtr>"
      for column in 0..<columns {
        html += "<mtd\(Self.cellStyle(table, row: rowIndex, column: column, of: columns))>"
        if column < row.count {
          let isContinued = kind.alignment == nil && column % 2 == 1
          writeRow(row[column], kind.style, after: isContinued ? .ordinary : nil)
        }
        html += "</mtd>"
      }
      html += "</mtr>"
    }
    html += "</mtable>"
    if kind.style == .script { html += "</mstyle>" }
    if let right = kind.right { writeFence(right, form: "postfix", right) }
    if isFenced { html += "</mrow>" }
  }

  /// A cell's looks, where they differ from a cell's in the middle of a matrix.
  static func cellStyle(
    _ table: Table, row: Int, column: Int, of columns: Int
  ) -> String {
    let kind = table.kind
    let rulesBefore = table.rulesBefore
    let alignment: Table.Alignment
    var left = kind.columnGap
    var right = kind.columnGap
    if let fixed = kind.alignment {
      alignment = table.alignments.indices.contains(column) ? table.alignments[column] : fixed
      if column == 0, !rulesBefore.contains(0) { left = 0 }
      if column == columns - 1, !rulesBefore.contains(columns) { right = 0 }
    } else {
      alignment = column % 2 == 0 ? .right : .left
      left = column % 2 == 0 && column > 0 ? 2 : 0
    }
    var css: [String] = []
    switch alignment {
    case .left: css.append("text-align:left")
    // Chromium moves what a cell of a formula holds only by the name with its prefix.
    case .right: css.append("text-align:right;text-align:-webkit-right")
    case .center: break
    }
    if kind.rowGap == "0", left == 0, right == 0 {
      css.append("padding:0")
    } else if kind.rowGap != "0.5ex" {
      css.append("padding:\(kind.rowGap) \(length(right)) \(kind.rowGap) \(length(left))")
    } else {
      if left != 0.4 { css.append("padding-left:\(length(left))") }
      if right != 0.4 { css.append("padding-right:\(length(right))") }
    }
    if let gap = table.gapsBelow[row] {
      css.append("padding-bottom:calc(\(kind.rowGap) + \(length(max(gap, 0))))")
    }
    if rulesBefore.contains(column) { css.append("border-left:0.06em solid") }
    if column == columns - 1, rulesBefore.contains(columns) {
      css.append("border-right:0.06em solid")
    }
    if table.rulesAbove.contains(row) { css.append("border-top:0.06em solid") }
    if row == table.rows.count - 1, table.rulesAbove.contains(row + 1) {
      css.append("border-bottom:0.06em solid")
    }
    return css.isEmpty ? "" : " style=\"\(css.joined(separator: ";"))\""
  }
}
