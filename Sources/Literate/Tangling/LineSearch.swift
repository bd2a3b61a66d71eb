/// Blocks that name a line of a chunk, or lines that stand one behind the other: `insert` and
/// `change`.
extension Web {
  /// Lines of a chunk that a block names, one behind the other.
  private struct Found {
    let chunk: String
    let lines: ArraySlice<Chunk.Line>

    init?(chunk: String, lines: ArraySlice<Chunk.Line>) {
      guard let first = lines.first, let last = lines.last else { return nil }
      (self.chunk, self.lines, self.first, self.last) = (chunk, lines, first, last)
    }

    let first: Chunk.Line
    let last: Chunk.Line
  }

  mutating func insert(
    _ piece: Chunk.Piece, _ side: Tag.Verb.Side, of text: String, in name: String
  ) {
    guard let found = find(text, in: name, for: piece.block, key: side.rawValue),
      let chunk = chunks[found.chunk]
    else { return }
    let line = side == .before ? found.first : found.last
    var piece = piece
    piece.indentation = indentation(
      of: side == .before ? Array(found.lines) : found.lines.reversed(), in: chunk)
    let next = side == .before ? line.line : line.line + 1
    chunks[found.chunk]?.insert(piece, before: Chunk.Line(piece: line.piece, line: next))
    setHome(of: piece.block, to: found.chunk)
  }

  mutating func change(
    from text: String, to end: String?, in name: String, to piece: Chunk.Piece
  ) {
    guard let found = find(text, in: name, for: piece.block, key: "from"),
      let chunk = chunks[found.chunk]
    else { return }
    let first = found.first
    var last = found.last
    if let end {
      let lines = lines(of: chunk).filter { isOrder(first, $0) }
      let matches = matches(of: end, among: lines, in: chunk)
      guard matches.count == 1 else {
        report(
          end, "to", matches,
          "from `\(text)` on in `\(found.chunk)`", piece.block)
        return
      }
      last = matches[0].last
    }
    var piece = piece
    piece.indentation = indentation(of: Array(found.lines), in: chunk)
    chunks[found.chunk]?.replace(from: first, through: last, with: piece)
    setHome(of: piece.block, to: found.chunk)
  }

  /// The one place that a block names, in the chunk itself, else in all that it refers to; where
  /// there is none or there are several, that is said.
  private mutating func find(
    _ text: String, in name: String, for id: BlockID, key: String
  ) -> Found? {
    guard let chunk = chunks[name] else { return nil }
    var found = matches(of: text, among: lines(of: chunk), in: chunk)
    if found.isEmpty {
      let inner = chunksBelow(chunk)
      for reading in readings(of: text) where found.isEmpty {
        for chunk in inner {
          found += matches(of: reading, among: lines(of: chunk), in: chunk)
        }
      }
    }
    if found.count == 1 { return found[0] }
    report(text, key, found, "in `\(name)` or in what it refers to", id)
    return nil
  }

  /// The chunks to which a chunk refers, and those to which they do, in the order of the lines.
  private func chunksBelow(_ chunk: Chunk) -> [Chunk] {
    var seen: Set<String> = [chunk.name]
    var found: [Chunk] = []
    var open: [String] = []
    func references(of chunk: Chunk) -> [String] {
      var names: [String] = []
      forEachReference(in: chunk) { reference, _ in names.append(reference.name) }
      return names
    }
    open = references(of: chunk).reversed()
    while let name = open.popLast() {
      guard seen.insert(name).inserted, let inner = chunks[name] else { continue }
      found.append(inner)
      open += references(of: inner).reversed()
    }
    return found
  }

  private func lines(of chunk: Chunk) -> [Chunk.Line] {
    chunk.pieces.enumerated().flatMap { index, piece in
      piece.lines.map { Chunk.Line(piece: index, line: $0) }
    }
  }

  private func isOrder(_ a: Chunk.Line, _ b: Chunk.Line) -> Bool {
    (a.piece, a.line) <= (b.piece, b.line)
  }

