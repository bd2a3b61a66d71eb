/// The text of a translated chapter, with the code of its original in the blocks that are empty.
struct TranslatedText {
  private(set) var bytes: [UInt8] = []
  /// On which line of the file each line stands.
  private(set) var lineNumbers: [Int] = []
  private(set) var diagnostics: [Diagnostic] = []

  /// A block of the original.
  private struct Block {
    let info: String
    let text: [UInt8]
    let line: Int
    let isRequired: Bool
  }

  private let path: String
  private let original: Chapter
  private var blocks: [Block] = []
  /// Which blocks of the original are left, by their info strings, the last first.
  private var left: [String: [Int]] = [:]

  /// - Parameter path: By which diagnostics name the translated chapter.
  init(_ source: SourceText, path: String, of original: Chapter) {
    self.path = path
    self.original = original
    for node in Document(original.source).blocks() where Self.isFenced(node, original.source) {
      blocks.append(
        Block(
          info: foldedName(node.info), text: node.literalBytes, line: node.startLine,
          isRequired: Self.isOriginals(Tag(node.info) { _ in })))
    }
    for index in blocks.indices.reversed() { left[blocks[index].info, default: []].append(index) }
    fill(source)
    for index in left.values.joined().sorted() where blocks[index].isRequired {
      error(
        "`\(blocks[index].info)` of \(original.location(line: blocks[index].line)) is missing here; a "
          + "translation has all code of its original, in empty blocks", 1)
    }
  }

  /// Whether a translation takes a block from its original: all that is run or compiled.
  static func isOriginals(_ tag: Tag) -> Bool {
    switch tag.role {
    case .chunk, .failing, .compilerMessages, .transcript, .input: true
    case .plain, .sketch, .show, .formula, .figure: tag.solves != nil
    }
  }

  private static func isFenced(_ node: Node, _ source: SourceText) -> Bool {
    node.kind == .codeBlock && !node.isIndentedCode
      && Fence(opening: source.line(node.startLine), column: max(1, node.startColumn)) != nil
  }

  private mutating func error(_ message: String, _ line: Int) {
    diagnostics.append(.error(message, at: SourceLocation(file: path, line: line)))
  }

  private mutating func fill(_ source: SourceText) {
    var next = 1
    var last = -1
    for node in Document(source).blocks() where Self.isFenced(node, source) {
      let line = node.startLine
      let isEmpty = node.literalBytes.allSatisfy(isWhitespace)
      guard let index = taken(node, isEmpty) else { continue }
      let block = blocks[index]
      if block.isRequired, index < last {
        error(
          "this stands before `\(blocks[last].info)` in \(original.path); keep the original's order",
          line)
      }
      if block.isRequired { last = max(last, index) }
      if !isEmpty {
        if block.isRequired, node.literalBytes != block.text {
          error(
            "\(original.location(line: block.line)) has other code here; leave the block empty to take "
              + "it from there", line)
        }
        continue
      }
      copy(source, next, through: line)
      insert(block, at: node, of: source)
      // The closing fence, if there is one.
      next = max(line + 1, node.endLine)
    }
    copy(source, next, through: source.lineCount)
  }

  /// The original's block that stands here.
  private mutating func taken(_ node: Node, _ isEmpty: Bool) -> Int? {
    let info = foldedName(node.info)
    let tag = Tag(node.info) { _ in }
    if let index = left[info]?.popLast() { return index }
    if Self.isOriginals(tag) {
      let known = blocks.filter(\.isRequired).map(\.info)
      let nearest = nearestName(to: info, among: Set(known).sorted())
      error(
        "\(original.path) has no \(known.contains(info) ? "further " : "")block `\(info)`"
          + (nearest.map { $0 == info ? "" : "; did you mean `\($0)`?" }
            ?? "; a translation adds no code"),
        node.startLine)
    }
    return nil
  }

  private mutating func copy(_ source: SourceText, _ first: Int, through last: Int) {
    // A fence that nothing closes may end on the line on which the next begins.
    if first > last { return }
    for line in first...last {
      bytes += source.line(line) + [0x0A]
      lineNumbers.append(line)
    }
  }

  /// Puts a block's text behind the fence of an empty one, each line with what its container wants.
  private mutating func insert(_ block: Block, at node: Node, of source: SourceText) {
    let opening = source.line(node.startLine)
    let column = max(1, node.startColumn)
    let margin = opening.prefix(column - 1).map {
      $0 == UInt8(ascii: ">") || $0 == 0x09 ? $0 : 0x20
    }
    let fence = Fence(opening: opening, column: column)
    for text in block.text.split(separator: 0x0A, omittingEmptySubsequences: false).dropLast() {
      if fence?.isClosed(by: text) == true {
        error(
          "the code that goes here holds such a fence itself; give the block a longer one, as in "
            + "\(original.location(line: block.line))", node.startLine)
      }
      bytes += margin + text + [0x0A]
      lineNumbers.append(node.startLine)
    }
  }
}
