import Literate
import SwiftCode

/// Renders a book as a site of static pages.
public struct Weaver: Sendable {
  private let book: Book
  private let references: CrossReferences
  private let links: Links
  private let labels: Labels
  private let program: Program
  private let theme: Theme
  private let folder: BookFolder
  /// The book's folder in its repository, as an address that ends in a slash; empty for the root.
  private let placeInRepository: String
  private let memory: Memory
  /// The files beside the chapters.
  private let files: FolderState
  /// What was woven last, if nothing has changed since then but the prose of chapters.
  private let known: Woven?

  /// - Parameters:
  ///   - book: The book.
  ///   - types: What the compiler says of the program; nil leaves types out.
  ///   - memory: What is known from weaving the book before.
  package init(_ checked: CheckedBook, types: Types? = nil, memory: Memory = Memory()) {
    self.memory = memory
    book = checked.book
    references = CrossReferences(checked.web)
    links = Links(references)
    labels = Labels(book)
    folder = BookFolder(book.path)
    theme = Theme(folder)
    placeInRepository = Self.placeInRepository(book.path)
    files = FolderState(book.path).files(without: Set(book.chapters.map(\.path)))
    let last = memory.last.withLock { $0 }
    known = last?.hasSameFrame(as: book, files) == true ? last : nil
    program = known?.program ?? Program(book, types: types, memory)
  }

  /// The site's files, and what is wrong with the chapters' links, formulas and figures.
  public func site() -> (files: [OutputFile], diagnostics: [Diagnostic]) {
    let wholeBook = WholeBook(book.chapters)
    let pages = Array(book.chapters.indices).concurrentMap { index in
      known?.page(index, of: book) ?? chapter(index, wholeBook)
    }
    var files = [
      OutputFile(path: "index.html", bytes: Array(contentsPage().utf8)),
      OutputFile(path: "404.html", bytes: Array(missingPage().utf8)),
    ]
    if let sitemap = sitemap() { files.append(sitemap) }
    var articles = ""
    var found: [(name: String, title: String, bits: [UInt8])] = []
    var diagnostics = theme.diagnostics
    var assets: Set<String> = []
    var interactive: Set<String> = []
    for page in pages {
      articles += page.article
      files += [page.file, page.search]
      found.append(page.found)
      diagnostics += page.diagnostics
      assets.formUnion(page.assets)
      interactive.formUnion(page.interactive)
    }
    files += theme.files.filter { file in
      switch file.path {
      case "types.js": program.types != nil
      case "figures.css", "figures.js": !interactive.isEmpty
      default: true
      }
    }
    files += FigureModules(folder).files(for: interactive)
    files.append(SearchText.index(found))
    let derived = derivedPages(pages.map(\.description))
    files += derived.program + derived.indexes
    files.append(OutputFile(path: "book.html", bytes: Array(wholePage(articles).utf8)))
    let written = Set(files.map(\.path))
    for (path, line) in theme.addresses where !written.contains(path) {
      diagnostics.append(
        .error(
          "the site has no `\(path)`; put it into the folder `theme`",
          at: SourceLocation(file: book.path + "/theme/page.html", line: line)))
    }
    for path in assets.sorted() {
      if written.contains(path) {
        diagnostics.append(
          .error(
            "a chapter links to this file, and the site has one of its own under the same name; "
              + "give the book's another name or folder",
            at: SourceLocation(file: book.path + "/" + path)))
        continue
      }
      do throws(DiskError) {
        if let bytes = try folder.read(path) { files.append(OutputFile(path: path, bytes: bytes)) }
      } catch {
        diagnostics.append(.error(error.message, at: SourceLocation(file: book.path)))
      }
    }
    let woven = Woven(
      book: book, files: self.files, program: program, pages: pages, derived: derived)
    memory.last.withLock { $0 = woven }
    memory.forgetUnused()
    return (files, diagnostics.inReadingOrder())
  }

  private func derivedPages(_ summaries: [String?]) -> Woven.Derived {
    if let known = known?.derived, known.summaries == summaries { return known }
    let pages = ProgramPages(
      book: book, references: references, labels: labels, program: program, summaries: summaries,
      template: theme.template)
    return Woven.Derived(
      summaries: summaries, program: pages.pages(),
      indexes: known?.derived.indexes ?? indexes.pages())
  }

  private var indexes: Indexes {
    Indexes(
      book: book, references: references, labels: labels, program: program,
      template: theme.template)
  }
}

