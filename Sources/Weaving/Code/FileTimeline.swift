import Literate

/// A file through the whole book: every line that it ever had, in one order, and the chapters at
/// whose ends it has it.
struct FileTimeline: Sendable {
  struct Row: Sendable {
    let line: PlacedLine
    /// The first chapter that has it, by its place among the chapters.
    let from: Int
    /// The first chapter after it that has not; nil if the last one has.
    var until: Int?
  }

  let name: String
  private(set) var rows: [Row] = []
  /// The first chapter that has the file, and the last that changed it.
  private(set) var first: Int
  private(set) var last: Int

  /// All files that the book ever had, by name.
  static func all(_ history: History) -> [FileTimeline] {
    var timelines: [String: FileTimeline] = [:]
    for (chapter, files) in history.files.enumerated() {
      for file in files {
        timelines[file.name, default: FileTimeline(name: file.name, first: chapter, last: chapter)]
          .add(file.lines, chapter)
      }
    }
    return timelines.values.sorted { $0.name < $1.name }
  }

  private init(name: String, first: Int, last: Int) {
    self.name = name
    self.first = first
    self.last = last
  }

  /// How many lines the book leaves.
  var lineCount: Int { rows.count { $0.until == nil } }

  /// Whether the book leaves none.
  var isGone: Bool { rows.allSatisfy { $0.until != nil } }

  /// More lines than this that differ are all taken to be others.
  private static let mostCompared = 2_000

  /// Takes the file as a chapter leaves it.
  private mutating func add(_ lines: [PlacedLine], _ chapter: Int) {
    last = chapter
    let alive = rows.indices.filter { rows[$0].until == nil }
    let shorter = min(alive.count, lines.count)
    let head = (0..<shorter).first { rows[alive[$0]].line != lines[$0] } ?? shorter
    let tail =
      (0..<shorter - head).first {
        rows[alive[alive.count - 1 - $0]].line != lines[lines.count - 1 - $0]
      } ?? shorter - head
    let old = alive[head..<alive.count - tail].map { rows[$0].line }
    let new = Array(lines[head..<lines.count - tail])
    var removed = Set(old.indices)
    var added = Set(new.indices)
    if !old.isEmpty, !new.isEmpty, old.count + new.count <= Self.mostCompared {
      removed = []
      added = []
      for change in new.difference(from: old) {
        switch change {
        case .remove(let offset, _, _): removed.insert(offset)
        case .insert(let offset, _, _): added.insert(offset)
        }
      }
    }
    for index in removed { rows[alive[head + index]].until = chapter }
    var merged: [Row] = []
    merged.reserveCapacity(rows.count + added.count)
    var next = 0
    func takeAdded() {
      while next >= head, next < lines.count - tail, added.contains(next - head) {
        merged.append(Row(line: lines[next], from: chapter))
        next += 1
      }
    }
    for row in rows {
      if row.until == nil {
        takeAdded()
        next += 1
      }
      merged.append(row)
    }
    takeAdded()
    rows = merged
  }
}
