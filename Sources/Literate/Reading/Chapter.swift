/// A heading of a chapter, as plain text.
public struct Heading: Hashable, Sendable {
  /// 1 to 6.
  public let level: Int
  public let text: String
  public let line: Int
}

/// A chapter of the book, read: its title and the blocks that the book has a use for.
public struct Chapter: Sendable {
  /// The number in the file's name.
  public let number: Int
  /// The file's name, such as `05-autograd.md`.
  public let name: String
  /// The path by which diagnostics name it, such as `chapters/05-autograd.md`.
  public let path: String
  public let source: SourceText
  public let title: String
  public let headings: [Heading]
  /// The tagged blocks, in reading order.
  public let blocks: [CodeBlock]
  /// What is wrong with the chapter by itself.
  public let diagnostics: [Diagnostic]

  /// Reads a chapter's text.
  public init(number: Int, name: String, path: String, source: SourceText) {
    self.number = number
    self.name = name
    self.path = path
    self.source = source
    var reader = ChapterReader(path: path, source: source)
    reader.checkEncoding()
    if !reader.diagnostics.isEmpty {
      title = ""
      headings = []
      blocks = []
      diagnostics = reader.diagnostics
      return
    }
    reader.read(Document(source))
    title = reader.title
    headings = reader.headings
    blocks = reader.blocks
    diagnostics = reader.diagnostics
  }

  /// The file's name without its ending: the name of the chapter's page.
  public var slug: String { String(name.dropLast(3)) }

  public func location(line: Int, column: Int = 1) -> SourceLocation {
    SourceLocation(file: path, line: line, column: column)
  }
}

private struct ChapterReader {
  let path: String
  let source: SourceText
  var title = ""
  var headings: [Heading] = []
  var blocks: [CodeBlock] = []
  var diagnostics: [Diagnostic] = []

  mutating func checkEncoding() {
    if let offset = source.firstInvalidOffset {
      let (line, column) = source.position(of: offset)
      error("this chapter is not UTF-8 from here on; save it as UTF-8", line, column)
    }
    if let offset = source.bytes.firstIndex(of: 0) {
      let (line, column) = source.position(of: offset)
      error("a chapter holds no NUL byte; take it out", line, column)
    }
  }

  mutating func read(_ document: Document) {
    let mistakenFences = linesLikeTaggedFences()
    let nodes = document.blocks()
    for (index, node) in nodes.enumerated() {
      switch node.kind {
      case .heading:
        let heading = Heading(
          level: node.headingLevel, text: node.plainText, line: node.startLine)
        if title.isEmpty, heading.level == 1 { title = heading.text }
        headings.append(heading)
        checkRunningText(node, mistakenFences)
      case .paragraph:
        checkRunningText(node, mistakenFences)
      case .codeBlock:
        let next = index + 1 < nodes.count ? nodes[index + 1] : nil
        readCode(node, followedBy: next)
      default: break
      }
    }
    if title.allSatisfy(\.isWhitespace) {
      error("this chapter has no title; begin it with a level-1 heading such as `# Names`", 1, 1)
    }
  }

  private mutating func error(_ message: String, _ line: Int, _ column: Int) {
    diagnostics.append(
      .error(message, at: SourceLocation(file: path, line: line, column: column)))
  }

  private mutating func readCode(_ node: Node, followedBy next: Node?) {
    let line = node.startLine
    let column = max(1, node.startColumn)
    let info = node.info
    let text = node.literalBytes
    guard let fence = Fence(opening: source.line(line), column: column),
      !(info.isEmpty && isIndented(text, line: line, column: column))
    else {
      checkUntaggedText(text, firstLine: line)
      return
    }
    if !isClosed(node, fence, text, followedBy: next) {
      error(
        "this fence is never closed; end the block with \(fence) "
          + "on a line of its own, in the same list or quote", line, column)
    }
    let tag = Tag(info) { error($0, line, column) }
    if tag.role == .plain {
      if tag.language.isEmpty { checkUntaggedText(text, firstLine: line + 1) }
      return
    }
    blocks.append(CodeBlock(tag: tag, line: line, column: column, text: text))
  }

