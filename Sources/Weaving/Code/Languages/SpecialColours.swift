import SwiftCode

/// What only some languages have.
extension LanguageColours {
  mutating func readSpecial() -> Bool {
    let byte = bytes[position]
    if language.hasDecorators, byte == UInt8(ascii: "@"), isLetter(self[1]) {
      var end = position + 1
      while end < bytes.count, isWordByte(bytes[end]) || bytes[end] == dot { end += 1 }
      take(to: end, .attribute)
      return true
    }
    if language.isRust { return readRust(byte) }
    if language.isShell { return readShell(byte) }
    if language.hasMakeVariables { return readMake(byte) }
    return language.keys == .yaml && readYAMLScalar(byte)
  }

  /// A plain scalar, which has a colour only as a whole; names of nodes and their types.
  private mutating func readYAMLScalar(_ byte: UInt8) -> Bool {
    if "[{".utf8.contains(byte) { depth += 1 }
    if "]}".utf8.contains(byte) { depth -= 1 }
    if "&*!".utf8.contains(byte), self[1] > 0x20 {
      var end = position + 1
      while end < bytes.count, bytes[end] > 0x20, !(depth > 0 && ",]}".utf8.contains(bytes[end])) {
        end += 1
      }
      take(to: end, .attribute)
      return true
    }
    if byte == UInt8(ascii: "-"), self[1] <= 0x20 { return false }
    if "?:,[]{}#|>'\"%@`".utf8.contains(byte) { return false }
    var end = position
    while end < bytes.count, bytes[end] != 0x0A {
      let next = end + 1 < bytes.count ? bytes[end + 1] : 0x0A
      if bytes[end] == UInt8(ascii: ":"), next <= 0x20 { break }
      if bytes[end] == 0x20, next == UInt8(ascii: "#") { break }
      if depth > 0, ",]}".utf8.contains(bytes[end]) { break }
      end += 1
    }
    while end > position, bytes[end - 1] == 0x20 { end -= 1 }
    let word = String(decoding: bytes[position..<end], as: UTF8.self)
    if language.keywords.contains(word) {
      take(to: end, .keyword)
    } else if Double(word) != nil, !["nan", "inf", "infinity"].contains(word.lowercased()) {
      take(to: end, .number)
    } else {
      position = max(end, position + 1)
    }
    return true
  }

  /// Attributes, lifetimes, characters and raw texts.
  private mutating func readRust(_ byte: UInt8) -> Bool {
    if byte == UInt8(ascii: "#"), matches("#[") || matches("#![") {
      var end = position
      var depth = 0
      while end < bytes.count, bytes[end] != 0x0A {
        if bytes[end] == UInt8(ascii: "[") { depth += 1 }
        if bytes[end] == UInt8(ascii: "]") { depth -= 1 }
        end += 1
        if depth == 0, bytes[end - 1] == UInt8(ascii: "]") { break }
      }
      take(to: end, .attribute)
      return true
    }
    if byte == UInt8(ascii: "'") {
      // `'a` is a lifetime, `'a'` a character.
      if self[1] == UInt8(ascii: "\\") {
        let end = bytes.dropFirst(position + 3).prefix(12).firstIndex(of: UInt8(ascii: "'"))
        take(to: min((end ?? position + 1) + 1, bytes.count), .string)
        return true
      }
      var end = position + 1
      while end < bytes.count, isWordByte(bytes[end]) { end += 1 }
      if end < bytes.count, bytes[end] == UInt8(ascii: "'"), end > position + 1 {
        take(to: end + 1, .string)
      } else if end > position + 1 {
        take(to: end, .attribute)
      } else if self[2] == UInt8(ascii: "'") {
        take(3, .string)
      } else {
        position += 1
      }
      return true
    }
    if byte == UInt8(ascii: "r") || matches("br"), last != dot {
      var end = position + (byte == UInt8(ascii: "r") ? 1 : 2)
      let marks = end
      while end < bytes.count, bytes[end] == UInt8(ascii: "#") { end += 1 }
      guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { return false }
      let close = [UInt8(ascii: "\"")] + bytes[marks..<end]
      let stop = bytes[(end + 1)...].firstRange(of: close)?.upperBound ?? bytes.count
      take(to: stop, .string)
      return true
    }
    return false
  }

  /// Variables, and words behind which a text is read.
  private mutating func readShell(_ byte: UInt8) -> Bool {
    if byte == UInt8(ascii: "\\") {
      position = min(position + 2, bytes.count)
      return true
    }
    if matches("<<"), !matches("<<<") {
      var start = position + 2
      let isIndented = start < bytes.count && bytes[start] == UInt8(ascii: "-")
      if isIndented { start += 1 }
      while start < bytes.count, bytes[start] == 0x20 { start += 1 }
      var end = start
      while end < bytes.count, ![0x0A, 0x20, 0x3B, 0x26, 0x7C, 0x29, 0x3E].contains(bytes[end]) {
        end += 1
      }
      let quotes: [UInt8] = [UInt8(ascii: "'"), UInt8(ascii: "\""), UInt8(ascii: "\\")]
      let word = bytes[start..<end].filter { !quotes.contains($0) }
      guard let first = word.first, isLetter(first) else {
        position += 2
        return true
      }
      awaited.append((word, isIndented))
      position = start
      take(to: end, .string)
      return true
    }
    guard byte == UInt8(ascii: "$"), self[1] != UInt8(ascii: "'") else { return false }
    if self[1] == UInt8(ascii: "{"),
      let end = bytes[position...].prefix(200).firstIndex(of: UInt8(ascii: "}"))
    {
      take(to: end + 1, .interpolation)
      return true
    }
    var end = position + 1
    if end < bytes.count, isLetter(bytes[end]) {
      while end < bytes.count, isLetter(bytes[end]) || isDigit(bytes[end]) { end += 1 }
    } else if end < bytes.count, "0123456789#?@*!$-".utf8.contains(bytes[end]) {
      end += 1
    } else {
      position += 1
      return true
    }
    take(to: end, .interpolation)
    return true
  }

