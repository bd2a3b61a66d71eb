/// Another number for a chapter: the files with their new names and texts.
public struct ChapterMove: Sendable {
  /// A file of the book's folder after the move.
  public struct Rewrite: Sendable {
    /// The names in the folder, before and after.
    public let oldName: String
    public let newName: String
    public let old: [UInt8]
    public let new: [UInt8]
  }

  /// The files that change or get another name, in the order of their names.
  public let rewrites: [Rewrite]

  /// Gives the chapter with the number `from` the number `to`. If another chapter has it, the
  /// chapters between the two places move up or down by one place each; the numbers in use stay the
  /// same.
  ///
  /// Links to the chapters with the numbers in their words, `superseded=`, `from=` of a block that shows a chunk, facts that name
  /// another chapter's transcript, and the first chapters of the parts follow.
  ///
  /// - Throws: That there is no such chapter, or what would be wrong with the book afterwards.
  public init(_ checked: CheckedBook, from: Int, to: Int) throws(Faults) {
    let book = checked.book
    let place = SourceLocation(file: book.path)
    let numbers = book.chapters.map(\.number)
    guard let source = numbers.firstIndex(of: from) else {
      throw Faults("there is no chapter \(from); name the number of one that is", at: place)
    }
    let new = Self.numbers(numbers, moving: source, to: to)
    var renames: [(old: String, new: String)] = []
    for (chapter, number) in zip(book.chapters, new) where chapter.number != number {
      renames.append((chapter.name, Self.name(chapter.name, number)))
    }
    let map = Dictionary(uniqueKeysWithValues: zip(numbers, new))
    let names = Dictionary(uniqueKeysWithValues: zip(numbers, book.chapters.map(\.name)))
    var rewrites: [Rewrite] = []
    for (chapter, number) in zip(book.chapters, new) {
      let text = Self.rewritten(chapter, renames, map, names)
      let name = Self.name(chapter.name, number)
      if text == chapter.source.bytes, name == chapter.name { continue }
      rewrites.append(
        Rewrite(oldName: chapter.name, newName: name, old: chapter.source.bytes, new: text))
    }
    for name in ["book.yml", "README.md"] {
      guard let path = try? RelativePath(name), let old = try? book.files.bytes(path)
      else { continue }
      var text = Self.replacing(renames, in: old)
      if name == "book.yml" { text = Self.parts(text, book.settings, numbers, new, source) }
      if text != old { rewrites.append(Rewrite(oldName: name, newName: name, old: old, new: text)) }
    }
    self.rewrites = rewrites.sorted { $0.newName < $1.newName }
    try check(book, new)
  }

  /// The chapters' numbers after the move.
  private static func numbers(_ numbers: [Int], moving source: Int, to: Int) -> [Int] {
    var new = numbers
    guard let target = numbers.firstIndex(of: to) else {
      new[source] = to
      return new
    }
    new[source] = to
    if source < target {
      for index in (source + 1)..<(target + 1) { new[index] = numbers[index - 1] }
    } else {
      for index in target..<source { new[index] = numbers[index + 1] }
    }
    return new
  }

  /// A chapter's file name with another number of as many digits.
  private static func name(_ name: String, _ number: Int) -> String {
    let digits = name.utf8.prefix { (0x30...0x39).contains($0) }.count
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
      + name.dropFirst(digits)
  }

  /// The book as it would be must have no error.
  private func check(_ book: Book, _ numbers: [Int]) throws(Faults) {
    let texts = Dictionary(uniqueKeysWithValues: rewrites.map { ($0.oldName, $0) })
    let chapters = zip(book.chapters, numbers).map { chapter, number in
      let rewrite = texts[chapter.name]
      let name = rewrite?.newName ?? chapter.name
      return Chapter(
        number: number, name: name, path: book.path + "/" + name,
        source: rewrite.map { SourceText($0.new) } ?? chapter.source)
    }.sorted { $0.number < $1.number }
    let moved = book.with(chapters, numbers: chapters.map(\.number))
    do throws(Faults) {
      _ = try CheckedBook(moved)
    } catch {
      let note = Diagnostic.error(
        "the book would be wrong with this chapter there, as follows; nothing was changed",
        at: SourceLocation(file: book.path))
      throw Faults([note] + error.diagnostics)
    }
  }
}

