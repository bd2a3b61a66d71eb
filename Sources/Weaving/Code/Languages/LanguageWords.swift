import SwiftCode

/// Numbers and words.
extension LanguageColours {
  mutating func readNumber() {
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

  mutating func readWord() {
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
