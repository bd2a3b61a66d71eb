import Literate

/// The program as pages show it: its lines in colours, and how it came to be.
struct Program: Sendable {
  let history: History
  let memory: Memory
  /// Each chapter's blocks in colours, line by line; nothing for those that are no chunks.
  private let coloured: [[[String]]]

  init(_ book: Book, _ memory: Memory) {
    history = History(book)
    self.memory = memory
    let chapters = book.chapters.concurrentMap { chapter in
      chapter.blocks.map { block -> [String] in
        guard case .chunk = block.tag.role else { return [] }
        return CodeHTML.coloured(block, memory)
      }
    }
    coloured = chapters
  }

  /// A block's lines in colours.
  func lines(of block: BlockID) -> [String] { coloured[block.chapter][block.block] }

  /// A line in colours, as it stands in its file.
  func html(_ line: History.Line) -> String {
    let lines = lines(of: line.origin.block)
    let html = line.origin.line < lines.count ? lines[line.origin.line] : ""
    return html.isEmpty ? "" : String(decoding: line.indentation, as: UTF8.self) + html
  }

  /// What a block changes, lines that stay muted, those removed struck.
  func html(_ change: History.Change) -> String {
    change.hunks.map { hunk in
      hunk.map { line in
        switch line.kind {
        case .same: "<span class=\"same\">\(html(line))</span>\n"
        case .added: "<ins>\(html(line))</ins>\n"
        case .removed: "<del>\(html(line))</del>\n"
        }
      }.joined()
    }.joined(separator: "<span class=\"gap\">⋯</span>\n")
  }
}

extension History.Change {
  /// Where the change is and what it does: `Model.swift, in struct GPT, replaces 3 lines`.
  var caption: String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let place = enclosing.map { ", in <code>\(escaped($0))</code>" } ?? ""
    let does =
      removedCount == 0
      ? "adds \(Self.lines(addedCount))"
      : addedCount == 0
        ? "removes \(Self.lines(removedCount))"
        : "replaces \(Self.lines(removedCount)) by \(addedCount)"
    let others =
      otherFiles == 0 ? "" : otherFiles == 1 ? ", also in one other file" : ", also in other files"
    return "<span class=\"file\">\(escaped(name))</span>\(place), \(does)\(others)"
  }

  private static func lines(_ count: Int) -> String { count == 1 ? "1 line" : "\(count) lines" }
}
