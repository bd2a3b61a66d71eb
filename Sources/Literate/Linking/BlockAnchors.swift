/// The names by which links lead to the blocks that give chunks their lines.
package struct BlockAnchors: Sendable {
  private var anchors: [BlockID: String] = [:]
  /// For each chapter, the chunk to which the block with an anchor gives its lines.
  private var chunks: [[String: String]]
  /// The chunks that are files.
  package let files: Set<String>

  /// - Parameter web: The program through the last chapter.
  package init(_ web: Web) {
    chunks = Array(repeating: [:], count: web.book.chapters.count)
    files = Set(web.chunks.values.filter(\.isFile).map(\.name))
    for (chapter, content) in web.book.chapters.enumerated() {
      var names = Anchors()
      for block in content.blocks.indices {
        let id = BlockID(chapter: chapter, block: block)
        guard let name = web.home(of: id) else { continue }
        let anchor = "chunk:" + names.add(name)
        anchors[id] = anchor
        chunks[chapter][anchor] = name
      }
    }
  }

  /// The anchor of a block on its page.
  package subscript(block: BlockID) -> String? { anchors[block] }

  /// The anchors of a chapter's blocks.
  package func names(in chapter: Int) -> some Sequence<String> { chunks[chapter].keys }

  /// The chunk to which the block with an anchor gives its lines.
  package func chunk(at anchor: String, in chapter: Int) -> String? { chunks[chapter][anchor] }
}
