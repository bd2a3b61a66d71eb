import Literate

/// Pages at addresses that chapters had before, each of which leads on to the chapter.
struct Redirects {
  private(set) var files: [OutputFile] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Where `book.yml` says of each page that it is there.
  private(set) var places: [String: SourceLocation] = [:]

  init(_ book: Book) {
    let settings = book.settings
    let pages = Set(book.chapters.map { $0.slug + ".html" })
    var found: [String: (address: String, title: String)] = [:]
    if settings.hasSlugs {
      for chapter in book.chapters {
        let old = chapter.fileSlug + ".html"
        if !pages.contains(old) {
          found[old] = (encodedPath(chapter.slug) + ".html", chapter.title)
        }
      }
    }
    for (old, new) in settings.redirects.sorted(by: { $0.key < $1.key }) {
      let place = SourceLocation(
        file: book.path + "/book.yml", line: settings.redirectLines[old] ?? 1)
      let mark = new.firstIndex(of: "#") ?? new.endIndex
      guard let chapter = book.chapters.first(where: { $0.name == new[..<mark] }) else {
        let nearest = nearestName(
          to: String(new[..<mark]), among: book.chapters.map(\.name).sorted())
        diagnostics.append(
          .error(
            "`redirects` leads from `\(old)` to `\(new)`, which is no chapter; "
              + (nearest.map { "did you mean `\($0)`?" } ?? "name a chapter's file"), at: place))
        continue
      }
      let path = old.hasSuffix(".html") ? old : old + ".html"
      guard (try? RelativePath(path))?.text == path else {
        diagnostics.append(
          .error(
            "`redirects`: `\(old)` is no address in the site, such as `04-old.html`", at: place))
        continue
      }
      if pages.contains(path) {
        diagnostics.append(
          .error("`redirects`: there is a chapter at `\(path)`; take the line away", at: place))
        continue
      }
      let anchor = mark == new.endIndex ? "" : "#" + encodedPath(new[mark...].dropFirst())
      let depth = path.utf8.count { $0 == UInt8(ascii: "/") }
      let up = String(repeating: "../", count: depth)
      places[path] = place
      found[path] = (up + encodedPath(chapter.slug) + ".html" + anchor, chapter.title)
    }
    files = found.sorted { $0.key < $1.key }.map { path, target in
      OutputFile(
        path: path,
        bytes: Array(Self.page(target.address, target.title, settings).utf8))
    }
  }

  private static func page(
    _ address: String, _ title: String, _ settings: BookSettings
  ) -> String {
    let address = escaped(address)
    let hasAnchor = address.contains("#")
    return """
      <!DOCTYPE html>
      <html lang="\(escaped(settings.language))"\(settings.isRightToLeft ? " dir=\"rtl\"" : "")>
      <head>
      <meta charset="utf-8">
      <title>\(escaped(title))</title>
      <meta name="robots" content="noindex">
      <meta http-equiv="refresh" content="0; url=\(address)">
      <link rel="canonical" href="\(address)">
      <script>location.replace("\(address)"\(hasAnchor ? "" : " + location.hash"))</script>
      </head>
      <body>
      <p><a href="\(address)">\(escaped(title))</a></p>
      </body>
      </html>

      """
  }
}
