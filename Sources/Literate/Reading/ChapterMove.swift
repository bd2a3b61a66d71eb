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
  /// What may speak of a chapter by the number that it had, and addresses that pages had.
  public let warnings: [Diagnostic]

  /// Gives the chapter with the number `from` the number `to`. If another chapter has it, the
  /// chapters between the two places move up or down by one place each; the numbers in use stay the
  /// same.
  ///
  /// Links to the chapters with the numbers or letters in their words, `superseded=`, `solves=`,
  /// `from=` of a block that shows a chunk, facts that name another chapter's transcript, the first
  /// chapters of the parts, and the keys of `models` and `promises` follow. The addresses under
  /// `redirects` stay, and lead to the chapters' new names.
  ///
  /// - Parameter all: The book with its drafts, which move too and need not be whole.
  /// - Throws: That there is no such chapter, or what would be wrong with the book afterwards.
  public init(
    _ checked: CheckedBook, withDrafts all: Book? = nil, from: Int, to: Int
  ) throws(Faults) {
    let book = all ?? checked.book
    let place = SourceLocation(file: book.path)
    let numbers = book.chapters.map(\.number)
    // A draft that can't be read, or has another chapter's number.
    if Set(numbers).count < book.numbers.count { throw Faults(book.diagnostics) }
    guard let source = numbers.firstIndex(of: from) else {
      throw Faults("there is no chapter \(from); name the number of one that is", at: place)
    }
    let new = Self.numbers(numbers, moving: source, to: to)
    var renames: [(old: String, new: String)] = []
    for (chapter, number) in zip(book.chapters, new) where chapter.number != number {
      renames.append((chapter.name, Self.name(chapter.name, number)))
    }
    let map = Dictionary(uniqueKeysWithValues: zip(numbers, new))
    let firsts = Self.firsts(of: book.settings.parts, numbers, new, source)
    for (part, first) in zip(book.settings.parts, firsts) where first == nil {
      throw Faults(
        "the part `\(part.name)` would have no chapter left; take it out of `parts` first",
        at: SourceLocation(file: book.path + "/book.yml"))
    }
    let labels = Self.labels(book, checked.book, new, firsts)
    var rewrites: [Rewrite] = []
    var warnings: [Diagnostic] = []
    for (chapter, number) in zip(book.chapters, new) {
      let words = Self.words(in: chapter.source.bytes, labels, own: chapter.name)
      let text = Self.replacing(
        renames, in: chapter.source.bytes, words.edits + Self.numbers(chapter, map))
      let name = Self.name(chapter.name, number)
      warnings += Self.warnings(
        of: words.mentions, in: chapter.source.bytes, book.path + "/" + name)
      if text == chapter.source.bytes, name == chapter.name { continue }
      rewrites.append(
        Rewrite(oldName: chapter.name, newName: name, old: chapter.source.bytes, new: text))
    }
    for name in ["book.yml", "README.md"] {
      guard let path = try? RelativePath(name), let old = try? book.files.bytes(path)
      else { continue }
      let file = book.path + "/" + name
      let words = Self.words(in: old, labels, own: nil)
      var edits = words.edits
      if name == "book.yml" { edits += try Self.settings(old, path: file, map, firsts: firsts) }
      let text = Self.replacing(renames, in: old, edits)
      warnings += Self.warnings(of: words.mentions, in: old, file)
      if text != old { rewrites.append(Rewrite(oldName: name, newName: name, old: old, new: text)) }
    }
    self.rewrites = rewrites.sorted { $0.newName < $1.newName }
    warnings += Self.warnings(ofAddressesIn: book, renames)
    self.warnings = warnings.sorted { $0.location < $1.location }
    try check(checked.book, map, new)
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
  private func check(_ book: Book, _ map: [Int: Int], _ all: [Int]) throws(Faults) {
    let texts = Dictionary(uniqueKeysWithValues: rewrites.map { ($0.oldName, $0) })
    let chapters = book.chapters.map { chapter in
      let rewrite = texts[chapter.name]
      let name = rewrite?.newName ?? chapter.name
      return Chapter(
        number: map[chapter.number] ?? chapter.number, name: name, path: book.path + "/" + name,
        source: rewrite.map { SourceText($0.new) } ?? chapter.source)
    }.sorted { $0.number < $1.number }
    var diagnostics: [Diagnostic] = []
    if let settings = texts["book.yml"] {
      _ = BookSettings(
        yaml: String(decoding: settings.new, as: UTF8.self), path: book.path + "/book.yml",
        title: book.settings.title, chapters: all, diagnostics: &diagnostics)
    }
    do throws(Faults) {
      if diagnostics.hasErrors { throw Faults(diagnostics) }
      _ = try CheckedBook(book.with(chapters, numbers: chapters.map(\.number)))
    } catch {
      let note = Diagnostic.error(
        "the book would be wrong with this chapter there, as follows; nothing was changed",
        at: SourceLocation(file: book.path))
      throw Faults([note] + error.diagnostics)
    }
  }
}

