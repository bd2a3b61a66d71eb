import Literate

/// A chapter's page.
extension Weaver {
  func chapter(_ index: Int) -> Woven.ChapterPage {
    let chapter = book.chapters[index]
    var surroundings = Surroundings(
      index: index, references: references, links: links, labels: labels, program: program)
    surroundings.liveProgram = live?.program
    let document = Document(chapter.source)
    let description = description(document, of: chapter)
    let minutes = Self.minutes(document)
    let text = SearchText(document, surroundings)
    let body = ChapterText(document, on: surroundings)
    let title = labels.fullTitle(index, chapter.title)
    let model = live.flatMap { live in
      book.settings.models["\(chapter.number)"].map {
        LiveTranscript.model($0, program: live.program, words)
      }
    }
    let language = chapter.languageAttribute
    var page = Page(
      settings: book.settings, path: chapter.slug + ".html", title: title,
      description: description, body: "<article\(language)>\n\(body.html)\(model ?? "")</article>\n"
    )
    if index > 0 { page.previous = neighbour(index - 1) }
    if index + 1 < book.chapters.count {
      page.next = neighbour(index + 1)
      page.nextPromise = book.settings.promises["\(book.chapters[index + 1].number)"]
    }
    page.contents = sideContents(index, minutes: minutes)
    page.interactive = body.interactive
    page.hasTypes = !body.notes.isEmpty
    if model != nil || body.runs { page.liveProgram = live?.program }
    if chapter.translation?.isTranslated != false {
      page.editAddress = editAddress(of: chapter.name)
    }
    if book.settings.program != nil, !program.history.files[index].isEmpty {
      page.programAddress = ProgramPages.address(ofChapter: chapter)
    }
    if hasMarkdown { page.markdown = encodedPath(Self.markdownPath(chapter)) }
    surroundings.form = .whole
    surroundings.liveProgram = nil
    let part = ChapterText(Document(chapter.source), on: surroundings)
    let name = chapter.path
    return Woven.ChapterPage(
      file: OutputFile(path: page.path, bytes: Array(page.html(theme.template).utf8)) { _ in name },
      description: description,
      article: "<article id=\"\(escaped(chapter.slug))\"\(language)>\n\(part.html)</article>\n",
      search: text.file(page: chapter.slug),
      found: (chapter.slug, title, text.bits), diagnostics: body.diagnostics, assets: body.files,
      interactive: body.interactive, notes: body.notes)
  }

  /// A page's description: what the book's settings promise of it, or else the beginning of its first
  /// paragraph that does not lead on to a picture or a listing, as far as there is another.
  private func description(_ document: Document, of chapter: Chapter) -> String? {
    if let promise = book.settings.promises["\(chapter.number)"] { return promise }
    let paragraphs = document.blocks().lazy.filter { block in
      let first = block.firstChild
      return block.kind == .paragraph && (first?.kind != .image || first?.next != nil)
    }
    let texts = paragraphs.map { $0.plainText(without: book.settings.references) }
    let whole = texts.prefix(3).first { !$0.hasSuffix(":") && !$0.hasSuffix("：") }
    return (whole ?? texts.first).map(Self.summary)
  }

  /// The first sentences of a text, up to about 160 characters.
  private static func summary(_ text: String) -> String {
    if text.count <= 160 { return text }
    let cut = text.prefix(160)
    if let end = cut.matches(of: /[.?!][”"’)]*\s|[。？！]/).last?.range.upperBound,
      cut[..<end].count >= 40
    {
      return String(cut[..<end].reversed().drop(while: \.isWhitespace).reversed())
    }
    return (cut.lastIndex(of: " ").map { String(cut[..<$0]) } ?? String(cut)) + "…"
  }

  func address(_ chapter: Int) -> String {
    encodedPath(book.chapters[chapter].slug) + ".html"
  }

  func neighbour(_ chapter: Int) -> (address: String, title: String) {
    (address(chapter), labels.fullTitle(chapter, book.chapters[chapter].title))
  }

  /// How long the prose takes to read at two hundred words a minute.
  static func minutes(_ document: Document) -> Int {
    let words = document.blocks().filter { $0.kind == .paragraph }.reduce(0) {
      $0 + $1.plainText.unicodeScalars.lazy.split(whereSeparator: \.isSpace).count
    }
    return max(1, (words + 100) / 200)
  }

  /// The chapters of the book, and below this one its sections.
  func sideContents(_ index: Int, minutes: Int) -> String {
    let sections = zip(book.chapters[index].headings, links.headingAnchors[index])
      .filter { $0.0.level == 2 }
      .map { "<li><a href=\"#\(encodedPath($1))\">\(escaped($0.text))</a></li>\n" }.joined()
    let inside =
      sections.isEmpty
      ? ""
      : "\n<p class=\"minutes\">"
        + words(minutes == 1 ? "About {} minute" : "About {} minutes", "\(minutes)")
        + "</p>\n<ol class=\"sections\" aria-label=\"\(words("In this chapter"))\">\n"
        + "\(sections)</ol>\n"
    return """
      <nav class="contents" id="page:contents" aria-label="\(words("Contents"))">
      <h2><a href="index.html">\(escaped(book.settings.title))</a></h2>
      \(chapterList(current: index, heading: "h3", inside: inside))</nav>

      """
  }

  /// Where a chapter's source can be edited, if `book.yml` says where the source is: a repository,
  /// in which the book has the place that it has in the one on this disk, or else its folder's name;
  /// or that folder's own address in it, with `/tree/`.
  func editAddress(of name: String) -> String? {
    guard var address = book.settings.repositoryURL else { return nil }
    while address.hasSuffix("/") { address.removeLast() }
    if address.contains("/tree/") {
      return address.replacing("/tree/", with: "/edit/") + "/" + encodedPath(name)
    }
    let mark = address.contains("//gitlab") ? "/-/edit/HEAD/" : "/edit/HEAD/"
    let folder = book.files.pathInRepository
    return address + mark + encodedPath(folder.isEmpty ? name : folder + "/" + name)
  }
}

extension Chapter {
  /// The language of a chapter that is not translated, as an attribute.
  var languageAttribute: String {
    guard let translation, !translation.isTranslated else { return "" }
    return " lang=\"\(escaped(translation.originalLanguage))\""
  }
}
