import Foundation

/// The book's chunks: what each is made of, where it is used, in which files it ends up.
public struct ChunkList {
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

  private struct Use {
    let block: BlockID
    let line: Int
  }

  private let entries: [Entry]

  public init(_ web: Web) {
    var blocks: [String: [Entry.Block]] = [:]
    var users: [String: [Use]] = [:]
    let live = Set(web.chunks.values.flatMap(\.blocks))
    func place(_ location: SourceLocation) -> String { "\(location.file):\(location.line)" }
    for (chapterIndex, chapter) in web.book.chapters.enumerated() {
      for (blockIndex, block) in chapter.blocks.enumerated() {
        let id = BlockID(chapter: chapterIndex, block: blockIndex)
        guard case .chunk(let verb, _) = block.tag.role, let name = web.home(of: id)
        else { continue }
        let isLive = live.contains(id)
        blocks[name, default: []].append(
          .init(verb: verb.keyword, place: place(web.location(id)), superseded: !isLive))
      }
    }
    for name in web.names {
      guard let chunk = web.chunks[name] else { continue }
      web.forEachReference(in: chunk) { reference, piece in
        users[reference.name, default: []].append(
          Use(block: piece.block, line: reference.lineIndex))
      }
    }
    let uses = users.mapValues { users in
      users.sorted { ($0.block, $0.line) < ($1.block, $1.line) }
        .map { place(web.location($0.block, line: $0.line)) }
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
    for (path, root) in web.files {
      var names = [root.name]
      while let name = names.popLast() {
        guard reached[name, default: []].insert(path).inserted, let chunk = web.chunks[name]
        else { continue }
        web.forEachReference(in: chunk) { reference, _ in names.append(reference.name) }
      }
    }
    return reached
  }

  /// An array of objects, a chunk each.
  public var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(entries)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }

  /// A paragraph of lines, a chunk each.
  public var text: String { entries.map(Self.text).joined(separator: "\n") }

  private static func text(_ entry: Entry) -> String {
    var lines = [entry.name]
    let words = [
      "file": "defined at", "define": "defined at", "append": "continued at",
      "replace": "replaced at", "insert": "inserted into at", "change": "changed at",
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
