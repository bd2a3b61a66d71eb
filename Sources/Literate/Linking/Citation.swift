/// A citation in a text, as Pandoc writes it: `[@key]`, `[@key; @other]`, `[see @key, p. 3; @other]`.
package struct Citation {
  /// A part of a text that a citation's page shows otherwise.
  package struct Piece {
    package enum Role: Equatable {
      /// A key of `references` in `book.yml`.
      case key(String)
      /// A semicolon between two keys.
      case separator
    }

    package let role: Role
    /// The text in which it stands.
    package let node: Node
    /// What the text says, and where in it the piece is.
    package let text: String
    package let range: Range<String.Index>
    /// The line in the file.
    package let line: Int
  }

  /// In the text's order.
  package private(set) var pieces: [Piece] = []
  /// Whether there is nothing in the brackets but keys.
  package private(set) var isPlain = true
  /// Whether a key is the first thing in the brackets.
  package private(set) var beginsWithKey = false

  package var keys: [Piece] { pieces.filter { $0.role != .separator } }

  /// The key that a piece is.
  package static func key(_ piece: Piece) -> String? {
    if case .key(let key) = piece.role { key } else { nil }
  }

  /// Whether a text can cite by this key.
  static func isKey(_ text: String) -> Bool {
    !text.isEmpty && CitationKey.name(at: text[...]).endIndex == text.endIndex
  }

  /// The citations of a paragraph or a heading, those that a backslash stands at left out.
  ///
  /// - Returns: What stands in brackets, and the keys that stand in none.
  package static func all(in block: Node) -> (cited: [Citation], bare: [Piece]) {
    let nodes = block.descendants()
    guard nodes.contains(where: { $0.kind == .text && $0.literal.utf8.contains(0x40) })
    else { return ([], []) }
    var reader = CitationReader(block)
    nodes.forEach { reader.read($0) }
    return reader.finished()
  }

  /// What is wrong with what a text cites: keys that `references` in `book.yml` does not have, and
  /// keys that are in no brackets.
  package static func problems(
    _ cited: [Citation], _ bare: [Piece], _ known: [BookSettings.Reference]
  ) -> [(message: String, line: Int, isError: Bool)] {
    var problems: [(String, Int, Bool)] = []
    for citation in cited {
      // What has words before its key may be no citation at all.
      let keys = citation.keys
      let isMeant =
        citation.beginsWithKey
        || keys.contains { piece in known.contains { $0.key == key(piece) } }
      for piece in keys {
        guard let key = key(piece), let problem = problem(key, known) else { continue }
        problems.append(
          (isMeant ? problem : "\(problem), or write `\\@\(key)` for text", piece.line, isMeant))
      }
    }
    for piece in bare {
      guard let key = key(piece), known.contains(where: { $0.key == key }) else { continue }
      problems.append(
        ("`@\(key)` is shown as text; a citation is written `[@\(key)]`", piece.line, false))
    }
    return problems
  }

  private static func problem(_ key: String, _ known: [BookSettings.Reference]) -> String? {
    if known.contains(where: { $0.key == key }) { return nil }
    let nearest = nearestName(to: key, among: known.map(\.key).sorted())
    return "there is no `\(key)` under `references` in book.yml"
      + (nearest.map { "; did you mean `\($0)`?" } ?? "; add it there")
  }

  /// The citations of a chapter that lead to nothing, as weave tells them.
  package static func problems(in chapter: Chapter, of book: Book) -> [Diagnostic] {
    Document(chapter.source).runningTexts.flatMap { block in
      let (cited, bare) = all(in: block)
      return problems(cited, bare, book.settings.references).map { message, line, isError in
        let place = chapter.location(line: line)
        return Diagnostic(isError ? .error : .warning, message, at: place)
      }
    }
  }

  fileprivate mutating func add(_ piece: Piece, isFirst: Bool) {
    if isFirst, piece.role != .separator { beginsWithKey = true }
    pieces.append(piece)
  }

  fileprivate mutating func hasOther() { isPlain = false }
}

