import SwiftCode

/// Comments and texts.
extension LanguageColours {
  mutating func readComment() -> Bool {
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

  mutating func readOpening() -> Bool {
    guard let quote = language.quotes.first(where: { matches($0.open) }) else { return false }
    take(quote.open.utf8.count, .string)
    levels.append(.quote(quote))
    return true
  }

  mutating func readQuote(_ quote: Language.Quote) {
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
  mutating func readAwaited() {
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

  mutating func readRegularExpression() -> Bool {
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
