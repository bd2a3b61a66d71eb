import Literate

/// The pages that show the program: a map of its files, and a page for each file with all the lines
/// that it ever had, those of one point of the book in view.
struct ProgramPages {
  let book: Book
  let references: CrossReferences
  let labels: Labels
  let program: ShownProgram
  /// What each chapter is about.
  let summaries: [String?]
  let template: Template

  private var words: Words { labels.words }

  static let wholePath = "program.html"
  private static let listPath = "program-files.js"

  /// Where to read what a chapter makes of the program.
  static func address(ofChapter chapter: Chapter) -> String {
    wholePath + "#after:" + encodedPath(chapter.slug)
  }

  /// All pages, and what they tell of names; none for a book without a program.
  func pages() -> (files: [OutputFile], notes: Set<TypeNote>) {
    let timelines = FileTimeline.all(program.history)
    guard book.settings.program != nil, !timelines.isEmpty else { return ([], []) }
    var names = Anchors()
    let files = timelines.map { timeline in
      let words = timeline.name.map { $0.isLetter || $0.isNumber ? $0 : "-" }
      return (timeline: timeline, path: "program-\(names.add(String(words))).html")
    }
    let tree = tree(files.map { ($0.timeline.name, $0.path) })
    let paths = Dictionary(
      files.map { ($0.timeline.name, $0.path) }, uniquingKeysWith: { first, _ in first })
    let list = list(files.map { ($0.timeline.name, $0.path) })
    let pages = files.concurrentMap { page($0.timeline, $0.path) }
    return (
      [map(files.map(\.timeline), paths, tree), list] + pages.map(\.file),
      pages.reduce(into: []) { $0.formUnion($1.notes) }
    )
  }

  private func page(
    _ title: String, _ path: String, _ contents: String, hasTypes: Bool = false, _ body: String
  ) -> OutputFile {
    let page = Page(
      settings: book.settings, path: path, title: title, kind: .derived,
      description: path == Self.wholePath
        ? "The program of \(book.settings.title): its files, and what each chapter makes of them."
        : "\(title) in the program of \(book.settings.title), as of any chapter.",
      contents: contents, isWide: true, hasTypes: hasTypes, body: body)
    return OutputFile(path: path, bytes: Array(page.html(template).utf8))
  }

  /// What the pages of files need of each other, once for all of them: a script that tells the files'
  /// names and pages, and the chapters.
  private func list(_ files: [(name: String, path: String)]) -> OutputFile {
    let chapters = book.chapters.indices.map { labels.fullTitle($0, book.chapters[$0].title) }
    let rows = files.map { "[\($0.name.quotedForScript),\($0.path.quotedForScript)]" }
    let script = """
      weaveProgram([\(rows.joined(separator: ",\n"))],
      [\(chapters.map(\.quotedForScript).joined(separator: ",\n"))]);

      """
    return OutputFile(path: Self.listPath, bytes: Array(script.utf8))
  }

  /// Beside a file: the way to the map, and for the list of files.
  private var around: String {
    """
    <nav class="contents tree" id="page:contents" aria-label="Files" data-files="\(Self.listPath)">
    <h2><a href="\(Self.wholePath)">The program</a></h2>
    </nav>

    """
  }

  /// The files by their folders, for beside the text.
  private func tree(_ files: [(name: String, path: String)]) -> String {
    var html = ""
    var folder: Substring?
    for (name, path) in files {
      let cut = name.lastIndex(of: "/").map { name.index(after: $0) } ?? name.startIndex
      if folder != name[..<cut] {
        if folder != nil { html += "</ul>\n" }
        folder = name[..<cut]
        html += "<h3 class=\"file\">\(escaped(name[..<cut]))</h3>\n<ul>\n"
      }
      html += "<li><a class=\"file\" href=\"\(path)\">\(escaped(name[cut...]))</a></li>\n"
    }
    return """
      <nav class="contents tree" id="page:contents" aria-label="\(words("Files"))">
      <h2><a href="\(Self.wholePath)">\(words("The program"))</a></h2>
      \(html)</ul>
      </nav>

      """
  }
}

/// The map.
extension ProgramPages {
  private func map(
    _ files: [FileTimeline], _ paths: [String: String], _ tree: String
  ) -> OutputFile {
    let live = files.filter { !$0.isGone }
    let count = live.reduce(0) { $0 + $1.lineCount }
    let chapters = book.chapters.indices.map { chapterRow($0, paths) }.joined()
    let number = live.count == 1 ? words("One file") : words("{} files", "\(live.count)")
    let text = words(
      "{}, {} lines, as the last chapter leaves them. Each file has a page; there a line's number "
        + "leads to the place in the book that explains it, and a slider goes back to earlier "
        + "chapters.", number, "\(count)")
    let body = """
      <div class="program">
      <h1>\(words("The program"))</h1>
      <p>\(text)</p>
      \(onePagers(live, paths))<h2>\(words("Chapter by chapter"))</h2>
      <dl class="map">
      \(chapters)</dl>
      </div>

      """
    return page(words("The program"), Self.wholePath, tree, body)
  }