/// Goes through a block's nodes in their order, and finds the brackets in each row of siblings.
private struct CitationReader {
  /// A row of siblings, and the brackets that are open in it.
  private struct Row {
    let parent: Node?
    var open: [(citation: Citation, isEmpty: Bool)] = []
  }

  private let line: Int
  private var written: WrittenKeys
  private var rows: [Row] = []
  private var cited: [Citation] = []
  private var bare: [Citation.Piece] = []

  init(_ block: Node) {
    line = block.startLine
    written = WrittenKeys(block.sourceText)
  }

  mutating func read(_ node: Node) {
    enter(node)
    switch node.kind {
    case .text: readText(node)
    case .softBreak, .lineBreak: break
    case .htmlInline, .customInline:
      CitationKey.all(in: node.literal).forEach { _ = written.next($0.name) }
      other()
    case .link, .image:
      // An address that is its own text is written once.
      let isWrittenTwice = node.firstChild?.literal != node.url
      for text in [isWrittenTwice ? node.url : "", node.title] {
        CitationKey.all(in: text).forEach { _ = written.next($0.name) }
      }
      other()
    default: other()
    }
  }

  func finished() -> (cited: [Citation], bare: [Citation.Piece]) {
    // Keys in brackets that nothing closes stand in none.
    let left = rows.flatMap { $0.open.flatMap(\.citation.keys) }
    return (cited, bare + left)
  }

  /// Makes the row of a node the last one.
  private mutating func enter(_ node: Node) {
    let parent = node.parent
    if rows.last?.parent == parent { return }
    if parent?.firstChild == node {
      rows.append(Row(parent: parent))
      return
    }
    while let last = rows.last, last.parent != parent {
      bare += last.open.flatMap(\.citation.keys)
      rows.removeLast()
    }
  }

  /// Something that is no key stands in the brackets that are open.
  private mutating func other() {
    guard let row = rows.indices.last, let last = rows[row].open.indices.last else { return }
    rows[row].open[last].citation.hasOther()
    rows[row].open[last].isEmpty = false
  }

  private mutating func readText(_ node: Node) {
    let text = node.literal
    guard let row = rows.indices.last else { return }
    let isInLink = Self.isInLink(node)
    var keys = CitationKey.all(in: text)[...]
    var position = text.startIndex
    while position < text.endIndex {
      if let key = keys.first, key.range.lowerBound == position {
        keys.removeFirst()
        position = key.range.upperBound
        let (isEscaped, lines) = written.next(key.name) ?? (false, 0)
        if isEscaped || isInLink {
          other()
          continue
        }
        let piece = Citation.Piece(
          role: .key(key.name), node: node, text: text, range: key.range, line: line + lines)
        guard let last = rows[row].open.indices.last else {
          bare.append(piece)
          continue
        }
        rows[row].open[last].citation.add(piece, isFirst: rows[row].open[last].isEmpty)
        rows[row].open[last].isEmpty = false
        continue
      }
      let next = text.index(after: position)
      switch text[position] {
      case "[": rows[row].open.append((Citation(), true))
      case "]":
        guard let closed = rows[row].open.popLast() else { break }
        if closed.citation.keys.isEmpty { other() } else { cited.append(closed.citation) }
      case ";":
        guard let last = rows[row].open.indices.last else { break }
        rows[row].open[last].citation.add(
          Citation.Piece(
            role: .separator, node: node, text: text, range: position..<next, line: line),
          isFirst: false)
      case let character where !character.isWhitespace: other()
      default: break
      }
      position = next
    }
  }

  private static func isInLink(_ node: Node) -> Bool {
    var node = node.parent
    while let current = node {
      if current.kind == .image || current.kind == .link { return true }
      node = current.parent
    }
    return false
  }
}
