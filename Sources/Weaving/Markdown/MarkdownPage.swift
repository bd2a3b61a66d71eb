import Literate

/// A chapter as a page of Markdown, for those who read by machine: as it is written, but for what
/// only a page shows. Links without words have them, a chunk shown again is there, a figure is what
/// stands in its place without scripts, and comments are gone.
struct MarkdownPage {
  /// The page.
  let bytes: [UInt8]

  init(_ page: Surroundings) {
    let source = page.chapter.source
    let document = Document(source)
    var edits: [(range: Range<Int>, text: String)] = []
    for block in document.blocks() {
      switch block.kind {
      case .codeBlock: Self.editFence(block, page, &edits)
      case .htmlBlock where block.literal.hasPrefix("<!--"):
        // libcmark does not count the line on which a comment ends.
        let count = max(1, block.literal.utf8.count { $0 == 0x0A })
        let last = min(source.lineCount, block.startLine + count - 1)
        let start = source.range(ofLine: block.startLine).lowerBound
        edits.append((start..<source.range(ofLine: last).upperBound, ""))
      default: break
      }
    }
    for block in document.runningTexts { Self.editText(block, page, &edits) }
    var bytes = source.bytes
    for (range, text) in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
      bytes.replaceSubrange(range, with: text.utf8)
    }
    self.bytes = bytes
  }

  private static func range(of block: Node, in source: SourceText) -> Range<Int> {
    let first = source.range(ofLine: block.startLine)
    return first.lowerBound..<source.range(ofLine: max(block.startLine, block.endLine)).upperBound
  }

  private static func editFence(
    _ node: Node, _ page: Surroundings, _ edits: inout [(range: Range<Int>, text: String)]
  ) {
    let source = page.chapter.source
    let tag = Tag(node.info) { _ in }
    switch tag.role {
    case .figure:
      for line in Set([node.startLine, node.endLine]) {
        edits.append((source.range(ofLine: line), ""))
      }
    case .show:
      guard let id = page.blockID(atLine: node.startLine),
        let shown = page.program.history.shown[id]
      else { return }
      let opening = source.line(node.startLine)
      let prefix = String(decoding: opening.prefix(max(0, node.startColumn - 1)), as: UTF8.self)
      let indentation = prefix.hasPrefix(">") ? prefix : prefix.map { _ in " " }.joined()
      let code = page.program.listing(shown.lines, through: shown.chapter).asWritten()
      let text = code.lines.map {
        indentation + String(decoding: $0.text, as: UTF8.self) + "\n"
      }.joined()
      let behind = source.range(ofLine: node.startLine).upperBound
      edits.append((behind..<behind, text))
    default: break
    }
  }

  private static func editText(
    _ block: Node, _ page: Surroundings, _ edits: inout [(range: Range<Int>, text: String)]
  ) {
    let source = page.chapter.source
    let range = range(of: block, in: source)
    var place = range.lowerBound
    /// Where a text stands next.
    func next(_ text: some Collection<UInt8>) -> Range<Int>? {
      guard let found = source.bytes[place..<range.upperBound].firstRange(of: text) else {
        return nil
      }
      place = found.upperBound
      return found
    }
    for node in block.descendants() {
      switch node.kind {
      case .code: _ = next(node.literalBytes)
      case .htmlInline where node.literal.hasPrefix("<!--"):
        if let found = next(node.literalBytes) { edits.append((found, "")) }
      case .link where node.firstChild == nil:
        guard let text = page.links.text(of: node.url, in: page.index, page.labels),
          let found = next("[](".utf8)
        else { continue }
        let words = Document(SourceText(text)).runningTexts.map(\.plainText).joined()
        edits.append((found.lowerBound + 1..<found.lowerBound + 1, words))
        rename(node.url, behind: "", page, next, &edits)
      case .link: rename(node.url, behind: "](", page, next, &edits)
      default: break
      }
    }
  }

  /// A chapter's page may have another name than its file.
  private static func rename(
    _ url: String, behind mark: String, _ page: Surroundings, _ next: ([UInt8]) -> Range<Int>?,
    _ edits: inout [(range: Range<Int>, text: String)]
  ) {
    let path = url.prefix { $0 != "#" && $0 != "?" }
    guard let other = page.references.book.chapters.first(where: { $0.name == path }),
      other.slug + ".md" != other.name, let found = next(Array((mark + path).utf8))
    else { return }
    edits.append(
      (found.lowerBound + mark.utf8.count..<found.upperBound, encodedPath(other.slug) + ".md"))
  }
}
