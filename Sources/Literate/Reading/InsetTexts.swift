/// What stands in a text's tables and footnotes, read as Markdown.
struct InsetTexts {
  /// The paragraphs of each table's cells, by the table's first line; nil for an empty cell.
  private(set) var cells: [Int: [Node?]] = [:]
  private(set) var footnotes: [(name: String, text: Document)] = []

  init(_ insets: Insets, of document: Document) {
    let definitions = Self.linkDefinitions(in: document)
    readCells(insets.tables, definitions, document)
    for (_, footnote) in insets.footnotes.sorted(by: { $0.key < $1.key }) {
      let lines = footnote.lines.map(document.line)
      footnotes.append(
        (footnote.name, Document(SourceText(footnote.text + definitions), lineNumbers: lines)))
    }
  }

  /// All cells are read as one text, each a paragraph of one line. A mark before it keeps libcmark
  /// from reading `- x` or `# x` as blocks; being punctuation it changes nothing for the emphasis
  /// behind it.
  private mutating func readCells(
    _ tables: [Int: Table], _ definitions: [UInt8], _ document: Document
  ) {
    if tables.isEmpty { return }
    var text: [UInt8] = []
    var lines: [Int] = []
    let tables = tables.sorted { $0.key < $1.key }
    for (line, table) in tables {
      for (row, cells) in ([table.header] + table.rows).enumerated() {
        for cell in cells where !cell.isEmpty {
          text += Array("\(Self.mark)\(cell)\n\n".utf8)
          let number = document.line(row == 0 ? line : line + row + 1)
          lines += [number, number]
        }
      }
    }
    let root = Document(SourceText(text + definitions), lineNumbers: lines).root
    var paragraph = root.firstChild
    for (line, table) in tables {
      cells[line] = (table.header + table.rows.joined()).map { cell in
        guard !cell.isEmpty, let node = paragraph else { return nil }
        paragraph = node.next
        if let text = node.firstChild, text.kind == .text {
          text.setLiteral(String(text.literal.unicodeScalars.dropFirst()))
        }
        return node
      }
    }
  }

  private static let mark = "\u{2E2E}"

  /// The lines that look like link reference definitions, code and raw HTML left out.
  private static func linkDefinitions(in document: Document) -> [UInt8] {
    var covered: Set<Int> = []
    for node in document.blocks() {
      switch node.kind {
      case .codeBlock, .htmlBlock, .footnote:
        covered.formUnion(node.lineInText...max(node.lineInText, node.lastLineInText))
      default: break
      }
    }
    var definitions: [UInt8] = [0x0A]
    for number in 1...max(1, document.text.lineCount) where !covered.contains(number) {
      let text = document.text.line(number).drop { $0 == 0x20 || $0 == UInt8(ascii: ">") }
      guard text.first == UInt8(ascii: "["), text.firstRange(of: Array("]:".utf8)) != nil
      else { continue }
      definitions += text + [0x0A]
    }
    return definitions
  }
}
