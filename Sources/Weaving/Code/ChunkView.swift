import Literate

/// One way to show a block of a chunk.
struct ChunkView {
  /// What a switch calls it.
  let title: String
  let listing: Listing
  /// Where in the program it is, and what becomes of that place, as HTML.
  var place: String?
  /// Whether its names are links for readers without scripts.
  var hasLinks = false
  /// The view with the smallest is shown first.
  var order = 1

  /// The chunk as it is written; where it has them, also what it changes in its file, and itself
  /// with all that it refers to.
  static func all(of id: BlockID, on page: PageContext) -> [ChunkView] {
    let (program, history) = (page.program, page.program.history)
    var written = program.listing(of: id, through: page.index)
    for index in written.lines.indices {
      written.lines[index] = written.lines[index]?.linked {
        page.references.home(of: $0, from: page.index)
      }
    }
    let change = history.changes[id]
    var views = [ChunkView(title: "Chunk", listing: written, hasLinks: change == nil)]
    if let change {
      views.append(
        ChunkView(
          title: "Change", listing: program.listing(change, through: page.index),
          place: change.caption, hasLinks: true, order: 0))
    }
    if let lines = history.expansions[id] {
      let name = page.references.verb(of: id) == .append ? "Whole" : "Expanded"
      views.append(
        ChunkView(title: name, listing: program.listing(lines, through: page.index), order: 2))
    }
    return views
  }
}

extension History.Change {
  /// Where the change is and what it does: `Model.swift, in struct GPT, replaces 3 lines`.
  var caption: String {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let place = enclosing.map { ", in <code>\(escaped($0))</code>" } ?? ""
    let does =
      removedCount == 0
      ? "adds \(Self.lines(addedCount))"
      : addedCount == 0
        ? "removes \(Self.lines(removedCount))"
        : "replaces \(Self.lines(removedCount)) by \(addedCount)"
    let others =
      otherFiles == 0 ? "" : otherFiles == 1 ? ", also in one other file" : ", also in other files"
    return "<span class=\"file\">\(escaped(name))</span>\(place), \(does)\(others)"
  }

  private static func lines(_ count: Int) -> String { count == 1 ? "1 line" : "\(count) lines" }
}
