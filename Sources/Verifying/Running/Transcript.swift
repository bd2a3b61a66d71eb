import Literate

/// A block of commands and what each prints.
struct Transcript {
  struct Step {
    /// The line of the block's content, from 0, that holds the command.
    let line: Int
    /// The text behind `$ `.
    let text: String
    /// The lines of the block's content that say what is printed.
    let expected: Range<Int>
    /// How the command has to end.
    let ending: Tag.TranscriptOptions.Ending
  }

  let id: BlockID
  let block: CodeBlock
  let options: Tag.TranscriptOptions
  let steps: [Step]

  /// Reads a block, if it is a transcript.
  init?(_ id: BlockID, in book: Book) {
    let block = book.chapters[id.chapter].blocks[id.block]
    guard case .transcript(let options) = block.tag.role else { return nil }
    self.id = id
    self.block = block
    self.options = options
    let commands = block.lines.indices.filter { block.lineText($0).starts(with: commandMark) }
    let ends = commands.dropFirst() + [block.lines.count]
    steps = zip(commands, ends).map { line, end in
      Step(
        line: line,
        text: String(decoding: block.lineText(line).dropFirst(commandMark.count), as: UTF8.self),
        expected: (line + 1)..<end,
        ending: line == commands.last ? options.ending : .status(0))
    }
  }

  /// The lines that say what a step prints.
  func expectedLines(_ step: Step) -> [ArraySlice<UInt8>] {
    step.expected.map { block.lineText($0) }
  }

  /// What is wrong with the block before anything is run: lines that no command prints.
  func misplacedLines(in chapter: Chapter) -> Diagnostic? {
    let remedy = "a command begins with `$ `; mark the transcript `console sketch` if it is none"
    guard let first = steps.first else {
      return .error(
        "this transcript has no command; \(remedy)",
        at: chapter.location(line: block.line, column: block.column))
    }
    guard let line = (0..<first.line).first(where: { block.lines[$0].kind != .blank }) else {
      return nil
    }
    return .error(
      "no command prints this line; \(remedy)",
      at: chapter.location(of: block, line: line))
  }
}

let commandMark = Array("$ ".utf8)

extension Chapter {
  /// The marks and white space before a line of a block's content: those of its list, quote or
  /// fence.
  func margin(of block: CodeBlock, line index: Int) -> ArraySlice<UInt8> {
    let line = source.line(block.sourceLine(index))
    let content = block.lineText(index)
    if line.count >= content.count, line.suffix(content.count).elementsEqual(content) {
      return line.dropLast(content.count)
    }
    // A tab that was only partly the container's became spaces.
    let text = content.drop { $0 == 0x20 || $0 == 0x09 }
    let isThere = line.count >= text.count && line.suffix(text.count).elementsEqual(text)
    return isThere ? line.dropLast(text.count) : line.prefix(0)
  }

  /// The place of a line of a block's content, behind the marks of its container.
  func location(of block: CodeBlock, line index: Int) -> SourceLocation {
    location(
      line: block.sourceLine(index), column: margin(of: block, line: index).count + 1)
  }
}
