/// A pipe table, as GitHub Flavored Markdown (section 4.10) reads it.
///
/// libcmark knows no tables: to it, one is lines of a paragraph.
public struct Table: Equatable, Sendable {
  public enum Alignment: Equatable, Sendable {
    case left, center, right
  }

  /// The table's lines as indices into those read: the header, the delimiter row, the rows.
  let lines: Range<Int>
  /// One entry a column, `nil` where the delimiter row has no colon.
  public let alignments: [Alignment?]
  /// The header's cells as Markdown.
  public let header: [String]
  /// The cells of each row as Markdown, as many as the header has.
  public let rows: [[String]]
  /// The rows that have more cells than the header, which are not shown.
  public let overfullRows: [Int]

  /// Reads a paragraph's lines, the marks of its containers taken off.
  ///
  /// The paragraph's first delimiter row decides: where the line above has another number of
  /// cells, the paragraph holds no table.
  ///
  /// - Parameters:
  ///   - mayDelimit: Whether the line with this index can be a header or a delimiter row.
  ///   - isRow: Whether the line with this index can be a row.
  init?(
    lines: ArraySlice<Substring>, mayDelimit: (Int) -> Bool = { _ in true },
    isRow: (Int) -> Bool = { _ in true }
  ) {
    let delimiter = lines.indices.dropFirst().lazy
      .compactMap { index in Self.alignments(of: lines[index]).map { (index, $0) } }
      .first
    guard let (index, alignments) = delimiter, mayDelimit(index), mayDelimit(index - 1)
    else { return nil }
    let header = Self.cells(of: lines[index - 1])
    guard header.count == alignments.count else { return nil }

    var rows: [[String]] = []
    var overfull: [Int] = []
    var missing = 0
    for number in lines.indices[(index + 1)...] {
      guard isRow(number) else { break }
      let cells = Self.cells(of: lines[number])
      missing += max(0, header.count - cells.count)
      guard !cells.isEmpty, missing <= Self.mostMissingCells else { break }
      if cells.count > header.count { overfull.append(rows.count) }
      rows.append(
        cells.prefix(header.count)
          + Array(repeating: "", count: max(0, header.count - cells.count)))
    }
    self.lines = index - 1..<index + 1 + rows.count
    self.alignments = alignments
    self.header = header
    self.rows = rows
    overfullRows = overfull
  }
}

extension Table {
  /// A few thousand columns over a few thousand short rows would ask for millions of empty
  /// cells; GitHub's reader ends a table at the same number.
  private static let mostMissingCells = 0x80000

  /// The cells of a row; none for a line that is blank or a lone pipe.
  ///
  /// A pipe after a backslash is text, also inside a code span, and loses the backslash.
  private static func cells(of line: Substring) -> [String] {
    let row = trimmed(line.utf8)
    var cells: [String] = []
    var cell: [UInt8] = []
    var hasText = false
    for byte in row.first == pipe ? row.dropFirst() : row {
      if byte != pipe {
        cell.append(byte)
        hasText = true
      } else if cell.last == backslash {
        cell[cell.count - 1] = pipe
      } else {
        cells.append(text(cell))
        cell.removeAll(keepingCapacity: true)
        hasText = false
      }
    }
    if hasText { cells.append(text(cell)) }
    return cells
  }

  /// What a delimiter row says of each column, `nil` for any other line.
  static func alignments(of line: Substring) -> [Alignment?]? {
    guard line.utf8.allSatisfy({ "|:- \t".utf8.contains($0) }) else { return nil }
    var alignments: [Alignment?] = []
    for cell in cells(of: line) {
      let left = cell.hasPrefix(":")
      let right = cell.count > 1 && cell.hasSuffix(":")
      let hyphens = cell.dropFirst(left ? 1 : 0).dropLast(right ? 1 : 0)
      guard !hyphens.isEmpty, hyphens.allSatisfy({ $0 == "-" }) else { return nil }
      switch (left, right) {
      case (true, true): alignments.append(.center)
      case (true, false): alignments.append(.left)
      case (false, true): alignments.append(.right)
      case (false, false): alignments.append(nil)
      }
    }
    return alignments.isEmpty ? nil : alignments
  }

  private static let pipe = UInt8(ascii: "|")
  private static let backslash = UInt8(ascii: "\\")

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: trimmed(bytes[...]), as: UTF8.self)
  }

  private static func trimmed<Bytes: BidirectionalCollection>(_ bytes: Bytes) -> Bytes.SubSequence
  where Bytes.Element == UInt8 {
    guard let first = bytes.firstIndex(where: { !isSpace($0) }),
      let last = bytes.lastIndex(where: { !isSpace($0) })
    else { return bytes[bytes.startIndex..<bytes.startIndex] }
    return bytes[first...last]
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || (0x09...0x0D).contains(byte)
  }
}
