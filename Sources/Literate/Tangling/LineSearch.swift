/// Blocks that name a line of a chunk: `insert` and `change`.
extension Web {
  /// A line of a chunk.
  private struct Found {
    let chunk: String
    let line: Chunk.Line
  }

  mutating func insert(
    _ piece: Chunk.Piece, _ side: Tag.Verb.Side, of text: String, in name: String
  ) {
    guard let found = find(text, in: name, for: piece.block, key: side.rawValue),
      let chunk = chunks[found.chunk]
    else { return }
    var piece = piece
    piece.indentation = indentation(of: found.line, in: chunk)
    let line = side == .before ? found.line.line : found.line.line + 1
    chunks[found.chunk]?.insert(piece, before: Chunk.Line(piece: found.line.piece, line: line))
    setHome(of: piece.block, to: found.chunk)
  }

  mutating func change(
    from text: String, to end: String?, in name: String, to piece: Chunk.Piece
  ) {
    guard let first = find(text, in: name, for: piece.block, key: "from"),
      let chunk = chunks[first.chunk]
    else { return }
    var last = first.line
    if let end {
      let lines = lines(of: chunk).filter { isOrder(first.line, $0) }
      let matches = matches(of: end, among: lines, in: chunk)
      guard matches.count == 1 else {
        report(
          end, "to", matches.map { Found(chunk: first.chunk, line: $0) },
          "from `\(text)` on in `\(first.chunk)`", piece.block)
        return
      }
      last = matches[0]
    }
    var piece = piece
    piece.indentation = indentation(of: first.line, in: chunk)
    chunks[first.chunk]?.replace(from: first.line, through: last, with: piece)
    setHome(of: piece.block, to: first.chunk)
  }

  /// The one line that a block names, in the chunk itself, else in all that it refers to; where
  /// there is none or there are several, that is said.
  private mutating func find(
    _ text: String, in name: String, for id: BlockID, key: String
  ) -> Found? {
    guard let chunk = chunks[name] else { return nil }
    var found = matches(of: text, among: lines(of: chunk), in: chunk).map {
      Found(chunk: name, line: $0)
    }
    if found.isEmpty {
      let inner = chunksBelow(chunk)
      for isWhole in [true, false] where found.isEmpty {
        for chunk in inner {
          found += matches(of: text, among: lines(of: chunk), in: chunk, isWhole: isWhole).map {
            Found(chunk: chunk.name, line: $0)
          }
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

  /// The lines that equal a text, white space around both aside; if none does, those that begin
  /// with it.
  private func matches(
    of text: String, among lines: [Chunk.Line], in chunk: Chunk
  ) -> [Chunk.Line] {
    let whole = matches(of: text, among: lines, in: chunk, isWhole: true)
    return whole.isEmpty ? matches(of: text, among: lines, in: chunk, isWhole: false) : whole
  }

  private func matches(
    of text: String, among lines: [Chunk.Line], in chunk: Chunk, isWhole: Bool
  ) -> [Chunk.Line] {
    let wanted = Array(text.utf8).trimmed()
    return lines.filter { line in
      let content = self.text(of: line, in: chunk)
      return isWhole ? content == wanted : content.starts(with: wanted)
    }
  }

  /// A line as it is tangled, without the white space around it.
  private func text(of line: Chunk.Line, in chunk: Chunk) -> ArraySlice<UInt8> {
    let block = block(chunk.pieces[line.piece].block)
    let content = block.lineText(line.line).trimmed()
    if case .escaped = block.lines[line.line].kind { return content.dropFirst() }
    return content
  }

  /// The white space in front of a line of a chunk.
  private func indentation(of line: Chunk.Line, in chunk: Chunk) -> [UInt8] {
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
        + "or name the chunk in which it stands"
    let notes = found.prefix(Self.shownCount).compactMap { found -> Diagnostic.Note? in
      guard let chunk = chunks[found.chunk] else { return nil }
      let line = String(decoding: self.text(of: found.line, in: chunk), as: UTF8.self)
      let block = chunk.pieces[found.line.piece].block
      return Diagnostic.Note(
        "`\(line)` stands in `\(chunk.name)` here", at: location(block, line: found.line.line))
    }
    diagnostics.append(.error(message, at: location(id), notes: notes))
  }
}
