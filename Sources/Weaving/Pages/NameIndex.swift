import Literate
import SwiftCode

/// What the book's Swift declares, with where it is declared, changed and used.
struct NameIndex {
  /// What the index says of all declarations of one name by one keyword.
  struct Entry: Sendable {
    let text: String
    let kind: String
    /// The blocks that declare it first; one for each type that has it as a member.
    var definitions: Set<BlockID> = []
    /// The blocks that declare it anew.
    var changes: Set<BlockID> = []
    /// Other blocks in which it stands.
    var uses: Set<BlockID> = []
  }

  /// In the order of the index.
  private(set) var entries: [Entry] = []

  private struct Name: Hashable {
    let text: String
    let kind: String
  }

  /// Names are those of the program as the book leaves it. What uses them the compiler says; where it
  /// was not asked or refused a chapter's program, a block uses what it spells.
  init(_ book: Book, _ program: ShownProgram) {
    let states = program.history.files.map { $0.filter { $0.name.hasSuffix(".swift") } }
    let read = states.concurrentMap { files in files.map { Self.declarations($0, program) } }
    var latest: [String: Set<Name>] = [:]
    var known: [Name: Entry] = [:]
    /// The types by which a name is told apart from its namesakes, once it has been met there.
    var met: Set<[String]> = []
    /// Which names a line of a block declares.
    var lines: [Listing.Origin: Set<Name>] = [:]
    for (files, declarations) in zip(states, read) {
      for (file, declarations) in zip(files, declarations) {
        latest[file.name] = []
        for found in declarations where found.line < file.lines.count {
          let name = Name(text: found.name, kind: found.kind)
          let line = file.lines[found.line]
          latest[file.name]?.insert(name)
          lines[Listing.Origin(block: line.block, line: line.line), default: []].insert(name)
          let isNew = met.insert([found.type, found.kind, found.name]).inserted
          var entry = known[name] ?? Entry(text: found.name, kind: found.kind)
          if isNew {
            entry.definitions.insert(line.block)
          } else {
            entry.changes.insert(line.block)
          }
          known[name] = entry
        }
      }
    }
    let last = latest.values.reduce(into: Set<Name>()) { $0.formUnion($1) }
    known = known.filter { last.contains($0.key) }
    var spelled: [String: [Name]] = [:]
    for name in known.keys { spelled[name.text, default: []].append(name) }
    for chapter in book.chapters.indices {
      let mentions = program.types?.mentions(at: chapter) ?? []
      for mention in mentions {
        let origin = Listing.Origin(
          block: mention.declaration.block, line: mention.declaration.line)
        for name in lines[origin] ?? [] where mention.isOf(name.text) {
          known[name]?.uses.insert(mention.block)
        }
      }
      for mention in mentions {
        for name in mention.madeType.flatMap({ spelled[$0] }) ?? []
        where ["struct", "class", "enum", "actor"].contains(name.kind) {
          known[name]?.uses.insert(mention.block)
        }
      }
      guard mentions.isEmpty else { continue }
      for (index, block) in book.chapters[chapter].blocks.enumerated() {
        guard case .chunk = block.tag.role, block.tag.isSwift else { continue }
        let words = program.memory.names(block.text) { SwiftFile.names(in: block.text) }
        for name in words.flatMap({ spelled[$0] ?? [] }) {
          known[name]?.uses.insert(BlockID(chapter: chapter, block: index))
        }
      }
    }
    entries = known.values.map { entry in
      var entry = entry
      entry.changes.subtract(entry.definitions)
      entry.uses.subtract(entry.definitions)
      entry.uses.subtract(entry.changes)
      return entry
    }.sorted {
      ($0.text.lowercased(), $0.text, $0.kind) < ($1.text.lowercased(), $1.text, $1.kind)
    }
  }

  private static func declarations(
    _ file: History.File, _ program: ShownProgram
  ) -> [SwiftFile.Declaration] {
    let bytes = Array(file.lines.map(program.history.text).joined(separator: [0x0A]))
    return program.memory.declarations(bytes) {
      SwiftFile(bytes).declarations.filter {
        !["extension", "init", "subscript"].contains($0.kind)
      }
    }
  }
}
