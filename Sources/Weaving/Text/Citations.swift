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
    var pieces: [(piece: Citation.Piece, html: String)] = []
    for citation in cited {
      for piece in citation.pieces {
        switch piece.role {
        case .key(let key):
          if let html = citationLink(key, known) { pieces.append((piece, html)) }
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
  private func citationLink(_ key: String, _ known: [BookSettings.Reference]) -> String? {
    guard let index = known.firstIndex(where: { $0.key == key }) else { return nil }
    let title = Document(SourceText(known[index].text)).runningTexts.map(\.plainText)
    return "<a class=\"citation\" title=\"\(escaped(title.joined(separator: " ")))\" "
      + (form == .ebook ? "epub:type=\"biblioref\" role=\"doc-biblioref\" " : "")
      + "href=\"references\(form.ending)#\(encodedPath("ref:" + key))\">\(index + 1)</a>"
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