  /// A way to read the text that names lines: each line without the white space around it, and
  /// whether the last one must be that text or may go on behind it.
  private struct Reading {
    let lines: [ArraySlice<UInt8>]
    let isWhole: Bool
  }

  /// The readings of a text, the first that names a line counts: as one line, as the beginning of
  /// one, and, if it holds a `\n`, the same as lines that stand one behind the other.
  private func readings(of text: String) -> [Reading] {
    let bytes = Array(text.utf8)
    let line = [bytes.trimmed()]
    var readings = [true, false].map { Reading(lines: line, isWhole: $0) }
    let lines = bytes.split(separator: Array("\\n".utf8), omittingEmptySubsequences: false)
      .map { $0.trimmed() }
    if lines.count > 1, lines.contains(where: { !$0.isEmpty }) {
      readings += [true, false].map { Reading(lines: lines, isWhole: $0) }
    }
    return readings
  }

  /// The places that a text names by the first of its readings that names one.
  private func matches(
    of text: String, among lines: [Chunk.Line], in chunk: Chunk
  ) -> [Found] {
    for reading in readings(of: text) {
      let found = matches(of: reading, among: lines, in: chunk)
      if !found.isEmpty { return found }
    }
    return []
  }

  private func matches(
    of reading: Reading, among lines: [Chunk.Line], in chunk: Chunk
  ) -> [Found] {
    let wanted = reading.lines
    guard let end = wanted.last, wanted.count <= lines.count else { return [] }
    return (0...lines.count - wanted.count).compactMap { start in
      let found = Found(chunk: chunk.name, lines: lines[start..<start + wanted.count])
      guard let found else { return nil }
      let content = text(of: found.last, in: chunk)
      guard reading.isWhole ? content == end : content.starts(with: end) else { return nil }
      let isThere = zip(found.lines, wanted.dropLast()).allSatisfy { text(of: $0, in: chunk) == $1 }
      return isThere ? found : nil
    }
  }

  /// A line as it is tangled, without the white space around it.
  private func text(of line: Chunk.Line, in chunk: Chunk) -> ArraySlice<UInt8> {
    let block = block(chunk.pieces[line.piece].block)
    let content = block.lineText(line.line).trimmed()
    if case .escaped = block.lines[line.line].kind { return content.dropFirst() }
    return content
  }

  /// The white space in front of the first of some lines that is not blank; blank ones have none.
  private func indentation(of lines: [Chunk.Line], in chunk: Chunk) -> [UInt8] {
    guard let line = lines.first(where: { !text(of: $0, in: chunk).isEmpty }) else { return [] }
    let piece = chunk.pieces[line.piece]
    let own = block(piece.block).lineText(line.line).prefix(while: isWhitespace)
    return piece.indentation + own
  }

  /// At most this many of the lines that a text could mean are shown.
  private static let shownCount = 10

  private mutating func report(
    _ text: String, _ key: String, _ found: [Found], _ place: String, _ id: BlockID
  ) {
    let message =
      found.isEmpty
      ? "no line is or begins with `\(text)` \(place); write behind `\(key)=` a line that stands "
        + "there at this point"
      : "`\(key)=\"\(text)\"` could be any of \(found.count) lines \(place); write the whole line, "
        + "name the chunk in which it stands, or write the line before or behind it too, a `\\n` "
        + "between them"
    let notes = found.prefix(Self.shownCount).compactMap { found -> Diagnostic.Note? in
      guard let chunk = chunks[found.chunk] else { return nil }
      let line = String(decoding: self.text(of: found.first, in: chunk), as: UTF8.self)
      let block = chunk.pieces[found.first.piece].block
      return Diagnostic.Note(
        "`\(line)` stands in `\(chunk.name)` here", at: location(block, line: found.first.line))
    }
    diagnostics.append(.error(message, at: location(id), notes: notes))
  }
}
