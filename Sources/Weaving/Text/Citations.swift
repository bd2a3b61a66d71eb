import Literate

/// Citations.
extension ChapterText {
  /// The keys of `[@key]`, `[@key; @other]` and `[see @key, p. 3]` become numbers that lead to the page
  /// of references, unless a backslash stands before them.
  mutating func convertCitations(in block: Node) {
    guard let page else { return }
    let known = page.references.book.settings.references
    let (cited, bare) = Citation.all(in: block)
    for (message, line, isError) in Citation.problems(cited, bare, known) {
      if isError { error(message, line: line) } else { warning(message, line: line) }
    }
    cited.link(to: known, form)
  }
}

extension [Citation] {
  /// Makes of the keys numbers that lead to the page of references.
  func link(to known: [BookSettings.Reference], _ form: PageForm) {
    var pieces: [(piece: Citation.Piece, html: String)] = []
    for citation in self {
      for piece in citation.pieces {
        switch piece.role {
        case .key(let key):
          if let html = Self.link(key, known, form) { pieces.append((piece, html)) }
        case .separator where citation.isPlain:
          let isTight = piece.text[piece.range.upperBound...].first?.isWhitespace == false
          pieces.append((piece, isTight ? ", " : ","))
        case .separator: break
        }
      }
    }
    // From the last to the first, so that each text keeps what stands before.
    var behind: Citation.Piece?
    for (piece, html) in pieces.reversed() {
      let end = behind?.node == piece.node ? behind?.range.lowerBound : nil
      let mark = piece.node.splitOff(
        before: String(piece.text[..<piece.range.lowerBound]),
        behind: String(piece.text[piece.range.upperBound..<(end ?? piece.text.endIndex)]))
      mark.replace(withHTML: html)
      behind = piece
    }
  }

  /// The number of what a key stands for; nil where there is none.
  private static func link(
    _ key: String, _ known: [BookSettings.Reference], _ form: PageForm
  ) -> String? {
    guard let index = known.firstIndex(where: { $0.key == key }) else { return nil }
    let title = Document(SourceText(known[index].text)).runningTexts.map(\.plainText)
    return "<a class=\"citation\" title=\"\(escaped(title.joined(separator: " ")))\" "
      + (form == .ebook ? "epub:type=\"biblioref\" role=\"doc-biblioref\" " : "")
      + "href=\"references\(form.ending)#\(encodedPath("ref:" + key))\">\(index + 1)</a>"
  }
}

extension Node {
  /// A paragraph's plain text without what it cites, for places that lead to no page of references.
  func plainText(without known: [BookSettings.Reference]) -> String {
    withoutCitations(plainText, of: known)
  }

  /// A text of this paragraph without what the paragraph cites.
  func withoutCitations(_ text: String, of known: [BookSettings.Reference]) -> String {
    let marks = Citation.all(in: self).cited.flatMap(\.keys).compactMap(Citation.key)
      .filter { key in known.contains { $0.key == key } }.map { "@" + $0 }
    if marks.isEmpty { return text }
    var output = ""
    var rest = text[...]
    while let close = rest.firstIndex(of: "]") {
      let open = rest[..<close].lastIndex(of: "[") ?? close
      if marks.contains(where: rest[open..<close].contains) {
        output += rest[..<open]
        while output.last?.isWhitespace == true { output.removeLast() }
      } else {
        output += rest[...close]
      }
      rest = rest[close...].dropFirst()
    }
    return output + rest
  }
}

/// The texts of `book.yml`, which the contents page and the e-book's cover show.
extension BookSettings {
  /// A text as HTML, its citations as numbers that lead to the page of references.
  func html(_ markdown: String, _ form: PageForm = .site) -> String {
    let document = Document(SourceText(markdown))
    for block in document.runningTexts { Citation.all(in: block).cited.link(to: references, form) }
    return ChapterText(document, on: nil).html
  }

  /// What these texts cite wrongly.
  ///
  /// - Parameter file: `book.yml` as it is written, in which the keys are found.
  func citationProblems(_ file: String, at path: String) -> [Diagnostic] {
    let texts = [description, cover["still"]] + parts.map(\.summary)
    let lines = file.split(separator: "\n", omittingEmptySubsequences: false)
    return texts.compactMap { $0 }.flatMap { text in
      Document(SourceText(text)).runningTexts.flatMap { block in
        let (cited, bare) = Citation.all(in: block)
        return Citation.problems(cited, bare, references).map { message, _, isError in
          let key = (cited.flatMap(\.keys) + bare).compactMap(Citation.key)
            .first { message.contains("`\($0)`") || message.contains("`@\($0)`") }
          let line = lines.firstIndex { line in key.map { line.contains("@" + $0) } ?? false }
          return Diagnostic(
            isError ? .error : .warning, message,
            at: SourceLocation(file: path, line: (line ?? 0) + 1))
        }
      }
    }
  }
}

/// The page of what the text cites.
struct ReferenceList {
  private let settings: BookSettings
  private let words: Words

  init(_ settings: BookSettings, _ words: Words) {
    self.settings = settings
    self.words = words
  }

  static let name = "references"

  var isEmpty: Bool { settings.references.isEmpty }

  /// The inside of the page.
  var html: String {
    let items = settings.references.map { reference in
      var text = Document(SourceText(reference.text)).html()
      if let url = reference.url {
        let link = " <a href=\"\(escaped(url))\">\(escaped(url))</a>"
        let end = "</p>\n"
        text =
          text.hasSuffix(end) ? String(text.dropLast(end.count)) + link + end : "<p>\(link)</p>\n"
      }
      return "<li id=\"\(escaped("ref:" + reference.key))\">\n\(text)</li>\n"
    }
    return "<h1>\(words("References"))</h1>\n<ol class=\"references\">\n\(items.joined())</ol>\n"
  }
}
