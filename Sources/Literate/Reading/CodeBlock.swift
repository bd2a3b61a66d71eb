/// A fenced block of a chapter that the book has a use for: code of a chunk, a transcript, a
/// sketch, a formula, a figure.
public struct CodeBlock: Sendable {
  public internal(set) var tag: Tag
  /// The line of the opening fence, and its column.
  public let line: Int
  public let column: Int
  /// The content as CommonMark defines it, each line ended by a line feed.
  public let text: [UInt8]
  public let lines: [CodeLine]
  public let references: [Reference]

  /// The Markdown line on which a line of the content stands.
  ///
  /// - Parameter index: A line of the content, from 0.
  public func sourceLine(_ index: Int) -> Int { line + 1 + index }

  /// The content's line with this index, from 0, without its line feed.
  public func lineText(_ index: Int) -> ArraySlice<UInt8> {
    text[lines[index].start..<lines[index].end]
  }
}

extension CodeBlock {
  /// - Parameters:
  ///   - line: The line of the opening fence.
  ///   - text: The content, each line ended by a line feed.
  public init(tag: Tag, line: Int, column: Int, text: [UInt8]) {
    self.tag = tag
    self.line = line
    self.column = column
    self.text = text
    let code = CodeLines(text)
    lines = code.lines
    references = code.references
  }

  /// A line of code as a block has to hold it to give the line itself.
  static func escaped(_ line: [UInt8]) -> [UInt8] {
    guard let first = line.firstIndex(where: { !isWhitespace($0) }), line[first] == opening,
      CodeLines(line).references.count == 1
    else { return line }
    return line[..<first] + [backslash] + line[first...]
  }

  /// The names that stand as `<<name>>` beside other text, with the index of their line.
  func namesBesideText() -> [(name: String, lineIndex: Int)] {
    var found: [(String, Int)] = []
    if text.firstRange(of: [opening, opening]) == nil { return found }
    for (index, line) in lines.enumerated() where line.kind == .text {
      let bytes = text[line.start..<line.end]
      var i = bytes.startIndex
      while i + 4 < bytes.endIndex {
        guard bytes[i] == opening, bytes[i + 1] == opening else {
          i += 1
          continue
        }
        var end = i + 2
        while end + 1 < bytes.endIndex, bytes[end] != closing || bytes[end + 1] != closing {
          end += 1
        }
        guard end + 1 < bytes.endIndex else { break }
        while end + 2 < bytes.endIndex, bytes[end + 2] == closing { end += 1 }
        let name = foldedName(String(decoding: bytes[(i + 2)..<end], as: UTF8.self))
        if !name.isEmpty { found.append((name, index)) }
        i += 1
      }
    }
    return found
  }
}

private let opening = UInt8(ascii: "<")
private let closing = UInt8(ascii: ">")
private let backslash = UInt8(ascii: "\\")
