import Literate

/// Plumbing that stands behind the page: neighbouring blocks with no text between, as one closed row
/// that says what is in them.
struct BehindRow {
  /// What is in the row, each once.
  private var titles: [String] = []
  private let count: Int
  private var file: String?
  private var added = 0
  private var removed = 0

  /// - Parameter blocks: The blocks in the row, in order.
  init(_ blocks: [CodeBlock], on page: Surroundings?) {
    count = blocks.count
    for block in blocks {
      let id = page?.blockID(atLine: block.line)
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
      case .figure(let name, _): titles.append("figure \(escaped(name))")
      case .transcript:
        titles.append("transcript")
        added += block.lines.count
      default: titles.append(escaped(block.tag.language))
      }
    }
  }

  /// What goes before the first block's HTML.
  var opening: String {
    "<details class=\"behind\">\n<summary>\(summary)</summary>\n"
  }

  /// What goes behind the last one's.
  static let closing = "</details>\n"

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
    let pieces = count == 1 ? "" : "\(count) pieces: "
    let less = removed > 0 ? " −\(removed)" : ""
    let size =
      added + removed > 0 ? ", +\(added)\(less) \(added + removed == 1 ? "line" : "lines")" : ""
    return "\(pieces)\(names)\(place)\(size)"
  }
}

extension Tag.Role {
  fileprivate var isFile: Bool {
    if case .chunk(.file, _) = self { true } else { false }
  }
}
