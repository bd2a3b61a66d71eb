import Literate
import SwiftCode

/// Renders a book as a site of static pages.
public struct Weaver: Sendable {
  let book: Book
  let references: CrossReferences
  let links: Links
  let labels: Labels
  let program: ShownProgram
  let theme: Theme
  let memory: Memory
  /// The script with the program that pages can run.
  let live: LiveScript?
  /// Whether the pages are there as Markdown too.
  let hasMarkdown: Bool
  /// The files beside the chapters.
  let files: FolderState
  /// What was woven last, if nothing has changed since then but the prose of chapters.
  let known: Woven?

  /// - Parameters:
  ///   - book: The book.
  ///   - types: What the compiler says of the program; nil leaves types out.
  ///   - live: The program that transcripts can be run with in the page.
  ///   - memory: What is known from weaving the book before.
  package init(
    _ checked: CheckedBook, types: Types? = nil, live: LiveScript? = nil,
    hasMarkdown: Bool = false, memory: Memory = Memory()
  ) {
    self.hasMarkdown = hasMarkdown
    self.memory = memory
    self.live = live
    book = checked.book
    references = CrossReferences(checked.web)
    links = Links(references)
    labels = Labels(book)
    theme = Theme(book)
    files = book.files.state.files(without: Set(book.chapters.map(\.path)))
    let last = memory.last.withLock { $0 }
    known = last?.hasSameFrame(as: book, files) == true ? last : nil
    program = known?.program ?? ShownProgram(book, types: types, memory)
  }

  /// The site's files, and what is wrong with the chapters' links, formulas and figures.
  public func site() -> (files: [OutputFile], diagnostics: [Diagnostic]) {
    let pages = Array(book.chapters.indices).concurrentMap { index in
      known?.page(index, of: book) ?? chapter(index)
    }
    var files = [
      OutputFile(path: "index.html", bytes: Array(contentsPage(pages.map(\.description)).utf8)),
      OutputFile(path: "404.html", bytes: Array(missingPage().utf8)),
    ]
    if let sitemap = sitemap() { files.append(sitemap) }
    if let feed = feed(pages.map(\.description)) { files.append(feed) }
    files += cards(pages.map(\.description))
    var articles = ""
    var found: [(name: String, title: String, bits: [UInt8])] = []
    var diagnostics = theme.diagnostics
    var assets: Set<String> = []
    let cover = CoverFigure(book)
    diagnostics += (cover?.diagnostics ?? []) + partDiagnostics
    var interactive = Set([cover?.name].compactMap { $0 })
    var notes: Set<TypeNote> = []
    for page in pages {
      articles += page.article
      files += [page.file, page.search]
      found.append(page.found)
      diagnostics += page.diagnostics
      assets.formUnion(page.assets)
      interactive.formUnion(page.interactive)
      notes.formUnion(page.notes)
    }
    files += theme.files.filter { file in
      switch file.path {
      case "types.js": program.types != nil
      case "figures.css", "figures.js": !interactive.isEmpty
      case "live.css", "live.js": live != nil
      default: true
      }
    }
    files += FigureModules(book.files).files(for: interactive)
    if let live { files.append(OutputFile(path: LiveScript.path, bytes: live.bytes)) }
    files.append(SearchText.index(found))
    let derived = derivedPages(pages.map(\.description))
    files += derived.program + derived.indexes
    if let script = TypeNote.script(notes.union(derived.notes)) { files.append(script) }
    files.append(OutputFile(path: "book.html", bytes: Array(wholePage(articles).utf8)))
    if let terms = indexes.termsPage(links) { files.append(terms) }
    let list = ReferenceList(book.settings, words)
    if !list.isEmpty {
      files.append(indexes.page(ReferenceList.name + ".html", words("References"), list.html))
    }
    if let script = words.script { files.append(script) }
    if hasMarkdown { files += markdownPages(pages.map(\.description)) }
    let redirects = Redirects(book)
    diagnostics += redirects.diagnostics + repeatedPages(files)
    files = withoutRepeated(files, theme.files, redirects, &diagnostics)
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
      guard let place = try? RelativePath(path) else { continue }
      do throws(DiskError) {
        files.append(OutputFile(path: path, bytes: try book.files.bytes(place)))
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

  /// Without its number a chapter's page may have the name of one that the site makes.
  private func repeatedPages(_ files: [OutputFile]) -> [Diagnostic] {
    let counts = Dictionary(files.map { ($0.path, 1) }, uniquingKeysWith: +)
    return book.chapters.compactMap { chapter in
      let page = chapter.slug + ".html"
      guard counts[page, default: 0] > 1 else { return nil }
      return .error(
        "the site has a page `\(page)` of its own; rename the chapter's file, or leave out `slug`",
        at: chapter.location(line: 1))
    }
  }

  /// The files and the redirects, each address once: the book may name one that the site has itself.
  private func withoutRepeated(
    _ files: [OutputFile], _ themed: [OutputFile], _ redirects: Redirects,
    _ diagnostics: inout [Diagnostic]
  ) -> [OutputFile] {
    var known: [String: String] = [:]
    var kept: [OutputFile] = []
    let themed = Set(themed.map(\.path))
    let chapters = Set(book.chapters.map { $0.slug + ".html" })
    for file in files {
      guard let other = known.updateValue(file.path, forKey: RelativePath.folded(file.path)) else {
        kept.append(file)
        continue
      }
      if themed.contains(file.path) || themed.contains(other) {
        let name = themed.contains(file.path) ? file.path : other
        diagnostics.append(
          .error(
            "the site has a file `\(name)` of its own; give this one another name",
            at: SourceLocation(file: "\(book.path)/theme/\(name)")))
      } else if !chapters.contains(other), !chapters.contains(file.path) {
        kept.append(file)
      }
    }
    for file in redirects.files {
      let folded = RelativePath.folded(file.path)
      guard let other = known[folded] else {
        known[folded] = file.path
        kept.append(file)
        continue
      }
      guard let place = redirects.places[file.path] else { continue }
      diagnostics.append(
        .error("`redirects`: the site has a page at `\(other)`; take the line away", at: place))
    }
    return kept
  }

  private func derivedPages(_ summaries: [String?]) -> Woven.Derived {
    if let known = known?.derived, known.summaries == summaries { return known }
    let pages = ProgramPages(
      book: book, references: references, labels: labels, program: program, summaries: summaries,
      template: theme.template)
    let (files, notes) = pages.pages()
    return Woven.Derived(
      summaries: summaries, program: files, notes: notes,
      indexes: known?.derived.indexes ?? indexes.pages())
  }

  var words: Words { labels.words }

  var indexes: Indexes {
    Indexes(
      book: book, references: references, labels: labels, program: program,
      template: theme.template)
  }
}

/// One Markdown text alone, as HTML: libcmark's but for tagged blocks, formulas, tables and asides,
/// and what else CommonMark does not know.
public func fragment(_ markdown: [UInt8]) -> [UInt8] {
  ChapterText.bytes(of: Document(SourceText(markdown)))
}
