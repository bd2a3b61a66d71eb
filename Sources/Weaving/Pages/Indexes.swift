import Literate

/// The indexes of the book: its chunks, and what its code declares.
struct Indexes {
  let book: Book
  let references: CrossReferences
  let labels: Labels
  let program: ShownProgram
  let template: Template

  static let chunksPath = "chunks.html"
  static let namesPath = "names.html"

  private var words: Words { labels.words }

  /// The pages; none for a book without chunks.
  func pages() -> [OutputFile] {
    if references.blocks.isEmpty { return [] }
    let named = references.blocks.keys.filter { !references.isFile($0) }
    let files = references.blocks.keys.filter(references.isFile)
    var body = "<h1>\(words("Index of chunks"))</h1>\n"
    if !files.isEmpty { body += "<h2>\(words("Files"))</h2>\n" + list(sorted(files).map(chunkRow)) }
    if !named.isEmpty {
      body += "<h2>\(words("Chunks"))</h2>\n" + list(sorted(named).map(chunkRow))
    }
    let names = hasNames ? nameRows() : []
    let title = book.settings.title
    var pages = [
      page(
        Self.chunksPath, words("Index of chunks"), body,
        about: "Every named piece of code in \(title): where it is defined, changed and used.")
    ]
    if !names.isEmpty {
      let body = "<h1>\(words("Index of names"))</h1>\n" + list(names)
      pages.append(
        page(
          Self.namesPath, words("Index of names"), body,
          about: "Every name that the code of \(title) declares, and the chapters that use it."))
    }
    return pages
  }

  /// Whether there is Swift that could declare something.
  var hasNames: Bool {
    program.history.files.joined().contains { $0.name.hasSuffix(".swift") }
  }

  func page(
    _ path: String, _ title: String, _ body: String, about description: String? = nil
  ) -> OutputFile {
    let page = Page(
      settings: book.settings, path: path, title: title, kind: .derived, description: description,
      body: "<div class=\"index\">\n\(withRoom(body))</div>\n")
    return OutputFile(path: path, bytes: Array(page.html(template).utf8))
  }

  /// An index; a long one has room below its title for what the page's script puts there, so that
  /// nothing moves when it comes.
  private func withRoom(_ body: String) -> String {
    if body.ranges(of: "<dt").count < 20 { return body }
    return body.replacing("</h1>\n", with: "</h1>\n<p class=\"filter\"></p>\n", maxReplacements: 1)
  }

  private func list(_ rows: [String]) -> String {
    "<dl>\n" + rows.joined() + "</dl>\n"
  }

  /// Without regard to case, and where that is all that differs, by scalars.
  private func sorted(_ names: [String]) -> [String] {
    names.map { ($0.lowercased(), $0) }.sorted { $0 < $1 }.map(\.1)
  }
}

/// Chunks.
extension Indexes {
  private func chunkRow(_ name: String) -> String {
    let title =
      references.isFile(name)
      ? "<span class=\"file\">\(escaped(name))</span>" : "⟨\(escaped(name))⟩"
    var parts: [String] = []
    let blocks = references.blocks[name] ?? []
    for (word, verbs) in [
      ("defined in {}", ["file", "define"]), ("continued in {}", ["append"]),
      ("added to in {}", ["insert"]), ("changed in {}", ["change"]),
      ("replaced in {}", ["replace"]),
    ] {
      let some = blocks.filter {
        references.verb(of: $0).map { verbs.contains($0.keyword) } == true
      }
      if !some.isEmpty { parts.append(words(word, links(some))) }
    }
    let uses = references.uses[name] ?? []
    if !uses.isEmpty { parts.append(words("used in {}", links(uses))) }
    return "<dt>\(title)</dt>\n<dd>\(parts.joined(separator: "; "))</dd>\n"
  }

  /// A link to the first of the blocks in each chapter.
  private func links(_ blocks: [BlockID]) -> String {
    var links: [String] = []
    var last = -1
    for block in blocks where block.chapter != last {
      last = block.chapter
      let place = labels.labels[last] ?? book.chapters[last].title
      links.append("<a href=\"\(address(block))\">\(escaped(place))</a>")
    }
    return links.joined(separator: ", ")
  }

  private func address(_ block: BlockID) -> String {
    let anchor = references.entries[block].map { "#" + encodedPath($0.anchor) } ?? ""
    return encodedPath(book.chapters[block.chapter].slug) + ".html" + anchor
  }
}

/// Names that the code declares.
extension Indexes {
  private func nameRows() -> [String] {
    NameIndex(book, program).entries.map { entry in
      let places = [
        ("defined in {}", entry.definitions), ("changed in {}", entry.changes),
        ("used in {}", entry.uses),
      ]
      let rows = places.filter { !$0.1.isEmpty }.map { words($0.0, links($0.1.sorted())) }
      return
        "<dt><code>\(escaped(entry.text))</code> <span class=\"kind\">\(entry.kind)</span></dt>\n"
        + "<dd>\(rows.joined(separator: "; "))</dd>\n"
    }
  }
}
