import Compiling
import Literate

/// A book as an e-book, EPUB 3.3: the same book gives the same bytes.
public struct EBook: Sendable {
  static let deepestIndentation = 60

  let book: Book
  let references: CrossReferences
  let links: Links
  let labels: Labels
  let program: ShownProgram
  private let theme: Theme

  package init(_ checked: CheckedBook) {
    book = checked.book
    references = CrossReferences(checked.web)
    links = Links(references)
    labels = Labels(book)
    program = ShownProgram(book, types: nil, Memory())
    theme = Theme(book)
  }

  /// A page, or a file that pages use.
  struct Item {
    let path: String
    let mediaType: String
    let bytes: [UInt8]
    /// What the manifest says of it: `nav`, `mathml`.
    var properties: Set<String> = []
  }

  /// Whether a file's bytes begin as an e-book's do (EPUB 3.3, OCF, section 4.2).
  public static func isEBook(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: "PK".utf8)
      && bytes.dropFirst(30).starts(with: "mimetypeapplication/epub+zip".utf8)
  }

  /// The e-book's bytes, and what is wrong with the chapters' links, formulas and figures, or does not
  /// go into an e-book.
  public func file() -> (bytes: [UInt8], diagnostics: [Diagnostic]) {
    let (files, diagnostics) = files()
    var zip = Zip()
    // By the first entry, as it is, readers know what the file is.
    zip.add("mimetype", Array("application/epub+zip".utf8), isStored: true)
    for file in files { zip.add(file.path, file.bytes) }
    return (zip.bytes(), diagnostics)
  }

  /// What is in it, behind the name of its kind.
  func files() -> (files: [(path: String, bytes: [UInt8])], diagnostics: [Diagnostic]) {
    let chapters = Array(book.chapters.indices).concurrentMap(chapter)
    var diagnostics = chapters.flatMap(\.diagnostics)
    let cover = self.cover(&diagnostics)
    let pages =
      [coverPage(cover.path), titlePage(), contents()] + chapters.map(\.page) + referencePages
    let pictures = self.pictures(Set(chapters.flatMap(\.pictures)), &diagnostics)
    let items = [cover, stylesheet()] + pictures
    diagnostics += repeatedNames(pages + items)
    let package = EBookPackage(
      settings: book.settings, pages: pages, items: items, hasPictures: !pictures.isEmpty,
      hasUntoldPicture: chapters.contains(where: \.hasUntoldPicture))
    let files = [
      ("META-INF/container.xml", Array(EBookPackage.container.utf8)),
      ("EPUB/package.opf", Array(package.xml.utf8)),
    ]
    return (
      files + (pages + items).map { ("EPUB/" + $0.path, $0.bytes) }, diagnostics.inReadingOrder()
    )
  }

  /// Two files of one name, in letters of any case: one is then lost.
  private func repeatedNames(_ items: [Item]) -> [Diagnostic] {
    var first: [String: String] = [:]
    return items.compactMap { item in
      guard let other = first.updateValue(item.path, forKey: RelativePath.folded(item.path))
      else { return nil }
      let chapter = book.chapters.last {
        EBookName.safe($0.slug + PageForm.ebook.ending) == item.path
      }
      return .error(
        "an e-book cannot tell `\(item.path)` from `\(other)`, which it has too; give the file "
          + "another name",
        at: chapter?.location(line: 1) ?? SourceLocation(file: "\(book.path)/\(item.path)"))
    }
  }

  private func pictures(_ paths: Set<String>, _ diagnostics: inout [Diagnostic]) -> [Item] {
    paths.sorted().compactMap { path in
      guard let place = try? RelativePath(path) else { return nil }
      do throws(DiskError) {
        if let picture = EBookPicture(path, try book.files.bytes(place)) {
          return Item(
            path: EBookName.safe(path), mediaType: picture.mediaType, bytes: picture.bytes)
        }
        diagnostics.append(
          .error(
            "this is no picture that an e-book can show; draw it as SVG, or save it as PNG or JPEG",
            at: SourceLocation(file: "\(book.path)/\(path)")))
      } catch {
        diagnostics.append(.error(error.message, at: SourceLocation(file: book.path)))
      }
      return nil
    }
  }
}

/// Pages.
extension EBook {
  private struct ChapterPage: Sendable {
    let page: Item
    let pictures: Set<String>
    let hasUntoldPicture: Bool
    let diagnostics: [Diagnostic]
  }

  private func chapter(_ index: Int) -> ChapterPage {
    let chapter = book.chapters[index]
    var surroundings = Surroundings(
      index: index, references: references, links: links, labels: labels, program: program)
    surroundings.form = .ebook
    let text = ChapterText(Document(chapter.source), on: surroundings)
    let body = XHTML(text.html)
    let kind = labels.isAppendix(index) ? "appendix" : "chapter"
    let page = self.page(
      EBookName.safe(chapter.slug + PageForm.ebook.ending),
      title: labels.fullTitle(index, chapter.title),
      body: """
        <section epub:type="\(kind)" role="doc-\(kind)"\(chapter.languageAttribute)>
        \(body.text)</section>

        """, properties: body.properties)
    return ChapterPage(
      page: page, pictures: text.files, hasUntoldPicture: body.hasUntoldPicture,
      diagnostics: text.diagnostics)
  }

  private var words: Words { labels.words }

  /// What the text cites, behind the chapters.
  private var referencePages: [Item] {
    let list = ReferenceList(book.settings, words)
    if list.isEmpty { return [] }
    let text = XHTML(list.html)
    return [
      page(
        ReferenceList.name + PageForm.ebook.ending, title: words("References"),
        body:
          "<section epub:type=\"bibliography\" role=\"doc-bibliography\">\n\(text.text)</section>\n",
        properties: text.properties)
    ]
  }

