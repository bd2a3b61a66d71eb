import Literate

/// Plumbing that stands behind the page: neighbouring blocks with no text between, as one closed row
/// that says what is in them.
struct BehindRow {
  /// What is in the row, each once.
  private var titles: [String] = []
  private let count: Int
  private let kind: Kind

  /// What the blocks are together.
  private enum Kind {
    case chunks, runs, several
  }

  private var file: String?
  private var added = 0
  private var removed = 0
  /// Where the first block can be read, for paper, on which nothing opens.
  private var address: String?
  private let form: PageForm
  private let words: Words

  /// - Parameter blocks: The blocks in the row, in order.
  init(_ blocks: [CodeBlock], on page: Surroundings?) {
    count = blocks.count
    kind =
      if blocks.allSatisfy({ if case .chunk = $0.tag.role { true } else { false } }) {
        .chunks
      } else if blocks.allSatisfy({ if case .transcript = $0.tag.role { true } else { false } }) {
        .runs
      } else {
        .several
      }
    form = page?.form ?? .site
    words = page?.words ?? .english
    for block in blocks {
      let id = page?.blockID(atLine: block.line)
      if let page, form == .whole, address == nil {
        address = id.map { page.addressOnSite(of: $0) }
      }
      switch block.tag.role {
      case .chunk(_, let written):
        let name = id.flatMap { page?.references.entries[$0]?.name } ?? written
        let change = id.flatMap { page?.program.history.changes[$0] }
        let isFile = page?.references.isFile(name) ?? (block.tag.role.isFile)
        let title =
          isFile
          ? "<span class=\"file\">\(escaped(name))</span>"
          : "<span class=\"name\">⟨\(escaped(name))⟩</span>"
        if !titles.contains(title) { titles.append(title) }
        if !isFile { file = id.flatMap { page?.program.history.homes[$0] } ?? file }
        added += change?.addedCount ?? block.lines.count
        removed += change?.removedCount ?? 0
      case .figure(let name, _): titles.append(words("figure {}", escaped(name)))
      case .transcript: titles.append(Self.command(of: block))
      default: titles.append(escaped(block.tag.language))
      }
    }
  }

  /// What goes before the first block's HTML. In an e-book and on paper nothing opens and closes.
  var opening: String {
    if form == .site { return "<details class=\"behind\">\n<summary>\(summary)</summary>\n" }
    let linked = address.map { "<a href=\"\($0)\">\(summary)</a>" } ?? summary
    return "<div class=\"behind\">\n<p class=\"summary\">\(linked)</p>\n"
  }

  /// What goes behind the last one's.
  static func closing(for form: PageForm) -> String {
    form == .site ? "</details>\n" : "</div>\n"
  }

  /// `⟨list the commands⟩ Commands.swift, +4 lines`; of several blocks how many they are, and the
  /// names of the first.
  var summary: String {
    let names = titles.prefix(3).joined(separator: ", ") + (titles.count > 3 ? ", …" : "")
    let place =
      titles.count == 1
      ? file.map { name in
        let last = name.split(separator: "/").last.map(String.init) ?? name
        return " <span class=\"file\">\(escaped(last))</span>"
      } ?? "" : ""
    let number = "\(self.count)"
    let counted =
      switch kind {
      case .chunks: words("{} chunks", number)
      case .runs: words("{} runs", number)
      case .several: words("{} blocks", number)
      }
    let blocks = self.count == 1 ? "" : counted + ": "
    let less = removed > 0 ? " −\(removed)" : ""
    let count = added + removed
    let size = count > 0 ? ", " + Self.size("+\(added)\(less)", count, words) : ""
    return "\(blocks)\(names)\(place)\(size)"
  }

  /// The first command of a transcript, as far as there is room for it.
  private static func command(of block: CodeBlock) -> String {
    let lines = block.lines.indices.lazy.map { String(decoding: block.lineText($0), as: UTF8.self) }
    var command = (lines.first { $0.hasPrefix("$ ") } ?? "").dropFirst(2)
    if command.hasPrefix("swift run ") { command = command.dropFirst(10) }
    let room = 48
    let shown = command.count > room ? command.prefix(room - 1) + "…" : command
    return "<span class=\"file\">\(escaped(shown))</span>"
  }

  /// `+4 −1 lines`.
  private static func size(_ numbers: String, _ count: Int, _ words: Words) -> String {
    count == 1
      ? words("1 line").replacing("1", with: numbers, maxReplacements: 1)
      : words("{} lines", numbers)
  }
}

extension Tag.Role {
  fileprivate var isFile: Bool {
    if case .chunk(.file, _) = self { true } else { false }
  }
}
