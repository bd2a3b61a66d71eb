import Literate

/// The pages that show the program: as it stands after each chapter, and whole.
struct ProgramPages {
  let book: Book
  let references: CrossReferences
  let labels: Labels
  let program: Program
  /// What each chapter is about.
  let summaries: [String?]
  let template: Template

  static func path(ofChapter chapter: Chapter) -> String { "program-\(chapter.slug).html" }

  static let wholePath = "program.html"

  /// All pages; none for a book without a program.
  func pages() -> [OutputFile] {
    guard book.settings.program != nil, !last.isEmpty else { return [] }
    var pages = [whole()]
    var latest: [String: Int] = [:]
    for chapter in book.chapters.indices {
      let files = program.history.files[chapter]
      if !files.isEmpty { pages.append(page(chapter, files, unchanged: latest)) }
      for file in files { latest[file.name] = chapter }
    }
    return pages
  }

  /// Each file as the book leaves it.
  private var last: [History.File] {
    var last: [String: History.File] = [:]
    for file in program.history.files.joined() { last[file.name] = file }
    return last.values.sorted { $0.name < $1.name }
  }
}

/// One chapter's program.
extension ProgramPages {
  private func page(
    _ chapter: Int, _ files: [History.File], unchanged latest: [String: Int]
  ) -> OutputFile {
    let title = labels.fullTitle(chapter, book.chapters[chapter].title)
    let address = encodedPath(book.chapters[chapter].slug) + ".html"
    let number = book.chapters[chapter].number
    let folder = Disk.resolved(book.path).split(separator: "/").last.map(String.init) ?? ""
    let argument = folder == "chapters" ? "" : folder + " "
    let changed = Set(files.map(\.name))
    let rest = latest.filter { !changed.contains($0.key) }.sorted { $0.key < $1.key }
    let links = rest.prefix(200).map { path, last in
      let page = encodedPath(Self.path(ofChapter: book.chapters[last]))
      return "<li><a href=\"\(page)#\(encodedPath("file:" + path))\">"
        + "<span class=\"file\">\(escaped(path))</span></a>, "
        + "\(escaped(labels.reference(last, book)))</li>\n"
    }
    let others =
      links.isEmpty
      ? ""
      : "<h2>Unchanged since</h2>\n<ul>\n\(links.joined())</ul>\n"
        + (rest.count > links.count
          ? "<p><a href=\"\(Self.wholePath)\">All files</a></p>\n" : "")
    var types = emptyTable
    let listings = files.map { listing($0, marking: chapter, at: chapter, &types) }.joined()
    let body = """
      <article class="program">
      <h1>The program after \(escaped(labels.reference(chapter, book)))</h1>
      <p>The files that <a href="\(address)">\(escaped(title))</a> makes or changes. Its own lines \
      are marked; each number leads to the place in the book that explains the line. To have \
      exactly this program on your disk:</p>
      <pre class="console" tabindex="0"><code><span class="prompt">$ </span><b>swift run tangle \
      \(escaped(argument))--through \(number) --output after-\(number)</b>
      </code></pre>
      \(listings)\(others)\(types?.html ?? "")</article>

      """
    let page = Page(
      settings: book.settings, path: Self.path(ofChapter: book.chapters[chapter]),
      title: "The program after \(labels.reference(chapter, book))", kind: .derived,
      isWide: true, body: body)
    return OutputFile(path: page.path, bytes: Array(page.html(template).utf8))
  }

