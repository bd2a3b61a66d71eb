import Literate
import SwiftCode

/// Code as a page shows it: lines, and what is to be said of them. HTML is made of it once, last.
struct Listing: Sendable {
  struct Line: Sendable {
    /// What becomes of a line where a block changes its file.
    enum Change: Sendable {
      case same, added, removed
    }

    /// What the reader sees, without a line feed.
    private(set) var text: [UInt8]
    /// In order, none overlapping another; columns of `text`, as are those of names.
    private(set) var colours: [ColouredRange] = []
    private(set) var names: [Name] = []
    /// The chunk that the line stands for; its name is what is shown behind the white space.
    private(set) var reference: Reference?
    /// Where the line is written; nil for one that is none of the program's.
    private(set) var origin: Origin?
    var change: Change?
    /// Whether the eye is drawn to it.
    fileprivate(set) var isMarked = false
  }

  /// A line of a block.
  struct Origin: Hashable, Sendable {
    let block: BlockID
    let line: Int
  }

  /// A name of which something is known.
  struct Name: Sendable {
    let range: Range<Int>
    let meaning: Types.Meaning
  }

  struct Reference: Sendable {
    let name: String
    /// The block at which to read about the chunk; nil where there is none to lead to.
    var target: BlockID?
  }

  enum Row: Sendable {
    case line(Line)
    /// So many lines are left out.
    case gap(Int)
  }

  var rows: [Row] = []
}

extension Listing {
  init(_ lines: [Line]) {
    rows = lines.map { .line($0) }
  }

  /// The lines that are shown.
  var lines: [Line] {
    rows.compactMap { row in
      if case .line(let line) = row { line } else { nil }
    }
  }

  /// The listing with each line changed.
  func map(_ change: (Line) -> Line) -> Listing {
    var listing = self
    listing.rows = rows.map { row in
      if case .line(let line) = row { .line(change(line)) } else { row }
    }
    return listing
  }
}

extension Listing.Line {
  /// - Parameter text: Without colours or names.
  init(_ text: some Sequence<UInt8>, colours: [ColouredRange] = []) {
    self.text = Array(text)
    self.colours = colours
  }

  /// The line that stands for a chunk, behind some white space.
  init(reference name: String, indentation: some Sequence<UInt8>) {
    text = Array(indentation)
    reference = Listing.Reference(name: name)
  }

  /// The line as the program has it, with what the compiler says of its names.
  func placed(at origin: Listing.Origin, _ types: Types?, through chapter: Int) -> Self {
    var line = self
    line.origin = origin
    guard let types else { return line }
    let names = types.names(in: origin.block, line: origin.line, at: chapter)
    line.names = names.compactMap { name in
      let range = name.column..<name.column + name.length
      guard range.upperBound <= text.count else { return nil }
      return Listing.Name(range: range, meaning: types.meaning(name, at: chapter))
    }
    return line
  }

  /// The line with white space before it, as references around it put it there.
  func indented(by white: [UInt8]) -> Self {
    if white.isEmpty || isBlank { return self }
    var line = self
    let count = white.count
    line.text = white + text
    line.colours = colours.map {
      ColouredRange(colour: $0.colour, range: $0.range.shifted(by: count))
    }
    line.names = names.map { Listing.Name(range: $0.range.shifted(by: count), meaning: $0.meaning) }
    return line
  }

  /// The line with its reference leading to the block that the function gives.
  func linked(_ home: (String) -> BlockID?) -> Self {
    guard let reference else { return self }
    var line = self
    line.reference?.target = home(reference.name)
    return line
  }

  func marked(_ change: Change) -> Self {
    var line = self
    line.change = change
    return line
  }

  /// Whether the reader sees nothing.
  var isBlank: Bool { reference == nil && text.allSatisfy { $0 == 0x20 || $0 == 0x09 } }

  /// The colour of a line that is nothing but a comment.
  var remark: Colour? {
    guard let first = colours.first,
      first.colour == .comment || first.colour == .documentation,
      text[..<first.range.lowerBound].allSatisfy({ $0 == 0x20 || $0 == 0x09 }),
      first.range.upperBound == text.count
    else { return nil }
    return first.colour
  }
}

extension Range<Int> {
  fileprivate func shifted(by count: Int) -> Self { lowerBound + count..<upperBound + count }
}

extension Listing {
  /// A block's lines in colours, references as names of chunks that lead nowhere yet.
  init(_ block: CodeBlock, memory: Memory = Memory()) {
    self.init(memory.colours(Code(block)) { Self.coloured(block) })
  }

  /// All that the colours of a block depend on.
  struct Code: Hashable, Sendable {
    let language: String
    let text: [UInt8]

    init(_ block: CodeBlock) {
      language = block.tag.languageKey
      text = block.text
    }
  }

  private static func coloured(_ block: CodeBlock) -> [Line] {
    var rest = colours(of: block, isProgram: true)[...]
    return block.lines.map { line in
      switch line.kind {
      case .reference(let number):
        let reference = block.references[number]
        return Line(reference: reference.name, indentation: block.text[reference.indentation])
      case .escaped(let backslash):
        return Line(block.text[line.start..<backslash] + block.text[(backslash + 1)..<line.end])
      case .text, .blank:
        let colours = Self.colours(&rest, in: line.start..<line.end)
        return Line(block.text[line.start..<line.end], colours: colours)
      }
    }
  }

  private static func colours(of block: CodeBlock, isProgram: Bool) -> [ColouredRange] {
    if block.tag.isSwift { return SwiftColours.ranges(in: block.text) }
    guard let language = Language.named(block.tag.languageKey) else { return [] }
    return LanguageColours.ranges(in: block, language, isProgram: isProgram)
  }

  /// A block that is none of the book's: each line as it is.
  init(plain block: CodeBlock) {
    var rest = Self.colours(of: block, isProgram: false)[...]
    self.init(
      block.lines.map { line in
        Line(
          block.text[line.start..<line.end],
          colours: Self.colours(&rest, in: line.start..<line.end))
      })
  }

  /// What of the code's coloured ranges lies in a line, counted from its start; those that end
  /// before it are taken off.
  private static func colours(
    _ ranges: inout ArraySlice<ColouredRange>, in line: Range<Int>
  ) -> [ColouredRange] {
    while let first = ranges.first, first.range.upperBound <= line.lowerBound {
      ranges.removeFirst()
    }
    return ranges.prefix { $0.range.lowerBound < line.upperBound }.compactMap { coloured in
      let range = coloured.range.clamped(to: line).shifted(by: -line.lowerBound)
      return range.isEmpty ? nil : ColouredRange(colour: coloured.colour, range: range)
    }
  }

  /// The listing with some lines marked, counted from 1: those of a block where the lines are of
  /// several.
  func marking(_ marks: [ClosedRange<Int>], of block: BlockID? = nil) -> Listing {
    if marks.isEmpty { return self }
    var listing = self
    for (index, row) in rows.enumerated() {
      guard case .line(var line) = row, block == nil || line.origin?.block == block else {
        continue
      }
      let number = block == nil ? index + 1 : (line.origin?.line ?? -1) + 1
      line.isMarked = marks.contains { $0 ~= number }
      listing.rows[index] = .line(line)
    }
    return listing
  }

  /// The listing with its references written as they are in the chapter: nothing stands for them.
  func asWritten() -> Listing {
    map { line in
      guard let reference = line.reference else { return line }
      return Line(line.text + Array("<<\(reference.name)>>".utf8))
    }
  }
}
