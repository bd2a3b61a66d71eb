/// A tag of HTML or XML: its name and its attributes, all else of it as it is written.
package struct MarkupTag {
  package struct Attribute {
    package let name: String
    /// As it is written between the quotes.
    package var value: String
    /// Where it stands, its quotes included; empty behind a name that stands alone.
    fileprivate let place: Range<Int>
    fileprivate let written: String
  }

  package let name: String
  package let isClosing: Bool
  /// Where the tag begins in its text, in bytes.
  package let offset: Int
  package var attributes: [Attribute] = []
  /// Attributes to be added, as they are written.
  package var added = ""
  /// Whether a slash stands at its end.
  package fileprivate(set) var isEmpty = false
  fileprivate var nameEnd = 0
  fileprivate var end = 0

  package subscript(name: String) -> String? {
    attributes.first { $0.name == name }?.value
  }
}

/// HTML or XML as a row of tags, without a look at what they mean.
package enum Markup {
  package enum Piece {
    case text(ArraySlice<UInt8>)
    case tag(MarkupTag)
    /// The inside of a script or a style element.
    case inside(String, ArraySlice<UInt8>)
    /// A comment, a declaration, a processing instruction, a section of characters.
    case remark(ArraySlice<UInt8>)
  }

  /// Calls `body` for each piece of a text; together they are all of it.
  package static func forEachPiece(of bytes: [UInt8], _ body: (Piece) -> Void) {
    var position = 0
    while let start = bytes[position...].firstIndex(of: less) {
      if start > position { body(.text(bytes[position..<start])) }
      guard let tag = tag(in: bytes, at: start) else {
        position = passed(bytes, start)
        let piece = bytes[start..<position]
        body(piece.count == 1 ? .text(piece) : .remark(piece))
        continue
      }
      body(.tag(tag))
      position = tag.end
      let element = tag.name.lowercased()
      if !tag.isClosing, !tag.isEmpty, element == "script" || element == "style" {
        let end = closing(of: Array(element.utf8), in: bytes, from: position)
        body(.inside(element, bytes[position..<end]))
        position = end
      }
    }
    if position < bytes.count { body(.text(bytes[position...])) }
  }

  /// The text with the tags' attributes changed and all else as it was.
  ///
  /// - Parameters:
  ///   - style: What becomes of the inside of a style element.
  ///   - change: What becomes of a tag; comments and the insides of scripts hold none.
  package static func rewritten(
    _ text: String, style: ((String) -> String)? = nil, _ change: (inout MarkupTag) -> Void
  ) -> String {
    let bytes = Array(text.utf8)
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + bytes.count / 8)
    forEachPiece(of: bytes) { piece in
      switch piece {
      case .text(let text), .remark(let text): output += text
      case .tag(var tag):
        change(&tag)
        write(tag, of: bytes, to: &output)
      case .inside("style", let inside):
        if let style {
          output += style(String(decoding: inside, as: UTF8.self)).utf8
        } else {
          output += inside
        }
      case .inside(_, let inside): output += inside
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Calls `body` for each tag.
  package static func forEachTag(in text: String, _ body: (MarkupTag) -> Void) {
    _ = rewritten(text) { body($0) }
  }

  private static let less = UInt8(ascii: "<")
  private static let greater = UInt8(ascii: ">")
  private static let slash = UInt8(ascii: "/")

  /// Behind what begins with `<` and is no tag.
  private static func passed(_ bytes: [UInt8], _ start: Int) -> Int {
    let rest = bytes[start...]
    for (opening, closing) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<?", ">")]
    where rest.starts(with: opening.utf8) {
      let inside = bytes[(start + opening.utf8.count)...]
      return end(of: Array(closing.utf8), in: inside) ?? bytes.count
    }
    return start + 1
  }

  /// Behind the first place at which `text` stands.
  private static func end(of text: [UInt8], in bytes: ArraySlice<UInt8>) -> Int? {
    var position = bytes.startIndex
    while let first = bytes[position...].firstIndex(of: text[0]) {
      if bytes[first...].starts(with: text) { return first + text.count }
      position = first + 1
    }
    return nil
  }

  private static func closing(of element: [UInt8], in bytes: [UInt8], from start: Int) -> Int {
    var position = start
    while let less = bytes[position...].firstIndex(of: less) {
      let name = bytes[less...].dropFirst(2).prefix(element.count)
      if less + 1 < bytes.count, bytes[less + 1] == slash, name.map({ $0 | 0x20 }) == element {
        return less
      }
      position = less + 1
    }
    return bytes.count
  }

  private static func isWhite(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  private static func tag(in bytes: [UInt8], at start: Int) -> MarkupTag? {
    var position = start + 1
    let isClosing = position < bytes.count && bytes[position] == slash
    if isClosing { position += 1 }
    guard position < bytes.count, (0x61...0x7A).contains(bytes[position] | 0x20) else { return nil }
    func word(until ends: (UInt8) -> Bool) -> String {
      let first = position
      while position < bytes.count, !ends(bytes[position]) { position += 1 }
      return String(decoding: bytes[first..<position], as: UTF8.self)
    }
    let name = word { isWhite($0) || $0 == slash || $0 == greater }
    var tag = MarkupTag(name: name, isClosing: isClosing, offset: start)
    tag.nameEnd = position
    while true {
      while position < bytes.count, isWhite(bytes[position]) || bytes[position] == slash {
        position += 1
      }
      guard position < bytes.count else { return nil }
      if bytes[position] == greater { break }
      let name = word { isWhite($0) || $0 == slash || $0 == greater || $0 == UInt8(ascii: "=") }
      let behind = position
      while position < bytes.count, isWhite(bytes[position]) { position += 1 }
      guard position < bytes.count else { return nil }
      guard bytes[position] == UInt8(ascii: "=") else {
        position = behind
        tag.attributes.append(.init(name: name, value: "", place: behind..<behind, written: ""))
        continue
      }
      position += 1
      while position < bytes.count, isWhite(bytes[position]) { position += 1 }
      guard position < bytes.count else { return nil }
      let first = position
      let value: String
      if bytes[position] == UInt8(ascii: "\"") || bytes[position] == UInt8(ascii: "'") {
        let quote = bytes[position]
        position += 1
        value = word { $0 == quote }
        guard position < bytes.count else { return nil }
        position += 1
      } else {
        value = word { isWhite($0) || $0 == greater }
      }
      tag.attributes.append(
        .init(name: name, value: value, place: first..<position, written: value))
    }
    tag.isEmpty = bytes[position - 1] == slash
    tag.end = position + 1
    return tag
  }

  private static func write(_ tag: MarkupTag, of bytes: [UInt8], to output: inout [UInt8]) {
    output += bytes[tag.offset..<tag.nameEnd]
    output += tag.added.utf8
    var position = tag.nameEnd
    for attribute in tag.attributes where attribute.value != attribute.written {
      output += bytes[position..<attribute.place.lowerBound]
      let quote = bytes[attribute.place].first == UInt8(ascii: "'") ? "'" : "\""
      output += "\(quote)\(attribute.value)\(quote)".utf8
      position = attribute.place.upperBound
    }
    output += bytes[position..<tag.end]
  }
}
