import Literate

/// The facts in the prose of a chapter, held against what transcripts show and what the program is.
struct Facts {
  private let checked: CheckedBook
  /// The chapter's place in the book.
  private let index: Int

  init(_ checked: CheckedBook, _ index: Int) {
    self.checked = checked
    self.index = index
  }

  /// What came of a chapter's facts.
  struct Result {
    var findings: [Diagnostic] = []
    var count = 0
    /// The digits that are to stand in the place of others, by their offsets in the chapter.
    var corrections: [(range: Range<Int>, text: String)] = []
  }

  private var book: Book { checked.book }
  private var chapter: Chapter { book.chapters[index] }

  private struct Unknown: Error {
    let message: String
  }

  func compare() -> Result {
    var result = Result()
    for fact in Fact.facts(in: chapter) {
      result.count += 1
      do throws(Unknown) {
        try compare(fact, &result)
      } catch {
        result.findings.append(.error(error.message, at: fact.location))
      }
    }
    return result
  }

  private func compare(_ fact: Fact, _ result: inout Result) throws(Unknown) {
    guard let source = fact.source else {
      throw Unknown(
        message: "`\(fact.comment)` says of no number where it comes from; write `run: loss` (a "
          + "transcript's name and the words before the number), `lines`, `lines FILE` or `chunks`")
    }
    guard let digits = fact.digits,
      let written = ProseNumber(String(decoding: chapter.source.bytes[digits], as: UTF8.self))
    else {
      throw Unknown(
        message: "no number stands directly before `<!-- = \(fact.comment) -->`; put it there")
    }
    guard let values = try values(source, fact) else { return }
    if values.contains(where: written.stands) { return }
    let right = values.first ?? 0
    result.corrections.append((digits, written.written(right)))
    let said = String(decoding: chapter.source.bytes[digits], as: UTF8.self)
    result.findings.append(
      .error(
        "this says \(said), but `\(fact.comment)` is \(Self.text(right)); `--update` writes it",
        at: fact.location))
  }

