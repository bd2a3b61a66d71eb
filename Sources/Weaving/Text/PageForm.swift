import Literate

/// What a chapter's text is made for; it decides what anchors are called, and how links lead to them.
enum PageForm: Sendable {
  /// Each chapter has a page of its own.
  case site
  /// All chapters stand on one page, for print: each anchor has its chapter's name before it, code is
  /// shown one way, and nothing moves or runs or tells more when it is pointed at.
  case whole
  /// A reader of e-books, which takes XHTML, runs nothing and breaks long lines.
  case ebook

  /// How the names of pages end.
  var ending: String { self == .ebook ? ".xhtml" : ".html" }

  /// - Parameter anchor: As it stands in HTML.
  func id(_ anchor: String, in chapter: Chapter) -> String {
    switch self {
    case .site, .ebook: anchor
    case .whole: escaped(chapter.slug) + ":" + anchor
    }
  }

  /// The address of what stands in a chapter.
  ///
  /// - Parameters:
  ///   - rest: What stands in an address behind the page: a query, `#` and an anchor, or nothing.
  ///   - isOwn: Whether the link stands in the chapter itself.
  func address(of chapter: Chapter, _ rest: String, isOwn: Bool) -> String {
    let slug = encodedPath(chapter.slug)
    switch self {
    case .site, .ebook:
      if isOwn, rest.hasPrefix("#") { return rest }
      let page = self == .ebook ? EBookName.safe(chapter.slug + ending) : nil
      return (page.map { encodedPath($0) } ?? slug + ending) + rest
    case .whole:
      let anchor = rest.drop { $0 != "#" }.dropFirst()
      return "#" + slug + (anchor.isEmpty ? "" : ":" + anchor)
    }
  }
}