  /// - Parameters:
  ///   - chapter: The chapter whose lines are marked.
  ///   - last: The chapter that made the file what it is.
  private func listing(
    _ file: History.File, marking chapter: Int?, at last: Int, _ types: inout TypeTable?
  ) -> String {
    var rows = ""
    let listing = program.listing(file.lines, through: last)
    let code = ListingHTML(listing, table: &types) { address($0) }
    var block: BlockID?
    var wasDocumentation = false
    for (index, (line, shown)) in zip(file.lines, listing.lines).enumerated() {
      let remark = shown.remark
      let isDocumentation = remark == .documentation
      var classes = "row"
      if line.block.chapter == chapter { classes += " new" }
      if remark != nil {
        classes += isDocumentation && !wasDocumentation ? " remark first" : " remark"
      }
      wasDocumentation = isDocumentation
      let skip = line.block == block ? " tabindex=\"-1\"" : ""
      block = line.block
      rows +=
        "<span class=\"\(classes)\"><a href=\"\(address(line.block))\"\(skip)>"
        + "\(index + 1)</a>\(code.lines[index])\n</span>"
    }
    return """
      <section class="listing">
      <h2 class="file" id="\(escaped("file:" + file.name))">\(escaped(file.name))</h2>
      <pre tabindex="0"><code\(code.attribute)>\(rows)</code></pre>
      </section>

      """
  }

  /// The table of a page's names; without scripts the lines' numbers lead where links would.
  private var emptyTable: TypeTable? {
    program.types.map { _ in
      TypeTable { (address($0), labels.reference($0.chapter, book)) }
    }
  }

  private func address(_ block: BlockID) -> String {
    let anchor = references.entries[block].map { "#" + encodedPath($0.anchor) } ?? ""
    return encodedPath(book.chapters[block.chapter].slug) + ".html" + anchor
  }
}

/// The whole program.
extension ProgramPages {
  private func whole() -> OutputFile {
    let files = last
    let count = files.reduce(0) { $0 + $1.lines.count }
    var latest: [String: Int] = [:]
    for (chapter, files) in program.history.files.enumerated() {
      for file in files { latest[file.name] = chapter }
    }
    var types = emptyTable
    let listings = files.map {
      listing($0, marking: nil, at: latest[$0.name] ?? 0, &types)
    }.joined()
    let body = """
      <div class="program whole-program">
      <h1>The whole program</h1>
      <p>\(files.count == 1 ? "One file" : "\(files.count) files"), \(count) lines, as the last \
      chapter leaves them. Each number leads to the place in the book that explains the line.</p>
      <form class="options">
      <fieldset>
      <legend>Comments</legend>
      <label><input type="radio" name="comments" id="comments-all" checked> all</label>
      <label><input type="radio" name="comments" id="comments-first"> headings only</label>
      <label><input type="radio" name="comments" id="comments-none"> none</label>
      </fieldset>
      <fieldset>
      <legend>Lines</legend>
      <label><input type="checkbox" id="numbers" checked> numbered</label>
      <label><input type="checkbox" id="wrap"> wrapped</label>
      <label><input type="checkbox" id="columns-on" checked> in columns</label>
      </fieldset>
      </form>
      <div class="files">
      \(listings)</div>
      \(types?.html ?? "")</div>

      """
    let page = Page(
      settings: book.settings, path: Self.wholePath, title: "The whole program", kind: .derived,
      contents: sources(files), isWide: true, body: body)
    return OutputFile(path: page.path, bytes: Array(page.html(template).utf8))
  }

  /// The chapters that the lines come from, what each is about, and how many lines are its own.
  private func sources(_ files: [History.File]) -> String {
    var counts: [Int: Int] = [:]
    for line in files.flatMap(\.lines) { counts[line.block.chapter, default: 0] += 1 }
    let rows = counts.sorted { $0.key < $1.key }.map { index, count in
      let chapter = book.chapters[index]
      let summary = summaries[index].map { "<span class=\"summary\">\(escaped($0))</span>" } ?? ""
      return "<li><a href=\"\(encodedPath(Self.path(ofChapter: chapter)))\">"
        + "\(escaped(labels.fullTitle(index, chapter.title)))</a>, \(count == 1 ? "1 line" : "\(count) lines")\(summary)</li>\n"
    }
    return """
      <nav class="contents" id="page:contents" aria-label="Chapters">
      <h2>Where the lines come from</h2>
      <ul class="sources">
      \(rows.joined())</ul>
      </nav>

      """
  }
}
