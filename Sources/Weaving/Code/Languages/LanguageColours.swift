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
  private(set) var ranges: [ColouredRange] = []
  var levels: [Level] = []
  /// Whether what came last is a value, behind which a slash divides.
  var followsValue = false
  /// How many brackets of a flow are open in YAML.
  var depth = 0
  /// Where the last keyword ended.
  private var keywordEnd = 0
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

/// Comments and texts.
extension LanguageColours {
  private mutating func readComment() -> Bool {
    if language.commentsStandApart, position > 0 {
      let before = bytes[position - 1]
      guard
        [0x20, 0x09, 0x0A, UInt8(ascii: ";"), UInt8(ascii: "("), UInt8(ascii: "|")].contains(before)
      else { return false }
    }
    if language.documentation.contains(where: { matches($0) }),
      !(self[3] == UInt8(ascii: "/") && self[2] == UInt8(ascii: "/"))
    {
      take(to: lineEnd, .documentation)
      return true
    }
    if language.lineComments.contains(where: { matches($0) }) {
      var end = lineEnd
      // The preprocessor joins lines before comments are read.
      while language.hasPreprocessor, end < bytes.count, bytes[end - 1] == UInt8(ascii: "\\") {
        end = bytes[(end + 1)...].firstIndex(of: 0x0A) ?? bytes.count
      }
      take(to: end, .comment)
      return true
    }
    guard let marks = language.blockComment, matches(marks.open) else { return false }
    var depth = 1
    var end = position + marks.open.utf8.count
    while end < bytes.count, depth > 0 {
      if bytes[end...].starts(with: marks.close.utf8) {
        depth -= 1
        end += marks.close.utf8.count
      } else if marks.nests, bytes[end...].starts(with: marks.open.utf8) {
        depth += 1
        end += marks.open.utf8.count
      } else {
        end += 1
      }
    }
    let isDocumentation = matches("/**") && !matches("/**/")
    take(to: end, isDocumentation ? .documentation : .comment)
    return true
  }

  private mutating func readOpening() -> Bool {
    guard let quote = language.quotes.first(where: { matches($0.open) }) else { return false }
    take(quote.open.utf8.count, .string)
    levels.append(.quote(quote))
    return true
  }

  private mutating func readQuote(_ quote: Language.Quote) {
    var end = position
    while end < bytes.count {
      if quote.escapes, bytes[end] == UInt8(ascii: "\\") {
        end = min(end + 2, bytes.count)
        continue
      }
      if let hole = quote.hole, bytes[end...].starts(with: hole.open.utf8) {
        take(to: end, .string)
        take(hole.open.utf8.count, .interpolation)
        levels.append(.hole(hole, depth: 0))
        followsValue = false
        return
      }
      if bytes[end...].starts(with: quote.close.utf8) {
        take(to: end + quote.close.utf8.count, .string)
        break
      }
      if bytes[end] == 0x0A, !quote.isLong {
        take(to: end, .string)
        break
      }
      end += 1
    }
    take(to: end, .string)
    levels.removeLast()
    followsValue = true
    last = UInt8(ascii: "\"")
    if language.keys == .json { nameKey() }
  }

  /// In JSON a text before a colon is a key.
  private mutating func nameKey() {
    var next = position
    while next < bytes.count, [0x20, 0x09, 0x0A].contains(bytes[next]) { next += 1 }
    guard next < bytes.count, bytes[next] == UInt8(ascii: ":"), let text = ranges.last else {
      return
    }
    ranges[ranges.count - 1] = ColouredRange(colour: .type, range: text.range)
  }

  /// The texts that a shell reads behind a line, up to the words that end them.
  private mutating func readAwaited() {
    for text in awaited {
      while position < bytes.count {
        let end = lineEnd
        let line = bytes[position..<end]
        let word = text.isIndented ? line.drop { $0 == 0x09 } : line
        take(to: min(end + 1, bytes.count), .string)
        if word.elementsEqual(text.word) { break }
      }
    }
    awaited = []
  }

  private mutating func readRegularExpression() -> Bool {
    guard language.hasRegularExpressions, bytes[position] == UInt8(ascii: "/"), !followsValue
    else { return false }
    var isInClass = false
    var end = position + 1
    let line = lineEnd
    while end < line {
      switch bytes[end] {
      case UInt8(ascii: "\\"): end += 1
      case UInt8(ascii: "["): isInClass = true
      case UInt8(ascii: "]"): isInClass = false
      case UInt8(ascii: "/") where !isInClass:
        end += 1
        while end < line, isLetter(bytes[end]) { end += 1 }
        take(to: end, .string)
        followsValue = true
        return true
      default: break
      }
      end += 1
    }
    return false
  }
}

