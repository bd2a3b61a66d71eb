import Literate

/// The whole book on one page, the page for addresses that there are not, and the sitemap.
extension Weaver {
  /// All chapters on one page.
  ///
  /// - Parameter hasTypes: Whether the chapters tell of the names in their code.
  func wholePage(_ articles: String, hasTypes: Bool) -> String {
    let contents = book.chapters.indices.map { index in
      let chapter = book.chapters[index]
      let title = escaped(labels.fullTitle(index, chapter.title))
      return "<li><a href=\"#\(encodedPath(chapter.slug))\">\(title)</a></li>\n"
    }.joined()
    return Page(
      settings: book.settings, path: "book.html", title: "The whole book", kind: .derived,
      hasTypes: hasTypes,
      body: """
        <div class="whole-book">
        \(cover(""))\
        <nav class="whole-contents" aria-label="Contents">
        <ul>
        \(contents)</ul>
        </nav>
        \(articles)</div>

        """
    ).html(theme.template)
  }

  /// What a web server shows for an address that there is not.
  func missingPage() -> String {
    let home = escaped(book.settings.baseURL ?? "")
    return Page(
      settings: book.settings, path: "404.html", title: "No such page", kind: .missing,
      body: """
        <h1>No such page</h1>
        <p>There is no page at this address. The <a href="\(home)index.html">contents</a> list all \
        that there are.</p>

        """
    ).html(theme.template)
  }

  /// The pages for search engines, where the book has an address.
  func sitemap() -> OutputFile? {
    guard let base = book.settings.baseURL else { return nil }
    let addresses = [""] + book.chapters.indices.map(address)
    let rows = addresses.map { "<url><loc>\(escaped(base + $0))</loc></url>\n" }.joined()
    let xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n\(rows)</urlset>\n"
    return OutputFile(path: "sitemap.xml", bytes: Array(xml.utf8))
  }
}
