/// Reads a chapter's text: its headings and blocks, and what is wrong with it by itself.
struct ChapterReader {
  private let path: String
  private let source: SourceText
  private let translation: Translation?
  private(set) var title = ""
  private(set) var headings: [Heading] = []
  private(set) var numbered: [Numbered] = []
  private(set) var blocks: [CodeBlock] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// What a `stdin` block holds, for the transcript directly below it.
  private var input: (text: [UInt8], line: Int, column: Int)?
  private var transcriptNames: [String: Int] = [:]

  init(path: String, source: SourceText, _ translation: Translation?) {
    self.path = path
    self.translation = translation
    self.source = source
  }

  mutating func read() {
    checkEncoding()
    if !diagnostics.isEmpty { return }
    read(Document(source))
  }

  private mutating func checkEncoding() {
    if let offset = source.firstInvalidOffset {
      let (line, column) = source.position(of: offset)
      error("this chapter is not UTF-8 from here on; save it as UTF-8", line, column)
    }
    if let offset = source.bytes.firstIndex(of: 0) {
      let (line, column) = source.position(of: offset)
      error("a chapter holds no NUL byte; take it out", line, column)
    }
  }

  private mutating func read(_ document: Document) {
    let mistakenFences = linesLikeTaggedFences()
    let nodes = document.blocks()
    var isBehindFailing = false
    for (index, node) in nodes.enumerated() {
      let known = blocks.count
      let waiting = input
      switch node.kind {
      case .heading:
        let heading = Heading(
          level: node.headingLevel, text: node.plainText, line: node.startLine)
        if title.isEmpty, heading.level == 1 { title = heading.text }
        headings.append(heading)
        checkRunningText(node, mistakenFences)
      case .paragraph:
        checkRunningText(node, mistakenFences)
        if let figure = Numbered.figure(node) { numbered.append(figure) }
      case .htmlBlock:
        checkHTML(node, mistakenFences)
      case .codeBlock:
        let next = index + 1 < nodes.count ? nodes[index + 1] : nil
        readCode(node, followedBy: next, isBehindFailing)
      default: break
      }
      if let waiting, input?.line == waiting.line { reportUnreadInput() }
      if case .failing = blocks.last?.tag.role, blocks.count > known {
        isBehindFailing = true
      } else {
        isBehindFailing = false
      }
    }
    if input != nil { reportUnreadInput() }
    for footnote in document.footnotes { checkFootnote(footnote.text) }
    if title.unicodeScalars.allSatisfy(\.isSpace) {
      error("this chapter has no title; begin it with a level-1 heading such as `# Names`", 1, 1)
    }
  }

  private mutating func error(_ message: String, _ line: Int, _ column: Int) {
    let line = translation?.line(line) ?? line
    diagnostics.append(
      .error(message, at: SourceLocation(file: path, line: line, column: column)))
  }

  /// A footnote is shown elsewhere than it stands, so no code of the book may stand in it.
  private mutating func checkFootnote(_ text: Document) {
    for node in text.blocks() where node.kind == .codeBlock {
      if Tag(node.info, problem: { _ in }).role == .plain { continue }
      error(
        "a tagged block stands in no footnote; put it into the text", node.startLine,
        max(1, node.startColumn))
    }
  }

  private mutating func readCode(
    _ node: Node, followedBy next: Node?, _ isBehindFailing: Bool
  ) {
    let line = node.startLine
    let column = max(1, node.startColumn)
    let info = node.info
    let text = node.literalBytes
    guard let fence = Fence(opening: source.line(line), column: column), !node.isIndentedCode
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
    let block = CodeBlock(tag: tag, line: line, column: column, text: text)
    numbered += Numbered.all(in: block)
    add(block, isBehindFailing)
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
}

/// What blocks have to do with one another and with their own lines.
extension ChapterReader {
  private mutating func add(_ read: CodeBlock, _ isBehindFailing: Bool) {
    var block = read
    if let last = block.tag.marks.map(\.upperBound).max(), last > block.lines.count {
      error(
        "`mark` names line \(last), but the block has \(block.lines.count); "
          + "count from 1, the line below the fence", block.line, block.column)
    }
    switch block.tag.role {
    case .show where block.lines.contains { $0.kind != .blank }:
      error(
        "a block that shows a chunk is empty: its text is the chunk's; take these lines out",
        block.line, block.column)
    case .compilerMessages where !isBehindFailing:
      error(
        "what the compiler says stands directly below a listing with `fails=`; put it there, or "
          + "drop `compiler`", block.line, block.column)
    case .input:
      if input != nil { reportUnreadInput() }
      input = (block.text, block.line, block.column)
    case .transcript(var options):
      if let text = input?.text {
        if !options.input.isEmpty {
          error(
            "this transcript reads the block `stdin` above it and `stdin=` too; keep one of them",
            block.line, block.column)
        }
        options.input = text
        block.tag.role = .transcript(options)
        input = nil
      }
      checkName(options.name, block)
    default: break
    }
    blocks.append(block)
  }

  private mutating func reportUnreadInput() {
    guard let input else { return }
    error(
      "no transcript reads this; put a `console` block directly below it", input.line,
      input.column)
    self.input = nil
  }

  private mutating func checkName(_ name: String?, _ block: CodeBlock) {
    guard let name else { return }
    if let first = transcriptNames[name] {
      error(
        "the transcript on line \(first) is named `\(name)` too; give one of them another name",
        block.line, block.column)
    } else {
      transcriptNames[name] = block.line
    }
  }
}

/// Lines that an author means as fences and CommonMark does not.
extension ChapterReader {
  private func linesLikeTaggedFences() -> Set<Int> {
    var found: Set<Int> = []
    for run in Fence.runs {
      var rest = source.bytes[...]
      while let place = rest.firstRange(of: run) {
        let number = source.position(of: place.lowerBound).line
        if Fence.isLikeTagged(source.line(number)) { found.insert(number) }
        rest = source.bytes[source.range(ofLine: number).upperBound...]
      }
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

  /// What stands in a comment is meant to be off.
  private mutating func checkHTML(_ node: Node, _ suspects: Set<Int>) {
    guard !suspects.isEmpty, node.startLine <= node.endLine else { return }
    var isComment = false
    for line in node.startLine...node.endLine {
      let wasComment = isComment
      var rest = source.line(line)
      while let mark = rest.firstRange(of: isComment ? commentEnd : commentStart) {
        isComment.toggle()
        rest = rest[mark.upperBound...]
      }
      if suspects.contains(line), !wasComment {
        error(
          "this tagged fence stands in raw HTML, where CommonMark sees no code; leave an empty line "
            + "above it", line, 1)
      }
    }
  }

  private mutating func checkUntaggedText(_ text: [UInt8], firstLine: Int) {
    for (index, line) in text.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
    where Fence.isLikeTagged(line) {
      error(
        "this tagged fence stands inside a code block without a language and is not tangled; "
          + "close or mend the block before it, or give that block a language such as `text`",
        firstLine + index, 1)
    }
  }
}

private let commentStart = Array("<!--".utf8)
private let commentEnd = Array("-->".utf8)
