/// The blocks of a text that CommonMark does not know: tables and the texts of footnotes.
///
/// libcmark reads them as paragraphs and link definitions. So the text is read once, they are found
/// among its paragraphs, and it is read again with HTML comments of as many lines in their places:
/// what stands around them is then what CommonMark makes of it beside a block.
struct Insets {
  /// By their first lines.
  private(set) var tables: [Int: Table] = [:]
  private(set) var footnotes: [Int: Footnote] = [:]
  private let text: SourceText
  /// What libcmark reads instead of these lines, line ends included.
  private var hidden: [Int: [UInt8]] = [:]
  /// The lines that look like a table's delimiter row.
  private let delimiters: [Int]

  init(in text: SourceText) {
    self.text = text
    delimiters = (1...max(1, text.lineCount)).filter { Self.looksLikeDelimiter(text.line($0)) }
  }

  var isEmpty: Bool { hidden.isEmpty }

  /// The text with comments in the places of what was found.
  var visibleText: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.bytes.count)
    for number in 1...max(1, text.lineCount) where number <= text.lineCount {
      bytes += hidden[number] ?? Array(text.bytes[text.range(ofLine: number)])
    }
    return bytes
  }

  private mutating func hide(_ lines: ClosedRange<Int>, behind marks: [UInt8], first: [UInt8]) {
    for line in lines {
      var bytes = line == lines.lowerBound ? first + Array("<!--".utf8) : marks
      if line == lines.upperBound { bytes += "-->".utf8 }
      if line > lines.lowerBound, line < lines.upperBound { bytes += "-".utf8 }
      hidden[line] = bytes + [0x0A]
    }
  }
}

/// Tables.
extension Insets {
  private static func looksLikeDelimiter(_ line: ArraySlice<UInt8>) -> Bool {
    guard let last = line.last,
      last == UInt8(ascii: "|") || last == UInt8(ascii: "-")
        || last == UInt8(ascii: ":") || last == 0x20 || last == 0x09
    else { return false }
    return line.contains(UInt8(ascii: "-")) && line.allSatisfy { "|:- \t>".utf8.contains($0) }
  }

  /// Finds the tables in these blocks.
  ///
  /// - Returns: Whether there was any.
  mutating func findTables(in blocks: [Node]) -> Bool {
    if delimiters.isEmpty { return false }
    let known = tables.count
    for node in blocks where node.kind == .paragraph || node.kind == .heading {
      guard node.lineInText < node.lastLineInText,
        hasDelimiter(node.lineInText + 1...node.lastLineInText)
      else { continue }
      findTables(in: node)
    }
    return tables.count > known
  }

