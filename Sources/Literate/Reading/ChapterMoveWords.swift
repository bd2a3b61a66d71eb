/// The words of links that lead to a chapter.
extension ChapterMove {
  /// `[chapter 15](15-whole-program.md)` and `[section 15.2](15-whole-program.md#…)`: the numbers
  /// that verify and weave hold against what the link leads to.
  ///
  /// - Parameters:
  ///   - numbers: The chapters' numbers after the move by those before it.
  ///   - names: The chapters' file names before the move by their numbers.
  ///   - own: The number of the chapter that the text is of, before the move.
  static func words(
    ofLinksIn bytes: [UInt8], _ numbers: [Int: Int], _ names: [Int: String], own: Int
  ) -> [(range: Range<Int>, text: String)] {
    var edits: [(range: Range<Int>, text: String)] = []
    for word in ["hapter", "ection"] {
      var rest = bytes[...]
      while let found = rest.firstRange(of: Array(word.utf8)) {
        rest = rest[found.upperBound...]
        let behind = rest.drop { $0 == 0x20 || $0 == 0x0A || $0 == 0xC2 || $0 == 0xA0 }
        let digits = behind.prefix { (0x30...0x39).contains($0) }
        guard behind.startIndex > rest.startIndex,
          let old = Int(String(decoding: digits, as: UTF8.self)), let new = numbers[old],
          new != old, let name = names[old],
          // `section 2` is the second of a chapter, whichever that is.
          word == "hapter" || behind[digits.endIndex...].first == UInt8(ascii: "."),
          let target = target(ofLinkAround: behind[digits.endIndex...])
        else { continue }
        let isThere = target.starts(with: name.dropLast(3).utf8)
        if isThere || old == own && target.first == UInt8(ascii: "#") {
          edits.append((digits.startIndex..<digits.endIndex, String(new)))
        }
      }
    }
    return edits
  }

  /// Where a link leads in whose words a text begins; nil if it is in none.
  private static func target(ofLinkAround text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    var isEscaped = false
    var depth = 0
    for (index, byte) in zip(text.indices, text.prefix(1_000)) {
      defer { isEscaped = byte == UInt8(ascii: "\\") && !isEscaped }
      switch byte {
      case UInt8(ascii: "[") where !isEscaped: depth += 1
      case UInt8(ascii: "]") where !isEscaped && depth > 0: depth -= 1
      case UInt8(ascii: "]") where !isEscaped:
        guard text[(index + 1)...].first == UInt8(ascii: "(") else { return nil }
        var target = text[(index + 2)...]
        for start in ["<", "./"] where target.starts(with: start.utf8) {
          target = target.dropFirst(start.utf8.count)
        }
        return target
      case 0x0A where text[(index + 1)...].first == 0x0A: return nil
      default: break
      }
    }
    return nil
  }
}
