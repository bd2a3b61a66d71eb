/// What was written into an output folder, and for which book: the small file that lets a fresh
/// clone behave as the folder it was cloned from.
///
///     # Written by tangle. Keep it in version control.
///     book ../chapters
///     compiler Swift version 6.3.1
///     file 3f1c0a9be2d47710 microgpt/Value.swift
///     9a3f01cc 77e0b1d2
///
/// Below each file stand the hashes of its lines.
struct Record: Equatable {
  struct Entry: Equatable {
    /// The hash of the whole text.
    var text: UInt64
    /// The hash of each line, eight digits each, in rows; empty where lines are not kept.
    var rows: String

    /// The hash of each line.
    var lines: [UInt32] {
      rows.utf8.split { $0 == 0x20 || $0 == 0x0A }.compactMap { UInt32(Substring($0), radix: 16) }
    }
  }

  struct BookEntry: Equatable {
    var compiler: String?
    var files: [String: Entry] = [:]
  }

  struct Malformed: Error {
    let line: Int
  }

  /// The books that wrote into the folder, by the path that leads from the folder to the book.
  var books: [String: BookEntry] = [:]

  init() {}

  init(_ text: String) throws(Malformed) {
    var book: String?
    var file: String?
    let lines = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, bytes) in lines.enumerated() {
      guard let first = bytes.first, first != UInt8(ascii: "#") else { continue }
      let line = Substring(bytes)
      let malformed = Malformed(line: index + 1)
      if let path = line.dropping("book ") {
        book = String(path)
        file = nil
        books[String(path)] = BookEntry()
        continue
      }
      guard let book else { throw malformed }
      if let compiler = line.dropping("compiler ") {
        books[book]?.compiler = String(compiler)
      } else if let rest = line.dropping("file ") {
        guard let space = rest.firstIndex(of: " "), let hash = UInt64(rest[..<space], radix: 16)
        else { throw malformed }
        let path = String(rest[rest.index(after: space)...])
        guard (try? RelativePath(path))?.text == path else { throw malformed }
        file = path
        books[book]?.files[path] = Entry(text: hash, rows: "")
      } else {
        guard let file, bytes.allSatisfy(isHashRow) else { throw malformed }
        books[book]?.files[file]?.rows += line + "\n"
      }
    }
  }

  /// - Parameter tool: The command that writes it.
  func text(writtenBy tool: String) -> String {
    var text = "# Written by \(tool): what it wrote here. Keep it in version control.\n"
    for (book, entry) in books.sorted(by: { $0.key < $1.key }) {
      text += "book \(book)\n"
      if let compiler = entry.compiler { text += "compiler \(compiler)\n" }
      for (path, file) in entry.files.sorted(by: { $0.key < $1.key }) {
        text += "file \(hex(file.text, digits: 16)) \(path)\n\(file.rows)"
      }
    }
    return text
  }
}

extension Record.Entry {
  init(_ bytes: [UInt8], keepsLines: Bool) {
    text = hash(bytes[...])
    rows = ""
    guard keepsLines else { return }
    for (index, line) in Literate.lines(of: bytes).enumerated() {
      if index > 0 { rows += index % 10 == 0 ? "\n" : " " }
      rows += hex(UInt64(lineHash(line)), digits: 8)
    }
    if !rows.isEmpty { rows += "\n" }
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

extension StringProtocol {
  fileprivate func dropping(_ prefix: String) -> SubSequence? {
    hasPrefix(prefix) ? dropFirst(prefix.count) : nil
  }
}