/// A chapter's page.
extension Weaver {
  private static func placeInRepository(_ book: String) -> String {
    let place = Disk.resolved(book)
    var root = place[...]
    while !root.isEmpty, Disk.kind("\(root)/.git") == nil {
      root = root[..<(root.lastIndex(of: "/") ?? root.startIndex)]
    }
    let name = place.split(separator: "/").last.map(String.init) ?? ""
    let path = root.isEmpty ? name : String(place.dropFirst(root.count + 1))
    return path.isEmpty ? "" : encodedPath(path) + "/"
  }

  private func chapter(_ index: Int, _ wholeBook: WholeBook) -> Woven.ChapterPage {
    let chapter = book.chapters[index]
    let context = Surroundings(
      index: index, references: references, links: links, labels: labels, program: program)
    let document = Document(chapter.source)
    let opening = document.blocks().first { block in
      let first = block.firstChild
      return block.kind == .paragraph && (first?.kind != .image || first?.next != nil)
    }
    let description = opening.map { summary($0.plainText) }
    let minutes = Self.minutes(document)
    let text = SearchText(document, context)
    let body = ChapterText(document, on: context)
    let title = labels.fullTitle(index, chapter.title)
    var page = Page(
      settings: book.settings, path: chapter.slug + ".html", title: title,
      description: description, body: "<article>\n\(body.html)</article>\n")
    if index > 0 { page.previous = neighbour(index - 1) }
    if index + 1 < book.chapters.count { page.next = neighbour(index + 1) }
    page.contents = sideContents(index, minutes: minutes)
    page.interactive = body.interactive
    page.editAddress = editAddress(of: chapter.name)
    if book.settings.program != nil, !program.history.files[index].isEmpty {
      page.programAddress = encodedPath(ProgramPages.path(ofChapter: chapter))
    }
    let name = chapter.path
    return Woven.ChapterPage(
      file: OutputFile(path: page.path, bytes: Array(page.html(theme.template).utf8)) { _ in name },
      description: description, article: wholeBook.part(body.html, of: chapter),
      search: text.file(page: chapter.slug),
      found: (chapter.slug, title, text.bits), diagnostics: body.diagnostics, assets: body.files,
      interactive: body.interactive)
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

  /// How long the prose takes to read at two hundred words a minute.
  private static func minutes(_ document: Document) -> Int {
    let words = document.blocks().filter { $0.kind == .paragraph }.reduce(0) {
      $0 + $1.plainText.split(whereSeparator: \.isWhitespace).count
    }
    return max(1, (words + 100) / 200)
  }

  /// The chapter's sections, and the chapters of the book.
  private func sideContents(_ index: Int, minutes: Int) -> String {
    let sections = zip(book.chapters[index].headings, links.headingAnchors[index])
      .filter { $0.0.level == 2 }
      .map { "<li><a href=\"#\(encodedPath($1))\">\(escaped($0.text))</a></li>\n" }.joined()
    let inside =
      sections.isEmpty
      ? ""
      : "<h2>In this chapter</h2>\n<p class=\"minutes\">About \(minutes) "
        + "\(minutes == 1 ? "minute" : "minutes")</p>\n<ol class=\"sections\">\n\(sections)</ol>\n"
    return """
      <nav class="contents" id="page:contents" aria-label="Contents">
      \(inside)<h2><a href="index.html">\(escaped(book.settings.title))</a></h2>
      \(chapterList(current: index, heading: "h3"))</nav>

      """
  }

  /// The chapters by parts.
  ///
  /// - Parameter current: Whose page this is for; of a long book only the chapters around it are
  ///   listed, so that the pages together do not grow with the square of the book. Nil is the
  ///   contents page, which also tells what is in the parts and the chapters.
  private func chapterList(current: Int?, heading: String) -> String {
    var shown = book.chapters.indices
    if let current, shown.count > 60 { shown = shown.clamped(to: current - 15..<current + 16) }
    var html = ""
    for part in labels.parts {
      let chapters = part.chapters.filter(shown.contains)
      if chapters.isEmpty { continue }
      if let name = part.name { html += "<\(heading)>\(escaped(name))</\(heading)>\n" }
      if current == nil { html += part.summary.map(Self.markdown) ?? "" }
      html += "<ul class=\"chapters\">\n"
      for chapter in chapters {
        let label = labels.labels[chapter].map { "<span class=\"number\">\($0)</span> " } ?? ""
        let mark = chapter == current ? " aria-current=\"page\"" : ""
        html +=
          "<li><a href=\"\(address(chapter))\"\(mark)>\(label)"
          + "\(escaped(book.chapters[chapter].title))</a>"
          + (current == nil ? sections(of: chapter) : "") + "</li>\n"
      }
      html += "</ul>\n"
    }
    if shown.count < book.chapters.count {
      html += "<p><a href=\"index.html\">All \(book.chapters.count) chapters</a></p>\n"
    }
    return html
  }

  /// The names of a chapter's sections.
  private func sections(of chapter: Int) -> String {
    let names = book.chapters[chapter].headings.filter { $0.level == 2 }.map { escaped($0.text) }
    return names.isEmpty ? "" : "<p class=\"sections\">\(names.joined(separator: " · "))</p>"
  }

  /// A text of `book.yml` as HTML.
  private static func markdown(_ text: String) -> String {
    ChapterText(Document(SourceText(text)), on: nil).html
  }

  /// Where a chapter's source can be edited, if `book.yml` says where the source is: a repository,
  /// in which the book has the place that it has in the one on this disk, or else its folder's name;
  /// or that folder's own address in it, with `/tree/`.
  private func editAddress(of name: String) -> String? {
    guard var address = book.settings.repositoryURL else { return nil }
    while address.hasSuffix("/") { address.removeLast() }
    if address.contains("/tree/") {
      return address.replacing("/tree/", with: "/edit/") + "/" + encodedPath(name)
    }
    let mark = address.contains("//gitlab") ? "/-/edit/HEAD/" : "/edit/HEAD/"
    return address + mark + placeInRepository + encodedPath(name)
  }

  private func contentsPage() -> String {
    let repository =
      book.settings.repositoryURL.map {
        "<p class=\"source\"><a href=\"\(escaped($0))\">The book's source</a></p>\n"
      } ?? ""
    let page = Page(
      settings: book.settings, path: "index.html", title: book.settings.title, kind: .cover,
      description: book.settings.subtitle, next: book.chapters.isEmpty ? nil : neighbour(0),
      body: """
        \(cover(repository))\
        <nav class="book-contents" aria-label="Contents">
        \(chapterList(current: nil, heading: "h2"))</nav>
        \(appendages)
        """)
    return page.html(theme.template)
  }

  /// What the book has beside its chapters.
  private var appendages: String {
    var links = [("book.html", "The whole book on one page")]
    if book.settings.program != nil, program.history.files.contains(where: { !$0.isEmpty }) {
      links.append((ProgramPages.wholePath, "The whole program"))
    }
    if !references.blocks.isEmpty { links.append((Indexes.chunksPath, "Index of chunks")) }
    if indexes.hasNames { links.append((Indexes.namesPath, "Index of names")) }
    let items = links.map { "<li><a href=\"\($0)\">\($1)</a></li>\n" }.joined()
    return "<ul class=\"appendages\">\n\(items)</ul>\n"
  }

  private func cover(_ more: String) -> String {
    let subtitle =
      book.settings.subtitle.map { "<p class=\"subtitle\">\(escaped($0))</p>\n" } ?? ""
    let description =
      book.settings.description
      .map { "<div class=\"description\">\n\(Self.markdown($0))</div>\n" } ?? ""
    let authors =
      book.settings.authors.isEmpty
      ? "" : "<p class=\"authors\">\(escaped(book.settings.authors.joined(separator: ", ")))</p>\n"
    return """
      <div class="cover">
      <h1>\(escaped(book.settings.title))</h1>
      \(subtitle)\(authors)\(more)</div>
      \(description)
      """
  }

  /// All chapters on one page.
  private func wholePage(_ articles: String) -> String {
    let contents = book.chapters.indices.map { index in
      let chapter = book.chapters[index]
      let title = escaped(labels.fullTitle(index, chapter.title))
      return "<li><a href=\"#\(encodedPath(chapter.slug))\">\(title)</a></li>\n"
    }.joined()
    return Page(
      settings: book.settings, path: "book.html", title: "The whole book", kind: .derived,
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
  private func missingPage() -> String {
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
  private func sitemap() -> OutputFile? {
    guard let base = book.settings.baseURL else { return nil }
    let addresses = [""] + book.chapters.indices.map(address)
    let rows = addresses.map { "<url><loc>\(escaped(base + $0))</loc></url>\n" }.joined()
    let xml =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      + "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n\(rows)</urlset>\n"
    return OutputFile(path: "sitemap.xml", bytes: Array(xml.utf8))
  }
}

/// One Markdown text alone, as HTML: libcmark's but for tagged blocks, formulas, tables and asides,
/// and what else CommonMark does not know.
public func fragment(_ markdown: [UInt8]) -> [UInt8] {
  let document = Document(SourceText(markdown))
  let text = ChapterText(document, on: nil)
  // Bytes that are not UTF-8 come through only as libcmark gives them.
  return text.hasNotes ? Array(text.html.utf8) : document.htmlBytes()
}
