import Literate

/// Numbers of sections and figures that the text says itself.
extension ChapterText {
  /// `section 2.1` as the words of a link must be the number of what the link leads to.
  mutating func checkNumber(in link: Node, line: Int) {
    guard let page, let said = Self.numbers(after: "ection", in: link.plainText).first?.number,
      let number = page.links.sectionNumber(of: link.url, in: page.index, page.labels)
    else { return }
    let short = number.split(separator: ".").last.map(String.init) ?? number
    if said == number || said == short { return }
    error("this leads to section \(number), not to section \(said); correct the words", line: line)
  }

  /// `Figure 9.9` must be there.
  mutating func checkFigureNumbers(in text: String, line: Int) {
    guard let page else { return }
    for (said, _) in Self.numbers(after: "igure", in: text) {
      let parts = said.split(separator: ".")
      guard parts.count == 2, let number = Int(parts[1]) else { continue }
      let chapter = page.labels.labels.firstIndex { $0 == String(parts[0]) }
      let count = chapter.map { index in
        page.links.book.chapters[index].numbered.count { $0.kind == .figure }
      }
      guard let count, number >= 1, number <= count else {
        let known = count.map { "chapter \(parts[0]) has \($0)" } ?? "nor a chapter \(parts[0])"
        error(
          "there is no figure \(said); \(known); a link such as `[](#fig:NAME)` numbers itself",
          line: line)
        continue
      }
    }
  }

  /// `section 7.7` outside links is most likely one of the book's; that of another work is followed
  /// by `of`.
  mutating func checkSectionNumbers(in text: String, line: Int) {
    guard let page else { return }
    for (said, rest) in Self.numbers(after: "ection", in: text) where !rest.hasPrefix(" of ") {
      let parts = said.split(separator: ".")
      guard parts.count == 2, let number = Int(parts[1]) else { continue }
      let chapter = page.labels.labels.firstIndex { $0 == String(parts[0]) }
      let count = chapter.map { index in
        page.links.book.chapters[index].headings.count { $0.level == 2 }
      }
      if let count, number >= 1, number <= count { continue }
      let known = count.map { "chapter \(parts[0]) has \($0)" } ?? "nor a chapter \(parts[0])"
      warning(
        "there is no section \(said); \(known); a link such as `[](#sec:NAME)` numbers itself",
        line: line)
    }
  }

  /// The numbers with a point, or alone, behind a word of which the first letter may be large, each
  /// with what stands behind it.
  private static func numbers(
    after word: String, in text: String
  ) -> [(number: String, rest: Substring)] {
    var found: [(String, Substring)] = []
    var rest = text[...]
    while let place = rest.firstRange(of: word) {
      rest = rest[place.upperBound...]
      guard rest.first == " " || rest.first == "\u{A0}" else { continue }
      let number = rest.dropFirst().prefix {
        $0.isASCII && ($0.isNumber || $0.isLetter) || $0 == "."
      }
      let said = number.hasSuffix(".") ? number.dropLast() : number
      let parts = said.split(separator: ".", omittingEmptySubsequences: false)
      guard (1...2).contains(parts.count),
        parts.last.map({ !$0.isEmpty && $0.allSatisfy(\.isNumber) }) == true,
        parts.count == 1 || parts[0].allSatisfy(\.isNumber) || parts[0].count == 1
      else { continue }
      found.append((String(said), rest[said.endIndex...]))
    }
    return found
  }
}