/// What speaks of chapters.
extension ChapterMove {
  private static func rewritten(
    _ chapter: Chapter, _ renames: [(old: String, new: String)], _ numbers: [Int: Int],
    _ names: [Int: String]
  ) -> [UInt8] {
    var edits: [(range: Range<Int>, text: String)] = []
    for block in chapter.blocks {
      let line = chapter.source.range(ofLine: block.line)
      if let old = block.tag.solves?.chapter, let new = numbers[old], new != old {
        edits += number(behind: "solves=", old, new, in: chapter.source.bytes, line)
      }
      switch block.tag.role {
      case .transcript(let options):
        if let old = options.superseded, let new = numbers[old], new != old {
          edits += number(behind: "superseded=", old, new, in: chapter.source.bytes, line)
        }
      case .show(_, from: let old?):
        if let new = numbers[old], new != old {
          edits += number(behind: "from=", old, new, in: chapter.source.bytes, line)
        }
      default: break
      }
    }
    edits += facts(chapter.source.bytes, numbers)
    edits += words(ofLinksIn: chapter.source.bytes, numbers, names, own: chapter.number)
    var bytes: [UInt8] = []
    var done = 0
    for edit in edits.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      bytes += chapter.source.bytes[done..<edit.range.lowerBound] + Array(edit.text.utf8)
      done = edit.range.upperBound
    }
    return replacing(renames, in: bytes + chapter.source.bytes[done...])
  }

  /// The number behind a key, with as many digits.
  private static func number(
    behind key: String, _ old: Int, _ new: Int, in bytes: [UInt8], _ line: Range<Int>
  ) -> [(range: Range<Int>, text: String)] {
    guard let start = bytes[line].firstRange(of: Array(key.utf8))?.upperBound else { return [] }
    let quote = bytes[start] == UInt8(ascii: "\"") ? 1 : 0
    let digits = bytes[(start + quote)..<line.upperBound].prefix { (0x30...0x39).contains($0) }
    guard Int(String(decoding: digits, as: UTF8.self)) == old else { return [] }
    return [(digits.startIndex..<digits.endIndex, padded(new, digits.count))]
  }

  private static func padded(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, count - text.utf8.count)) + text
  }

  /// `<!-- = 15/run: loss -->`.
  private static func facts(
    _ bytes: [UInt8], _ numbers: [Int: Int]
  ) -> [(range: Range<Int>, text: String)] {
    var edits: [(range: Range<Int>, text: String)] = []
    var rest = bytes[...]
    while let found = rest.firstRange(of: Array("<!--".utf8)) {
      rest = rest[found.upperBound...].drop { $0 == 0x20 || $0 == 0x0A }
      guard rest.first == UInt8(ascii: "=") else { continue }
      rest = rest.dropFirst().drop { $0 == 0x20 || $0 == 0x0A }
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      guard !digits.isEmpty, rest[digits.endIndex...].first == UInt8(ascii: "/"),
        let old = Int(String(decoding: digits, as: UTF8.self)), let new = numbers[old], new != old
      else { continue }
      edits.append((digits.startIndex..<digits.endIndex, padded(new, digits.count)))
    }
    return edits
  }

  /// A text with the chapters' file names, also with `.html`, as they will be.
  private static func replacing(
    _ renames: [(old: String, new: String)], in text: [UInt8]
  ) -> [UInt8] {
    var names: [(old: [UInt8], new: [UInt8])] = []
    for (old, new) in renames {
      names.append((Array(old.utf8), Array(new.utf8)))
      names.append(
        (Array((old.dropLast(3) + ".html").utf8), Array((new.dropLast(3) + ".html").utf8)))
    }
    var bytes: [UInt8] = []
    var index = 0
    while index < text.count {
      let isStart = index == 0 || !isPartOfName(text[index - 1])
      if isStart, (0x30...0x39).contains(text[index]),
        let name = names.first(where: { name in
          text[index...].starts(with: name.old)
            && (index + name.old.count == text.count
              || !isPartOfName(text[index + name.old.count]))
        })
      {
        bytes += name.new
        index += name.old.count
      } else {
        bytes.append(text[index])
        index += 1
      }
    }
    return bytes
  }

  private static func isPartOfName(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  /// The settings with each part beginning where the first of its chapters is. The moved chapter
  /// belongs to the part in which it lands.
  private static func parts(
    _ text: [UInt8], _ settings: BookSettings, _ old: [Int], _ new: [Int], _ source: Int
  ) -> [UInt8] {
    let order = new.indices.sorted { new[$0] < new[$1] }
    func part(_ index: Int) -> Int? { settings.parts.lastIndex { $0.first <= old[index] } }
    var firsts: [Int: Int] = [:]
    for (position, index) in order.enumerated() {
      var home = part(index)
      if index == source, order != Array(old.indices) {
        let neighbour = position > 0 ? order[position - 1] : order.count > 1 ? order[1] : index
        home = part(neighbour)
        // Moved down, it stands before the chapter whose place it takes.
        if new[source] < old[source], position + 1 < order.count {
          home = part(order[position + 1])
        }
      }
      if let home, firsts[home] == nil { firsts[home] = new[index] }
    }
    let known = Dictionary(
      settings.parts.enumerated().map { ($1.first, $0) }, uniquingKeysWith: { first, _ in first })
    var bytes: [UInt8] = []
    for line in text.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if !bytes.isEmpty || line.startIndex > 0 { bytes.append(0x0A) }
      guard let key = line.firstRange(of: Array("first:".utf8)) else {
        bytes += line
        continue
      }
      let start = line[key.upperBound...].drop { $0 == 0x20 }
      let digits = start.prefix { (0x30...0x39).contains($0) }
      guard let number = Int(String(decoding: digits, as: UTF8.self)), let part = known[number],
        let first = firsts[part]
      else {
        bytes += line
        continue
      }
      bytes += line[..<digits.startIndex] + Array(String(first).utf8) + line[digits.endIndex...]
    }
    return bytes
  }
}