/// What a move can't know.
extension ChapterMove {
  private static func warnings(
    of mentions: [Mention], in text: [UInt8], _ file: String
  ) -> [Diagnostic] {
    mentions.map { mention in
      .warning(
        "this says `\(mention.word) \(mention.old)`, and \(mention.old) is \(mention.new) now; "
          + "renew it if it means that chapter",
        at: SourceLocation(
          file: file, line: 1 + text[..<mention.offset].count { $0 == 0x0A }))
    }
  }

  /// The addresses of pages that have others now, for a book that is published under them.
  private static func warnings(
    ofAddressesIn book: Book, _ renames: [(old: String, new: String)]
  ) -> [Diagnostic] {
    let settings = book.settings
    guard !settings.hasSlugs else { return [] }
    let file = book.path + "/book.yml"
    func address(_ name: String) -> String { name.dropLast(3) + ".html" }
    let taken = Set(renames.map { address($0.new) })
    var warnings: [Diagnostic] = []
    for old in settings.redirects.keys.sorted() where taken.contains(old) {
      warnings.append(
        .warning(
          "`redirects`: there is a chapter at `\(old)` now; take the line away",
          at: SourceLocation(file: file, line: settings.redirectLines[old] ?? 0)))
    }
    let lines = renames.filter {
      !taken.contains(address($0.old)) && !$0.old.hasSuffix(".draft.md")
    }
    .map { "  \(address($0.old)): \($0.new)" }
    if settings.baseURL == nil && settings.redirects.isEmpty || lines.isEmpty { return warnings }
    warnings.append(
      .warning(
        "pages have other addresses now; to lead there from those under which they were "
          + "published, add to `redirects`:", at: SourceLocation(file: file), detail: lines))
    return warnings
  }
}

/// What speaks of chapters.
extension ChapterMove {
  /// The numbers in the info strings and the facts of a chapter.
  private static func numbers(_ chapter: Chapter, _ numbers: [Int: Int]) -> [Edit] {
    let bytes = chapter.source.bytes
    var edits: [Edit] = []
    for block in chapter.blocks {
      let line = chapter.source.range(ofLine: block.line)
      var named = block.tag.solves.map { [("solves=", $0.chapter)] } ?? []
      switch block.tag.role {
      case .transcript(let options): named += options.superseded.map { [("superseded=", $0)] } ?? []
      case .show(_, from: let old?): named.append(("from=", old))
      default: break
      }
      for (key, old) in named {
        guard let new = numbers[old], new != old else { continue }
        edits += number(behind: key, old, new, in: bytes, line)
      }
    }
    return edits + facts(bytes, numbers)
  }

  /// The number behind a key.
  private static func number(
    behind key: String, _ old: Int, _ new: Int, in bytes: [UInt8], _ line: Range<Int>
  ) -> [Edit] {
    guard let start = bytes[line].firstRange(of: Array(key.utf8))?.upperBound else { return [] }
    let quote = bytes[start] == UInt8(ascii: "\"") ? 1 : 0
    let digits = bytes[(start + quote)..<line.upperBound].prefix { (0x30...0x39).contains($0) }
    guard Int(String(decoding: digits, as: UTF8.self)) == old else { return [] }
    return [(digits.startIndex..<digits.endIndex, number(new, like: digits))]
  }

  /// A number, with as many digits as the one in its place if that begins with a zero.
  private static func number(_ number: Int, like digits: ArraySlice<UInt8>) -> String {
    let text = String(number)
    guard digits.first == 0x30 else { return text }
    return String(repeating: "0", count: max(0, digits.count - text.utf8.count)) + text
  }

