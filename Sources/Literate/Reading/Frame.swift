/// What stays the same when the prose of a chapter is edited. What is known of a book holds as long as
/// its frame is the same, but for what depends on the prose itself.
extension Book {
  /// Whether the other book differs at most in the prose of its chapters: the same settings and
  /// chapters, the same blocks, and the same titles, headings and anchors for links to lead to.
  ///
  /// Where blocks stand does not count, unless tangled files say it. What else lies in the folder is
  /// not compared.
  package func hasSameFrame(as other: Book) -> Bool {
    path == other.path && settings == other.settings && numbers == other.numbers
      && chapters.count == other.chapters.count
      && zip(chapters, other.chapters).allSatisfy { chapter, other in
        chapter.hasSameText(as: other)
          || chapter.hasSameFrame(as: other)
            && (!settings.hasLineDirectives
              || chapter.blocks.map(\.line) == other.blocks.map(\.line))
      }
  }
}

extension Chapter {
  package func hasSameText(as other: Chapter) -> Bool {
    path == other.path && source.bytes == other.source.bytes && translation == other.translation
  }

  /// Whether all that other chapters can use, show, or lead to of the chapter is the same.
  fileprivate func hasSameFrame(as other: Chapter) -> Bool {
    path == other.path && title == other.title && blocks.count == other.blocks.count
      && headings.map(\.level) == other.headings.map(\.level)
      && headings.map(\.text) == other.headings.map(\.text)
      && zip(blocks, other.blocks).allSatisfy { $0.tag == $1.tag && $0.text == $1.text }
      && numbered.map(\.kind) == other.numbered.map(\.kind)
      && numbered.map(\.name) == other.numbered.map(\.name) && rawAnchors == other.rawAnchors
  }

  /// The values of `id` and `name` in the text: raw HTML may bring anchors of its own.
  package var rawAnchors: Set<String> {
    let bytes = source.bytes
    var found: Set<String> = []
    var position = 0
    while let equals = bytes[position...].firstIndex(of: UInt8(ascii: "=")) {
      position = equals + 1
      let before = bytes[..<equals].suffix(4)
      guard before.suffix(2).elementsEqual("id".utf8) || before.elementsEqual("name".utf8)
      else { continue }
      var value = bytes[position...].prefix(400)
      if let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
        value = value.dropFirst().prefix { $0 != quote }
      } else {
        value = value.prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") }
      }
      found.insert(String(decoding: value, as: UTF8.self))
    }
    return found
  }
}
