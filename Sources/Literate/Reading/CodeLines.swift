/// Code as lines, with the references among them.
public struct CodeLines: Sendable {
  public let lines: [CodeLine]
  public let references: [Reference]

  /// - Parameter text: Each line ended by a line feed; the last need not be.
  public init(_ text: [UInt8]) {
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
