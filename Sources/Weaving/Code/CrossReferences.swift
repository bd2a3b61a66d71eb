import Literate

/// What the page says beside a block: what it does to its chunk, and where the chunk goes on and is
/// used.
struct CrossReferences: Sendable {
  /// A block as a page shows it.
  struct Entry: Sendable {
    let verb: Tag.Verb
    let name: String
    /// The anchor of the block on its page.
    let anchor: String
    /// The block that defined the chunk.
    let definition: BlockID
    /// For a replacement, the blocks that it supersedes.
    fileprivate(set) var supersedes: [BlockID] = []
    /// The next block of the same chunk.
    fileprivate(set) var next: BlockID?
  }

  let book: Book
  private(set) var entries: [BlockID: Entry] = [:]
  /// The blocks that refer to a chunk, each once, in reading order.
  private(set) var uses: [String: [BlockID]] = [:]
  /// The blocks of a chunk in reading order, superseded ones included.
  private(set) var blocks: [String: [BlockID]] = [:]
  /// Those of them with which the chunk begins anew.
  private var homes: [String: [BlockID]] = [:]
  let anchors: BlockAnchors

  init(_ web: Web) {
    book = web.book
    anchors = BlockAnchors(web)
    var live: [String: [BlockID]] = [:]
    for (chapterIndex, chapter) in book.chapters.enumerated() {
      for (blockIndex, block) in chapter.blocks.enumerated() {
        let id = BlockID(chapter: chapterIndex, block: blockIndex)
        guard case .chunk(let verb, _) = block.tag.role, let name = web.home(of: id),
          let anchor = anchors[id]
        else { continue }
        var entry = Entry(
          verb: verb, name: name, anchor: anchor,
          definition: web.chunks[name]?.definition ?? id)
        if verb == .replace { entry.supersedes = live.removeValue(forKey: name) ?? [] }
        live[name, default: []].append(id)
        if [.file, .define, .replace].contains(verb) { homes[name, default: []].append(id) }
        if let last = blocks[name]?.last { entries[last]?.next = id }
        entries[id] = entry
        blocks[name, default: []].append(id)
        for reference in block.references where uses[reference.name]?.last != id {
          uses[reference.name, default: []].append(id)
        }
      }
    }
  }

  func verb(of block: BlockID) -> Tag.Verb? { entries[block]?.verb }

  /// Whether a chunk is a file.
  func isFile(_ name: String) -> Bool {
    blocks[name]?.first.map { entries[$0]?.verb == .file } ?? false
  }

  /// The block at which to read about a chunk, seen from a chapter: the first of those that make it
  /// up at the chapter's end.
  ///
  /// - Complexity: O(log *n*), *n* the number of blocks with which the chunk begins anew.
  func home(of name: String, from chapter: Int) -> BlockID? {
    let homes = homes[name] ?? []
    var (low, high) = (0, homes.count)
    while low < high {
      let middle = (low + high) / 2
      if homes[middle].chapter <= chapter { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? homes[low - 1] : homes.first
  }
}
