/// What was written into an output folder, and for which book: the small file that lets a fresh
/// clone behave as the folder it was cloned from.
///
///     # Written by tangle. Keep it in version control.
///     book ../chapters
///     compiler Swift version 6.3.1
///     file 3f1c0a9be2d47710 microgpt/Value.swift
///     9a3f01cc 77e0b1d2
///
/// Below each file stand the hashes of its lines. `next 3f1c0a9be2d47710 microgpt/Value.swift` is a
/// text that a run was about to write. A file may stand there several times, as after a merge of
/// two branches: then each of the texts is one that was written. The marks of a merge's conflict
/// are passed over.
struct Record: Equatable {
  /// A text that was written.
  struct Text: Equatable {
    let hash: UInt64
    /// The hash of each line, eight digits each, in rows; empty where lines are not kept.
    var rows = ""

    /// The hash of each line.
    var lines: [UInt32] {
      rows.utf8.split { $0 == 0x20 || $0 == 0x0A }.compactMap { UInt32(Substring($0), radix: 16) }
    }
  }

  struct Entry: Equatable {
    /// The texts of which one was written last; none for a file that is not written yet.
    var texts: [Text] = []
    /// The hash of the text that a run was about to write.
    var intended: UInt64?

    /// Whether one of the texts has this hash.
    func has(_ hash: UInt64) -> Bool {
      intended == hash || texts.contains { $0.hash == hash }
    }
  }

  struct BookEntry: Equatable {
    var compiler: String?
    var files: [ExactName: Entry] = [:]
  }

  struct Malformed: Error {
    let line: Int
  }

  /// The books that wrote into the folder, by the path that leads from the folder to the book.
  var books: [String: BookEntry] = [:]

  /// Whether a run that wrote here did not come to its end.
  var isUnfinished: Bool {
    books.values.contains { $0.files.values.contains { $0.intended != nil } }
  }

  init() {}

  init(_ text: String) throws(Malformed) {
    var book: String?
    var file: String?
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, raw) in lines.enumerated() {
      // A checkout may have given the lines other ends.
      let bytes = raw.last == 0x0D ? raw.dropLast() : raw
      guard let first = bytes.first, first != UInt8(ascii: "#"), !Self.isConflictMark(bytes)
      else { continue }
      let line = Substring(bytes)
      let malformed = Malformed(line: index + 1)
      if let path = line.dropping("book ") {
        book = String(path)
        file = nil
        if books[String(path)] == nil { books[String(path)] = BookEntry() }
        continue
      }
      guard let book else { throw malformed }
      if let compiler = line.dropping("compiler ") {
        books[book]?.compiler = String(compiler)
      } else if let rest = line.dropping("file ") {
        let (hash, path) = try Self.hashAndPath(rest, malformed)
        file = path
        books[book]?.files[ExactName(path), default: Entry()].texts.append(Text(hash: hash))
      } else if let rest = line.dropping("next ") {
        let (hash, path) = try Self.hashAndPath(rest, malformed)
        file = nil
        books[book]?.files[ExactName(path), default: Entry()].intended = hash
      } else {
        guard let file, bytes.allSatisfy(isHashRow) else { throw malformed }
        books[book]?.files[ExactName(file)]?.addRow(String(line))
      }
    }
  }

  private static func hashAndPath(
    _ rest: Substring, _ malformed: Malformed
  ) throws(Malformed) -> (UInt64, String) {
    guard let space = rest.utf8.firstIndex(of: 0x20), let hash = UInt64(rest[..<space], radix: 16)
    else { throw malformed }
    let path = String(rest[rest.utf8.index(after: space)...])
    guard (try? RelativePath(path))?.text == path else { throw malformed }
    return (hash, path)
  }

  private static func isConflictMark(_ line: Substring.UTF8View) -> Bool {
    let run = line.prefix { $0 == line.first }
    return run.count == 7 && "<=>|".utf8.contains(run[run.startIndex])
      && (line.count == 7 || line.dropFirst(7).first == 0x20)
  }

  /// - Parameter tool: The command that writes it.
  func text(writtenBy tool: String) -> String {
    var text = "# Written by \(tool): what it wrote here. Keep it in version control.\n"
    for (book, entry) in books.sorted(by: { $0.key < $1.key }) {
      text += "book \(book)\n"
      if let compiler = entry.compiler { text += "compiler \(compiler)\n" }
      for (name, file) in entry.files.sorted(by: { $0.key < $1.key }) {
        let path = name.text
        for written in file.texts {
          text += "file \(hex(written.hash, digits: 16)) \(path)\n\(written.rows)"
        }
        if let intended = file.intended { text += "next \(hex(intended, digits: 16)) \(path)\n" }
      }
    }
    return text
  }
}

extension Record.Entry {
  init(_ bytes: [UInt8], keepsLines: Bool) {
    var text = Record.Text(hash: hash(bytes[...]))
    if keepsLines {
      for (index, line) in Literate.lines(of: bytes).enumerated() {
        if index > 0 { text.rows += index % 10 == 0 ? "\n" : " " }
        text.rows += hex(UInt64(lineHash(line)), digits: 8)
      }
      if !text.rows.isEmpty { text.rows += "\n" }
    }
    texts = [text]
  }

  fileprivate mutating func addRow(_ row: String) {
    guard !texts.isEmpty else { return }
    texts[texts.count - 1].rows += row + "\n"
  }

  /// The lines of the text that a file on the disk most likely comes from.
  func lines(nearest disk: [UInt8]) -> [UInt32] {
    if texts.count < 2 { return texts.first?.lines ?? [] }
    let found = Set(Literate.lines(of: disk).map(lineHash))
    return texts.map(\.lines).max { a, b in
      a.count { found.contains($0) } < b.count { found.contains($0) }
    } ?? []
  }
}

private func isHashRow(_ byte: UInt8) -> Bool {
  byte == 0x20 || (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte)
}

/// FNV-1a, 64 bits (Fowler, Noll, Vo): no secret is kept by it, only a change noticed.
func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
  bytes.withUnsafeBufferPointer { bytes in
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return hash
  }
}

func lineHash(_ line: ArraySlice<UInt8>) -> UInt32 {
  let full = hash(line)
  return UInt32(truncatingIfNeeded: full ^ (full >> 32))
}

private func hex(_ number: UInt64, digits: Int) -> String {
  let text = String(number, radix: 16)
  return String(repeating: "0", count: max(0, digits - text.count)) + text
}

extension Substring {
  /// What stands behind a word, compared as bytes: a mark that combines with its last letter does
  /// not hide it.
  fileprivate func dropping(_ prefix: String) -> Substring? {
    utf8.starts(with: prefix.utf8) ? Substring(utf8.dropFirst(prefix.utf8.count)) : nil
  }
}
