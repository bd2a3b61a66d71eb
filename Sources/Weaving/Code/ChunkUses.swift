import Literate

/// Which chunks refer to which, as the book stands at a point.
struct ChunkUses: Sendable {
  /// A line that stands for a chunk.
  struct Site: Sendable {
    /// The chunk in which the line is.
    let user: String
    let target: String
    let block: BlockID
    let line: Int
    /// The white space of the line, and before it that of the place where its block was put in.
    let indentation: [UInt8]
  }

  private var sites: [String: [Site]] = [:]
  private var files: Set<String> = []

  /// Takes the references in pieces that a chunk has now.
  mutating func add(_ pieces: some Sequence<Chunk.Piece>, of name: String, in web: Web) {
    for piece in pieces {
      let block = web.block(piece.block)
      for reference in block.references where piece.lines ~= reference.lineIndex {
        sites[reference.name, default: []].append(
          Site(
            user: name, target: reference.name, block: piece.block, line: reference.lineIndex,
            indentation: piece.indentation + block.text[reference.indentation]))
      }
    }
  }

  /// Takes away those in pieces that a chunk had.
  mutating func remove(_ pieces: [Chunk.Piece], of name: String, in web: Web) {
    let names = pieces.flatMap { piece in
      web.block(piece.block).references.filter { piece.lines ~= $0.lineIndex }.map(\.name)
    }
    for reference in Set(names) { sites[reference]?.removeAll { $0.user == name } }
  }

  mutating func addFile(_ name: String) { files.insert(name) }

  /// The files that hold some of the chunks, in the order of their names.
  func roots(above names: Set<String>) -> [String] {
    var found = names
    var open = Array(names)
    while let name = open.popLast() {
      for site in sites[name] ?? [] where found.insert(site.user).inserted {
        open.append(site.user)
      }
    }
    return found.filter(files.contains).sorted()
  }

  /// The lines that lead from a file to a chunk, outermost first; where there are several ways, a
  /// shortest one.
  func path(from root: String, to name: String) -> [Site] {
    /// The line below each chunk on the way.
    var below: [String: Site] = [:]
    var open = [name]
    var index = 0
    while index < open.count, below[root] == nil, root != name {
      for site in sites[open[index]] ?? []
      where site.user != name && below[site.user] == nil {
        below[site.user] = site
        open.append(site.user)
      }
      index += 1
    }
    var path: [Site] = []
    while let site = below[path.last?.target ?? root] { path.append(site) }
    return path
  }

  /// In how many places of a file a chunk stands, a thousand at most.
  func places(of name: String, in root: String) -> Int {
    var counts: [String: Int] = [root: 1]
    var open = [name]
    var active: Set<String> = []
    while let top = open.last {
      if counts[top] != nil {
        open.removeLast()
        continue
      }
      let users = (sites[top] ?? []).map(\.user)
      if active.insert(top).inserted {
        open += users.filter { counts[$0] == nil && !active.contains($0) }
        continue
      }
      counts[top] = min(1_000, users.reduce(0) { $0 + (counts[$1] ?? 0) })
      open.removeLast()
    }
    return counts[name] ?? 0
  }
}

/// How large chunks are with all that they refer to.
struct ChunkSizes {
  /// More lines than any page shows.
  static let largest = 20_000

  private let web: Web
  private var counts: [String: Int] = [:]

  init(_ web: Web) {
    self.web = web
  }

  /// How many lines a chunk has, its references expanded; a reference to a chunk that is not defined
  /// or that contains this one is a line. Beyond a million it is a million.
  mutating func lineCount(of name: String) -> Int {
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
        open += names.filter {
          counts[$0] == nil && web.chunks[$0] != nil && !active.contains($0)
        }
        continue
      }
      var count = (web.chunks[top]?.pieces ?? []).reduce(0) { $0 + $1.lines.count }
      for name in names { count = min(count + (counts[name] ?? 1) - 1, 1_000_000) }
      counts[top] = count
      open.removeLast()
    }
    return counts[name] ?? 0
  }
}
