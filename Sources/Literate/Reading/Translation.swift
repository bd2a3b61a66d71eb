/// What is known of a chapter of a translation: the chapter that it translates, and its paragraphs.
public struct Translation: Sendable, Equatable {
  /// A paragraph, a heading, a table, or another piece of text, beside what it translates.
  package struct Paragraph: Sendable, Equatable {
    package enum State: Sendable {
      /// It was translated from the original as it is now.
      case current
      /// The original has changed since.
      case stale
      /// It is new, or was changed, since the record was written.
      case unrecorded
      /// It is as in the original.
      case same
    }

    /// In the chapter's text with its code in it.
    package let line: Int
    /// Where the original stands.
    package let original: SourceLocation
    package let state: State
    /// The names of the two texts in the record.
    package let names: TranslationRecord.Pair
  }

  /// The original's file, by its name in its book.
  package let originalName: String
  package let originalPath: String
  package let originalHeadings: [Heading]
  package let originalLanguage: String
  /// Whether the chapter is there in the translation; if not, the original stands in its place.
  package let isTranslated: Bool
  /// On which line of the file each line of the text stands.
  let lineNumbers: [Int]
  package internal(set) var paragraphs: [Paragraph] = []

  /// The lines of the text at which something stands whose original has changed.
  package var staleLines: Set<Int> {
    Set(paragraphs.filter { $0.state == .stale }.map(\.line))
  }

  /// What is to be said of a paragraph whose original has changed.
  package func remark(_ paragraph: Paragraph) -> String {
    "the original of this has changed since it was translated; it stands at "
      + "\(paragraph.original.file):\(paragraph.original.line)"
  }

  /// The line of the file on which a line of the text stands.
  func line(_ line: Int) -> Int {
    line < 1
      ? line
      : lineNumbers.indices.contains(line - 1) ? lineNumbers[line - 1] : lineNumbers.last ?? line
  }
}

extension Translation {
  /// A chapter that is not translated: the original's.
  init(of original: Chapter, _ language: String) {
    originalName = original.name
    originalPath = original.path
    originalHeadings = original.headings
    originalLanguage = language
    isTranslated = false
    lineNumbers = []
  }

  init(
    of original: Chapter, _ language: String, _ translated: TranslatedText,
    _ record: TranslationRecord
  ) {
    originalName = original.name
    originalPath = original.path
    originalHeadings = original.headings
    originalLanguage = language
    isTranslated = true
    lineNumbers = translated.lineNumbers
    let own = ProsePieces(Document(SourceText(translated.bytes)))
    let others = ProsePieces(Document(original.source))
    paragraphs = own.paired(with: others).map { piece, names, line in
      let pair = TranslationRecord.Pair(
        chapter: original.number, text: piece.name, original: names)
      return Paragraph(
        line: piece.line, original: original.location(line: line),
        state: piece.name == names ? .same : record.state(of: pair), names: pair)
    }
  }
}

/// What stands between the code of a chapter, in an order that its translation shares.
struct ProsePieces {
  struct Piece {
    let line: Int
    /// A name for what it says, however its lines are broken.
    let name: String
  }

  /// The pieces before the first block of code, between it and the second, …; and those of each
  /// footnote.
  private var rows: [String: [Piece]] = [:]
  private var order: [String] = []

  init(_ document: Document) {
    var count = 0
    for node in document.blocks() {
      if node.kind == .codeBlock, TranslatedText.isOriginals(Tag(node.info) { _ in }) {
        count += 1
        continue
      }
      add(node, of: document, to: "\(count)")
    }
    for (name, text) in document.footnotes {
      for node in text.blocks() { add(node, of: text, to: "^" + name.lowercased()) }
    }
  }

  private mutating func add(_ node: Node, of document: Document, to row: String) {
    let text: String
    switch node.kind {
    case .paragraph, .heading: text = node.innerHTML
    case .table:
      text = document.cells(ofTableAt: node).map { $0?.innerHTML ?? "" }.joined(separator: "|")
    case .codeBlock: text = node.info + "\n" + node.literal
    case .htmlBlock where !node.literal.hasPrefix("<!--"): text = node.literal
    default: return
    }
    var hash = ContentHash()
    hash.add(foldedName(Self.withoutFacts(text)))
    if rows[row] == nil { order.append(row) }
    rows[row, default: []].append(
      Piece(line: node.startLine, name: String(hash.name.prefix(16))))
  }

  /// Numbers that say where they come from are held against the program, not against a text.
  private static func withoutFacts(_ text: String) -> String {
    text.contains("<!-- =") ? text.replacing(/[0-9.,]+(?=<!-- =)/, with: "") : text
  }

  /// Each piece with the name and the line of what it translates: the piece at its place, or where
  /// the two rows are of different lengths, the whole row.
  func paired(with other: ProsePieces) -> [(piece: Piece, name: String, line: Int)] {
    order.flatMap { row -> [(piece: Piece, name: String, line: Int)] in
      let own = rows[row] ?? []
      let others = other.rows[row] ?? []
      if own.count == others.count { return zip(own, others).map { ($0, $1.name, $1.line) } }
      var hash = ContentHash()
      for piece in others { hash.add(piece.name) }
      return own.map { ($0, String(hash.name.prefix(16)), others.first?.line ?? 1) }
    }
  }
}

/// From which text each paragraph of a translation was made: one line each, sorted, so that two
/// translators' records merge.
package struct TranslationRecord: Sendable {
  package struct Pair: Hashable, Sendable {
    let chapter: Int
    let text: String
    let original: String
  }

  package static let name = ".translation-record"
  private static let head =
    "# The paragraphs of this translation: chapter, what it says, what it was made from."

  private var pairs: Set<Pair> = []

  /// - Parameter file: The record's bytes; a line that cannot be read is passed over.
  package init(_ file: [UInt8]) {
    for line in String(decoding: file, as: UTF8.self).split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 3, let chapter = Int(words[0]) else { continue }
      pairs.insert(Pair(chapter: chapter, text: String(words[1]), original: String(words[2])))
    }
  }

  func state(of pair: Pair) -> Translation.Paragraph.State {
    if pairs.contains(pair) { return .current }
    return pairs.contains { $0.chapter == pair.chapter && $0.text == pair.text }
      ? .stale : .unrecorded
  }

  /// Takes up that paragraphs of a chapter were made from the original as it now is, and forgets what
  /// the chapter does not say any more.
  ///
  /// - Parameter isMeant: Whether it is so for a paragraph.
  package mutating func record(
    _ chapter: Chapter, where isMeant: (Translation.Paragraph) -> Bool
  ) {
    guard let translation = chapter.translation else { return }
    let texts = Set(translation.paragraphs.map(\.names.text))
    pairs = pairs.filter { $0.chapter != chapter.number || texts.contains($0.text) }
    for paragraph in translation.paragraphs where paragraph.state != .same && isMeant(paragraph) {
      // Of two paragraphs that say the same, one may have been made from another original.
      if paragraph.state == .stale {
        let known = Set(translation.paragraphs.map(\.names))
        pairs = pairs.filter {
          $0.chapter != chapter.number || $0.text != paragraph.names.text || known.contains($0)
        }
      }
      pairs.insert(paragraph.names)
    }
  }

  package var bytes: [UInt8] {
    let lines = pairs.map { ($0.chapter, "\($0.chapter) \($0.text) \($0.original)") }
      .sorted { $0 < $1 }.map(\.1)
    return Array((([Self.head] + lines).joined(separator: "\n") + "\n").utf8)
  }
}
