import Literate

/// What happens to the program, block by block and chapter by chapter.
struct History: Sendable {
  /// A line of a file at some point of the book.
  struct Line: Sendable {
    let origin: Origin
    let indentation: [UInt8]
    var change = Listing.Line.Change.same
  }

  /// What a block that continues or replaces a chunk does to a file.
  struct Change: Sendable {
    let file: String
    /// Runs of lines that belong together: what changed, and lines around it.
    fileprivate(set) var hunks: [[Line]] = []
    /// The declaration in which the change begins, such as `struct GPT`.
    fileprivate(set) var enclosing: String?
    fileprivate(set) var addedCount = 0
    fileprivate(set) var removedCount = 0
    /// How many other files change with it.
    fileprivate(set) var otherFiles = 0
  }

  /// A file of the program as it stands after a chapter.
  struct File: Sendable {
    let path: String
    let lines: [Line]
    /// Whether an earlier chapter had it, differently.
    let isChanged: Bool
  }

  /// For the blocks that continue or replace a chunk of a file.
  private(set) var changes: [BlockID: Change] = [:]
  /// For blocks with references or continuations: the chunk's lines at the chapter's end, its
  /// references expanded.
  private(set) var expansions: [BlockID: [Line]] = [:]
  /// The files that each chapter made or changed, by path.
  private(set) var files: [[File]] = []

  private var web: Web
  /// The chunks that ever referred to a chunk.
  private var users: [String: Set<String>] = [:]
  private var rootNames: Set<String> = []

  /// - Parameter book: A book without errors.
  init(_ book: Book) {
    web = Web(book, at: .start)
    var atChapterEnd: [String: [Line]] = [:]
    for (chapterIndex, chapter) in book.chapters.enumerated() {
      var touched: Set<String> = []
      for (blockIndex, block) in chapter.blocks.enumerated() {
        guard case .chunk(let verb, let name) = block.tag.role else { continue }
        let id = BlockID(chapter: chapterIndex, block: blockIndex)
        touched.insert(name)
        read(id, verb, name)
      }
      expand(chapterIndex, chapter)
      files.append(changedFiles(since: &atChapterEnd, touched))
    }
  }
}

/// Reading the book.
extension History {
  private mutating func read(_ id: BlockID, _ verb: Tag.Verb, _ name: String) {
    let roots = verb == .file || verb == .define ? [] : self.roots(above: [name])
    let before = roots.map(lines)
    web.read(id)
    if verb == .file { rootNames.insert(name) }
    for reference in web.block(id).references { users[reference.name, default: []].insert(name) }
    var change: Change?
    for (root, old) in zip(roots, before) {
      guard let old, let new = lines(root), let found = self.change(root, from: old, to: new)
      else { continue }
      if change == nil { change = found } else { change?.otherFiles += 1 }
    }
    changes[id] = change
  }

  /// The files that may hold a chunk, in the order of their names.
  private func roots(above names: Set<String>) -> [String] {
    var found = names
    var open = Array(names)
    while let name = open.popLast() {
      for user in users[name] ?? [] where found.insert(user).inserted { open.append(user) }
    }
    return found.filter(rootNames.contains).sorted()
  }

  /// A chunk's lines as they stand; nil if it contains itself, or is larger than any page shows.
  private func lines(_ name: String) -> [Line]? {
    guard let file = web.expansion(of: name, limit: 20_000) else { return nil }
    return file.origins.compactMap { origin in
      origin.map { Line(origin: $0, indentation: file.indentation(of: $0)) }
    }
  }

  /// How many lines a chunk has, its references expanded; nil if it contains itself, as it may in
  /// the middle of a chapter.
  private func lineCount(_ name: String) -> Int? {
    var counts: [String: Int] = [:]
    var active: Set<String> = []
    var open = [name]
    while let top = open.last {
      if counts[top] != nil {
        open.removeLast()
        continue
      }
      var names: [String] = []
      if let chunk = web.chunks[top] {
        web.forEachReference(in: chunk) { reference, _ in names.append(reference.name) }
      }
      if active.insert(top).inserted {
        if names.contains(where: active.contains) { return nil }
        open += names.filter { counts[$0] == nil }
        continue
      }
      var count = (web.chunks[top]?.pieces ?? []).reduce(0) { $0 + $1.lines.count }
      for name in names { count = min(count + (counts[name] ?? 0), 1_000_000) }
      counts[top] = count
      active.remove(top)
      open.removeLast()
    }
    return counts[name]
  }

  /// More lines than this are not for a block: the pages of the program show whole files.
  private static let longestExpansion = 48

  private mutating func expand(_ chapterIndex: Int, _ chapter: Chapter) {
    for (blockIndex, block) in chapter.blocks.enumerated() {
      guard case .chunk(let verb, let name) = block.tag.role,
        verb == .append || !block.references.isEmpty,
        let count = lineCount(name), count <= Self.longestExpansion, let lines = lines(name),
        lines.count > block.lines.count
      else { continue }
      expansions[BlockID(chapter: chapterIndex, block: blockIndex)] = lines
    }
  }

  private func changedFiles(
    since last: inout [String: [Line]], _ touched: Set<String>
  ) -> [File] {
    var files: [File] = []
    for root in roots(above: touched) {
      guard let paths = web.chunks[root]?.paths, let now = lines(root) else { continue }
      let before = last.updateValue(now, forKey: root)
      if before?.elementsEqual(now, by: Self.isSame) == true { continue }
      files += paths.map { File(path: $0, lines: now, isChanged: before != nil) }
    }
    return files.sorted { $0.path < $1.path }
  }
}

