import Literate

/// A number in running text that says where it comes from: `2.1466<!-- = run: loss -->`.
struct Fact {
  /// What the number is.
  enum Source: Equatable {
    /// The first number behind these words in what a transcript shows; in this chapter where no
    /// other is named.
    case transcript(chapter: Int?, name: String, words: String)
    /// The lines of a tangled file, or of all.
    case lines(file: String?)
    case chunks
  }

  /// The digits before the comment, as offsets in the chapter's text; nil where there are none.
  let digits: Range<Int>?
  /// What the comment says; nil if it cannot be understood.
  let source: Source?
  let comment: String
  let location: SourceLocation
  /// The line in the chapter's text.
  let line: Int

  /// The facts of a chapter, in reading order.
  static func facts(in chapter: Chapter) -> [Fact] {
    let bytes = chapter.source.bytes
    let mark = Array("<!--".utf8)
    if bytes.firstRange(of: mark) == nil { return [] }
    var facts: [(offset: Int, fact: Fact)] = []
    // The cells of a table's row stand on one line, and are searched from left to right.
    var searched: [Int: Int] = [:]
    for block in Document(chapter.source).runningTexts {
      let nodes = block.descendants().filter { node in
        (node.kind == .htmlInline || node.kind == .code)
          && node.literalBytes.firstRange(of: mark) != nil
      }
      if nodes.isEmpty { continue }
      let line = block.startLine
      var place = searched[line] ?? chapter.source.range(ofLine: line).lowerBound
      let end = chapter.source.range(ofLine: max(line, block.endLine)).upperBound
      for node in nodes {
        let literal = node.literalBytes
        guard let found = bytes[place..<end].firstRange(of: literal) else { continue }
        place = found.upperBound
        guard let comment = node.factQuery else { continue }
        facts.append((found.lowerBound, Fact(comment, at: found.lowerBound, in: chapter)))
      }
      searched[line] = place
    }
    return facts.sorted { $0.offset < $1.offset }.map(\.fact)
  }

  private init(_ comment: String, at offset: Int, in chapter: Chapter) {
    self.comment = comment
    digits = Self.digits(before: offset, in: chapter.source.bytes)
    source = Self.source(comment)
    let (line, column) = chapter.source.position(of: digits?.lowerBound ?? offset)
    self.line = line
    location = chapter.location(line: line, column: column)
  }

  private static func source(_ comment: String) -> Source? {
    if comment == "chunks" { return .chunks }
    if comment == "lines" { return .lines(file: nil) }
    if comment.hasPrefix("lines "), !comment.contains(": ") {
      return .lines(file: String(comment.dropFirst(6)))
    }
    guard let colon = comment.firstIndex(of: ":") else { return nil }
    var name = foldedName(comment[..<colon])
    let words = foldedName(comment[comment.index(after: colon)...])
    var chapter: Int?
    if let slash = name.firstIndex(of: "/"), let number = Int(name[..<slash]) {
      chapter = number
      name = String(name[name.index(after: slash)...])
    }
    return name.isEmpty || words.isEmpty
      ? nil : .transcript(chapter: chapter, name: name, words: words)
  }

  /// The number that ends at an offset, marks of emphasis and code between them aside.
  private static func digits(before offset: Int, in bytes: [UInt8]) -> Range<Int>? {
    func isDigit(_ i: Int) -> Bool { (0x30...0x39).contains(bytes[i]) }
    var end = offset
    while end > 0, "*_`$".utf8.contains(bytes[end - 1]) { end -= 1 }
    var start = end
    while start > 0, isDigit(start - 1) || ".,".utf8.contains(bytes[start - 1]) { start -= 1 }
    while start < end, !isDigit(start),
      !(bytes[start] == UInt8(ascii: ".") && start + 1 < end && isDigit(start + 1))
    {
      start += 1
    }
    guard start < end, isDigit(end - 1) else { return nil }
    let isSigned = start > 0 && bytes[start - 1] == UInt8(ascii: "-")
    let before = start > 1 ? bytes[start - 2] : 0x20
    let isRange =
      (0x30...0x39).contains(before) || (0x41...0x5A).contains(before & 0xDF) || before >= 0x80
      || before == UInt8(ascii: "-")
    return (isSigned && !isRange ? start - 1 : start)..<end
  }
}

/// A number as prose writes it.
struct ProseNumber {
  let value: Double
  /// The digits behind the point.
  let decimals: Int
  let isGrouped: Bool

  /// - Parameter text: Digits, commas between groups of three, at most one point.
  init?(_ text: String) {
    guard let value = Double(text.replacing(",", with: "")) else { return nil }
    self.value = value
    decimals = text.lastIndex(of: ".").map { text.distance(from: $0, to: text.endIndex) - 1 } ?? 0
    isGrouped = text.contains(",")
  }

  /// Whether this is the number, rounded to the digits that are written.
  func stands(for number: Double) -> Bool {
    let unit = Self.power(decimals)
    return abs(number - value) <= (0.5 + 1e-7) / unit
  }

  /// A number in the digits of this one.
  func written(_ number: Double) -> String {
    guard number.isFinite, abs(number) < 1e15 else { return "\(number)" }
    let unit = Self.power(decimals)
    let scaled = Int((abs(number) * unit).rounded())
    let whole = "\(scaled / Int(unit))"
    var text = ""
    for (index, digit) in whole.enumerated() {
      if isGrouped, index > 0, (whole.count - index).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    if decimals > 0 {
      let fraction = "\(scaled % Int(unit))"
      text += "." + String(repeating: "0", count: decimals - fraction.count) + fraction
    }
    return (number < 0 && scaled > 0 ? "-" : "") + text
  }

  private static func power(_ decimals: Int) -> Double {
    (0..<min(decimals, 15)).reduce(1.0) { power, _ in power * 10 }
  }
}
