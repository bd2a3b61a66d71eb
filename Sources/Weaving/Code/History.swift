import Literate

/// What happens to the program, block by block and chapter by chapter.
struct History: Sendable {
  /// A file of the program as it stands after a chapter.
  struct File: Sendable {
    /// Its path; of a text that is several files, the chunk's name.
    let name: String
    let lines: [PlacedLine]
    /// Whether an earlier chapter had it, differently.
    let isChanged: Bool
  }

  /// For the blocks that change a chunk of a file.
  private(set) var changes: [BlockID: ChunkChange] = [:]
  /// For blocks with references or continuations: the chunk's lines at the chapter's end, its
  /// references expanded.
  private(set) var expansions: [BlockID: [PlacedLine]] = [:]
  /// The files that each chapter made or changed, by name.
  private(set) var files: [[File]] = []

  /// For the blocks that show a chunk again: its lines as they stand at the block, or at the end of
  /// the chapter that it names, and that chapter's place among the chapters.
  private(set) var shown: [BlockID: (lines: [PlacedLine], chapter: Int)] = [:]
  /// The file in which each block's lines are at its chapter's end; the first where there are
  /// several.
  private(set) var homes: [BlockID: String] = [:]

  private var web: Web
  private var uses = ChunkUses()

  /// - Parameter book: A book without errors.
  init(_ book: Book) {
    web = Web(book, at: .start)
    var atChapterEnd: [String: [PlacedLine]] = [:]
    let wanted = Self.wanted(in: book)
    for (chapterIndex, chapter) in book.chapters.enumerated() {
      var touched: Set<String> = []
      for (blockIndex, block) in chapter.blocks.enumerated() {
        let id = BlockID(chapter: chapterIndex, block: blockIndex)
        if case .show(let name, nil) = block.tag.role { shown[id] = (own(name), chapterIndex) }
        guard case .chunk(let verb, let name) = block.tag.role else { continue }
        read(id, verb, name)
        touched.insert(web.home(of: id) ?? name)
      }
      expand(chapterIndex, chapter)
      for (id, name) in wanted[chapter.number] ?? [] { shown[id] = (own(name), chapterIndex) }
      files.append(changedFiles(since: &atChapterEnd, touched))
    }
  }

  /// The blocks that show chunks as they stand at the end of the chapter with a number.
  private static func wanted(in book: Book) -> [Int: [(BlockID, String)]] {
    var wanted: [Int: [(BlockID, String)]] = [:]
    for (chapterIndex, chapter) in book.chapters.enumerated() {
      for (blockIndex, block) in chapter.blocks.enumerated() {
        guard case .show(let name, let number?) = block.tag.role else { continue }
        let id = BlockID(chapter: chapterIndex, block: blockIndex)
        wanted[number, default: []].append((id, name))
      }
    }
    return wanted
  }

  /// A chunk's own lines, its references among them.
  private func own(_ name: String) -> [PlacedLine] {
    (web.chunks[name]?.pieces ?? []).flatMap { piece in
      piece.lines.map {
        PlacedLine(block: piece.block, line: $0, indentation: piece.indentation)
      }
    }
  }

  /// The line as bytes, without its line feed.
  func text(_ line: PlacedLine) -> [UInt8] { web.text(line) }
}

/// Reading the book.
extension History {
  private mutating func read(_ id: BlockID, _ verb: Tag.Verb, _ name: String) {
    switch verb {
    case .file, .define:
      web.read(id)
      if verb == .file { uses.addFile(name) }
      uses.add(web.chunks[name]?.pieces ?? [], of: name, in: web)
    case .append:
      web.read(id)
      let pieces = web.chunks[name]?.pieces ?? []
      uses.add(pieces.suffix(1), of: name, in: web)
      changes[id] = ChunkChange(appendedTo: name, in: web, uses)
    case .replace:
      let before = web.chunks[name]?.pieces ?? []
      web.read(id)
      change(name, from: before, by: id)
    case .insert, .change:
      let before = web
      web.read(id)
      guard let home = web.home(of: id) else { return }
      change(home, from: before.chunks[home]?.pieces ?? [], by: id)
    }
  }

  private mutating func change(_ name: String, from before: [Chunk.Piece], by id: BlockID) {
    uses.remove(before, of: name, in: web)
    uses.add(web.chunks[name]?.pieces ?? [], of: name, in: web)
    changes[id] = ChunkChange(of: name, from: before, in: web, uses)
  }

  /// More lines than this are not for a block: the pages of the program show whole files.
  private static let longestExpansion = 48

  private mutating func expand(_ chapterIndex: Int, _ chapter: Chapter) {
    var sizes = ChunkSizes(web)
    var blocks: [String: Set<BlockID>] = [:]
    var files: [String: String?] = [:]
    for (blockIndex, block) in chapter.blocks.enumerated() {
      let id = BlockID(chapter: chapterIndex, block: blockIndex)
      guard case .chunk(let verb, _) = block.tag.role, let name = web.home(of: id)
      else { continue }
      if files[name] == nil { files[name] = .some(uses.roots(above: [name]).first) }
      homes[id] = files[name] ?? nil
      guard ![.file, .define, .replace].contains(verb) || !block.references.isEmpty,
        sizes.lineCount(of: name) <= Self.longestExpansion
      else { continue }
      let live = blocks[name] ?? Set(web.chunks[name]?.blocks ?? [])
      blocks[name] = live
      guard live.contains(id) else { continue }
      let lines = lines(name)
      if lines.count > block.lines.count { expansions[id] = lines }
    }
  }

  /// A chunk's lines as they stand.
  private func lines(_ name: String) -> [PlacedLine] {
    var walk = ChunkWalk(web, chunk: name)
    var lines: [PlacedLine] = []
    while let line = walk.next() { lines.append(line) }
    return lines
  }

  private func changedFiles(
    since last: inout [String: [PlacedLine]], _ touched: Set<String>
  ) -> [File] {
    var sizes = ChunkSizes(web)
    var files: [File] = []
    for root in uses.roots(above: touched) {
      guard let paths = web.chunks[root]?.paths, sizes.lineCount(of: root) <= ChunkSizes.largest
      else { continue }
      var now = lines(root)
      while let line = now.last, web.isBlank(line) { now.removeLast() }
      let before = last.updateValue(now, forKey: root)
      if before == now { continue }
      let name = paths.count == 1 ? paths[0] : root
      files.append(File(name: name, lines: now, isChanged: before != nil))
    }
    return files.sorted { $0.name < $1.name }
  }
}
