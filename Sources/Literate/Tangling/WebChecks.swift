/// What can only be said of the chunks together.
extension Web {
  /// Everything that is wrong with the book through every chapter read, and what looks wrong.
  ///
  /// References are held against the chunks defined by the end of their chapter, and no prefix of
  /// the book may have a cycle.
  public static func check(_ book: Book) -> (web: Web, diagnostics: [Diagnostic]) {
    var web = Web(book)
    var diagnostics = book.diagnostics
    var suggestions = 100
    for _ in book.chapters {
      web.readChapter()
      diagnostics += web.undefinedReferences(
        inChapter: web.chapterCount - 1, suggestions: &suggestions)
    }
    diagnostics += web.diagnostics
    if !diagnostics.hasErrors { diagnostics += web.undefinedReferencesInMidChapter() }
    diagnostics += web.cycles()
    if !diagnostics.hasErrors { diagnostics += web.oversizedFiles() }
    diagnostics += web.nestedPaths()
    diagnostics += web.unusedChunks() + web.namesBesideText()
    return (web, diagnostics.inReadingOrder())
  }

  /// - Parameter suggestions: For how many more of these the nearest name is looked for, which
  ///   takes a while in a large book.
  private func undefinedReferences(
    inChapter chapter: Int, suggestions: inout Int
  ) -> [Diagnostic] {
    var found: [Diagnostic] = []
    forEachTangledBlock(inChapter: chapter) { id, block in
      for reference in block.references where chunks[reference.name] == nil {
        suggestions -= 1
        let meant = suggestions < 0 ? nil : nearestName(to: reference.name, among: chunks.keys)
        let remedy =
          meant.map { "did you mean `\($0)`?" }
          ?? "define it by the end of this chapter, or write `\\<<…>>` for the line itself"
        found.append(
          .error(
            "no chunk `\(reference.name)` is defined; \(remedy)",
            at: location(id, line: reference.lineIndex, column: reference, block)))
      }
    }
    return found
  }

  /// At a `console here` the program is run before the chapter has defined everything.
  private func undefinedReferencesInMidChapter() -> [Diagnostic] {
    var found: [Diagnostic] = []
    forEachProgram { program, here in
      guard let here else { return }
      var reached: Set<String> = []
      var names = program.roots.map(\.name)
      while let name = names.popLast() {
        guard reached.insert(name).inserted else { continue }
        for id in program.chunks[name]?.blocks ?? [] {
          for reference in block(id).references {
            names.append(reference.name)
            guard program.chunks[reference.name] == nil, !reached.contains(reference.name)
            else { continue }
            reached.insert(reference.name)
            found.append(
              .error(
                "the program is run here, before any block defines `\(reference.name)`; "
                  + "define it above, or drop `here`", at: location(here),
                notes: [
                  Diagnostic.Note(
                    "`\(name)` refers to it here", at: location(id, line: reference.lineIndex))
                ]))
          }
        }
      }
    }
    return found
  }

  private func location(
    _ id: BlockID, line index: Int, column reference: Reference, _ block: CodeBlock
  ) -> SourceLocation {
    var location = location(id, line: index)
    let source = book.chapters[id.chapter].source.line(location.line)
    location.column =
      1 + (source.firstRange(of: Array("<<".utf8))?.lowerBound ?? source.startIndex)
      - source.startIndex
    return location
  }

  private func forEachTangledBlock(
    inChapter chapter: Int, _ body: (BlockID, CodeBlock) -> Void
  ) {
    for (index, block) in book.chapters[chapter].blocks.enumerated() {
      if case .chunk = block.tag.role { body(BlockID(chapter: chapter, block: index), block) }
    }
  }

  // Two warnings.

  private func unusedChunks() -> [Diagnostic] {
    var used: Set<String> = []
    for chapter in book.chapters.indices {
      forEachTangledBlock(inChapter: chapter) { _, block in
        for reference in block.references { used.insert(reference.name) }
      }
    }
    return names.compactMap { name in
      guard let chunk = chunks[name], chunk.file == nil, !used.contains(name),
        case .chunk(.define, _) = block(chunk.definition).tag.role
      else { return nil }
      return .warning(
        "nothing uses `\(name)`; refer to it with a line `<<\(name)>>`, or mark it `sketch`",
        at: location(chunk.definition))
    }
  }

  private func namesBesideText() -> [Diagnostic] {
    var found: [Diagnostic] = []
    for chapter in book.chapters.indices {
      forEachTangledBlock(inChapter: chapter) { id, block in
        for (name, line) in block.namesBesideText() where chunks[name] != nil {
          found.append(
            .warning(
              "`<<\(name)>>` stands beside other text and is not replaced; "
                + "put it on a line of its own", at: location(id, line: line)))
        }
      }
    }
    return found
  }

  /// A file cannot be a folder too.
  private func nestedPaths() -> [Diagnostic] {
    var found: [Diagnostic] = []
    let byPath = Dictionary(
      roots.compactMap { root in root.file.map { ($0.lowercased(), root) } },
      uniquingKeysWith: { first, _ in first })
    for root in roots {
      guard let file = root.file?.lowercased() else { continue }
      for (index, character) in zip(file.indices, file) where character == "/" {
        guard let outer = byPath[String(file[..<index])] else { continue }
        found.append(
          .error(
            "`\(root.name)` needs a folder where `\(outer.name)` is a file; "
              + "give one of them another name", at: location(root.definition)))
      }
    }
    return found
  }

