/// Anchors and aliases in YAML, which a book's settings have no use for: a text that refers to
/// itself can grow without end when it is read.
enum YAMLAnchors {
  /// The first line on which a value begins with `&` or `*`; nil if there is none.
  static func firstLine(in yaml: String) -> Int? {
    var scanner = Scanner()
    for (index, line) in yaml.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
      .enumerated()
    where scanner.hasAnchor(Array(line)) {
      return index + 1
    }
    return nil
  }

  /// What is known of the lines read so far.
  private struct Scanner {
    /// The indentation of the line whose value is a text of several lines, which hold no values.
    private var textIndentation: Int?
    private var quote: UInt8?
    private var bracketDepth = 0

    mutating func hasAnchor(_ line: [UInt8]) -> Bool {
      let indentation = line.prefix { $0 == 0x20 }.count
      if let around = textIndentation {
        if line.allSatisfy(isWhitespace) || indentation > around { return false }
        textIndentation = nil
      }
      // Whether a value can begin here.
      var isStart = true
      var index = indentation
      while index < line.count {
        let byte = line[index]
        let next = index + 1 < line.count ? line[index + 1] : 0x20
        index += 1
        if let open = quote {
          if open == UInt8(ascii: "\""), byte == UInt8(ascii: "\\") {
            index += 1
          } else if byte == open {
            quote = nil
          }
          continue
        }
        switch byte {
        case 0x20, 0x09, 0x0D: continue
        case UInt8(ascii: "&"), UInt8(ascii: "*"):
          if isStart, !isWhitespace(next) { return true }
          isStart = false
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
          if isStart { quote = byte }
          isStart = false
        case UInt8(ascii: "["), UInt8(ascii: "{"):
          if isStart || bracketDepth > 0 { bracketDepth += 1 }
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
          bracketDepth = max(0, bracketDepth - 1)
          isStart = false
        case UInt8(ascii: ","): isStart = bracketDepth > 0
        case UInt8(ascii: ":"): isStart = isWhitespace(next) || bracketDepth > 0
        case UInt8(ascii: "-"), UInt8(ascii: "?"): isStart = isStart && isWhitespace(next)
        case UInt8(ascii: "!"):
          // A tag: a value can still follow it.
          while index < line.count, isStart, !isWhitespace(line[index]) { index += 1 }
        case UInt8(ascii: "#"):
          if index == 1 || isWhitespace(line[index - 2]) { return false }
        case UInt8(ascii: "|"), UInt8(ascii: ">"):
          if isStart, bracketDepth == 0, isTextMark(line[index...]) {
            textIndentation = indentation
            return false
          }
          isStart = false
        default: isStart = false
        }
      }
      return false
    }

    /// What may stand behind `|` or `>`: signs, digits, a comment.
    private func isTextMark(_ rest: ArraySlice<UInt8>) -> Bool {
      let behind = rest.drop { "+-0123456789".utf8.contains($0) }
      return behind.first.map { isWhitespace($0) || $0 == UInt8(ascii: "#") } ?? true
    }
  }
}
