/// The words that speak of a chapter.
extension ChapterMove {
  /// What chapters are called before a move and after it.
  struct Labels {
    typealias Change = (file: String, new: String)

    /// By their numbers before it.
    var numbers: [String: Change] = [:]
    /// By their letters before it: of those in the parts that are numbered so.
    var letters: [String: Change] = [:]
  }

  typealias Edit = (range: Range<Int>, text: String)

  /// `chapter 20` where it is not known whether it means that chapter of this book.
  struct Mention {
    let offset: Int
    /// Such as `chapter`.
    let word: String
    /// Such as `20`.
    let old: String
    let new: String
  }

  /// A word with what stands behind it.
  private struct Word {
    let text: String
    /// Whether letters stand behind it.
    var isLettered = false
    /// Whether a full stop stands behind the chapter's number: `section 2` is the second of a
    /// chapter, whichever that is.
    var isDotted = false

    static let all = [
      Word(text: "chapter"), Word(text: "section", isDotted: true),
      Word(text: "exercise", isDotted: true), Word(text: "appendix", isLettered: true),
      Word(text: "--through"),
    ]
  }

  /// `[chapter 15](15-whole-program.md)`, `[15](15-whole-program.md)`, `[section
  /// 15.2](15-whole-program.md#…)` and `[appendix B](91-the-data.md)`, in which the label is that of
  /// the chapter to which the link leads, and what has such a label without leading there.
  ///
  /// - Parameter own: The name of the chapter that the text is of, before the move.
  static func words(
    in bytes: [UInt8], _ labels: Labels, own: String?
  ) -> (edits: [Edit], mentions: [Mention]) {
    var edits: [Edit] = []
    var mentions: [Mention] = []
    for word in Word.all {
      let changes = word.isLettered ? labels.letters : labels.numbers
      let first = word.text.utf8.first ?? 0
      var rest = bytes[...]
      while let found = rest.firstRange(of: Array(word.text.utf8.dropFirst())) {
        rest = rest[found.upperBound...]
        let start = found.lowerBound - 1
        guard start >= 0, bytes[start] == first || bytes[start] | 0x20 == first,
          start == 0 || !isPartOfName(bytes[start - 1])
        else { continue }
        var behind = rest
        let isPlural = behind.first == UInt8(ascii: "s")
        behind = behind.dropFirst(isPlural ? 1 : 0)
        let spaces = behind.prefix {
          $0 == 0x20 || $0 == 0x0A || $0 == 0x0D || $0 == 0xC2 || $0 == 0xA0
        }
        guard !spaces.isEmpty else { continue }
        var label = label(at: spaces.endIndex, in: bytes, word.isLettered)
        let target = target(ofLinkAround: bytes[label.endIndex...])
        if target.map(leadsOut) == true { continue }
        var isFirst = true
        while !label.isEmpty {
          let end = label.endIndex
          let isMeant = !word.isDotted || bytes[end...].first == UInt8(ascii: ".")
          if isMeant, let change = changes[String(decoding: label, as: UTF8.self)] {
            let isAlone = !isPlural || bytes[end...].first == UInt8(ascii: "]")
            if isFirst, isAlone, let target, leads(target, to: change.file, own) {
              edits.append((label.startIndex..<end, change.new))
            } else {
              mentions.append(
                Mention(
                  offset: label.startIndex,
                  word: String(decoding: bytes[start..<spaces.startIndex], as: UTF8.self),
                  old: String(decoding: label, as: UTF8.self), new: change.new))
            }
          }
          isFirst = false
          if word.isDotted { break }
          label = self.label(
            at: endOfSeparator(at: end, in: bytes) ?? bytes.endIndex, in: bytes, word.isLettered)
        }
      }
    }
    edits += numbersAlone(in: bytes, labels, own)
    return (edits, mentions)
  }

  /// `[15](15-whole-program.md)`.
  private static func numbersAlone(
    in bytes: [UInt8], _ labels: Labels, _ own: String?
  ) -> [Edit] {
    var edits: [Edit] = []
    var rest = bytes[...]
    while let found = rest.firstRange(of: Array("[".utf8)) {
      rest = rest[found.upperBound...]
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      guard let change = labels.numbers[String(decoding: digits, as: UTF8.self)],
        bytes[digits.endIndex...].first == UInt8(ascii: "]"),
        let target = target(ofLinkAround: bytes[digits.endIndex...]),
        leads(target, to: change.file, own)
      else { continue }
      edits.append((digits.startIndex..<digits.endIndex, change.new))
    }
    return edits
  }

  /// The number or the letters at a place; empty where there are none.
  private static func label(
    at start: Int, in bytes: [UInt8], _ isLettered: Bool
  ) -> ArraySlice<UInt8> {
    let label = bytes[start...].prefix {
      isLettered ? (0x41...0x5A).contains($0) : (0x30...0x39).contains($0)
    }
    guard let next = bytes[label.endIndex...].first, isPartOfName(next),
      next != UInt8(ascii: "-"), next < 0x80
    else { return label }
    return label.prefix(0)
  }

  /// Where the next label would begin in `chapters 18 and 19`; nil if nothing goes on there.
  private static func endOfSeparator(at start: Int, in bytes: [UInt8]) -> Int? {
    let words = [", and", ", or", ",", " and", " or", " to", "–", "-"]
    guard let word = words.first(where: { bytes[start...].starts(with: $0.utf8) }) else {
      return nil
    }
    return bytes[(start + word.utf8.count)...].firstIndex { $0 != 0x20 && $0 != 0x0A }
  }

  private static func leads(
    _ target: ArraySlice<UInt8>, to file: String, _ own: String?
  ) -> Bool {
    target.starts(with: file.dropLast(3).utf8) || file == own && target.first == UInt8(ascii: "#")
  }

  /// Whether a link leads out of the book, and may speak of another book's chapter.
  private static func leadsOut(_ target: ArraySlice<UInt8>) -> Bool {
    target.prefix { $0 != UInt8(ascii: ")") && $0 != 0x0A }.contains {
      $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "/")
    }
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
