import Literate
import SwiftCode

/// What a block that continues or replaces a chunk does to it, in the place that the chunk has in a
/// file: the chunk's lines as the block leaves them, those that it takes away, and a few lines around
/// them. References are lines: what they stand for may be written later.
struct ChunkChange: Sendable {
  enum Row: Sendable {
    case line(PlacedLine, Listing.Line.Change)
    /// So many unchanged lines of the chunk are left out.
    case gap(Int)
  }

  let file: String
  private(set) var rows: [Row] = []
  /// The declaration in which the change begins, such as `struct GPT`.
  private(set) var enclosing: String?
  private(set) var addedCount = 0
  private(set) var removedCount = 0
  /// In how many places of the file the chunk stands.
  let placeCount: Int
  /// How many other files change with it.
  let otherFiles: Int

  /// - Parameters:
  ///   - old: What the chunk was made of before the block.
  ///   - web: The book's chunks right behind the block.
  /// - Returns: Nothing for a chunk that no file holds, and for a block that changes nothing.
  init?(of name: String, from old: [Chunk.Piece], in web: Web, _ uses: ChunkUses) {
    guard let frame = Frame(of: name, in: web, uses) else { return nil }
    let pieces = web.chunks[name]?.pieces ?? []
    let before = frame.lines(old, web)
    let lines = frame.lines(pieces, web)
    let shorter = min(before.count, lines.count)
    let head = (0..<shorter).first { before[$0] != lines[$0] } ?? shorter
    let tail =
      (0..<shorter - head).first {
        before[before.count - 1 - $0] != lines[lines.count - 1 - $0]
      } ?? shorter - head
    self.init(
      frame, from: before[head..<before.count - tail], to: lines[head..<lines.count - tail],
      between: Self.place(head, in: pieces), and: Self.place(lines.count - tail, in: pieces), web)
  }

  /// - Parameter web: The book's chunks right behind the block that the chunk's last piece is.
  init?(appendedTo name: String, in web: Web, _ uses: ChunkUses) {
    guard let frame = Frame(of: name, in: web, uses) else { return nil }
    let pieces = web.chunks[name]?.pieces ?? []
    self.init(
      frame, from: [], to: frame.lines(Array(pieces.suffix(1)), web)[...],
      between: ChunkWalk.Place(piece: pieces.count - 1, line: 0),
      and: ChunkWalk.Place(piece: pieces.count, line: 0), web)
  }

  private init?(
    _ frame: Frame, from old: ArraySlice<PlacedLine>, to new: ArraySlice<PlacedLine>,
    between start: ChunkWalk.Place, and end: ChunkWalk.Place, _ web: Web
  ) {
    let lines = Self.merged(Array(old), Array(new), web)
    guard lines.contains(where: { $0.change != .same }) else { return nil }
    file = frame.file
    otherFiles = frame.otherFiles
    placeCount = frame.placeCount
    addedCount = lines.count { $0.change == .added }
    removedCount = lines.count { $0.change == .removed }
    var before = frame.walk
    before.enter(frame.name, at: start, indentation: frame.indentation)
    var after = frame.walk
    after.skipLines()
    after.enter(frame.name, at: end, indentation: frame.indentation)
    enclosing = Self.enclosing(lines, below: before, web)
    rows = Self.rows(
      lines, before: Self.context(web) { before.previous() }.reversed(),
      after: Self.context(web) { after.next() })
  }

  /// The place in front of a line of a chunk, counted through its pieces.
  private static func place(_ line: Int, in pieces: [Chunk.Piece]) -> ChunkWalk.Place {
    var rest = line
    for (index, piece) in pieces.enumerated() {
      if rest < piece.lines.count {
        return ChunkWalk.Place(piece: index, line: piece.lines.lowerBound + rest)
      }
      rest -= piece.lines.count
    }
    return ChunkWalk.Place(piece: pieces.count, line: 0)
  }
}

/// A chunk's place in a file.
private struct Frame {
  let name: String
  let file: String
  let otherFiles: Int
  let placeCount: Int
  /// In front of the reference to the chunk; outside of the file for one that is a file.
  private(set) var walk: ChunkWalk
  /// What stands before the chunk's lines.
  private(set) var indentation: [UInt8] = []

  init?(of name: String, in web: Web, _ uses: ChunkUses) {
    let roots = uses.roots(above: [name])
    guard let root = roots.first else { return nil }
    self.name = name
    file = root
    otherFiles = roots.reduce(-1) { $0 + (web.chunks[$1]?.paths.count ?? 1) }
    placeCount = uses.places(of: name, in: root)
    walk = ChunkWalk(web)
    for site in uses.path(from: root, to: name) {
      walk.enter(site.user, at: Self.place(of: site, web), indentation: indentation)
      indentation += site.indentation
    }
  }

  private static func place(of site: ChunkUses.Site, _ web: Web) -> ChunkWalk.Place? {
    let pieces = web.chunks[site.user]?.pieces ?? []
    let index = pieces.firstIndex { $0.block == site.block && $0.lines ~= site.line }
    return index.map { ChunkWalk.Place(piece: $0, line: site.line) }
  }

