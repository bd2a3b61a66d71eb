import Literate

/// All chapters as one page, for print: anchors of different chapters are kept apart by the
/// chapter's name before them, links between pages become links inside this one.
struct WholeBook {
  private let slugs: [String: String]

  /// - Parameter chapters: The chapters on the page.
  init(_ chapters: [Chapter]) {
    slugs = Dictionary(
      chapters.map { (encodedPath($0.slug) + ".html", $0.slug) }, uniquingKeysWith: { $1 })
  }

  /// A chapter's HTML as a part of the page.
  func part(_ html: String, of chapter: Chapter) -> String {
    let still = withoutData(html)
    return "<article id=\"\(escaped(chapter.slug))\">\n\(renamed(still, chapter.slug))</article>\n"
  }

  /// The HTML without the data of its figures, which stand still on this page.
  private func withoutData(_ html: String) -> String {
    let parts = html.split(
      separator: "<script type=\"application/json\">", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      guard index > 0, let end = part.firstRange(of: "</script>\n") else { return part }
      return part[end.upperBound...]
    }.joined()
  }

  private func renamed(_ html: String, _ slug: String) -> String {
    Markup.rewritten(html) { tag in
      for index in tag.attributes.indices {
        let attribute = tag.attributes[index]
        tag.attributes[index].value = value(of: attribute.name, attribute.value, slug)
      }
    }
  }

  private func value(of attribute: String, _ value: String, _ slug: String) -> String {
    let mark = escaped(slug) + ":"
    switch attribute {
    case "id", "for", "name": return mark + value
    case "aria-labelledby", "aria-describedby", "aria-controls":
      return value.split(separator: " ").map { mark + $0 }.joined(separator: " ")
    case "href":
      if value.hasPrefix("#") { return "#" + encodedPath(slug) + ":" + value.dropFirst() }
      let end = value.firstIndex(of: "#") ?? value.endIndex
      guard let other = slugs[String(value[..<end])] else { return value }
      let anchor = value[end...].dropFirst()
      return "#" + encodedPath(other) + (anchor.isEmpty ? "" : ":" + anchor)
    default: return value.replacing("url(#", with: "url(#" + mark)
    }
  }
}
