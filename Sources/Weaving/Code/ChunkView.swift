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
  /// with all that it refers to. Plumbing is shown one way.
  static func all(of id: BlockID, on page: Surroundings) -> [ChunkView] {
    let (program, history) = (page.program, page.program.history)
    let marks = page.chapter.blocks[id.block].tag.marks
    func linked(_ listing: Listing) -> Listing {
      listing.marking(marks, of: id).map { line in
        line.linked { page.references.home(of: $0, from: page.index) }
      }
    }
    let written = linked(program.listing(of: id, through: page.index))
    let change = history.changes[id]
    var views = [ChunkView(title: "Chunk", listing: written, hasLinks: change == nil)]
    if let change {
      views.append(
        ChunkView(
          title: "Change", listing: linked(program.listing(change, through: page.index)),
          place: change.caption(page.words), hasLinks: true, order: 0))
    }
    let isBehind = page.chapter.blocks[id.block].tag.isBehind
    if isBehind, let last = views.last { return [last.withoutLinks()] }
    if let lines = history.expansions[id] {
      let name = page.references.verb(of: id) == .append ? "Whole" : "Expanded"
      views.append(
        ChunkView(
          title: name, listing: linked(program.listing(lines, through: page.index)), order: 2))
    }
    return views
  }

  private func withoutLinks() -> ChunkView {
    var view = self
    view.hasLinks = false
    return view
  }
}
