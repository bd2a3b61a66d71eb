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
  public let name: String
  /// For a root chunk, the file that it is: a path without `.` and `..`, relative to the output
  /// folder.
  public let file: String?
  /// The block that defined it.
  public let definition: BlockID
  /// The blocks whose lines, one after the other, are the chunk.
  public fileprivate(set) var blocks: [BlockID]
}

/// The program as chunks, as it stands at a point of the book.
///
/// It is a fold over the blocks in reading order: `file`, `define`, `append` and `replace` each
/// change what the blocks before them made.
public struct Web: Sendable {
  public let book: Book
  /// The chunks by name.
  public private(set) var chunks: [String: Chunk] = [:]
  /// The chunks' names in the order of their definitions.
  public private(set) var names: [String] = []
  /// How many chapters were read to their end.
  public private(set) var chapterCount = 0
  /// What the verbs got wrong.
  public private(set) var diagnostics: [Diagnostic] = []
  private var nameByFoldedPath: [String: String] = [:]

  /// The empty web, before the first block.
  public init(_ book: Book) {
    self.book = book
  }

  /// The program through a chapter.
  ///
  /// - Parameter chapterCount: How many chapters to read; nil reads all.
  public init(_ book: Book, chapterCount: Int?) {
    self.init(book)
    for _ in 0..<(chapterCount ?? book.chapters.count) { readChapter() }
  }

  /// The program as it stands just before a block.
  public init(_ book: Book, before block: BlockID) {
    self.init(book, chapterCount: block.chapter)
    for index in 0..<block.block { read(BlockID(chapter: block.chapter, block: index)) }
  }

  /// The root chunks, in the order of their paths.
  public var roots: [Chunk] {
    chunks.values.filter { $0.file != nil }.sorted { ($0.file ?? "") < ($1.file ?? "") }
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

  /// Reads the next chapter.
  public mutating func readChapter() {
    for index in book.chapters[chapterCount].blocks.indices {
      read(BlockID(chapter: chapterCount, block: index))
    }
    chapterCount += 1
  }

  /// Reads one block, where chapters are not read whole.
  public mutating func read(_ id: BlockID) {
    guard case .chunk(let verb, let name) = block(id).tag.role else { return }
    switch verb {
    case .file, .define: define(name, isFile: verb == .file, id)
    case .append:
      if chunks[name] == nil { reportUndefined(verb, name, id) }
      chunks[name]?.blocks.append(id)
    case .replace:
      if chunks[name] == nil { reportUndefined(verb, name, id) }
      chunks[name]?.blocks = [id]
    }
  }

  private mutating func define(_ name: String, isFile: Bool, _ id: BlockID) {
    if let known = chunks[name] {
      diagnostics.append(
        .error(
          "`\(name)` is already defined at \(place(known.definition)); "
            + "use `append` to add to it or `replace` to supersede it",
          at: location(id)))
      return
    }
    var path: String?
    if isFile {
      switch OutputPath.check(name) {
      case .success(let checked): path = checked.description
      case .failure(let problem):
        diagnostics.append(.error(problem.message, at: location(id)))
      }
    }
    if let checked = path {
      let folded = checked.lowercased()
      if let other = nameByFoldedPath[folded], let known = chunks[other] {
        let fact =
          known.file == checked
          ? "is the same file as `\(other)`" : "differs from `\(other)` only in case"
        diagnostics.append(
          .error(
            "`\(name)` \(fact), defined at \(place(known.definition)); give it another name",
            at: location(id)))
        path = nil
      } else {
        nameByFoldedPath[folded] = name
      }
    }
    chunks[name] = Chunk(name: name, file: path, definition: id, blocks: [id])
    names.append(name)
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
        "`\(verb.rawValue)` of `\(name)`, which no earlier block defines; "
          + (meant.map { "did you mean `\($0)`?" } ?? "use `define` for a new chunk"),
        at: location(id)))
  }
}

/// A root chunk's path, checked: relative, inside the output folder.
struct OutputPath: CustomStringConvertible {
  let description: String

  struct Problem: Error {
    let message: String
  }

  static func check(_ name: String) -> Result<OutputPath, Problem> {
    let remedy = "; name a file below the output folder, such as `microgpt/Value.swift`"
    if name.hasPrefix("/") || name.hasPrefix("~") {
      return .failure(Problem(message: "the path `\(name)` is absolute" + remedy))
    }
    if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      return .failure(Problem(message: "a path holds no control characters" + remedy))
    }
    var parts: [Substring] = []
    for part in name.split(separator: "/", omittingEmptySubsequences: true) where part != "." {
      guard part == ".." else {
        parts.append(part)
        continue
      }
      if parts.popLast() == nil {
        return .failure(Problem(message: "the path `\(name)` leaves the output folder" + remedy))
      }
    }
    if parts.contains(where: { $0.utf8.count > 255 }) {
      return .failure(Problem(message: "a part of the path `\(name)` has over 255 bytes" + remedy))
    }
    if parts.isEmpty || name.hasSuffix("/") || name.hasSuffix("/.") || name.hasSuffix("/..") {
      return .failure(Problem(message: "the path `\(name)` names a folder, not a file" + remedy))
    }
    return .success(OutputPath(description: parts.joined(separator: "/")))
  }
}
