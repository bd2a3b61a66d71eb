/// The cycles of every prefix of the book, each told once, where it first closes.
struct Cycles {
  private(set) var diagnostics: [Diagnostic] = []
  private let web: Web

  private struct Edge {
    let target: String
    let block: BlockID
    let line: Int
  }

  /// The chunks through any chapter are among all that were ever there: as long as these have no
  /// cycle together, no prefix has one, and the search is linear in the book.
  ///
  /// - Parameter web: The program through the last chapter.
  init(_ web: Web) {
    self.web = web
    var ever: [String: [Edge]] = [:]
    for (chapter, content) in web.book.chapters.enumerated() {
      for (index, block) in content.blocks.enumerated() where !block.references.isEmpty {
        let id = BlockID(chapter: chapter, block: index)
        let name: String
        if case .failing(let tried) = block.tag.role {
          name = tried
        } else if let home = web.home(of: id) {
          name = home
        } else {
          continue
        }
        ever[name, default: []] += block.references.map {
          Edge(target: $0.name, block: id, line: $0.lineIndex)
        }
      }
    }
    var told: Set<String> = []
    if Self.cycles(in: ever, order: web.names, told: &told).isEmpty { return }
    told = []
    var found: [[Edge]] = []
    web.book.forEachProgram { program, _ in
      var edges: [String: [Edge]] = [:]
      for (name, chunk) in program.chunks {
        program.forEachReference(in: chunk) { reference, piece in
          edges[name, default: []].append(
            Edge(target: reference.name, block: piece.block, line: reference.lineIndex))
        }
      }
      found += Self.cycles(in: edges, order: program.names, told: &told)
    }
    diagnostics = found.map { describe($0) }
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
        "`\(from)` refers to `\(edge.target)` here",
        at: web.location(edge.block, line: edge.line))
    }
    return .error(
      "these chunks contain each other without end: \(steps); take one of the references out",
      at: notes[0].location, notes: notes)
  }
}