  private mutating func readMake(_ byte: UInt8) -> Bool {
    guard byte == UInt8(ascii: "$"), position + 1 < bytes.count, self[1] != 0x0A else {
      return false
    }
    let close: UInt8? =
      switch self[1] {
      case UInt8(ascii: "("): UInt8(ascii: ")")
      case UInt8(ascii: "{"): UInt8(ascii: "}")
      default: nil
      }
    guard let close else {
      take(2, .interpolation)
      return true
    }
    let open = self[1]
    var depth = 0
    var end = position + 1
    while end < bytes.count, bytes[end] != 0x0A {
      if bytes[end] == open { depth += 1 }
      if bytes[end] == close { depth -= 1 }
      end += 1
      if depth == 0 { break }
    }
    take(to: end, .interpolation)
    return true
  }

  /// What a line begins with, where that has a meaning.
  mutating func readLineStart() -> Bool {
    guard levels.isEmpty else { return false }
    if language.hasPreprocessor { return readDirective() }
    switch language.keys {
    case .yaml: return readYAMLLine()
    case .toml: return readTOMLLine()
    case .make: return readMakeLine()
    case .json, nil: return false
    }
  }

  /// `#include <name>`: the word and what it includes.
  private mutating func readDirective() -> Bool {
    var start = position
    while start < bytes.count, bytes[start] == 0x20 || bytes[start] == 0x09 { start += 1 }
    guard start < bytes.count, bytes[start] == UInt8(ascii: "#") else { return false }
    var end = start + 1
    while end < bytes.count, bytes[end] == 0x20 { end += 1 }
    let word = end
    while end < bytes.count, isLetter(bytes[end]) { end += 1 }
    let isInclude = bytes[word..<end].elementsEqual("include".utf8)
    position = start
    take(to: end, .attribute)
    while position < bytes.count, bytes[position] == 0x20 { position += 1 }
    if isInclude, self[0] == UInt8(ascii: "<"),
      let close = bytes[position..<lineEnd].firstIndex(of: UInt8(ascii: ">"))
    {
      take(to: close + 1, .string)
    }
    return true
  }

  /// A key, and the block of text behind `|` or `>`.
  private mutating func readYAMLLine() -> Bool {
    let end = lineEnd
    var start = position
    var column = 0
    while start < end,
      bytes[start] == 0x20
        || bytes[start] == UInt8(ascii: "-") && start + 1 < end
          && bytes[start + 1] == 0x20
    {
      start += 1
      column += 1
    }
    var stop = start
    while stop < end, bytes[stop] != UInt8(ascii: ":") || stop + 1 < end && bytes[stop + 1] != 0x20
    {
      if "\"'#{[&*|>%@".utf8.contains(bytes[stop]) { return false }
      stop += 1
    }
    guard stop < end, stop > start else { return false }
    position = start
    take(to: stop, .type)
    position = stop + 1
    followsValue = false
    last = UInt8(ascii: ":")
    // `key: |` and what is indented more than the key.
    let rest = bytes[position..<end].drop { $0 == 0x20 }
    guard let mark = rest.first, mark == UInt8(ascii: "|") || mark == UInt8(ascii: ">"),
      rest.dropFirst().allSatisfy({ "+-0123456789 ".utf8.contains($0) })
    else { return true }
    position = min(end + 1, bytes.count)
    while position < bytes.count {
      let lineEnd = lineEnd
      let line = bytes[position..<lineEnd]
      let white = line.prefix { $0 == 0x20 }.count
      guard white > column || line.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) else { break }
      take(to: lineEnd, .string)
      position = min(lineEnd + 1, bytes.count)
    }
    return true
  }

  private mutating func readTOMLLine() -> Bool {
    let end = lineEnd
    let start = bytes[position..<end].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? end
    guard start < end else { return false }
    if bytes[start] == UInt8(ascii: "["), last != UInt8(ascii: "="), last != UInt8(ascii: ",") {
      let close = bytes[start..<end].lastIndex(of: UInt8(ascii: "]")) ?? end - 1
      position = start
      take(to: close + 1, .type)
      last = 0
      return true
    }
    let key = bytes[start..<end].prefix { isWordByte($0) || $0 == dot }
    let behind = bytes[key.endIndex..<end].first { $0 != 0x20 && $0 != 0x09 }
    guard !key.isEmpty, behind == UInt8(ascii: "=") else { return false }
    position = start
    take(to: key.endIndex, .type)
    return true
  }

  private mutating func readMakeLine() -> Bool {
    let line = bytes[position..<lineEnd]
    guard let first = line.first, first != 0x09, first != 0x20, first != UInt8(ascii: "#")
    else { return false }
    let target = line.prefix { isWordByte($0) || "/%".utf8.contains($0) }
    let behind = line[target.endIndex...].drop { $0 == 0x20 }
    guard !target.isEmpty, behind.first == UInt8(ascii: ":"),
      behind.dropFirst().first != UInt8(ascii: "=")
    else { return false }
    take(to: target.endIndex, .function)
    return true
  }
}
