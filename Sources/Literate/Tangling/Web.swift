/// The program as chunks, as it stands at a point of the book.
///
/// It is a fold over the blocks in reading order: each verb changes what the blocks before it made.
public struct Web: Sendable {
  public let book: Book
  /// The chunks by name.
  public internal(set) var chunks: [String: Chunk] = [:]
  /// The chunks' names in the order of their definitions.
  public private(set) var names: [String] = []
  /// How many chapters were read to their end.
  public private(set) var chapterCount = 0
  /// What the verbs got wrong.
  public internal(set) var diagnostics: [Diagnostic] = []
  /// The chunks to which blocks with `insert` and `change` gave their lines.
  private var homes: [BlockID: String] = [:]
  private var nameByFoldedPath: [String: String] = [:]

  public init(_ book: Book, at point: Point) {
    self.book = book
    let (chapters, blocks): (Int, Int) =
      switch point {
      case .start: (0, 0)
      case .endOfChapter(let chapter): (chapter + 1, 0)
      case .before(let id): (id.chapter, id.block)
      case .end: (book.chapters.count, 0)
      }
    for _ in 0..<chapters { readChapter() }
    for index in 0..<blocks { read(BlockID(chapter: chapters, block: index)) }
  }

  /// The root chunks, in the order of their paths.
  ///
  /// - Complexity: O(*n* log *n*), *n* the number of chunks.
  public var roots: [Chunk] {
    chunks.values.filter(\.isFile).sorted { $0.paths[0] < $1.paths[0] }
  }

  /// The files of the program, in the order of their paths, each with its root chunk.
  public var files: [(path: String, root: Chunk)] {
    roots.flatMap { root in root.paths.map { (path: $0, root: root) } }
      .sorted { $0.path < $1.path }
  }

  public func block(_ id: BlockID) -> CodeBlock {
    book.chapters[id.chapter].blocks[id.block]
  }

  /// Where a block's line stands; without a line, the block's fence.
  public func location(_ id: BlockID, line index: Int? = nil) -> SourceLocation {
    let block = block(id)
    let chapter = book.chapters[id.chapter]
    guard let index else { return chapter.location(line: block.line, column: block.column) }
    return chapter.location(line: block.sourceLine(index))
  }

  /// The chunk to which a block gives its lines: the one that it names, or for `insert` and
  /// `change` the one in which the line stands that they name. nil for a block without lines for a
  /// chunk, and for one that was not read.
  public func home(of id: BlockID) -> String? {
    guard case .chunk(let verb, let name) = block(id).tag.role else { return nil }
    switch verb {
    case .file, .define, .append, .replace: return name
    case .insert, .change: return homes[id]
    }
  }

  /// Calls `body` with each reference of a chunk.
  public func forEachReference(
    in chunk: Chunk, _ body: (_ reference: Reference, _ piece: Chunk.Piece) -> Void
  ) {
    for piece in chunk.pieces {
      for reference in block(piece.block).references where piece.lines ~= reference.lineIndex {
        body(reference, piece)
      }
    }
  }

  /// Reads the next chapter.
  public mutating func readChapter() {
    for index in book.chapters[chapterCount].blocks.indices {
      read(BlockID(chapter: chapterCount, block: index))
    }
    chapterCount += 1
  }

  /// Closes a chapter whose blocks were read one by one.
  mutating func readNoMoreOfChapter() { chapterCount += 1 }

  /// Reads one block, where chapters are not read whole.
  public mutating func read(_ id: BlockID) {
    let block = block(id)
    guard case .chunk(let verb, let name) = block.tag.role else { return }
    let piece = Chunk.Piece(block: id, lines: 0..<block.lines.count)
    switch verb {
    case .file, .define:
      define(name, isFile: verb == .file, piece)
      return
    case .append where chunks[name] != nil: chunks[name]?.pieces.append(piece)
    case .replace where chunks[name] != nil: chunks[name]?.pieces = [piece]
    case .insert(let side, let line) where chunks[name] != nil:
      insert(piece, side, of: line, in: name)
    case .change(let first, let last) where chunks[name] != nil:
      change(from: first, to: last, in: name, to: piece)
    default: reportUndefined(verb, name, id)
    }
  }

  /// The program with this block's text in the place of the chunk that its `fails` names.
  public func trying(_ id: BlockID) -> Web {
    guard case .failing(let name) = block(id).tag.role else { return self }
    var web = self
    web.chunks[name]?.pieces = [Chunk.Piece(block: id, lines: 0..<block(id).lines.count)]
    return web
  }

  mutating func setHome(of id: BlockID, to name: String) { homes[id] = name }
}

/// Defining chunks.
extension Web {
  private mutating func define(_ name: String, isFile: Bool, _ piece: Chunk.Piece) {
    let id = piece.block
    if let known = chunks[name] {
      diagnostics.append(
        .error(
          "`\(name)` is already defined at \(place(known.definition)); "
            + "use `append` to add to it or `replace` to supersede it",
          at: location(id)))
      return
    }
    let paths = isFile ? paths(name, definedBy: id) : []
    chunks[name] = Chunk(name: name, paths: paths, definition: id, pieces: [piece])
    names.append(name)
  }

  /// The files that a root chunk's name stands for, those left out with which something is wrong.
  private mutating func paths(_ name: String, definedBy id: BlockID) -> [String] {
    var paths: [String] = []
    do throws(PathList.Problem) {
      for path in try PathList(name).paths {
        let folded = path.folded
        if let other = nameByFoldedPath[folded] {
          diagnostics.append(.error(clash(name, path, with: other), at: location(id)))
        } else {
          nameByFoldedPath[folded] = name
          paths.append(path.text)
          warnOfWindows(path, id)
        }
      }
    } catch {
      diagnostics.append(.error(error.message, at: location(id)))
    }
    return paths
  }

  private mutating func warnOfWindows(_ path: RelativePath, _ id: BlockID) {
    guard let fact = path.hindranceOnWindows else { return }
    diagnostics.append(
      .warning(
        "Windows cannot have the file `\(path.text)`: \(fact); rename it if the program is to be "
          + "built there", at: location(id)))
  }

  private func clash(_ name: String, _ path: RelativePath, with other: String) -> String {
    guard let known = chunks[other] else {
      return "`\(name)` gives `\(path.text)` twice; take one of the words out"
    }
    let fact =
      known.paths.contains(path.text)
      ? "is the same file as `\(other)`" : "differs from `\(other)` only in case"
    return "`\(name)` \(fact), defined at \(place(known.definition)); give it another name"
  }

  /// `file:line` of a block's fence.
  private func place(_ id: BlockID) -> String {
    let location = location(id)
    return "\(location.file):\(location.line)"
  }

  private mutating func reportUndefined(_ verb: Tag.Verb, _ name: String, _ id: BlockID) {
    let meant = diagnostics.count < 100 ? nearestName(to: name, among: chunks.keys) : nil
    diagnostics.append(
      .error(
        "`\(verb.keyword)` of `\(name)`, which no earlier block defines; "
          + (meant.map { "did you mean `\($0)`?" } ?? "use `define` for a new chunk"),
        at: location(id)))
  }
}