/// Differences.
extension History {
  private static let contextCount = 3

  private static func isSame(_ a: Line, _ b: Line) -> Bool {
    a.origin.block == b.origin.block && a.origin.line == b.origin.line
      && a.indentation == b.indentation
  }

  private func change(_ root: String, from old: [Line], to new: [Line]) -> Change? {
    let shorter = min(old.count, new.count)
    var head = 0
    while head < shorter, Self.isSame(old[head], new[head]) { head += 1 }
    var tail = 0
    while tail < shorter - head,
      Self.isSame(old[old.count - 1 - tail], new[new.count - 1 - tail])
    {
      tail += 1
    }
    let merged = merged(Array(old[head..<old.count - tail]), Array(new[head..<new.count - tail]))
    guard merged.contains(where: { $0.change != .same }) else { return nil }
    var change = Change(file: web.chunks[root]?.paths.first ?? root)
    change.addedCount = merged.count { $0.change == .added }
    change.removedCount = merged.count { $0.change == .removed }
    change.enclosing = enclosing(merged, below: new[..<head])
    change.hunks = Self.hunks(
      new[..<head].suffix(Self.contextCount) + merged
        + new[(new.count - tail)...].prefix(Self.contextCount)
    ).map(withoutBlankEnds)
    return change
  }

  /// Both texts as one, removed lines before those added in their place.
  private func merged(_ old: [Line], _ new: [Line]) -> [Line] {
    var removed = Set(old.indices)
    var added = Set(new.indices)
    if old.count <= 400, new.count <= 400 {
      let difference = new.map(text).difference(from: old.map(text))
      removed = Set(difference.removals.map(Self.offset))
      added = Set(difference.insertions.map(Self.offset))
    }
    var merged: [Line] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if removed.contains(i) {
        merged.append(old[i].marked(.removed))
        i += 1
      } else if added.contains(j) {
        merged.append(new[j].marked(.added))
        j += 1
      } else {
        merged.append(new[j])
        i += 1
        j += 1
      }
    }
    return merged
  }

  private static func offset(_ change: CollectionDifference<[UInt8]>.Change) -> Int {
    switch change {
    case .insert(let offset, _, _), .remove(let offset, _, _): offset
    }
  }

  /// The lines without those that are far from every change, cut where some are left out.
  private static func hunks(_ lines: [Line]) -> [[Line]] {
    let changed = lines.indices.filter { lines[$0].change != .same }
    var hunks: [Range<Int>] = []
    for index in changed {
      let around = max(0, index - contextCount)..<min(lines.count, index + contextCount + 1)
      if let last = hunks.last, last.upperBound >= around.lowerBound {
        hunks[hunks.count - 1] = last.lowerBound..<around.upperBound
      } else {
        hunks.append(around)
      }
    }
    return hunks.map { Array(lines[$0]) }
  }

  /// Blank lines around a change tell nothing.
  private func withoutBlankEnds(_ hunk: [Line]) -> [Line] {
    func matters(_ line: Line) -> Bool {
      line.change != .same || text(line).contains { $0 != 0x20 && $0 != 0x09 }
    }
    guard let first = hunk.firstIndex(where: matters), let last = hunk.lastIndex(where: matters)
    else { return hunk }
    return Array(hunk[first...last])
  }

  /// The line as bytes, without its line feed.
  func text(_ line: Line) -> [UInt8] {
    let block = web.block(line.origin.block)
    let part = block.lines[line.origin.line]
    let content = block.text[part.start..<part.end]
    switch part.kind {
    case .blank: return Array(content)
    case .escaped(let backslash):
      return line.indentation + content[..<backslash] + content[(backslash + 1)...]
    case .text, .reference: return line.indentation + content
    }
  }

  /// The nearest declaration above the first line of code that changes, indented less than it.
  private func enclosing(_ lines: [Line], below head: ArraySlice<Line>) -> String? {
    let first = lines.firstIndex { line in
      line.change != .same && text(line).contains { $0 != 0x20 && $0 != 0x09 }
    }
    guard let first, web.block(lines[first].origin.block).tag.isSwift else { return nil }
    var depth = text(lines[first]).prefix { $0 == 0x20 || $0 == 0x09 }.count
    for candidate in (head + lines[..<first]).reversed()
    where depth > 0 && candidate.change != .removed {
      let bytes = text(candidate)
      let white = bytes.prefix { $0 == 0x20 || $0 == 0x09 }.count
      if white == bytes.count || white >= depth { continue }
      depth = white
      if let name = Self.declaration(String(decoding: bytes[white...], as: UTF8.self)) {
        return name
      }
    }
    return nil
  }

  /// `struct GPT` for a line that declares one.
  private static func declaration(_ line: String) -> String? {
    let kinds: Set<Substring> = [
      "struct", "class", "enum", "actor", "extension", "protocol", "func", "var", "macro",
    ]
    let words = line.split(separator: " ")
    if words.contains(where: { $0.hasPrefix("init(") || $0.hasPrefix("init<") }) { return "init" }
    guard let index = words.firstIndex(where: kinds.contains), index + 1 < words.count,
      words[..<index].allSatisfy({ $0.allSatisfy { $0.isLetter || "@()".contains($0) } })
    else { return nil }
    let name = words[index + 1].prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "." }
    return name.isEmpty ? nil : "\(words[index]) \(name)"
  }
}

extension History.Line {
  fileprivate func marked(_ change: Listing.Line.Change) -> Self {
    var line = self
    line.change = change
    return line
  }
}
