/// The quotes and list items around a block: where they leave room for it on a line of the text.
///
/// Columns are counted as CommonMark does it, a tab reaching to the next multiple of four.
struct Containers {
  private enum Mark {
    case quote
    /// A list item that begins on this line and there leaves room from this column on; on later
    /// lines it asks for so much white space.
    case item(line: Int, column: Int, indentation: Int)
  }

  private let text: SourceText
  private var marks: [Mark] = []

  /// - Parameter node: A block of a document with this text, nothing in it replaced yet.
  init(around node: Node, in text: SourceText) {
    self.text = text
    for container in sequence(first: node, next: \.parent).dropFirst().reversed() {
      switch container.kind {
      case .blockQuote: marks.append(.quote)
      case .item: marks.append(item(container))
      default: break
      }
    }
  }

  private func item(_ node: Node) -> Mark {
    let line = node.lineInText
    var room = Cursor(text.line(line))
    _ = enter(&room, line: line)
    var cursor = Cursor(text.line(line))
    if let child = node.firstChild, child.lineInText == line,
      child.kind != .codeBlock || !child.info.isEmpty || cursor.isFence(at: child.startColumn)
    {
      cursor.advance(to: child.startColumn - 1)
    } else {
      cursor.advance(to: node.startColumn - 1)
      cursor.skipListMark()
    }
    return .item(line: line, column: cursor.column, indentation: cursor.column - room.column)
  }

  /// What stands on a line inside the containers, and how many columns of white space before it;
  /// nil if the line is not inside.
  func content(ofLine number: Int) -> (text: ArraySlice<UInt8>, indentation: Int)? {
    var cursor = Cursor(text.line(number))
    guard enter(&cursor, line: number) else { return nil }
    let room = cursor.column
    cursor.skipWhitespace()
    return (cursor.rest, cursor.column - room)
  }

  /// The marks that keep a line inside the containers of a block that begins on some line: that
  /// line's own up to the block, those of lists turned into white space.
  ///
  /// - Parameter column: The block's byte on its line, from 1.
  static func marks(before column: Int, of line: ArraySlice<UInt8>) -> [UInt8] {
    line.prefix(column - 1).map {
      $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "\t") ? $0 : UInt8(ascii: " ")
    }
  }

  private func enter(_ cursor: inout Cursor, line: Int) -> Bool {
    for mark in marks {
      switch mark {
      case .quote:
        cursor.skipWhitespace(columns: 3)
        guard cursor.skip(UInt8(ascii: ">")) else { return false }
        cursor.skipWhitespace(columns: 1)
      case .item(line, let column, _):
        while cursor.column < column, !cursor.rest.isEmpty { cursor.step() }
      case .item(_, _, let indentation):
        let end = cursor.column + indentation
        cursor.skipWhitespace(columns: indentation)
        guard cursor.column == end || cursor.rest.isEmpty else { return false }
      }
    }
    return true
  }
}

/// A place in a line, with its column from 0.
private struct Cursor {
  private(set) var rest: ArraySlice<UInt8>
  private(set) var column = 0

  init(_ line: ArraySlice<UInt8>) { rest = line }

  /// Goes on by a column, which may be a part of a tab.
  mutating func step() {
    guard let byte = rest.first else { return }
    column += 1
    if byte != UInt8(ascii: "\t") || column % 4 == 0 { rest = rest.dropFirst() }
  }

  mutating func skipWhitespace(columns: Int = .max) {
    var left = columns
    while left > 0, let byte = rest.first, byte == 0x20 || byte == 0x09 {
      step()
      left -= 1
    }
  }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard rest.first == byte else { return false }
    step()
    return true
  }

  /// Goes on to the byte with this offset in the line.
  mutating func advance(to offset: Int) {
    let end = rest.startIndex + max(0, offset)
    while rest.startIndex < end, !rest.isEmpty { step() }
  }

  /// Goes on behind a list's mark and a column of white space.
  mutating func skipListMark() {
    while let byte = rest.first, (0x30...0x39).contains(byte) { step() }
    step()
    column += 1
  }

  /// Whether a fence begins at a byte, from 1, and no indented code.
  func isFence(at column: Int) -> Bool {
    let text = rest.dropFirst(column - 1)
    return text.starts(with: "```".utf8) || text.starts(with: "~~~".utf8)
  }
}
