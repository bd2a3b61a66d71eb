/// What can only be said of the chunks of a book together.
///
/// References are held against the chunks defined by the end of their chapter, and no prefix of
/// the book may have a cycle.
struct BookChecks {
  /// The program through the last chapter.
  private(set) var web: Web
  /// Everything that is wrong with the book through every chapter read, and what looks wrong, in
  /// reading order.
  private(set) var diagnostics: [Diagnostic]
  /// For how many more mistakes the nearest name is looked for, which takes a while in a large
  /// book.
  private var suggestions = 100

  init(_ book: Book) {
    web = Web(book, at: .start)
    diagnostics = book.diagnostics
    let shows = ShowsOfEarlierChapters(book)
    for (chapter, content) in book.chapters.enumerated() {
      for index in content.blocks.indices { read(BlockID(chapter: chapter, block: index)) }
      web.readNoMoreOfChapter()
      reportUndefinedReferences(inChapter: chapter)
      diagnostics += shows.unknown(at: web)
    }
    diagnostics += web.diagnostics + shows.withoutChapter()
    if !diagnostics.hasErrors { diagnostics += undefinedReferencesInMidChapter() }
    diagnostics += Cycles(web).diagnostics
    if !diagnostics.hasErrors { diagnostics += web.oversizedFiles() }
    diagnostics += nestedPaths() + unusedChunks() + namesBesideText()
    diagnostics = diagnostics.inReadingOrder()
  }

  /// Reads a block; one that only speaks of a chunk must name one that is there.
  private mutating func read(_ id: BlockID) {
    switch web.block(id).tag.role {
    case .show(let name, from: nil): requireChunk(name, for: id, "shows")
    case .failing(let name): requireChunk(name, for: id, "tries")
    default: web.read(id)
    }
  }

  private mutating func requireChunk(_ name: String, for id: BlockID, _ verb: String) {
    if web.chunks[name] != nil { return }
    diagnostics.append(
      .error(
        "this block \(verb) `\(name)`, which no earlier block defines"
          + (suggestion(for: name).map { "; did you mean `\($0)`?" } ?? "; define it above"),
        at: web.location(id)))
  }

  private mutating func suggestion(for name: String) -> String? {
    suggestions -= 1
    return suggestions < 0 ? nil : nearestName(to: name, among: web.chunks.keys)
  }

  private mutating func reportUndefinedReferences(inChapter chapter: Int) {
    web.forEachTangledBlock(inChapter: chapter) { id, block in
      for reference in block.references where web.chunks[reference.name] == nil {
        let remedy =
          suggestion(for: reference.name).map { "did you mean `\($0)`?" }
          ?? "define it by the end of this chapter, or write `\\<<…>>` for the line itself"
        diagnostics.append(
          .error(
            "no chunk `\(reference.name)` is defined; \(remedy)",
            at: web.location(id, of: reference)))
      }
    }
  }

  /// Where the program is run or compiled inside a chapter, not all of it may be defined yet.
  private func undefinedReferencesInMidChapter() -> [Diagnostic] {
    var found: [Diagnostic] = []
    guard web.book.isTakenInMidChapter else { return found }
    web.book.forEachProgram { program, id in
      guard let id else { return }
      if case .failing = program.block(id).tag.role {
        found += program.undefinedReferences(
          at: id, because: "the program is compiled here", remedy: "define it above")
      } else {
        found += program.undefinedReferences(
          at: id, because: "the program is run here",
          remedy: "define it above, or drop `here`")
      }
    }
    return found
  }

  /// A file cannot be a folder too.
  private func nestedPaths() -> [Diagnostic] {
    let files = web.files
    let byPath = Dictionary(
      files.map { (RelativePath.folded($0.path), $0) }, uniquingKeysWith: { first, _ in first })
    var found: [Diagnostic] = []
    for file in files {
      for folder in foldersAbove(RelativePath.folded(file.path)) {
        guard let outer = byPath[folder] else { continue }
        found.append(
          .error(
            "`\(file.path)` needs a folder where `\(outer.path)` is a file; "
              + "give one of them another name", at: web.location(file.root.definition)))
      }
    }
    return found
  }

  private func unusedChunks() -> [Diagnostic] {
    var used: Set<String> = []
    for chapter in web.book.chapters.indices {
      web.forEachTangledBlock(inChapter: chapter) { _, block in
        for reference in block.references { used.insert(reference.name) }
      }
    }
    return web.names.compactMap { name in
      guard let chunk = web.chunks[name], !chunk.isFile, !used.contains(name),
        case .chunk(.define, _) = web.block(chunk.definition).tag.role
      else { return nil }
      return .warning(
        "nothing uses `\(name)`; refer to it with a line `<<\(name)>>`, or mark it `sketch`",
        at: web.location(chunk.definition))
    }
  }

