import Literate

/// The program as pages show it: its lines in colours, and how it came to be.
struct Program: Sendable {
  let history: History
  /// What the compiler understood of it; nil where it was not asked.
  let types: Types?
  let memory: Memory
  /// Each chapter's blocks in colours, line by line; nothing for those that are no chunks.
  private let coloured: [[[String]]]

  init(_ book: Book, types: Types?, _ memory: Memory) {
    self.types = types
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
  ///
  /// - Parameter change: What becomes of the line as it stands in its block, given the number of
  ///   bytes that its file puts before it.
  func html(
    _ line: History.Line,
    change: (_ html: String, _ indentation: Int) -> String = { html, _ in html }
  ) -> String {
    let lines = lines(of: line.origin.block)
    let html = line.origin.line < lines.count ? lines[line.origin.line] : ""
    let indentation = html.isEmpty ? [] : line.indentation
    return String(decoding: indentation, as: UTF8.self) + change(html, indentation.count)
  }

  /// What a block changes, lines that stay muted, those removed struck.
  ///
  /// - Parameter code: The change's lines, nil for each that is left out.
  func html(_ change: History.Change, _ code: ([History.Line?]) -> [String]) -> String {
    let lines = change.hunks.map { $0.map(Optional.some) }.joined(separator: [nil])
    return zip(lines, code(Array(lines))).map { line, html in
      switch line?.kind {
      case .same: "<span class=\"same\">\(html)</span>\n"
      case .added: "<ins>\(html)</ins>\n"
      case .removed: "<del>\(html)</del>\n"
      case nil: "<span class=\"gap\">⋯</span>\n"
      }
    }.joined()
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