  /// The folders that are a program of one file, which shows all of it on one page.
  private func onePagers(_ files: [FileTimeline], _ paths: [String: String]) -> String {
    let folders = Dictionary(grouping: files) { $0.name.split(separator: "/").dropLast() }
    if folders.count < 2 { return "" }
    let alone = folders.values.compactMap { $0.count == 1 ? $0[0].name : nil }.sorted()
    return alone.filter { $0.split(separator: "/").last?.hasPrefix("main.") == true }.map { name in
      let link = "<a class=\"file\" href=\"\(paths[name] ?? Self.wholePath)\">\(escaped(name))</a>"
      return "<p>\(words("{} is a whole program on one page.", link))</p>\n"
    }.joined()
  }

  /// What a chapter makes of the program, and how to have it as it is then.
  private func chapterRow(_ index: Int, _ paths: [String: String]) -> String {
    let chapter = book.chapters[index]
    let files = program.history.files[index]
    if files.isEmpty { return "" }
    let folder = book.files.name
    let argument = folder == "chapters" ? "" : folder + " "
    let links = files.map { file in
      let path = paths[file.name] ?? Self.wholePath
      let verb = file.isChanged ? "" : " class=\"new\""
      return "<a\(verb) href=\"\(path)#as-of:\(index)\"><span class=\"file\">"
        + "\(escaped(file.name))</span></a>"
    }
    let summary = summaries[index].map { "<dd class=\"summary\">\(escaped($0))</dd>\n" } ?? ""
    return """
      <dt id="\(escaped("after:" + chapter.slug))"><a href="\(encodedPath(chapter.slug)).html">\
      \(escaped(labels.fullTitle(index, chapter.title)))</a></dt>
      \(summary)<dd>\(links.joined(separator: ", "))</dd>
      <dd><code>swift run tangle \(escaped(argument))--through \(chapter.number) --output \
      after-\(chapter.number)</code></dd>

      """
  }
}

/// A file.
extension ProgramPages {
  private func page(
    _ file: FileTimeline, _ path: String
  ) -> (file: OutputFile, notes: Set<TypeNote>) {
    var types = program.types.map { _ in
      TypeTable { (address($0), labels.reference($0.chapter, book)) }
    }
    let listing = Listing(
      file.rows.map { row in
        program.line(row.line, through: row.until == nil ? file.last : nil)
      })
    let code = ListingHTML(listing, table: &types) { address($0) }
    var html = ""
    var number = 0
    var block: BlockID?
    var wasDocumentation = false
    for (index, row) in file.rows.enumerated() {
      let remark = listing.lines[index].remark
      let isDocumentation = remark == .documentation
      var classes: [String] = []
      if remark != nil { classes.append("remark") }
      if isDocumentation && !wasDocumentation { classes.append("first") }
      wasDocumentation = isDocumentation
      if row.until == nil { number += 1 } else { classes.append("gone") }
      // The lines of a block lead to one place: the page's script takes it from the first, and the
      // style counts the others where no script runs.
      let label = row.until == nil ? "\(number)" : "−"
      let link =
        row.line.block == block ? "" : "<a href=\"\(address(row.line.block))\">\(label)</a>"
      block = row.line.block
      let from = row.from == file.first ? "" : " data-from=\(row.from)"
      let until = row.until.map { " data-until=\($0)" } ?? ""
      let style = classes.joined(separator: " ")
      let kind =
        classes.isEmpty ? "" : classes.count == 1 ? " class=\(style)" : " class=\"\(style)\""
      html += "<i\(kind)\(from)\(until)>\(link)\(code.lines[index])\n</i>"
    }
    let body = """
      <div class="program whole-program" data-first="\(file.first)">
      <h1 class="file" id="\(escaped("file:" + file.name))">\(escaped(file.name))</h1>
      <form class="options">
      <fieldset>
      <legend>\(words("Comments"))</legend>
      <label><input type="radio" name="comments" id="comments-all" checked> \(words("all"))</label>
      <label><input type="radio" name="comments" id="comments-first"> \(words("headings only"))</label>
      <label><input type="radio" name="comments" id="comments-none"> \(words("none"))</label>
      </fieldset>
      <fieldset>
      <legend>\(words("Lines"))</legend>
      <label><input type="checkbox" id="numbers" checked> \(words("numbered"))</label>
      <label><input type="checkbox" id="wrap"> \(words("wrapped"))</label>
      </fieldset>
      <fieldset class="as-of" hidden>
      <label>\(words("As of {}", "<select></select>"))</label>
      <input type="range" min="\(file.first)" max="\(book.chapters.count - 1)" \
      value="\(book.chapters.count - 1)" aria-label="\(words("Chapter"))">
      </fieldset>
      </form>
      <section class="listing">
      <pre tabindex="0"><code\(code.attribute)>\(html)</code></pre>
      </section>
      \(types?.html ?? "")</div>

      """
    return (
      page(file.name, path, around, hasTypes: types?.isEmpty == false, body),
      Set(types?.notes ?? [])
    )
  }

  private func address(_ block: BlockID) -> String {
    let anchor = references.entries[block].map { "#" + encodedPath($0.anchor) } ?? ""
    return encodedPath(book.chapters[block.chapter].slug) + ".html" + anchor
  }
}
