/// Where a block stands in the book: the chapter by its place among the chapters read, the block by
/// its place among the chapter's blocks, both from 0.
public struct BlockID: Hashable, Comparable, Sendable {
  public let chapter: Int
  public let block: Int

  public init(chapter: Int, block: Int) {
    self.chapter = chapter
    self.block = block
  }

  public static func < (a: BlockID, b: BlockID) -> Bool {
    (a.chapter, a.block) < (b.chapter, b.block)
  }
}

/// Tagged code with a name.
public struct Chunk: Sendable {
  /// Some lines of a block.
  public struct Piece: Hashable, Sendable {
    public let block: BlockID
    /// Lines of the block's content, from 0.
    public var lines: Range<Int>
    /// White space in front of each line that is not blank: that of the line at which the block's
    /// lines were put in.
    public var indentation: [UInt8] = []
  }

  public let name: String
  /// For a root chunk, the files that it is: relative to the output folder, without `.` and `..`.
  /// A chunk that is no file has none.
  public let paths: [String]
  /// The block that defined it.
  public let definition: BlockID
  /// What the chunk's text is made of, in order.
  public internal(set) var pieces: [Piece]

  public var isFile: Bool { !paths.isEmpty }

  /// The blocks whose lines the chunk has, in the order of the first line of each.
  public var blocks: [BlockID] {
    if pieces.count < 2 { return pieces.map(\.block) }
    var seen: Set<BlockID> = []
    return pieces.compactMap { seen.insert($0.block).inserted ? $0.block : nil }
  }
}

extension Chunk {
  /// A line of the chunk: which piece it belongs to, and which line of the piece's block it is.
  struct Line: Hashable {
    let piece: Int
    let line: Int
  }

  /// Puts lines in the place of those from `first` to `last`.
  mutating func replace(from first: Line, through last: Line, with piece: Piece) {
    var after = pieces[last.piece]
    after.lines = (last.line + 1)..<after.lines.upperBound
    var before = pieces[first.piece]
    before.lines = before.lines.lowerBound..<first.line
    let kept = [before].filter { !$0.lines.isEmpty }
    let rest = [after].filter { !$0.lines.isEmpty }
    pieces.replaceSubrange(first.piece...last.piece, with: kept + [piece] + rest)
  }

  /// Puts lines in front of one.
  mutating func insert(_ piece: Piece, before line: Line) {
    let whole = pieces[line.piece]
    guard line.line > whole.lines.lowerBound else {
      pieces.insert(piece, at: line.piece)
      return
    }
    var (head, tail) = (whole, whole)
    head.lines = whole.lines.lowerBound..<line.line
    tail.lines = line.line..<whole.lines.upperBound
    let parts = [head, piece] + (tail.lines.isEmpty ? [] : [tail])
    pieces.replaceSubrange(line.piece...line.piece, with: parts)
  }
}
