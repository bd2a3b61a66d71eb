/// Citations in a text: `[@key]`, or several, `[@key; @other]`.
package enum Citation {
  /// What has a citation's form in a text, brackets included, in its order.
  package static func marks(in text: String) -> [String] {
    var marks: [String] = []
    var rest = text[...]
    while let open = rest.firstRange(of: "[@"),
      let close = rest[open.upperBound...].firstIndex(of: "]")
    {
      marks.append(String(rest[open.lowerBound...close]))
      rest = rest[close...].dropFirst()
    }
    return marks
  }

  /// The keys that a mark cites; nil for one that is no citation after all.
  package static func keys(of mark: String) -> [String]? {
    let words = mark.dropFirst().dropLast().split(separator: ";", omittingEmptySubsequences: false)
      .map { $0.trimmingPrefix(while: \.isWhitespace) }
    guard words.allSatisfy({ $0.hasPrefix("@") && $0.count > 1 }) else { return nil }
    return words.map { word in
      let key = word.dropFirst()
      return key.lastIndex { !$0.isWhitespace }.map { String(key[...$0]) } ?? ""
    }
  }

  /// Whether a backslash stands before a mark in what the author wrote.
  ///
  /// - Parameter number: How many marks of this text the block has before it.
  package static func isEscaped(_ mark: String, _ number: Int, in source: String) -> Bool {
    var rest = source[...]
    var count = 0
    while let found = rest.firstRange(of: mark) {
      if count == number {
        return source[..<found.lowerBound].reversed().prefix { $0 == "\\" }.count % 2 == 1
      }
      count += 1
      rest = rest[found.upperBound...]
    }
    return false
  }

  /// What is wrong with a key; nil where `references` in `book.yml` has it.
  package static func problem(_ key: String, _ known: [BookSettings.Reference]) -> String? {
    if known.contains(where: { $0.key == key }) { return nil }
    let nearest = nearestName(to: key, among: known.map(\.key).sorted())
    return "there is no `\(key)` under `references` in book.yml"
      + (nearest.map { "; did you mean `\($0)`?" } ?? "; add it there")
  }

  /// The citations of a chapter that lead to nothing, as weave would tell them.
  package static func problems(in chapter: Chapter, of book: Book) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    for block in Document(chapter.source).runningTexts {
      var seen: [String: Int] = [:]
      for node in block.descendants() where node.kind == .text || node.kind == .code {
        for mark in marks(in: node.literal) {
          let number = seen[mark, default: 0]
          seen[mark] = number + 1
          guard node.kind == .text, !node.isInImage, let keys = keys(of: mark),
            !isEscaped(mark, number, in: block.sourceText)
          else { continue }
          for key in keys {
            guard let problem = problem(key, book.settings.references) else { continue }
            problems.append(.error(problem, at: chapter.location(line: block.startLine)))
          }
        }
      }
    }
    return problems
  }
}
