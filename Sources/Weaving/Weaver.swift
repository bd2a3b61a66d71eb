import Dispatch
import Literate

/// Renders a book as a site of static pages.
public struct Weaver: Sendable {
  private let book: Book
  private let references: CrossReferences
  private let links: Links
  private let labels: Labels

  /// - Parameter web: The book's chunks through its last chapter, checked.
  public init(_ web: Web) {
    book = web.book
    references = CrossReferences(web)
    links = Links(references)
    labels = Labels(book)
  }

  /// The site's files, and what is wrong with the chapters' links, formulas and figures.
  public func site() -> (files: [OutputFile], diagnostics: [Diagnostic]) {
    var pages: [ChapterPage?] = Array(repeating: nil, count: book.chapters.count)
    pages.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let slots = buffer
      DispatchQueue.concurrentPerform(iterations: book.chapters.count) { index in
        slots[index] = chapter(index)
      }
    }
    var files = [
      OutputFile(path: "index.html", bytes: Array(contentsPage().utf8)),
      OutputFile(path: "theme.css", bytes: theme("theme.css", PackageResources.theme_css)),
    ]
    var diagnostics: [Diagnostic] = []
    var assets: Set<String> = []
    for case .some(let page) in pages {
      files.append(page.file)
      diagnostics += page.diagnostics
      assets.formUnion(page.assets)
    }
    for path in assets.sorted() where !files.contains(where: { $0.path == path }) {
      do throws(DiskError) {
        files.append(OutputFile(path: path, bytes: try Disk.read(book.path + "/" + path)))
      } catch {
        diagnostics.append(.error(error.message, at: SourceLocation(file: book.path)))
      }
    }
    return (files, diagnostics.inReadingOrder())
  }

  /// A file of the theme: the book's own, if its folder `theme` has one of that name.
  private func theme(_ name: String, _ standard: [UInt8]) -> [UInt8] {
    (try? Disk.read("\(book.path)/theme/\(name)")) ?? standard
  }
}

/// A chapter's page.
extension Weaver {
  private struct ChapterPage {
    let file: OutputFile
    let diagnostics: [Diagnostic]
    let assets: Set<String>
  }

  private func chapter(_ index: Int) -> ChapterPage {
    let chapter = book.chapters[index]
    let context = PageContext(index: index, references: references, links: links, labels: labels)
    let document = Document(chapter.source)
    let description = document.blocks().first { $0.kind == .paragraph }.map {
      summary($0.plainText)
    }
    let body = Body(document, on: context)
    var page = Page(
      settings: book.settings, title: labels.fullTitle(index, chapter.title),
      description: description, body: "<article>\n\(body.html)</article>\n")
    if index > 0 { page.previous = neighbour(index - 1) }
    if index + 1 < book.chapters.count { page.next = neighbour(index + 1) }
    page.contents = sideContents(index)
    let name = chapter.path
    return ChapterPage(
      file: OutputFile(path: chapter.slug + ".html", bytes: Array(page.html.utf8)) { _ in name },
      diagnostics: body.diagnostics, assets: body.files)
  }

  /// A page's description: the first sentences of its text, up to about 160 characters.
  private func summary(_ text: String) -> String {
    if text.count <= 160 { return text }
    let cut = text.prefix(160)
    return (cut.lastIndex(of: " ").map { String(cut[..<$0]) } ?? String(cut)) + "…"
  }

  private func address(_ chapter: Int) -> String {
    encodedPath(book.chapters[chapter].slug) + ".html"
  }

  private func neighbour(_ chapter: Int) -> (address: String, title: String) {
    (address(chapter), labels.fullTitle(chapter, book.chapters[chapter].title))
  }

  /// The chapter's sections, and the chapters of the book.
  private func sideContents(_ index: Int) -> String {
    let sections = zip(book.chapters[index].headings, links.headingAnchors[index])
      .filter { $0.0.level == 2 }
      .map { "<li><a href=\"#\(encodedPath($1))\">\(escaped($0.text))</a></li>\n" }.joined()
    let inside =
      sections.isEmpty
      ? "" : "<h2>In this chapter</h2>\n<ol class=\"sections\">\n\(sections)</ol>\n"
    return """
      <nav class="contents" aria-label="Contents">
      \(inside)<h2>\(escaped(book.settings.title))</h2>
      \(chapterList(current: index, heading: "h3"))</nav>

      """
  }

  /// The chapters by parts.
  private func chapterList(current: Int?, heading: String) -> String {
    var html = ""
    for part in labels.parts {
      if let name = part.name { html += "<\(heading)>\(escaped(name))</\(heading)>\n" }
      html += "<ul class=\"chapters\">\n"
      for chapter in part.chapters {
        let label = labels.labels[chapter].map { "<span class=\"number\">\($0)</span> " } ?? ""
        let mark = chapter == current ? " aria-current=\"page\"" : ""
        html +=
          "<li><a href=\"\(address(chapter))\"\(mark)>\(label)"
          + "\(escaped(book.chapters[chapter].title))</a></li>\n"
      }
      html += "</ul>\n"
    }
    return html
  }

  private func contentsPage() -> String {
    let subtitle =
      book.settings.subtitle.map { "<p class=\"subtitle\">\(escaped($0))</p>\n" } ?? ""
    let authors =
      book.settings.authors.isEmpty
      ? "" : "<p class=\"authors\">\(escaped(book.settings.authors.joined(separator: ", ")))</p>\n"
    let repository =
      book.settings.repositoryURL.map {
        "<p class=\"source\"><a href=\"\(escaped($0))\">The book's source</a></p>\n"
      } ?? ""
    let page = Page(
      settings: book.settings, title: book.settings.title, description: book.settings.subtitle,
      next: book.chapters.isEmpty ? nil : neighbour(0),
      body: """
        <div class="cover">
        <h1>\(escaped(book.settings.title))</h1>
        \(subtitle)\(authors)\(repository)</div>
        <nav class="book-contents" aria-label="Contents">
        \(chapterList(current: nil, heading: "h2"))</nav>

        """)
    return page.html
  }
}

/// One Markdown text alone, as HTML: libcmark's but for tagged blocks, formulas, tables and asides.
public func fragment(_ markdown: [UInt8]) -> [UInt8] {
  let document = Document(SourceText(markdown))
  _ = Body(document, on: nil)
  return document.htmlBytes()
}