/// Numbers and words.
extension LanguageColours {
  private mutating func readNumber() {
    let start = position
    var end = position
    let isHexadecimal =
      bytes[start] == UInt8(ascii: "0") && (self[1] | 0x20) == UInt8(ascii: "x")
    while end < bytes.count {
      let byte = bytes[end]
      let next = end + 1 < bytes.count ? bytes[end + 1] : 0
      if isDigit(byte) || isLetter(byte) && byte < 0x80 {
        end += 1
        // An exponent's sign.
        let isExponent = (byte | 0x20) == UInt8(ascii: isHexadecimal ? "p" : "e")
        if isExponent, next == UInt8(ascii: "-") || next == UInt8(ascii: "+") { end += 1 }
      } else if byte == dot, isDigit(next) || !isLetter(next) && next != dot {
        end += 1
      } else if byte == UInt8(ascii: "'"), language.hasRawQuotes, isDigit(next) {
        end += 1
      } else if (language.keys == .toml || language.keys == .yaml),
        byte == UInt8(ascii: "-") || byte == UInt8(ascii: ":"), isDigit(next)
      {
        end += 1
      } else {
        break
      }
    }
    take(to: end, .number)
    followsValue = true
    last = UInt8(ascii: "0")
  }

  private mutating func readWord() {
    var end = position
    while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
    let word = String(decoding: bytes[position..<end], as: UTF8.self)
    let next = end < bytes.count ? bytes[end] : 0
    let before = last
    last = bytes[end - 1]
    followsValue = true
    if language.quotePrefixes.contains(word),
      next == UInt8(ascii: "\"") || next == UInt8(ascii: "'"),
      let quote = language.quotes.first(where: { bytes[end...].starts(with: $0.open.utf8) })
    {
      take(to: end + quote.open.utf8.count, .string)
      levels.append(.quote(quote))
      return
    }
    if language.hasRawQuotes, word.last == "R", next == UInt8(ascii: "\""), readRawQuote(end) {
      return
    }
    let key = language.ignoresCase ? word.lowercased() : word
    let isMember = before == dot && !(language.isRust && word == "await")
    if !isMember, language.keywords.contains(key), isKeyword(next, word) {
      followsValue = ["this", "super", "null", "true", "false", "undefined"].contains(word)
      take(to: end, .keyword)
      keywordEnd = end
    } else if !isMember, language.types.contains(key) {
      take(to: end, .type)
    } else if language.isRust, next == UInt8(ascii: "!"),
      end + 1 < bytes.count, bytes[end + 1] != UInt8(ascii: "=")
    {
      take(to: end + 1, .attribute)
    } else if language.hasCalls, next == UInt8(ascii: "(") {
      take(to: end, isTypeName(word) ? .type : .function)
    } else if isTypeName(word) || language.hasUnderscoreTypes && word.hasSuffix("_t") {
      take(to: end, .type)
    } else {
      position = end
    }
  }

  /// Whether a word of the table is a keyword here.
  private func isKeyword(_ next: UInt8, _ word: String) -> Bool {
    // `{ class: 1 }` names a property.
    if language.hasRegularExpressions, next == UInt8(ascii: ":") { return word == "default" }
    if language.keys == .make { return startsMakeLine }
    if language.isShell { return startsCommand(word) && ![0x3D, 0x2F].contains(next) }
    return true
  }

  /// Whether a shell would take a word for one of its own.
  private func startsCommand(_ word: String) -> Bool {
    let line = bytes[..<position].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
    let before = bytes[line..<position].drop { $0 == 0x20 || $0 == 0x09 }
    if word == "in" { return before.starts(with: "for ".utf8) || before.starts(with: "case ".utf8) }
    guard let last = before.last(where: { $0 != 0x20 && $0 != 0x09 }) else { return true }
    return ";|&({!`".utf8.contains(last)
      || keywordEnd > line && bytes[keywordEnd..<position].allSatisfy { $0 == 0x20 }
  }

  private var startsMakeLine: Bool {
    var start = position
    while start > 0, bytes[start - 1] == 0x20 { start -= 1 }
    return start == 0 || bytes[start - 1] == 0x0A
  }

  private func isTypeName(_ word: String) -> Bool {
    guard language.hasCapitalTypes, let first = word.utf8.first, (0x41...0x5A).contains(first)
    else { return false }
    return word.utf8.contains { (0x61...0x7A).contains($0) }
  }

  /// `R"mark(…)mark"`; the quote stands at `start`.
  private mutating func readRawQuote(_ start: Int) -> Bool {
    guard let bracket = bytes[start...].prefix(18).firstIndex(of: UInt8(ascii: "(")) else {
      return false
    }
    let close = [UInt8(ascii: ")")] + bytes[(start + 1)..<bracket] + [UInt8(ascii: "\"")]
    let end = bytes[bracket...].firstRange(of: close)?.upperBound ?? bytes.count
    take(to: end, .string)
    return true
  }
}