  private func namesBesideText() -> [Diagnostic] {
    var found: [Diagnostic] = []
    for chapter in web.book.chapters.indices {
      web.forEachTangledBlock(inChapter: chapter) { id, block in
        for (name, line) in block.namesBesideText() where web.chunks[name] != nil {
          found.append(
            .warning(
              "`<<\(name)>>` stands beside other text and is not replaced; "
                + "put it on a line of its own", at: web.location(id, line: line)))
        }
      }
    }
    return found
  }
}

/// Blocks `show=… from=N`: what they show is looked for when chapter N has been read.
private struct ShowsOfEarlierChapters {
  private struct Show {
    let name: String
    let place: SourceLocation
  }

  /// By the chapter's number.
  private var shows: [Int: [Show]] = [:]
  private let numbers: Set<Int>

  init(_ book: Book) {
    numbers = Set(book.numbers)
    for chapter in book.chapters {
      for block in chapter.blocks {
        guard case .show(let name, from: .some(let number)) = block.tag.role else { continue }
        let place = chapter.location(line: block.line, column: block.column)
        shows[number, default: []].append(Show(name: name, place: place))
      }
    }
  }

  func unknown(at web: Web) -> [Diagnostic] {
    let chapter = web.book.chapters[web.chapterCount - 1]
    return (shows[chapter.number] ?? []).filter { web.chunks[$0.name] == nil }.map { show in
      let meant = nearestName(to: show.name, among: web.chunks.keys)
      return .error(
        "there is no `\(show.name)` at the end of \(chapter.name)"
          + (meant.map { "; did you mean `\($0)`?" } ?? "; name a chunk that it has"),
        at: show.place)
    }
  }

  /// Those whose chapter the book does not have.
  func withoutChapter() -> [Diagnostic] {
    shows.filter { !numbers.contains($0.key) }.flatMap { number, shows in
      shows.map { show in
        .error("`from=\(number)`: there is no chapter \(number); name one that is", at: show.place)
      }
    }
  }
}

extension Book {
  /// Whether the program is run or compiled anywhere but at the ends of chapters.
  fileprivate var isTakenInMidChapter: Bool {
    chapters.contains { chapter in
      chapter.blocks.contains { block in
        switch block.tag.role {
        case .transcript(let options): options.isHere
        case .failing: true
        default: false
        }
      }
    }
  }

  /// Calls `body` with the program as it stands at each point at which it is compiled: the end of
  /// each chapter; each `console here` and each listing that must not compile, whose block is
  /// passed.
  func forEachProgram(_ body: (Web, BlockID?) -> Void) {
    var program = Web(self, at: .start)
    for (chapter, content) in chapters.enumerated() {
      for (index, block) in content.blocks.enumerated() {
        let id = BlockID(chapter: chapter, block: index)
        switch block.tag.role {
        case .transcript(let options) where options.isHere: body(program, id)
        case .failing: body(program.trying(id), id)
        default: program.read(id)
        }
      }
      body(program, nil)
    }
  }
}

extension Web {
  func forEachTangledBlock(inChapter chapter: Int, _ body: (BlockID, CodeBlock) -> Void) {
    for (index, block) in book.chapters[chapter].blocks.enumerated() {
      if case .chunk = block.tag.role { body(BlockID(chapter: chapter, block: index), block) }
    }
  }

  /// Where a reference of a block stands.
  func location(_ id: BlockID, of reference: Reference) -> SourceLocation {
    var location = location(id, line: reference.lineIndex)
    let source = book.chapters[id.chapter].source.line(location.line)
    location.column =
      1 + (source.firstRange(of: Array("<<".utf8))?.lowerBound ?? source.startIndex)
      - source.startIndex
    return location
  }

  /// The references of the program's files that lead to no chunk, each name once.
  ///
  /// - Parameters:
  ///   - id: The block at which the program has to be whole.
  ///   - reason: Why it has to.
  func undefinedReferences(
    at id: BlockID, because reason: String, remedy: String
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var reached: Set<String> = []
    var names = roots.map(\.name)
    while let name = names.popLast() {
      guard reached.insert(name).inserted, let chunk = chunks[name] else { continue }
      forEachReference(in: chunk) { reference, piece in
        names.append(reference.name)
        guard chunks[reference.name] == nil, reached.insert(reference.name).inserted
        else { return }
        found.append(
          .error(
            "\(reason), before any block defines `\(reference.name)`; \(remedy)",
            at: location(id),
            notes: [
              Diagnostic.Note(
                "`\(name)` refers to it here",
                at: location(piece.block, line: reference.lineIndex))
            ]))
      }
    }
    return found
  }
}

/// The folders on the way to a file: `a` and `a/b` for `a/b/c.txt`.
func foldersAbove(_ path: String) -> [String] {
  path.unicodeScalars.indices.filter { path.unicodeScalars[$0] == "/" }
    .map { String(path.unicodeScalars[..<$0]) }
}
