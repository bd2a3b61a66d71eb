import Literate
import SwiftCode

/// Colours for a piece of code in a language of the table.
///
/// The code is read byte by byte, once; what is open (a text, a hole in one) is kept on a stack, so
/// that nesting costs no recursion.
struct LanguageColours {
  /// What the place at hand is in.
  enum Level {
    /// A hole in a text, with so many marks open in it.
    case hole(Language.Hole, depth: Int)
    case quote(Language.Quote)
  }

  let language: Language
  let bytes: [UInt8]
  var position = 0
  var ranges: [ColouredRange] = []
  var levels: [Level] = []
  /// Whether what came last is a value, behind which a slash divides.
  var followsValue = false
  /// How many brackets of a flow are open in YAML.
  var depth = 0
  /// Where the last keyword ended.
  var keywordEnd = 0
  /// The last byte that was neither white space nor a comment.
  var last: UInt8 = 0
  /// Words that end texts which begin on the next line, as shells have them.
  var awaited: [(word: [UInt8], isIndented: Bool)] = []

  /// The code's coloured ranges in order; none overlaps another. A line that stands for a chunk has
  /// none, and what is around it is read as if it was empty.
  ///
  /// - Parameter isProgram: Whether lines may stand for chunks.
  static func ranges(
    in block: CodeBlock, _ language: Language, isProgram: Bool
  ) -> [ColouredRange] {
    var bytes = block.text
    let gaps =
      !isProgram
      ? []
      : block.lines.filter { line in
        switch line.kind {
        case .reference, .escaped: true
        case .text, .blank: false
        }
      }.map { $0.start..<$0.end }
    for gap in gaps { bytes.replaceSubrange(gap, with: repeatElement(0x20, count: gap.count)) }
    var reader = LanguageColours(language, bytes)
    reader.read()
    return SwiftColours.cut(gaps, outOf: reader.ranges)
  }

  private init(_ language: Language, _ bytes: [UInt8]) {
    self.language = language
    self.bytes = bytes
  }
}

/// The way through.
extension LanguageColours {
  private mutating func read() {
    while position < bytes.count {
      switch levels.last {
      case .quote(let quote): readQuote(quote)
      case .hole(let hole, let depth): readHole(hole, depth)
      case nil: readCode()
      }
    }
  }

  private mutating func readHole(_ hole: Language.Hole, _ depth: Int) {
    let byte = bytes[position]
    if byte == hole.close, depth == 0 {
      levels.removeLast()
      take(1, .interpolation)
    } else {
      if byte == hole.nested { levels[levels.count - 1] = .hole(hole, depth: depth + 1) }
      if byte == hole.close { levels[levels.count - 1] = .hole(hole, depth: depth - 1) }
      readCode()
    }
  }

  private mutating func readCode() {
    if startsLine, readLineStart() { return }
    let byte = bytes[position]
    if byte == 0x0A {
      position += 1
      if !awaited.isEmpty { readAwaited() }
      return
    }
    if byte == 0x20 || byte == 0x09 {
      position += 1
      return
    }
    if readComment() || readSpecial() || readOpening() || readRegularExpression() { return }
    if language.isShell, isDigit(byte) {
      position += 1
    } else if isDigit(byte) || byte == dot && isDigit(self[1]) && last != dot {
      readNumber()
    } else if isLetter(byte) {
      readWord()
    } else {
      position += 1
      followsValue =
        byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}")
      last = byte
    }
  }

  subscript(_ ahead: Int) -> UInt8 {
    let index = position + ahead
    return bytes.indices.contains(index) ? bytes[index] : 0
  }

  func matches(_ text: String, at ahead: Int = 0) -> Bool {
    let start = position + ahead
    return start <= bytes.count && bytes[start...].starts(with: text.utf8)
  }

  private var startsLine: Bool { position == 0 || bytes[position - 1] == 0x0A }

  /// Where the line ends.
  var lineEnd: Int { bytes[position...].firstIndex(of: 0x0A) ?? bytes.count }

  mutating func take(_ count: Int, _ colour: Colour) {
    take(to: position + count, colour)
  }

  mutating func take(to end: Int, _ colour: Colour) {
    guard end > position else { return }
    if let before = ranges.last, before.colour == colour, before.range.upperBound == position {
      ranges[ranges.count - 1] = ColouredRange(
        colour: colour, range: before.range.lowerBound..<end)
    } else {
      ranges.append(ColouredRange(colour: colour, range: position..<end))
    }
    position = end
  }

  func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || (0x41...0x5A).contains(byte)
      || (0x61...0x7A).contains(byte)
      || byte == UInt8(ascii: "$") && language.letters.contains(byte)
  }

  func isWordByte(_ byte: UInt8) -> Bool {
    isLetter(byte) || isDigit(byte) || language.letters.contains(byte)
  }

  var dot: UInt8 { UInt8(ascii: ".") }
}
