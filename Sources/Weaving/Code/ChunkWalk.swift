import Literate

/// A line of a file, as a block has it.
struct PlacedLine: Equatable, Sendable {
  let block: BlockID
  /// The line of the block's content, from 0.
  let line: Int
  /// The white space in front of it: that of the references around it, and of the line at which the
  /// block's lines were put in.
  let indentation: [UInt8]
}

/// A walk through a chunk's lines, its references expanded, and on through what stands around the
/// chunk in its file.
///
/// A reference to a chunk that is not defined yet, or that would begin again what is being walked
/// through, is a line by itself.
struct ChunkWalk {
  /// A place between two lines of a chunk: in front of a line of a piece's block.
  struct Place {
    var piece = 0
    var line = 0
  }

  /// A chunk that is being walked through.
  private struct Frame {
    let name: String
    let pieces: [Chunk.Piece]
    var place: Place
    let indentation: [UInt8]
  }

  private let web: Web
  private var frames: [Frame] = []
  private var open: Set<String> = []
  /// Deeper references are lines by themselves.
  private static let deepest = 1_000

  /// Begins outside of a file.
  init(_ web: Web) {
    self.web = web
  }

  /// Stands in front of a chunk's first line.
  init(_ web: Web, chunk name: String) {
    self.web = web
    enter(name, at: nil, indentation: [])
  }

  /// Goes into a chunk.
  ///
  /// - Parameters:
  ///   - place: Where to stand; nil is in front of the first line.
  ///   - indentation: What stands before its lines.
  mutating func enter(_ name: String, at place: Place?, indentation: [UInt8]) {
    let pieces = web.chunks[name]?.pieces ?? []
    let start = Place(piece: 0, line: pieces.first?.lines.lowerBound ?? 0)
    frames.append(
      Frame(name: name, pieces: pieces, place: place ?? start, indentation: indentation))
    open.insert(name)
  }

  /// Goes into a chunk, to stand behind its last line.
  mutating func enterBehind(_ name: String, indentation: [UInt8]) {
    let count = web.chunks[name]?.pieces.count ?? 0
    enter(name, at: Place(piece: count, line: 0), indentation: indentation)
  }

  /// Steps over the line ahead in each chunk, whatever it is.
  mutating func skipLines() {
    for index in frames.indices { frames[index].place.line += 1 }
  }

  /// The line ahead; the walk goes behind it.
  mutating func next() -> PlacedLine? {
    while let frame = frames.last {
      let place = frame.place
      guard place.piece < frame.pieces.count else {
        leave()
        continue
      }
      let piece = frame.pieces[place.piece]
      guard place.line < piece.lines.upperBound else {
        let next = place.piece + 1
        let line = next < frame.pieces.count ? frame.pieces[next].lines.lowerBound : 0
        frames[frames.count - 1].place = Place(piece: next, line: line)
        continue
      }
      frames[frames.count - 1].place.line += 1
      let indentation = frame.indentation + piece.indentation
      guard let target = expandedReference(piece.block, place.line) else {
        return PlacedLine(block: piece.block, line: place.line, indentation: indentation)
      }
      enter(target.name, at: nil, indentation: indentation + target.indentation)
    }
    return nil
  }

  /// The line behind; the walk goes in front of it.
  mutating func previous() -> PlacedLine? {
    while let frame = frames.last {
      let place = frame.place
      guard place.piece < frame.pieces.count,
        place.line > frame.pieces[place.piece].lines.lowerBound
      else {
        guard place.piece > 0 else {
          leave()
          continue
        }
        frames[frames.count - 1].place = Place(
          piece: place.piece - 1, line: frame.pieces[place.piece - 1].lines.upperBound)
        continue
      }
      let piece = frame.pieces[place.piece]
      frames[frames.count - 1].place.line -= 1
      let indentation = frame.indentation + piece.indentation
      guard let target = expandedReference(piece.block, place.line - 1) else {
        return PlacedLine(block: piece.block, line: place.line - 1, indentation: indentation)
      }
      enterBehind(target.name, indentation: indentation + target.indentation)
    }
    return nil
  }

  private mutating func leave() {
    if let frame = frames.popLast() { open.remove(frame.name) }
  }

  private func expandedReference(
    _ id: BlockID, _ line: Int
  ) -> (name: String, indentation: [UInt8])? {
    let block = web.block(id)
    guard case .reference(let number) = block.lines[line].kind else { return nil }
    let reference = block.references[number]
    guard web.chunks[reference.name] != nil, !open.contains(reference.name),
      frames.count < Self.deepest
    else { return nil }
    return (reference.name, Array(block.text[reference.indentation]))
  }
}

extension Web {
  /// The line as bytes, without its line feed.
  func text(_ placed: PlacedLine) -> [UInt8] {
    let block = block(placed.block)
    let part = block.lines[placed.line]
    let content = block.text[part.start..<part.end]
    switch part.kind {
    case .blank: return Array(content)
    case .escaped(let backslash):
      return placed.indentation + content[..<backslash] + content[(backslash + 1)...]
    case .text, .reference: return placed.indentation + content
    }
  }

  func isBlank(_ placed: PlacedLine) -> Bool {
    block(placed.block).lines[placed.line].kind == .blank
  }
}