  /// A fence ran to its closing line if that line is one, and nothing else begins there.
  private func isClosed(
    _ node: Node, _ fence: Fence, _ text: [UInt8], followedBy next: Node?
  ) -> Bool {
    let count = text.reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }
    return count == node.endLine - node.startLine - 1
      && fence.isClosed(by: source.line(node.endLine))
      && next?.startLine != node.endLine
  }

  /// An indented block's text begins on the line on which the block begins, a fence's below it.
  private func isIndented(_ text: [UInt8], line: Int, column: Int) -> Bool {
    text.prefix { $0 != 0x0A }.elementsEqual(source.line(line).dropFirst(column - 1))
  }

  /// The lines that begin with three back-ticks or tildes, list and quote marks aside, and hold a
  /// verb with `=`.
  private func linesLikeTaggedFences() -> Set<Int> {
    var found: Set<Int> = []
    for number in 1...max(1, source.lineCount) where looksLikeTaggedFence(source.line(number)) {
      found.insert(number)
    }
    return found
  }

  private mutating func checkRunningText(_ node: Node, _ suspects: Set<Int>) {
    guard !suspects.isEmpty, node.startLine <= node.endLine else { return }
    for line in node.startLine...node.endLine where suspects.contains(line) {
      error(
        "CommonMark reads this line as running text, not as a fence; take back-ticks out of its "
          + "info string and indent it by three spaces at most", line, 1)
    }
  }

  private mutating func checkUntaggedText(_ text: [UInt8], firstLine: Int) {
    for (index, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where looksLikeTaggedFence(line) {
      error(
        "this tagged fence stands inside a code block without a language and is not tangled; "
          + "close or mend the block before it, or give that block a language such as `text`",
        firstLine + index, 1)
    }
  }
}

/// An opening code fence.
private struct Fence: CustomStringConvertible {
  let mark: UInt8
  let length: Int

  /// The fence at `column` of a line, if there is one.
  init?(opening line: ArraySlice<UInt8>, column: Int) {
    let rest = line.dropFirst(column - 1)
    guard let mark = rest.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~")
    else { return nil }
    length = rest.prefix { $0 == mark }.count
    self.mark = mark
    if length < 3 { return nil }
  }

  /// Whether a line, the marks of quotes before it aside, closes this fence.
  func isClosed(by line: ArraySlice<UInt8>) -> Bool {
    let rest = line.drop { isWhitespace($0) || $0 == UInt8(ascii: ">") }
    let run = rest.prefix { $0 == mark }
    return run.count >= length && rest.dropFirst(run.count).allSatisfy(isWhitespace)
  }

  var description: String {
    let run = String(repeating: mark == UInt8(ascii: "`") ? "`" : "~", count: length)
    return mark == UInt8(ascii: "`") ? "\(length) back-ticks" : run
  }
}

private let verbMarks = Tag.Verb.allCases.map { Array("\($0.rawValue)=".utf8) }

private func looksLikeTaggedFence(_ line: ArraySlice<UInt8>) -> Bool {
  var rest = line.drop { isWhitespace($0) || $0 == UInt8(ascii: ">") }
  while let first = rest.first, first != UInt8(ascii: "`"), first != UInt8(ascii: "~") {
    guard let behind = skippingListMark(rest) else { return false }
    rest = behind.drop { isWhitespace($0) || $0 == UInt8(ascii: ">") }
  }
  guard let mark = rest.first, rest.prefix(while: { $0 == mark }).count >= 3 else { return false }
  return verbMarks.contains { verb in
    rest.indices.contains { i in
      rest[i...].starts(with: verb) && !isLetter(rest[i - 1])
    }
  }
}

/// What stands behind `-`, `*`, `+`, `1.` or `1)` and a space.
private func skippingListMark(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
  let digits = line.prefix { (0x30...0x39).contains($0) }.prefix(9)
  let mark = line.dropFirst(digits.count)
  guard let first = mark.first else { return nil }
  let marks: [UInt8] = digits.isEmpty ? Array("-*+".utf8) : Array(".)".utf8)
  guard marks.contains(first), let behind = mark.dropFirst().first, isWhitespace(behind)
  else { return nil }
  return mark.dropFirst()
}

private func isLetter(_ byte: UInt8) -> Bool {
  (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == UInt8(ascii: "-")
}
