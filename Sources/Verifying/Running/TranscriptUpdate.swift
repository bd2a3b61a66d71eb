import Literate

/// A chapter with new transcripts in the place of those that differ.
struct TranscriptUpdate {
  private let chapter: Chapter
  private var edits: [Edit] = []

  /// Lines in the place of expected lines of a block's content.
  private struct Edit {
    let block: Int
    let command: Int
    let expected: Range<Int>
    let lines: [TranscriptDifference.NewLine]
  }

  /// Why a transcript cannot be written.
  struct Refusal: Error {
    let location: SourceLocation
    let message: String
  }

  init(_ chapter: Chapter) {
    self.chapter = chapter
  }

  var isEmpty: Bool { edits.isEmpty }

  /// Puts what was printed in the place of what a step says.
  mutating func rewrite(
    _ step: Transcript.Step, of transcript: Transcript, output: [ArraySlice<UInt8>]
  ) throws(Refusal) {
    let location = chapter.location(of: transcript.block, line: step.line)
    for line in output where line.starts(with: commandMark) {
      throw Refusal(
        location: location,
        message: "the command prints a line that begins with `$ `, which a transcript would take "
          + "for a command; let it print something else, or mark the transcript `console sketch`")
    }
    try checkText(output, location)
    let expected = Elision.lines(ofTranscript: transcript.expectedLines(step))
    let difference = TranscriptDifference(
      expected, output, tolerance: transcript.options.tolerance)
    edits.append(
      Edit(
        block: transcript.id.block, command: step.line,
        expected: step.expected.prefix(expected.count), lines: difference.newLines()))
  }

  /// Puts what the compiler says in the place of a block's lines.
  mutating func rewrite(_ block: Int, lines: [ArraySlice<UInt8>]) throws(Refusal) {
    let content = chapter.blocks[block]
    try checkText(lines, chapter.location(line: content.line, column: content.column))
    let expected = Elision.lines(ofTranscript: content.lines.indices.map { content.lineText($0) })
    edits.append(
      Edit(
        block: block, command: -1, expected: 0..<expected.count,
        lines: TranscriptDifference(expected, lines).newLines()))
  }

  private func checkText(
    _ output: [ArraySlice<UInt8>], _ location: SourceLocation
  ) throws(Refusal) {
    for line in output {
      if String(validating: line, as: UTF8.self) == nil || line.contains(0) {
        throw Refusal(
          location: location,
          message: "the command prints what is no UTF-8 text, which a chapter cannot hold; let it "
            + "print text")
      }
    }
  }

  /// The chapter's new text.
  ///
  /// - Throws: A refusal if the text would not be read as what was printed, for instance because a
  ///   line would close the fence. It stands at the block of that line.
  func text() throws(Refusal) -> [UInt8] {
    let bytes = text(edits)
    if isRead(bytes, with: edits) { return bytes }
    let blocks = Set(edits.map(\.block)).sorted()
    let faulty = blocks.first { block in
      let own = edits.filter { $0.block == block }
      return !isRead(text(own), with: own)
    }
    let fence = chapter.blocks[faulty ?? blocks.first ?? 0]
    throw Refusal(
      location: chapter.location(line: fence.line, column: fence.column),
      message: "what is printed would not stand in this block as it is, perhaps because a line "
        + "would close its fence; use a longer fence, or `...`")
  }

  private func text(_ edits: [Edit]) -> [UInt8] {
    var bytes: [UInt8] = []
    var done = 0
    for edit in edits.sorted(by: { ($0.block, $0.command) < ($1.block, $1.command) }) {
      let block = chapter.blocks[edit.block]
      // Behind a command stand the lines that it prints; without a command, behind the fence.
      let number = edit.command < 0 ? block.line : block.sourceLine(edit.command)
      let commandRange = chapter.source.range(ofLine: number)
      let start =
        edit.expected.isEmpty
        ? commandRange.upperBound
        : chapter.source.range(ofLine: block.sourceLine(edit.expected.lowerBound)).lowerBound
      bytes += chapter.source.bytes[done..<start]
      let lineEnd = chapter.source.bytes[commandRange].suffix { $0 == 0x0A || $0 == 0x0D }
      let margin = margin(of: block, edit)
      for line in edit.lines {
        switch line {
        case .old(let index):
          let number = block.sourceLine(edit.expected.lowerBound + index)
          bytes += chapter.source.bytes[chapter.source.range(ofLine: number)]
        case .new(let text):
          bytes += text.isEmpty ? margin.withoutBlanksAtEnd : margin
          bytes += text + lineEnd
        }
      }
      done =
        edit.expected.isEmpty
        ? start
        : chapter.source.range(ofLine: block.sourceLine(edit.expected.upperBound - 1)).upperBound
    }
    return bytes + chapter.source.bytes[done...]
  }

  private func margin(of block: CodeBlock, _ edit: Edit) -> ArraySlice<UInt8> {
    if edit.command >= 0 { return chapter.margin(of: block, line: edit.command) }
    if let line = edit.expected.first { return chapter.margin(of: block, line: line) }
    return chapter.source.line(block.line).prefix(block.column - 1)
  }

  /// Whether a text reads as the chapter with other transcripts, line for line.
  private func isRead(_ bytes: [UInt8], with edits: [Edit]) -> Bool {
    let read = Chapter(
      number: chapter.number, name: chapter.name, path: chapter.path, source: SourceText(bytes))
    guard read.blocks.count == chapter.blocks.count else { return false }
    let edited = Dictionary(grouping: edits, by: \.block)
    return chapter.blocks.indices.allSatisfy { index in
      let block = chapter.blocks[index]
      return read.blocks[index].tag == block.tag
        && read.blocks[index].text.elementsEqual(content(block, edited[index] ?? []))
    }
  }

  private func content(_ block: CodeBlock, _ edits: [Edit]) -> [UInt8] {
    var content: [UInt8] = []
    var line = 0
    func copy(to end: Int) {
      while line < end {
        content += block.lineText(line) + [0x0A]
        line += 1
      }
    }
    for edit in edits.sorted(by: { $0.command < $1.command }) {
      copy(to: edit.command + 1)
      for new in edit.lines {
        switch new {
        case .old(let index): content += block.lineText(edit.expected.lowerBound + index)
        case .new(let text): content += text
        }
        content.append(0x0A)
      }
      line = max(line, edit.expected.upperBound)
    }
    copy(to: block.lines.count)
    return content
  }
}

extension ArraySlice<UInt8> {
  fileprivate var withoutBlanksAtEnd: ArraySlice<UInt8> {
    var line = self
    while let last = line.last, last == 0x20 || last == 0x09 { line.removeLast() }
    return line
  }

  fileprivate func suffix(while isWanted: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    var start = endIndex
    while start > startIndex, isWanted(self[start - 1]) { start -= 1 }
    return self[start...]
  }
}