  private func hasDelimiter(_ lines: ClosedRange<Int>) -> Bool {
    var (low, high) = (0, delimiters.count)
    while low < high {
      let middle = (low + high) / 2
      if delimiters[middle] < lines.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < delimiters.count && delimiters[low] <= lines.upperBound
  }

  private mutating func findTables(in node: Node) {
    let containers = Containers(around: node, in: text)
    let first = node.lineInText
    let opening = text.line(first)
    let marks = Containers.marks(before: node.startColumn, of: opening)
    var lines: [Substring] = []
    /// The white space before each line; nil for one that stands outside the containers.
    var indentations: [Int?] = []
    for number in first...node.lastLineInText {
      let content = containers.content(ofLine: number)
      let bytes =
        number == first
        ? opening.dropFirst(node.startColumn - 1) : content?.text ?? text.line(number)
      lines.append(Substring(String(decoding: bytes, as: UTF8.self)))
      indentations.append(number == first ? 0 : content?.indentation)
      // libcmark counts the line below a heading to it.
      if node.kind == .heading, number > first, Self.isUnderline(bytes) { break }
    }
    func mayDelimit(_ index: Int) -> Bool {
      indentations[index].map { $0 < 4 } == true
        // The last line of a heading of several is what underlines it.
        && (node.kind == .paragraph || index < lines.count - 1)
    }
    func isRow(_ index: Int) -> Bool {
      indentations[index].map { $0 < 4 } == true && !Self.beginsBlock(lines[index])
    }
    var start = 0
    while start < lines.count,
      let table = Table(lines: lines[start...], mayDelimit: mayDelimit, isRow: isRow)
    {
      let place = table.lines
      tables[first + place.lowerBound] = table
      let isOpening = place.lowerBound == 0
      hide(
        first + place.lowerBound...first + place.upperBound - 1, behind: marks,
        first: isOpening ? prefix(ofLine: first, before: node.startColumn) : marks)
      start = place.upperBound
      // Behind a table indented code may stand, which no paragraph lets begin.
      while start < lines.count, indentations[start].map({ $0 >= 4 }) == true { start += 1 }
      if start < lines.count, indentations[start] == nil || Self.beginsBlock(lines[start]) { break }
    }
  }

  private static func isUnderline(_ line: ArraySlice<UInt8>) -> Bool {
    let marks = line.trimmed()
    return marks.allSatisfy { $0 == UInt8(ascii: "=") }
      || marks.allSatisfy { $0 == UInt8(ascii: "-") }
  }

  /// A line's bytes before a column, from 1, a byte order mark included.
  private func prefix(ofLine number: Int, before column: Int) -> [UInt8] {
    let line = text.line(number)
    let start = text.range(ofLine: number).lowerBound
    return Array(text.bytes[start..<line.startIndex + column - 1])
  }

  /// Whether a line alone is no paragraph: what ends a table, also where a paragraph would go on.
  private static func beginsBlock(_ line: Substring) -> Bool {
    guard let first = line.utf8.first, "-+*_#<>`~".utf8.contains(first) || (0x30...0x39) ~= first
    else { return false }
    let kind = Document(plain: SourceText(String(line))).root.firstChild?.kind
    return kind != nil && kind != .paragraph
  }
}

/// The text of a footnote.
public struct Footnote: Sendable {
  /// As it is written between `[^` and `]`.
  public let name: String
  /// The text with what marks it as a footnote's taken off.
  let text: [UInt8]
  /// The lines on which it stands.
  let lines: ClosedRange<Int>
}

/// Footnotes.
extension Insets {
  /// Finds the texts of footnotes, as GitHub reads them, outside code and raw HTML.
  ///
  /// - Parameter blocks: The text's blocks, read with nothing hidden.
  mutating func findFootnotes(in blocks: [Node]) {
    guard text.bytes.firstRange(of: Array("[^".utf8)) != nil else { return }
    var covered: Set<Int> = []
    for node in blocks where node.kind == .codeBlock || node.kind == .htmlBlock {
      covered.formUnion(node.lineInText...max(node.lineInText, node.lastLineInText))
    }
    var number = 1
    while number <= text.lineCount {
      guard !covered.contains(number), let (name, rest) = Self.opening(text.line(number)) else {
        number += 1
        continue
      }
      let end = end(ofFootnoteAt: number, covered)
      var bytes = Array(rest) + [0x0A]
      for line in number...end where line > number {
        bytes += Self.outdented(text.line(line)) + [0x0A]
      }
      footnotes[number] = Footnote(name: name, text: bytes, lines: number...end)
      let marks = Array(text.line(number).prefix { $0 == 0x20 })
      let start = text.range(ofLine: number).lowerBound
      let bom = Array(text.bytes[start..<text.line(number).startIndex])
      hide(number...end, behind: marks, first: bom + marks)
      number = end + 1
    }
  }

  /// The name in `[^name]:` at a line's beginning, and what stands behind it.
  private static func opening(_ line: ArraySlice<UInt8>) -> (String, ArraySlice<UInt8>)? {
    let text = line.drop { $0 == 0x20 }
    guard text.startIndex - line.startIndex < 4, text.starts(with: "[^".utf8) else { return nil }
    let name = text.dropFirst(2).prefix { $0 != UInt8(ascii: "]") }
    let behind = text[name.endIndex...]
    guard !name.isEmpty, !name.contains(where: { isWhitespace($0) || $0 == UInt8(ascii: "[") }),
      behind.starts(with: "]:".utf8)
    else { return nil }
    return (String(decoding: name, as: UTF8.self), behind.dropFirst(2).drop(while: isWhitespace))
  }

  /// The last line of a footnote: its paragraph's, or that of what stands below, indented.
  private func end(ofFootnoteAt first: Int, _ covered: Set<Int>) -> Int {
    var end = first
    var isParagraph = true
    var number = first + 1
    while number <= text.lineCount {
      let line = text.line(number)
      let isBlank = line.allSatisfy(isWhitespace)
      let isIndented = line.first == 0x09 || line.starts(with: [0x20, 0x20, 0x20, 0x20])
      if isBlank {
        isParagraph = false
      } else if isIndented {
        end = number
        isParagraph = true
      } else if isParagraph, !covered.contains(number), Self.opening(line) == nil,
        !Self.beginsBlock(Substring(String(decoding: line, as: UTF8.self)))
      {
        end = number
      } else {
        return end
      }
      number += 1
    }
    return end
  }

  private static func outdented(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    if line.first == 0x09 { return line.dropFirst() }
    let indentation = line.prefix { $0 == 0x20 }.count
    return line.dropFirst(min(4, indentation))
  }
}
