/// A chunk's text with its references put in, growing line by line.
struct Expansion {
  private(set) var text: [UInt8] = []
  private(set) var origins: [Origin?] = []
  private var indentations: [[UInt8]] = [[]]
  private let web: Web
  private let chunk: Chunk

  init(_ chunk: Chunk, in web: Web) {
    self.chunk = chunk
    self.web = web
  }

  /// A chunk that is being put in: the next line to take, and the white space before each.
  private struct Frame {
    let pieces: [Chunk.Piece]
    var piece = 0
    /// How far into the piece.
    var line = 0
    /// How much of the white space of all references around it stands before its lines.
    let whiteCount: Int
    /// Which of the file's indentations that is, once a line has needed it.
    var indentation: Int?
  }

  func file(_ path: String) -> TangledFile {
    TangledFile(
      path: path, text: text, origins: origins, indentations: indentations,
      definition: chunk.definition)
  }

  /// Puts all lines in.
  ///
  /// - Parameter limit: How many lines to take, references included.
  /// - Returns: Whether that was all.
  @discardableResult
  mutating func expand(limit: Int) -> Bool {
    var frames = [Frame(pieces: chunk.pieces, whiteCount: 0, indentation: 0)]
    var white: [UInt8] = []
    var known: [[UInt8]: Int] = [[]: 0]
    var count = 0
    while var frame = frames.popLast() {
      white.removeSubrange(frame.whiteCount...)
      inner: while frame.piece < frame.pieces.count {
        let piece = frame.pieces[frame.piece]
        let block = web.block(piece.block)
        if !piece.indentation.isEmpty {
          white += piece.indentation
          if frame.line == 0 { frame.indentation = nil }
        }
        while piece.lines.lowerBound + frame.line < piece.lines.upperBound {
          if count == limit { return false }
          count += 1
          let index = piece.lines.lowerBound + frame.line
          frame.line += 1
          if case .reference(let number) = block.lines[index].kind {
            let reference = block.references[number]
            frames.append(frame)
            white += block.text[reference.indentation]
            frame = Frame(
              pieces: web.chunks[reference.name]?.pieces ?? [], whiteCount: white.count,
              indentation: reference.indentation.isEmpty ? frame.indentation : nil)
            continue inner
          }
          let indentation = frame.indentation ?? known[white] ?? indentations.count
          if indentation == indentations.count {
            indentations.append(white)
            known[white] = indentation
          }
          frame.indentation = indentation
          append(block, index, Origin(block: piece.block, line: index, indentation: indentation))
        }
        if !piece.indentation.isEmpty {
          white.removeSubrange(frame.whiteCount...)
          frame.indentation = nil
        }
        frame.piece += 1
        frame.line = 0
      }
    }
    return true
  }

  private mutating func append(_ block: CodeBlock, _ index: Int, _ origin: Origin) {
    let line = block.lines[index]
    let content = block.text[line.start..<line.end]
    switch line.kind {
    case .blank: text += content
    case .escaped(let backslash):
      text += indentations[origin.indentation]
      text += content[..<backslash]
      text += content[(backslash + 1)...]
    case .text, .reference:
      text += indentations[origin.indentation]
      text += content
    }
    text.append(0x0A)
    origins.append(origin)
  }

  mutating func replaceAll(_ text: [UInt8], _ origins: [Origin?]) {
    self.text = text
    self.origins = origins
  }

  /// After this the text ends with exactly one line feed.
  mutating func dropBlankLinesAtEnd() {
    while let last = text.last, isWhitespace(last) {
      var start = text.count - 1
      while start > 0, text[start - 1] != 0x0A { start -= 1 }
      guard text[start...].allSatisfy(isWhitespace) else { break }
      text.removeSubrange(start...)
      origins.removeLast()
    }
    if text.isEmpty {
      text = [0x0A]
      origins = [nil]
    }
  }

  /// The chapters that lines come from, in reading order.
  var chapters: [Int] {
    var found: Set<Int> = []
    var last = -1
    for case .some(let origin) in origins where origin.block.chapter != last {
      last = origin.block.chapter
      found.insert(last)
    }
    return found.isEmpty ? [chunk.definition.chapter] : found.sorted()
  }

  /// Puts a line first, or behind the lines that must stay first.
  mutating func insertHeader(_ line: String, path: String) {
    let header = Array((line + "\n").utf8)
    guard let count = FirstLines(text).count(path: path) else { return }
    if origins == [nil] {
      text = header
      return
    }
    var offset = 0
    for _ in 0..<count { offset = (text[offset...].firstIndex(of: 0x0A) ?? offset - 1) + 1 }
    text.insert(contentsOf: header, at: offset)
    origins.insert(nil, at: count)
  }
}
