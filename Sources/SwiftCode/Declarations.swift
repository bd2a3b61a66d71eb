/// What a Swift file declares outside of functions, as the lexer sees it: it needs no tree, so that
/// no nesting can be too deep.
package struct Declarations {
  package struct Declaration: Equatable, Sendable {
    /// The keyword: `struct`, `func`, `let`.
    package let kind: String
    package let name: String
    /// From 0.
    package let line: Int
  }

  package private(set) var all: [Declaration] = []

  private static let types: Set<String> = [
    "struct", "class", "enum", "actor", "extension", "protocol",
  ]
  private static let members: Set<String> = ["func", "let", "var", "typealias", "macro", "case"]

  package init(_ bytes: [UInt8]) {
    let words = Self.words(bytes)
    /// For each open brace whether it begins a type's body.
    var open: [Bool] = []
    var opensType = false
    var isInType: Bool { open.allSatisfy { $0 } }
    for (index, word) in words.enumerated() {
      switch word.text {
      case "{":
        open.append(opensType)
        opensType = false
      case "}":
        _ = open.popLast()
      default:
        guard Self.types.contains(word.text) || Self.members.contains(word.text),
          index + 1 < words.count
        else { continue }
        let next = words[index + 1]
        guard next.isName, !Self.members.contains(next.text) else { continue }
        if Self.types.contains(word.text) { opensType = true }
        guard isInType, word.text != "extension", word.text != "case" || !open.isEmpty else {
          continue
        }
        all.append(Declaration(kind: word.text, name: next.text, line: next.line))
      }
    }
  }

  private struct Word {
    let text: String
    let line: Int
    var isName: Bool { text != "{" && text != "}" && text != "." }
  }

  /// The names in a piece of code, comments and texts left out.
  package static func names(in code: [UInt8]) -> Set<String> {
    Set(words(code).filter(\.isName).map(\.text))
  }

  /// Names, keywords and braces, in order.
  private static func words(_ bytes: [UInt8]) -> [Word] {
    var hidden = SwiftColours.ranges(in: bytes).filter {
      $0.colour == .comment || $0.colour == .documentation || $0.colour == .string
    }.map(\.range)[...]
    var words: [Word] = []
    var line = 0
    var position = 0
    while position < bytes.count {
      if let first = hidden.first, first.lowerBound <= position {
        while position < first.upperBound {
          if bytes[position] == 0x0A { line += 1 }
          position += 1
        }
        hidden.removeFirst()
        continue
      }
      let byte = bytes[position]
      let start = position
      position += 1
      if byte == 0x0A { line += 1 }
      if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") || byte == UInt8(ascii: ".") {
        words.append(Word(text: String(UnicodeScalar(byte)), line: line))
      }
      guard isLetter(byte) else { continue }
      while position < bytes.count, isLetter(bytes[position]) || isDigit(bytes[position]) {
        position += 1
      }
      if start > 0, isDigit(bytes[start - 1]) { continue }
      words.append(Word(text: String(decoding: bytes[start..<position], as: UTF8.self), line: line))
    }
    return words
  }

  private static func isLetter(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || (0x41...0x5A).contains(byte)
      || (0x61...0x7A).contains(byte)
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
