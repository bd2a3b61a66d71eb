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

/// One line of a block's content.
public struct CodeLine: Sendable {
  public enum Kind: Sendable, Equatable {
    case text
    /// White space only.
    case blank
    /// `<<name>>` alone: the reference with this index in the block's references.
    case reference(Int)
    /// `\<<name>>` alone: stands for the line without the backslash, which is at this offset.
    case escaped(backslash: Int)
  }

  /// Offsets in the block's text, the line feed left out.
  public let start: Int
  public let end: Int
  public let kind: Kind
}

/// A line that holds nothing but `<<name>>`: the place of a chunk.
public struct Reference: Sendable {
  /// The chunk's name, folded.
  public let name: String
  /// The line of the block's content, from 0.
  public let lineIndex: Int
  /// The white space before it, as offsets in the block's text.
  public let indentation: Range<Int>
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
    var lines: [CodeLine] = []
    var references: [Reference] = []
    text.withUnsafeBufferPointer { bytes in
      var start = 0
      while start < bytes.count {
        var end = start
        var first = -1
        var last = start
        while end < bytes.count, bytes[end] != 0x0A {
          if !isWhitespace(bytes[end]) {
            if first < 0 { first = end }
            last = end
          }
          end += 1
        }
        var kind = CodeLine.Kind.text
        if first < 0 {
          kind = .blank
        } else if let reference = referenceName(in: bytes, first, last + 1) {
          if bytes[first] == backslash {
            kind = .escaped(backslash: first)
          } else {
            kind = .reference(references.count)
            references.append(
              Reference(name: reference, lineIndex: lines.count, indentation: start..<first))
          }
        }
        lines.append(CodeLine(start: start, end: end, kind: kind))
        start = end + 1
      }
    }
    self.lines = lines
    self.references = references
  }

  /// A line of code as a block has to hold it to give the line itself.
  static func escaped(_ line: [UInt8]) -> [UInt8] {
    guard let first = line.firstIndex(where: { !isWhitespace($0) }), line[first] == opening,
      CodeBlock(tag: Tag("") { _ in }, line: 0, column: 1, text: line).references.count == 1
    else { return line }
    return line[..<first] + [backslash] + line[first...]
  }

  /// The names that stand as `<<name>>` beside other text, with the index of their line.
  func namesBesideText() -> [(name: String, lineIndex: Int)] {
    var found: [(String, Int)] = []
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

/// The folded name if the bytes are `<<name>>` or `\<<name>>`, name holding no `"`, `` ` `` or `>>`.
/// It ends at the last `>>`: `<<Array<Value>>>` names `Array<Value>`.
private func referenceName(
  in bytes: UnsafeBufferPointer<UInt8>, _ first: Int, _ end: Int
) -> String? {
  let start = bytes[first] == backslash ? first + 1 : first
  guard end - start > 4, bytes[start] == opening, bytes[start + 1] == opening,
    bytes[end - 1] == closing, bytes[end - 2] == closing
  else { return nil }
  let inner = UnsafeBufferPointer(rebasing: bytes[(start + 2)..<(end - 2)])
  for (i, byte) in inner.enumerated() {
    if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "`") { return nil }
    if byte == closing, i + 1 < inner.count, inner[i + 1] == closing { return nil }
  }
  let name = foldedName(String(decoding: inner, as: UTF8.self))
  return name.isEmpty ? nil : name
}
