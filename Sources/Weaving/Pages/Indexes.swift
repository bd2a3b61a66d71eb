import Literate
import SwiftCode

/// The indexes of the book: its chunks, and what its code declares.
struct Indexes {
  let book: Book
  let references: CrossReferences
  let labels: Labels
  let program: Program
  let template: Template

  static let chunksPath = "chunks.html"
  static let namesPath = "names.html"

  /// The pages; none for a book without chunks.
  func pages() -> [OutputFile] {
    if references.blocks.isEmpty { return [] }
    let named = references.blocks.keys.filter { !references.isFile($0) }
    let files = references.blocks.keys.filter(references.isFile)
    var body = "<h1>Index of chunks</h1>\n"
    if !files.isEmpty { body += "<h2>Files</h2>\n" + list(sorted(files).map(chunkRow)) }
    if !named.isEmpty { body += "<h2>Chunks</h2>\n" + list(sorted(named).map(chunkRow)) }
    let names = hasNames ? nameRows() : []
    var pages = [page(Self.chunksPath, "Index of chunks", body)]
    if !names.isEmpty {
      let body = "<h1>Index of names</h1>\n" + list(names)
      pages.append(page(Self.namesPath, "Index of names", body))
    }
    return pages
  }

  /// Whether there is Swift that could declare something.
  var hasNames: Bool {
    program.history.files.joined().contains { $0.name.hasSuffix(".swift") }
  }

  private func page(_ path: String, _ title: String, _ body: String) -> OutputFile {
    let page = Page(
      settings: book.settings, path: path, title: title, kind: .derived,
      body: "<div class=\"index\">\n\(body)</div>\n")
    return OutputFile(path: path, bytes: Array(page.html(template).utf8))
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
      ("defined in", ["file", "define"]), ("continued in", ["append"]),
      ("added to in", ["insert"]), ("changed in", ["change"]), ("replaced in", ["replace"]),
    ] {
      let some = blocks.filter {
        references.verb(of: $0).map { verbs.contains($0.keyword) } == true
      }
      if !some.isEmpty { parts.append(word + " " + links(some)) }
    }
    let uses = references.uses[name] ?? []
    if !uses.isEmpty { parts.append("used in " + links(uses)) }
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
  private struct Name: Hashable {
    let text: String
    let kind: String
  }

  /// Declarations come from the files as the book leaves them; a use is a block in which the name
  /// stands.
  private func nameRows() -> [String] {
    var last: [String: History.File] = [:]
    for file in program.history.files.joined() { last[file.name] = file }
    var declared: [Name: [BlockID]] = [:]
    let files = last.values.filter { $0.name.hasSuffix(".swift") }.sorted { $0.name < $1.name }
    let declarations = files.concurrentMap { file in
      let bytes = Array(file.lines.map(program.history.text).joined(separator: [0x0A]))
      return program.memory.declarations(bytes) {
        SwiftFile(bytes).declarations.filter {
          !["extension", "init", "subscript"].contains($0.kind)
        }
      }
    }
    for (file, declarations) in zip(files, declarations) {
      for found in declarations where found.line < file.lines.count {
        let block = file.lines[found.line].block
        declared[Name(text: found.name, kind: found.kind), default: []].append(block)
      }
    }
    let uses = uses(of: Set(declared.keys.map(\.text)))
    return declared.map { name, blocks in (name.text.lowercased(), name.text, name.kind, blocks) }
      .sorted { ($0.0, $0.1, $0.2) < ($1.0, $1.1, $1.2) }
      .map { _, text, kind, blocks in
        let homes = Set(blocks)
        let others = (uses[text] ?? []).filter { !homes.contains($0) }
        return "<dt><code>\(escaped(text))</code> <span class=\"kind\">\(kind)</span></dt>\n"
          + "<dd>defined in \(links(blocks.sorted()))"
          + (others.isEmpty ? "" : "; used in \(links(others))") + "</dd>\n"
      }
  }

  private func uses(of names: Set<String>) -> [String: [BlockID]] {
    let found = book.chapters.concurrentMap { chapter in
      chapter.blocks.map { block -> Set<String> in
        guard case .chunk = block.tag.role, block.tag.isSwift else { return [] }
        return program.memory.names(block.text) { SwiftFile.names(in: block.text) }
          .intersection(names)
      }
    }
    var uses: [String: [BlockID]] = [:]
    for (chapter, blocks) in found.enumerated() {
      for (block, names) in blocks.enumerated() {
        for name in names {
          uses[name, default: []].append(BlockID(chapter: chapter, block: block))
        }
      }
    }
    return uses
  }
}
