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
    for line in output {
      if line.starts(with: commandMark) {
        throw Refusal(
          location: location,
          message: "the command prints a line that begins with `$ `, which a transcript would take "
            + "for a command; let it print something else, or mark the transcript `console sketch`")
      }
      if String(validating: line, as: UTF8.self) == nil || line.contains(0) {
        throw Refusal(
          location: location,
          message: "the command prints what is no UTF-8 text, which a chapter cannot hold; let it "
            + "print text")
      }
    }
    let expected = Elision.lines(ofTranscript: transcript.expectedLines(step))
    let difference = TranscriptDifference(expected, output)
    edits.append(
      Edit(
        block: transcript.id.block, command: step.line,
        expected: step.expected.prefix(expected.count), lines: difference.newLines()))
  }

  /// The chapter's new text.
  ///
  /// - Throws: A refusal if the text would not be read as what was printed, for instance because a
  ///   line would close the fence.
  func text() throws(Refusal) -> [UInt8] {
    var bytes: [UInt8] = []
    var done = 0
    for edit in edits.sorted(by: { ($0.block, $0.command) < ($1.block, $1.command) }) {
      let block = chapter.blocks[edit.block]
      let commandRange = chapter.source.range(ofLine: block.sourceLine(edit.command))
      let start =
        edit.expected.isEmpty
        ? commandRange.upperBound
        : chapter.source.range(ofLine: block.sourceLine(edit.expected.lowerBound)).lowerBound
      bytes += chapter.source.bytes[done..<start]
      let lineEnd = chapter.source.bytes[commandRange].suffix { $0 == 0x0A || $0 == 0x0D }
      let margin = chapter.margin(of: block, line: edit.command)
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
    bytes += chapter.source.bytes[done...]
    try check(bytes)
    return bytes
  }

  /// The new text must read as the old one with other transcripts, line for line.
  private func check(_ bytes: [UInt8]) throws(Refusal) {
    let read = Chapter(
      number: chapter.number, name: chapter.name, path: chapter.path, source: SourceText(bytes))
    let edited = Dictionary(grouping: edits, by: \.block)
    for (index, block) in chapter.blocks.enumerated() {
      guard read.blocks.count == chapter.blocks.count, read.blocks[index].tag == block.tag,
        read.blocks[index].text.elementsEqual(content(block, edited[index] ?? []))
      else {
        let rewritten = edits.map(\.block).sorted()
        let fence = chapter.blocks[rewritten.last { $0 <= index } ?? index]
        throw Refusal(
          location: chapter.location(line: fence.line, column: fence.column),
          message: "what is printed would not stand in this block as it is, perhaps because a line "
            + "would close its fence; use a longer fence, or `...`")
      }
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