  /// `<!-- = 15/run: loss -->`.
  private static func facts(
    _ bytes: [UInt8], _ numbers: [Int: Int]
  ) -> [Edit] {
    var edits: [Edit] = []
    var rest = bytes[...]
    while let found = rest.firstRange(of: Array("<!--".utf8)) {
      rest = rest[found.upperBound...].drop(while: isSpace)
      guard rest.first == UInt8(ascii: "=") else { continue }
      rest = rest.dropFirst().drop(while: isSpace)
      let digits = rest.prefix { (0x30...0x39).contains($0) }
      guard !digits.isEmpty, rest[digits.endIndex...].first == UInt8(ascii: "/"),
        let old = Int(String(decoding: digits, as: UTF8.self)), let new = numbers[old], new != old
      else { continue }
      edits.append((digits.startIndex..<digits.endIndex, number(new, like: digits)))
    }
    return edits
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// A text with the edits, and between them with the chapters' file names as they will be, also
  /// with `.html` and percent-encoded.
  private static func replacing(
    _ renames: [(old: String, new: String)], in text: [UInt8], _ edits: [Edit]
  ) -> [UInt8] {
    var names: [(old: [UInt8], new: [UInt8])] = []
    for (old, new) in renames {
      for end in [".md", ".html"] {
        let (old, new) = (old.dropLast(3) + end, new.dropLast(3) + end)
        names.append((Array(old.utf8), Array(new.utf8)))
        if encodedPath(old) == old { continue }
        names.append((Array(encodedPath(old).utf8), Array(encodedPath(new).utf8)))
      }
    }
    var edits = edits.sorted { $0.range.lowerBound < $1.range.lowerBound }[...]
    var bytes: [UInt8] = []
    var index = 0
    while index < text.count {
      if let edit = edits.first, edit.range.lowerBound <= index {
        edits.removeFirst()
        guard edit.range.lowerBound == index else { continue }
        bytes += Array(edit.text.utf8)
        index = edit.range.upperBound
        continue
      }
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

  static func isPartOfName(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte >= 0x80
  }

  /// The numbers of the parts' first chapters, nil for a part of which none is left. The moved
  /// chapter belongs to the part in which it lands.
  private static func firsts(
    of parts: [BookSettings.Part], _ old: [Int], _ new: [Int], _ source: Int
  ) -> [Int?] {
    let order = new.indices.sorted { new[$0] < new[$1] }
    func part(_ index: Int) -> Int? { parts.lastIndex { $0.first <= old[index] } }
    var firsts = [Int?](repeating: nil, count: parts.count)
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
    return firsts
  }

  /// What the chapters are called, where that changes.
  ///
  /// - Parameter woven: The book without its drafts, which take no letters.
  private static func labels(
    _ book: Book, _ woven: Book, _ new: [Int], _ firsts: [Int?]
  ) -> Labels {
    var labels = Labels()
    for (chapter, number) in zip(book.chapters, new) where chapter.number != number {
      labels.numbers["\(chapter.number)"] = (chapter.name, "\(number)")
    }
    let names = Set(woven.chapters.map(\.name))
    let chapters = zip(book.chapters, new).filter { names.contains($0.0.name) }
    var parts = book.settings.parts
    let old = letters(chapters.map { ($0.0.name, $0.0.number) }, parts)
    for (index, first) in firsts.enumerated() { parts[index].first = first ?? parts[index].first }
    let after = letters(chapters.map { ($0.0.name, $0.1) }, parts)
    for (name, letter) in old {
      guard let new = after[name], new != letter else { continue }
      labels.letters[letter] = (name, new)
    }
    return labels
  }

  /// The letters of the chapters that have one, by their names.
  private static func letters(
    _ chapters: [(name: String, number: Int)], _ parts: [BookSettings.Part]
  ) -> [String: String] {
    var letters: [String: String] = [:]
    for (name, number) in chapters.sorted(by: { $0.number < $1.number })
    where parts.last(where: { $0.first <= number })?.numbering == .letters {
      letters[name] = BookSettings.Numbering.letter(letters.count)
    }
    return letters
  }
}