  private static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
  }

  /// The numbers that a fact may be, the best first; nil where it stands in a chapter that was not
  /// read.
  private func values(_ source: Fact.Source, _ fact: Fact) throws(Unknown) -> [Double]? {
    switch source {
    case .chunks: return [Double(web(before: fact).chunks.count)]
    case .lines(let file):
      let files = Tangler(checked, at: point(before: fact)).files()
      let counted = files.filter { file == nil || $0.path == file }
      if let file, counted.isEmpty {
        let meant = nearestName(to: file, among: files.map(\.path))
        throw Unknown(
          message: "the program has no file `\(file)` here"
            + (meant.map { "; did you mean `\($0)`?" } ?? ""))
      }
      // With the line that tangle adds, as on the disk, or without it, as in the chapters.
      let all = counted.reduce(0) { $0 + $1.origins.count }
      let own = counted.reduce(0) { $0 + $1.origins.count { $0 != nil } }
      return [Double(own), Double(all)]
    case .transcript(let number, let name, let words):
      guard let shown = try shown(by: name, in: number) else { return nil }
      guard let value = Self.number(behind: words, in: shown) else {
        throw Unknown(
          message: Self.number(behind: words, in: shown + " 0") == nil
            ? "the transcript `\(name)` shows no `\(words)`"
            : "the transcript `\(name)` shows no number behind `\(words)`")
      }
      return [value]
    }
  }

  private func point(before fact: Fact) -> Point {
    book.point(atLine: fact.line, of: chapter.name) ?? .endOfChapter(index)
  }

  private func web(before fact: Fact) -> Web { Tangler(checked, at: point(before: fact)).web }

  /// The lines that a transcript says are printed.
  private func shown(by name: String, in number: Int?) throws(Unknown) -> String? {
    var place = index
    if let number, number != chapter.number {
      guard book.numbers.contains(number) else {
        throw Unknown(message: "there is no chapter \(number)")
      }
      guard let found = book.chapters.firstIndex(where: { $0.number == number }) else { return nil }
      place = found
    }
    let named = book.chapters[place].blocks.indices.compactMap { block -> Transcript? in
      let transcript = Transcript(BlockID(chapter: place, block: block), in: book)
      return transcript?.options.name == name ? transcript : nil
    }
    guard let transcript = named.first else {
      let names = book.chapters[place].blocks.compactMap { block -> String? in
        guard case .transcript(let options) = block.tag.role else { return nil }
        return options.name
      }
      let meant = nearestName(to: name, among: names)
      throw Unknown(
        message: "no transcript of \(book.chapters[place].name) is named `\(name)`; "
          + (meant.map { "did you mean `\($0)`?" } ?? "mark one `console name=\(name)`"))
    }
    return transcript.steps.flatMap { transcript.expectedLines($0) }
      .map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n")
  }

  /// The first number behind words, the words standing there as words.
  static func number(behind words: String, in text: String) -> Double? {
    let bytes = Array(text.utf8)
    let words = Array(words.utf8)
    func isLetter(_ byte: UInt8) -> Bool {
      (0x41...0x5A).contains(byte & 0xDF) || (0x30...0x39).contains(byte) || byte == 0x5F
        || byte >= 0x80
    }
    var start = 0
    while let found = bytes[start...].firstRange(of: words) {
      start = found.lowerBound + 1
      let isBegun =
        found.lowerBound > 0 && isLetter(bytes[found.lowerBound - 1]) && isLetter(words[0])
      let isContinued =
        found.upperBound < bytes.count && isLetter(bytes[found.upperBound])
        && isLetter(words[words.count - 1])
      if isBegun || isContinued { continue }
      var i = found.upperBound
      while i < bytes.count {
        if let (value, _) = groupedNumber(in: bytes, at: i) { return value }
        i += 1
      }
    }
    return nil
  }

  private static func groupedNumber(in bytes: [UInt8], at start: Int) -> (Double, Int)? {
    guard var (value, end) = Tolerance.number(in: bytes[...], at: start) else { return nil }
    func isDigit(_ i: Int) -> Bool { i < bytes.count && (0x30...0x39).contains(bytes[i]) }
    let digits = bytes[start..<end].filter { (0x30...0x39).contains($0) }.count
    guard digits <= 3, digits == end - start || bytes[start] == UInt8(ascii: "-") else {
      return (value, end)
    }
    var text = bytes[start..<end]
    while end < bytes.count, bytes[end] == UInt8(ascii: ","), isDigit(end + 1), isDigit(end + 2),
      isDigit(end + 3), !isDigit(end + 4)
    {
      text += bytes[(end + 1)..<(end + 4)]
      end += 4
    }
    if end < bytes.count, text.count > 3, bytes[end] == UInt8(ascii: "."), isDigit(end + 1) {
      var last = end + 1
      while isDigit(last) { last += 1 }
      text += bytes[end..<last]
      end = last
    }
    value = Double(String(decoding: text, as: UTF8.self)) ?? value
    return (value, end)
  }
}

extension Verifier {
  /// Writes the numbers of facts that differ, once the transcripts are what is printed.
  ///
  /// - Parameter onReport: Called for each chapter with a fact.
  public func updateFacts(_ indices: Range<Int>, onReport: (ChapterReport) -> Void) {
    let read = Book(folder: book.path, through: book.chapters.last?.number)
    guard let checked = try? CheckedBook(read), read.chapters.count == book.chapters.count else {
      return
    }
    for index in indices {
      let chapter = read.chapters[index]
      let result = Facts(checked, index).compare()
      if result.count == 0 { continue }
      var report = ChapterReport(chapter: chapter.path)
      report.factCount = result.count
      if !result.corrections.isEmpty {
        var text = chapter.source.bytes
        for (range, digits) in result.corrections.reversed() {
          text.replaceSubrange(range, with: Array(digits.utf8))
        }
        write(text, to: chapter, &report)
      }
      let isWritten = !report.updated.isEmpty
      let corrected = result.corrections.map { correction in
        let (line, column) = chapter.source.position(of: correction.range.lowerBound)
        return chapter.location(line: line, column: column)
      }
      report.findings += result.findings.filter { finding in
        !isWritten || !corrected.contains(finding.location)
      }
      onReport(report)
    }
  }
}
