/// Another name for a chunk, wherever the chapters name it.
public struct ChunkRename: Sendable {
  /// The chapters that change, with their new text.
  public let chapters: [(chapter: Int, bytes: [UInt8])]

  /// Renames a chunk in the blocks that give it lines, show it or try another text for it, and in
  /// the references to it. The program stays as it is, but for the path of a file.
  ///
  /// - Parameters:
  ///   - old: The chunk's name; for a file, its path as it is written.
  ///   - new: The name to give it.
  /// - Throws: That there is no such chunk, that the new name is taken or can't be one, or where it
  ///   is written in a way that has to be changed by hand.
  public init(_ checked: CheckedBook, _ old: String, to new: String) throws(Faults) {
    let book = checked.book
    let place = SourceLocation(file: book.path)
    let (old, new) = (foldedName(old), foldedName(new))
    guard let chunk = checked.web.chunks[old] else {
      let meant = nearestName(to: old, among: checked.web.chunks.keys)
      throw Faults(
        "there is no chunk `\(old)`"
          + (meant.map { "; did you mean `\($0)`?" } ?? "; `--list` names those there are"),
        at: place)
    }
    if let taken = checked.web.chunks[new] {
      throw Faults(
        "there is a chunk `\(new)` already; choose another name",
        at: checked.web.location(taken.definition))
    }
    var problems: [String] = []
    _ = Tag("text define=\"\(new)\"") { problems.append($0) }
    if let problem = problems.first { throw Faults(problem, at: place) }
    var found: [(chapter: Int, bytes: [UInt8])] = []
    for (index, chapter) in book.chapters.enumerated() {
      let bytes = Self.rewritten(chapter, old, new)
      if bytes != chapter.source.bytes { found.append((index, bytes)) }
    }
    chapters = found
    try prove(checked, isFile: chunk.isFile)
  }

  /// The renamed book must give the same program.
  private func prove(_ checked: CheckedBook, isFile: Bool) throws(Faults) {
    let book = checked.book
    let texts = Dictionary(uniqueKeysWithValues: chapters.map { ($0.chapter, $0.bytes) })
    let renamed = try CheckedBook(book.with(texts: texts))
    let before = Tangler(checked).files()
    let after = Tangler(renamed).files()
    let isSame =
      isFile
      ? before.map(\.origins.count).sorted() == after.map(\.origins.count).sorted()
      : before.elementsEqual(after) { $0.path == $1.path && $0.text == $1.text }
    if !isSame {
      throw Faults(
        "the program would change with this name; rename the chunk by hand",
        at: SourceLocation(file: book.path))
    }
  }

  private static func rewritten(_ chapter: Chapter, _ old: String, _ new: String) -> [UInt8] {
    var lines: [Int: [UInt8]] = [:]
    for block in chapter.blocks {
      if let name = block.tag.role.chunkName, name == old {
        lines[block.line] = fence(
          lines[block.line] ?? Array(chapter.source.line(block.line)), old, new)
      }
      for reference in block.references where reference.name == old {
        let number = block.sourceLine(reference.lineIndex)
        lines[number] = self.reference(Array(chapter.source.line(number)), new)
      }
    }
    if lines.isEmpty { return chapter.source.bytes }
    var bytes: [UInt8] = []
    for number in 1...chapter.source.lineCount {
      let range = chapter.source.range(ofLine: number)
      if let line = lines[number] {
        let content = chapter.source.line(number)
        bytes += chapter.source.bytes[range.lowerBound..<content.startIndex] + line
        bytes += chapter.source.bytes[content.endIndex..<range.upperBound]
      } else {
        bytes += chapter.source.bytes[range]
      }
    }
    return bytes
  }

  /// `<< old >>` with what stands around it.
  private static func reference(_ line: [UInt8], _ new: String) -> [UInt8] {
    guard let start = line.firstRange(of: Array("<<".utf8))?.upperBound,
      let end = line.lastIndex(of: UInt8(ascii: ">")), end > start
    else { return line }
    return line[..<start] + Array(new.utf8) + line[(end - 1)...]
  }

  /// A fence whose verb's value is the new name.
  private static func fence(_ line: [UInt8], _ old: String, _ new: String) -> [UInt8] {
    for verb in InfoWords.verbs {
      guard let key = line.firstRange(of: Array(" \(verb)=".utf8)) else { continue }
      let isQuoted = line[key.upperBound...].first == UInt8(ascii: "\"")
      let start = isQuoted ? key.upperBound + 1 : key.upperBound
      let value = line[start...].prefix {
        isQuoted ? $0 != UInt8(ascii: "\"") : !isWhitespace($0)
      }
      guard foldedName(String(decoding: value, as: UTF8.self)) == old else { continue }
      let needsQuotes = isQuoted || new.unicodeScalars.contains { $0 == " " || $0 == "=" }
      let mark = needsQuotes && !isQuoted ? "\"" : ""
      return line[..<start] + Array((mark + new + mark).utf8) + line[value.endIndex...]
    }
    return line
  }
}

extension Tag.Role {
  /// The chunk that a block speaks of by name.
  var chunkName: String? {
    switch self {
    case .chunk(_, let name), .show(let name, _), .failing(let name): name
    default: nil
    }
  }
}