  func lines(_ pieces: [Chunk.Piece], _ web: Web) -> [PlacedLine] {
    pieces.flatMap { piece in
      piece.lines.map {
        PlacedLine(block: piece.block, line: $0, indentation: indentation + piece.indentation)
      }
    }
  }
}

extension ChunkChange {
  private typealias Marked = (line: PlacedLine, change: Listing.Line.Change)

  private static let contextCount = 1

  /// The nearest lines, without blank ones at the far end: these tell nothing.
  private static func context(_ web: Web, _ next: () -> PlacedLine?) -> [PlacedLine] {
    var lines: [PlacedLine] = []
    while lines.count < contextCount, let line = next() { lines.append(line) }
    while let last = lines.last, web.isBlank(last) { lines.removeLast() }
    return lines
  }

  /// Both texts as one, removed lines before those added in their place.
  private static func merged(
    _ old: [PlacedLine], _ new: [PlacedLine], _ web: Web
  ) -> [Marked] {
    var removed = Set(old.indices)
    var added = Set(new.indices)
    if !old.isEmpty, old.count <= 400, new.count <= 400 {
      let difference = new.map(web.text).difference(from: old.map(web.text))
      removed = Set(difference.removals.map(offset))
      added = Set(difference.insertions.map(offset))
    }
    var merged: [Marked] = []
    var (i, j) = (0, 0)
    while i < old.count || j < new.count {
      if removed.contains(i) {
        merged.append((old[i], .removed))
        i += 1
      } else if added.contains(j) {
        merged.append((new[j], .added))
        j += 1
      } else {
        merged.append((new[j], .same))
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

  /// The lines with some around them, without those of the chunk that are far from every change.
  private static func rows(
    _ lines: [Marked], before: [PlacedLine], after: [PlacedLine]
  ) -> [Row] {
    var isNear = [Bool](repeating: false, count: lines.count)
    for (index, line) in lines.enumerated() where line.change != .same {
      let around = index - contextCount...index + contextCount
      for near in around.clamped(to: 0...lines.count - 1) { isNear[near] = true }
    }
    let head = lines.prefix(contextCount).firstIndex { $0.change != .same }
    let tail = lines.suffix(contextCount).lastIndex { $0.change != .same }
    var rows: [Row] = []
    if let head { rows += before.suffix(contextCount - head).map { .line($0, .same) } }
    // A line alone takes no more room than what would say that it is left out.
    var hidden: [Marked] = []
    func flush() {
      if hidden.count > 1 { rows.append(.gap(hidden.count)) }
      if hidden.count == 1 { rows += hidden.map { .line($0.line, $0.change) } }
      hidden = []
    }
    for (line, isNear) in zip(lines, isNear) {
      if isNear {
        flush()
        rows.append(.line(line.line, line.change))
      } else {
        hidden.append(line)
      }
    }
    flush()
    if let tail {
      rows += after.prefix(contextCount - (lines.count - 1 - tail)).map { .line($0, .same) }
    }
    return rows
  }

  /// So far up a declaration is looked for.
  private static let farthestDeclaration = 2_000

  /// The nearest declaration above the first line of code that changes, indented less than it.
  private static func enclosing(
    _ lines: [Marked], below walk: ChunkWalk, _ web: Web
  ) -> String? {
    func white(_ line: PlacedLine) -> Int? {
      if web.isBlank(line) { return nil }
      return web.text(line).prefix { $0 == 0x20 || $0 == 0x09 }.count
    }
    let first = lines.firstIndex { $0.change != .same && white($0.line) != nil }
    guard let first, web.block(lines[first].line.block).tag.isSwift,
      var depth = white(lines[first].line)
    else { return nil }
    var inside = lines[..<first].filter { $0.change != .removed }.map(\.line)
    var walk = walk
    for _ in 0..<farthestDeclaration where depth > 0 {
      guard let line = inside.popLast() ?? walk.previous() else { break }
      guard let candidate = white(line), candidate < depth else { continue }
      depth = candidate
      if case .reference = web.block(line.block).lines[line.line].kind { continue }
      if let found = SwiftFile(web.text(line)).declarations.first {
        switch found.kind {
        case "init", "subscript": return found.kind
        case "let", "case", "typealias": continue
        default: return "\(found.kind) \(found.name)"
        }
      }
    }
    return nil
  }
}

extension ChunkChange {
  /// Where the change is and what it does: `Model.swift, in struct GPT, replaces 3 lines`.
  func caption(_ words: Words) -> String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let place = enclosing.map { ", " + words("in {}", "<code>\(escaped($0))</code>") } ?? ""
    let does =
      removedCount == 0
      ? words("adds {}", words.lines(addedCount))
      : addedCount == 0
        ? words("removes {}", words.lines(removedCount))
        : words("replaces {} by {}", words.lines(removedCount), "\(addedCount)")
    let places = placeCount > 1 ? " " + words("in {} places", "\(placeCount)") : ""
    let others =
      otherFiles == 0
      ? "" : ", " + words(otherFiles == 1 ? "also in one other file" : "also in other files")
    return "<span class=\"file\">\(escaped(name))</span>\(place), \(does)\(places)\(others)"
  }
}
