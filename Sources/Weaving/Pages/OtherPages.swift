import Literate

/// The whole book on one page, the page for addresses that there are not, and the sitemap.
extension Weaver {
  /// All chapters on one page.
  func wholePage(_ articles: String) -> String {
    let contents = book.chapters.indices.map { index in
      let chapter = book.chapters[index]
      let title = escaped(labels.fullTitle(index, chapter.title))
      return "<li><a href=\"#\(encodedPath(chapter.slug))\">\(title)</a></li>\n"
    }.joined()
    let leavesOut = Array(articles.utf8).firstRange(of: Array("<div class=\"behind\">".utf8)) != nil
    return Page(
      settings: book.settings, path: "book.html", title: words("The whole book"), kind: .derived,
      description: "All chapters of \(book.settings.title) on one page, to be printed.",
      body: """
        \(runningHeads)<div class="whole-book">
        \(cover(""))\
        <nav class="whole-contents" aria-label="\(words("Contents"))">
        <ul>
        \(contents)</ul>
        </nav>
        \(leavesOut ? leftOut : "")\(articles)</div>

        """
    ).html(theme.template)
  }

  private var leftOut: String {
    let text = words(
      "Code that only has to be there is left out here; its rows lead to the chapters’ pages.")
    return "<p class=\"left-out\">\(text)</p>\n"
  }

  /// On paper, the book's title above a left page and the chapter's above a right one.
  private var runningHeads: String {
    func head(_ place: String, _ text: String) -> String {
      "{ @top-\(place) { content: \"\(text.quotedForStyle)\"; font: 9pt sans-serif; color: #666; } }"
    }
    let rules = book.chapters.indices.map { index in
      let title = labels.fullTitle(index, book.chapters[index].title)
      return """
        .whole-book > article:nth-of-type(\(index + 1)) { page: c\(index); }
        @page c\(index):left \(head("left", book.settings.title))
        @page c\(index):right \(head("right", title))

        """
    }
    return "<style media=\"print\">\n\(rules.joined())</style>\n"
  }

  /// What a web server shows for an address that there is not.
  func missingPage() -> String {
    let home = escaped(book.settings.baseURL ?? "")
    let text = words(
      "There is no page at this address. The {} list all that there are.",
      "<a href=\"\(home)index.html\">\(words("contents"))</a>")
    return Page(
      settings: book.settings, path: "404.html", title: words("No such page"), kind: .missing,
      body: """
        <h1>\(words("No such page"))</h1>
        <p>\(text)</p>

        """
    ).html(theme.template)
  }

  /// The chapters as a feed, where the book has an address. It has no dates: the same book gives the
  /// same bytes.
  func feed(_ summaries: [String?]) -> OutputFile? {
    guard let base = book.settings.baseURL else { return nil }
    let items = book.chapters.indices.map { index in
      let link = escaped(base + address(index))
      let summary = summaries[index].map { "<description>\(escaped($0))</description>\n" } ?? ""
      return """
        <item>
        <title>\(escaped(labels.fullTitle(index, book.chapters[index].title)))</title>
        <link>\(link)</link>
        <guid>\(link)</guid>
        \(summary)</item>

        """
    }
    let about = book.settings.subtitle ?? book.settings.title
    let xml = """
      <?xml version="1.0" encoding="UTF-8"?>
      <rss version="2.0">
      <channel>
      <title>\(escaped(book.settings.title))</title>
      <link>\(escaped(base))</link>
      <description>\(escaped(about))</description>
      \(items.joined())</channel>
      </rss>

      """
    return OutputFile(path: Self.feedPath, bytes: Array(xml.utf8))
  }

  static let feedPath = "feed.xml"

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

extension String {
  /// A text between double quotes of a style sheet in a page.
  fileprivate var quotedForStyle: String {
    var quoted = ""
    for scalar in unicodeScalars {
      switch scalar {
      case "\"", "\\", "<", "\n", "\r", "\u{C}", "\0":
        quoted += "\\" + String(scalar.value, radix: 16) + " "
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted
  }
}
