import Literate

/// Citations.
extension ChapterText {
  /// `[@key]` and `[@key; @other]` become numbers that lead to the page of references, unless a
  /// backslash stands before them.
  mutating func convertCitations(in block: Node) {
    guard let page else { return }
    let known = page.references.book.settings.references
    for node in block.descendants() where node.kind == .text && !node.isInImage {
      var rest = node
      while let open = rest.literal.firstRange(of: "[@"),
        let close = rest.literal[open.upperBound...].firstIndex(of: "]")
      {
        let text = rest.literal
        let inside = text[open.lowerBound..<close].dropFirst()
        let keys = inside.split(separator: ";", omittingEmptySubsequences: false)
          .map { String($0.drop(while: \.isWhitespace)) }
        let behind = text[close...].dropFirst()
        let mark = rest.splitOff(before: String(text[..<open.lowerBound]), behind: String(behind))
        guard let next = mark.next, next != mark else { break }
        rest = next
        guard keys.allSatisfy({ $0.hasPrefix("@") && $0.count > 1 }),
          !block.sourceText.contains("\\" + text[open.lowerBound...close])
        else { continue }
        var links: [String] = []
        for key in keys.map({ String($0.dropFirst()).trimmedEnd }) {
          guard let index = known.firstIndex(where: { $0.key == key }) else {
            let nearest = nearestName(to: key, among: known.map(\.key).sorted())
            error(
              "there is no `\(key)` under `references` in book.yml"
                + (nearest.map { "; did you mean `\($0)`?" } ?? "; add it there"),
              line: block.startLine)
            continue
          }
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

extension String {
  fileprivate var trimmedEnd: String {
    lastIndex { !$0.isWhitespace }.map { String(self[...$0]) } ?? ""
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
