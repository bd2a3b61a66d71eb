import ArgumentParser
import Foundation
import Literate

enum ListFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json
}

/// The book's chunks: what each is made of, where it is used, in which files it ends up.
struct ChunkList {
  private struct Entry: Encodable {
    struct Block: Encodable {
      let verb: String
      let place: String
      /// Whether a later block has superseded this one.
      let superseded: Bool
    }

    let name: String
    let blocks: [Block]
    let uses: [String]
    let files: [String]
  }

  private let entries: [Entry]

  init(_ web: Web, files: [TangledFile]) {
    var blocks: [String: [Entry.Block]] = [:]
    var uses: [String: [String]] = [:]
    let live = Set(web.chunks.values.flatMap(\.blocks))
    func place(_ location: SourceLocation) -> String { "\(location.file):\(location.line)" }
    for (chapterIndex, chapter) in web.book.chapters.enumerated() {
      for (blockIndex, block) in chapter.blocks.enumerated() {
        guard case .chunk(let verb, let name) = block.tag.role else { continue }
        let id = BlockID(chapter: chapterIndex, block: blockIndex)
        let isLive = live.contains(id)
        blocks[name, default: []].append(
          .init(verb: verb.rawValue, place: place(web.location(id)), superseded: !isLive))
        guard isLive else { continue }
        for reference in block.references {
          uses[reference.name, default: []].append(
            place(web.location(id, line: reference.lineIndex)))
        }
      }
    }
    let reached = Self.files(reaching: web)
    entries = web.names.map { name in
      Entry(
        name: name, blocks: blocks[name] ?? [], uses: uses[name] ?? [],
        files: (reached[name] ?? []).sorted())
    }
  }

  /// The files in which each chunk ends up.
  private static func files(reaching web: Web) -> [String: Set<String>] {
    var reached: [String: Set<String>] = [:]
    for root in web.roots {
      guard let file = root.file else { continue }
      var names = [root.name]
      while let name = names.popLast() {
        guard reached[name, default: []].insert(file).inserted else { continue }
        for block in web.chunks[name]?.blocks ?? [] {
          names += web.block(block).references.map(\.name)
        }
      }
    }
    return reached
  }

  func text(_ format: ListFormat) -> String {
    switch format {
    case .json:
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      return (try? encoder.encode(entries)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    case .text:
      return entries.map(Self.text).joined(separator: "\n")
    }
  }

  private static func text(_ entry: Entry) -> String {
    var lines = [entry.name]
    let words = [
      "file": "defined at", "define": "defined at", "append": "continued at",
      "replace": "replaced at",
    ]
    for block in entry.blocks {
      let word = words[block.verb] ?? block.verb
      lines.append("  \(word) \(block.place)\(block.superseded ? " (superseded)" : "")")
    }
    lines += entry.uses.map { "  used at \($0)" }
    lines += entry.files.map { "  in \($0)" }
    return lines.joined(separator: "\n")
  }
}