  func address(_ chapter: Int) -> String {
    encodedPath(EBookName.safe(book.chapters[chapter].slug + PageForm.ebook.ending))
  }

  /// The book's own picture, or one that is drawn from its title.
  private func cover(_ diagnostics: inout [Diagnostic]) -> Item {
    if let path = book.settings.cover["image"] {
      if let bytes = book.files.bytes(path), let picture = EBookPicture(path, bytes) {
        let ending = path.split(separator: ".").last.map { $0.lowercased() } ?? ""
        return Item(
          path: "book-cover." + ending, mediaType: picture.mediaType, bytes: picture.bytes,
          properties: ["cover-image"])
      }
      diagnostics.append(
        .error(
          "the cover's image `\(path)` is not in the book, or is no SVG, PNG or JPEG; name one that is",
          at: SourceLocation(file: book.path + "/book.yml")))
    }
    return Item(
      path: "book-cover.svg", mediaType: "image/svg+xml",
      bytes: Array(EBookCover(book.settings).svg.utf8), properties: ["cover-image"])
  }

  private func coverPage(_ image: String) -> Item {
    page(
      "cover.xhtml", title: words("Cover"),
      body: """
        <section epub:type="cover" class="front">
        <img role="doc-cover" src="\(image)" alt="\(words("Cover")): \(escaped(book.settings.title))"/>
        </section>

        """)
  }

  private func titlePage() -> Item {
    let settings = book.settings
    let subtitle = settings.subtitle.map { "<p class=\"subtitle\">\(escaped($0))</p>\n" } ?? ""
    let authors =
      settings.authors.isEmpty
      ? "" : "<p class=\"authors\">\(escaped(settings.authors.joined(separator: ", ")))</p>\n"
    let description = settings.description.map { settings.html($0, .ebook) } ?? ""
    let still = settings.cover["still"].map { settings.html($0, .ebook) } ?? ""
    let text = XHTML(description + still)
    return page(
      "title.xhtml", title: settings.title,
      body: """
        <section epub:type="titlepage" class="title">
        <h1>\(escaped(settings.title))</h1>
        \(subtitle)\(authors)\(text.text)</section>

        """, properties: text.properties)
  }

  /// The contents, by which readers find their way, and the landmarks.
  private func contents() -> Item {
    var list = ""
    for part in labels.parts {
      var chapters = ""
      for chapter in part.chapters {
        let sections = zip(book.chapters[chapter].headings, links.headingAnchors[chapter])
          .filter { $0.0.level == 2 }
          .map { heading, anchor in
            "<li><a href=\"\(address(chapter))#\(encodedPath(anchor))\">\(escaped(heading.text))</a></li>\n"
          }
        let inner = sections.isEmpty ? "" : "\n<ol>\n\(sections.joined())</ol>\n"
        let title = labels.fullTitle(chapter, book.chapters[chapter].title)
        chapters +=
          "<li><a href=\"\(address(chapter))\">\(escaped(title))</a>\(inner)</li>\n"
      }
      list +=
        (part.part?.name).map { "<li><span>\(escaped($0))</span>\n<ol>\n\(chapters)</ol>\n</li>\n" }
        ?? chapters
    }
    let references =
      book.settings.references.isEmpty
      ? ""
      : "<li><a href=\"\(ReferenceList.name)\(PageForm.ebook.ending)\">\(words("References"))</a></li>\n"
    return page(
      "contents.xhtml", title: words("Contents"),
      body: """
        <nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc-title">
        <h1 id="toc-title">\(words("Contents"))</h1>
        <ol>
        \(list)\(references)</ol>
        </nav>
        <nav epub:type="landmarks" id="landmarks" aria-label="\(words("Landmarks"))" hidden="hidden">
        <ol>
        <li><a epub:type="cover" href="cover.xhtml">\(words("Cover"))</a></li>
        <li><a epub:type="titlepage" href="title.xhtml">\(escaped(book.settings.title))</a></li>
        <li><a epub:type="toc" href="contents.xhtml">\(words("Contents"))</a></li>
        <li><a epub:type="bodymatter" href="\(address(0))">\(words("Start reading"))</a></li>
        </ol>
        </nav>

        """, properties: ["nav"])
  }

  private func page(
    _ path: String, title: String, body: String, properties: Set<String> = []
  ) -> Item {
    let language = XMLText.attribute(escaped(book.settings.language))
    let direction = book.settings.isRightToLeft ? " dir=\"rtl\"" : ""
    let html = """
      <?xml version="1.0" encoding="UTF-8"?>
      <!DOCTYPE html>
      <html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" \
      lang="\(language)" xml:lang="\(language)"\(direction)>
      <head>
      <meta charset="utf-8"/>
      <title>\(XMLText.attribute(escaped(title)))</title>
      <link rel="stylesheet" href="book.css"/>
      </head>
      <body>
      \(body)</body>
      </html>

      """
    return Item(
      path: path, mediaType: "application/xhtml+xml", bytes: Array(html.utf8),
      properties: properties)
  }

  /// The theme's, and how far each line of code hangs.
  private func stylesheet() -> Item {
    let hanging = (0...Self.deepestIndentation).map { columns in
      // A letter of most faces for code is six tenths as wide as high.
      let tenths = (columns + 3) * 6
      let width = "\(tenths / 10).\(tenths % 10)em"
      return ".i\(columns) { padding-left: \(width); text-indent: -\(width); }\n"
    }
    return Item(
      path: "book.css", mediaType: "text/css", bytes: theme.ebook + Array(hanging.joined().utf8))
  }
}
