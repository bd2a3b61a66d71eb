import Literate

/// Citations.
extension ChapterText {
  /// `[@key]` and `[@key; @other]` become numbers that lead to the page of references, unless a
  /// backslash stands before them.
  mutating func convertCitations(in block: Node) {
    guard let page else { return }
    let known = page.references.book.settings.references
    var seen: [String: Int] = [:]
    for node in block.descendants() {
      if node.kind == .code {
        for mark in Citation.marks(in: node.literal) { seen[mark, default: 0] += 1 }
      }
      guard node.kind == .text, !node.isInImage else { continue }
      var rest = node
      while let open = rest.literal.firstRange(of: "[@"),
        let close = rest.literal[open.upperBound...].firstIndex(of: "]")
      {
        let text = rest.literal
        let behind = text[close...].dropFirst()
        let mark = rest.splitOff(before: String(text[..<open.lowerBound]), behind: String(behind))
        guard let next = mark.next, next != mark else { break }
        rest = next
        let written = String(text[open.lowerBound...close])
        let number = seen[written, default: 0]
        seen[written] = number + 1
        guard let keys = Citation.keys(of: written),
          !Citation.isEscaped(written, number, in: block.sourceText)
        else { continue }
        var links: [String] = []
        for key in keys {
          if let problem = Citation.problem(key, known) {
            error(problem, line: block.startLine)
            continue
          }
          guard let index = known.firstIndex(where: { $0.key == key }) else { continue }
          let title = Document(SourceText(known[index].text)).runningTexts.map(\.plainText)
          links.append(
            "<a class=\"citation\" title=\"\(escaped(title.joined(separator: " ")))\" "
              + (form == .ebook ? "epub:type=\"biblioref\" role=\"doc-biblioref\" " : "")
              + "href=\"references\(form.ending)#\(encodedPath("ref:" + key))\">\(index + 1)</a>")
        }
        if !links.isEmpty { mark.replace(withHTML: "[\(links.joined(separator: ", "))]") }
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
