/// `@key` in a text, where no letter or digit stands before it, with the hyphen of `-@key`.
struct CitationKey {
  let name: String
  let range: Range<String.Index>

  static func isPart(_ character: Character) -> Bool {
    character.isLetter || character.isNumber || "-_.:".contains(character)
  }

  static func all(in text: String) -> [CitationKey] {
    var found: [CitationKey] = []
    var rest = text[...]
    while let mark = rest.firstIndex(of: "@") {
      let name = name(at: text[mark...].dropFirst())
      rest = text[mark...].dropFirst()
      if name.isEmpty { continue }
      var start = mark
      if start > text.startIndex {
        let before = text.index(before: start)
        if text[before].isLetter || text[before].isNumber { continue }
        let isFree =
          before == text.startIndex || " \t\n[;(".contains(text[text.index(before: before)])
        if text[before] == "-", isFree { start = before }
      }
      found.append(CitationKey(name: String(name), range: start..<name.endIndex))
      rest = text[name.endIndex...]
    }
    return found
  }

  /// The key at the beginning of a text: it begins and ends in a letter, a digit, `_` or `-`.
  static func name(at text: Substring) -> Substring {
    guard let first = text.first, first.isLetter || first.isNumber || first == "_" else {
      return ""
    }
    var name = text.prefix(while: isPart)
    while let last = name.last, last == "." || last == ":" { name.removeLast() }
    return name
  }
}

/// The keys of a block as it is written, code left out: which of them have a backslash.
struct WrittenKeys {
  /// By key, the last first: whether a backslash stands before it or before the bracket around it, and
  /// how many lines of the block are above its own.
  private var places: [String: [(isEscaped: Bool, lines: Int)]] = [:]

  init(_ source: String) {
    let text = Array(source)
    var runs = Self.runs(of: text)
    var brackets: [Bool] = []
    var (position, lines, backslashes) = (0, 0, 0)
    while position < text.count {
      let character = text[position]
      let isEscaped = backslashes % 2 == 1
      switch character {
      case "`":
        let length = text[position...].prefix { $0 == "`" }.count
        backslashes = 0
        if isEscaped { break }
        while let next = runs[length]?.last, next <= position { runs[length]?.removeLast() }
        let end = runs[length]?.last.map { $0 + length } ?? position + length
        lines += text[position..<end].count { $0 == "\n" }
        position = end
        continue
      case "[": brackets.append(isEscaped)
      case "]": _ = brackets.popLast()
      case "\n": lines += 1
      case "@":
        let before = position - backslashes - 1
        let isFree = before < 0 || !(text[before].isLetter || text[before].isNumber)
        let name = CitationKey.name(at: String(text[(position + 1)...].prefix(200))[...])
        if isFree, !name.isEmpty {
          places[String(name), default: []].append((isEscaped || brackets.last == true, lines))
        }
      default: break
      }
      backslashes = character == "\\" ? backslashes + 1 : 0
      position += 1
    }
    places = places.mapValues { $0.reversed() }
  }

  /// Where runs of back-ticks begin, by their lengths, the last first.
  private static func runs(of text: [Character]) -> [Int: [Int]] {
    var runs: [Int: [Int]] = [:]
    var position = text.count - 1
    while position >= 0 {
      guard text[position] == "`" else {
        position -= 1
        continue
      }
      let end = position
      while position >= 0, text[position] == "`" { position -= 1 }
      runs[end - position, default: []].append(position + 1)
    }
    return runs
  }

  /// The next place of a key; nil for one that is written otherwise.
  mutating func next(_ key: String) -> (isEscaped: Bool, lines: Int)? {
    places[key]?.popLast()
  }
}