  // Cycles.

  private struct Edge {
    let target: String
    let block: BlockID
    let line: Int
  }

  /// The cycles of every prefix of the book, each told once, where it first closes.
  ///
  /// The chunks through any chapter are among all that were ever there: as long as these have no
  /// cycle together, no prefix has one, and the search is linear in the book.
  private func cycles() -> [Diagnostic] {
    var ever: [String: [Edge]] = [:]
    for chapter in book.chapters.indices {
      forEachTangledBlock(inChapter: chapter) { id, block in
        guard case .chunk(_, let name) = block.tag.role, !block.references.isEmpty else { return }
        ever[name, default: []] += Self.edges(id, block)
      }
    }
    var told: Set<String> = []
    if Self.cycles(in: ever, order: names, told: &told).isEmpty { return [] }
    told = []
    var found: [Diagnostic] = []
    forEachProgram { program, _ in
      var edges: [String: [Edge]] = [:]
      for (name, chunk) in program.chunks {
        edges[name] = chunk.blocks.flatMap { Self.edges($0, block($0)) }
      }
      found += Self.cycles(in: edges, order: program.names, told: &told).map { describe($0) }
    }
    return found
  }

  /// Calls `body` with the program as it stands at each point at which it is run: the end of each
  /// chapter, and each `console here`, whose block is passed.
  private func forEachProgram(_ body: (Web, BlockID?) -> Void) {
    var program = Web(book)
    for (chapter, content) in book.chapters.enumerated() {
      for (index, block) in content.blocks.enumerated() {
        let id = BlockID(chapter: chapter, block: index)
        if case .transcript(let options) = block.tag.role, options.isHere { body(program, id) }
        program.read(id)
      }
      body(program, nil)
    }
  }

  private static func edges(_ id: BlockID, _ block: CodeBlock) -> [Edge] {
    block.references.map { Edge(target: $0.name, block: id, line: $0.lineIndex) }
  }

  /// For each edge that closes a cycle, the cycle, beginning and ending at the same chunk, unless
  /// all its chunks were told of already.
  private static func cycles(
    in edges: [String: [Edge]], order: [String], told: inout Set<String>
  ) -> [[Edge]] {
    var found: [[Edge]] = []
    var finished: Set<String> = []
    for start in order where !finished.contains(start) {
      // The path from `start`: the chunks on it, the edge into each, and the next edge to follow.
      var path = [start]
      var entered: [Edge] = []
      var next = [0]
      var depth = [start: 0]
      while let chunk = path.last, let position = next.last {
        guard let outgoing = edges[chunk], position < outgoing.count else {
          finished.insert(chunk)
          depth[chunk] = nil
          path.removeLast()
          next.removeLast()
          _ = entered.popLast()
          continue
        }
        next[next.count - 1] += 1
        let edge = outgoing[position]
        if let back = depth[edge.target] {
          if !told.isSuperset(of: path[back...]) {
            told.formUnion(path[back...])
            found.append(Array(entered[back...]) + [edge])
          }
        } else if !finished.contains(edge.target) {
          depth[edge.target] = path.count
          path.append(edge.target)
          entered.append(edge)
          next.append(0)
        }
      }
    }
    return found
  }

  private func describe(_ cycle: [Edge]) -> Diagnostic {
    guard let last = cycle.last else { preconditionFailure("a cycle has a step") }
    let targets = cycle.map(\.target)
    let steps = ([last.target] + targets).map { "`\($0)`" }.joined(separator: " → ")
    let notes = zip([last.target] + targets, cycle).map { from, edge in
      Diagnostic.Note(
        "`\(from)` refers to `\(edge.target)` here", at: location(edge.block, line: edge.line))
    }
    return .error(
      "these chunks contain each other without end: \(steps); take one of the references out",
      at: notes[0].location, notes: notes)
  }

  // Size.

  /// Chunks that use each other twice over grow beyond any disk: what a book tangles to may have
  /// 256 MiB and four million lines.
  private func oversizedFiles() -> [Diagnostic] {
    let limit = (bytes: 256 << 20, lines: 4_000_000)
    var sizes: [String: (bytes: Int, lines: Int)] = [:]
    var total = (bytes: 0, lines: 0)
    for root in roots {
      var path = [root.name]
      while let name = path.last {
        if sizes[name] != nil {
          path.removeLast()
          continue
        }
        let blocks = (chunks[name]?.blocks ?? []).map { block($0) }
        let missing = Set(blocks.flatMap(\.references).map(\.name)).filter { sizes[$0] == nil }
        if !missing.isEmpty {
          path += missing
          continue
        }
        var size = (bytes: 0, lines: 0)
        for block in blocks {
          size.bytes += block.text.count
          size.lines += block.lines.count
          for reference in block.references {
            guard let inner = sizes[reference.name] else { continue }
            size.bytes += inner.bytes + inner.lines * reference.indentation.count
            size.lines += inner.lines
          }
          size = (min(size.bytes, limit.bytes + 1), min(size.lines, limit.lines + 1))
        }
        sizes[name] = size
        path.removeLast()
      }
      guard let size = sizes[root.name] else { continue }
      total.bytes += size.bytes
      total.lines += size.lines
      if total.bytes > limit.bytes || total.lines > limit.lines {
        return [
          .error(
            "with `\(root.name)` the program would be larger than 256 MiB or four million lines; "
              + "use its chunks fewer times", at: location(root.definition))
        ]
      }
    }
    return []
  }
}
