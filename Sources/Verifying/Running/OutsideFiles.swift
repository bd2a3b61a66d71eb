import Compiling
import Literate

/// The files beyond the book that a program may read, as far as its text tells.
///
/// What a program reads of the book is known, and so is what its transcripts give it. Beyond that, a
/// path must stand in its text: whole, or the beginning of one. A program whose text names a folder
/// or the beginning of a path may read anything there, and is run each time.
struct OutsideFiles: Sendable {
  private let book: String
  /// The folders above the book, from which a program may look for files, the nearest first.
  private let above: [String]
  private let known = Memo<Literal, String?>()

  /// - Parameter book: The book's folder.
  init(book: String) {
    self.book = Disk.resolved(book)
    var above: [String] = []
    var folder = self.book[...]
    while let slash = folder.lastIndex(of: "/"), slash != folder.startIndex {
      folder = folder[..<slash]
      above.append(String(folder))
    }
    self.above = above
  }

  /// A name for what the files named in a program's text hold now; nil if that can't be known.
  func name(of files: [TangledFile]) -> String? {
    var hash = ContentHash()
    for literal in Set(files.flatMap { Self.literals(in: $0.text) }).sorted() {
      guard let found = found(by: literal) else { return nil }
      if !found.isEmpty { hash.add(found) }
    }
    return hash.name
  }

  /// Whether all that was asked here is answered there in the same way.
  func hasSameAnswers(as other: OutsideFiles) -> Bool {
    book == other.book && known.values.allSatisfy { other.found(by: $0.key) == $0.value }
  }

  /// A name for what a literal leads to, empty where that is nothing; nil if it can't be known. It is
  /// looked for once, for all programs that have the literal.
  private func found(by literal: Literal) -> String? {
    known[literal] {
      var hash = ContentHash()
      let nothing = hash.name
      guard add(literal, to: &hash) else { return nil }
      return hash.name == nothing ? "" : hash.name
    }
  }

  /// - Returns: Whether all that the literal may lead to is in the hash.
  private func add(_ literal: Literal, to hash: inout ContentHash) -> Bool {
    let text = literal.text
    if text.isEmpty || text.utf8.count > 1_000 || text.utf8.contains(0) { return true }
    if text.hasPrefix("~") { return false }
    let parts = text.split(separator: "/")
    if parts.contains("..") { return false }
    if parts.isEmpty || parts.allSatisfy({ $0 == "." }) { return true }
    if text.utf8.first == UInt8(ascii: "/") {
      let systems = ["/dev/", "/proc/", "/sys/", "/usr/bin/", "/bin/"]
      // What lies in the system's temporary folder by itself is nobody's data.
      if systems.contains(where: text.hasPrefix) || text == "/tmp" { return true }
      guard add(path: text, isWhole: literal.isWhole, to: &hash) else { return false }
    }
    // A relative name is looked for in the working folder, and by some programs further up; so is
    // the end of a path that is put together.
    let relative = parts.joined(separator: "/")
    return above.allSatisfy { folder in
      let path = folder + "/" + relative
      if path == book || book.hasPrefix(path + "/") || path.hasPrefix(book + "/") { return true }
      switch Disk.kindThroughLinks(path) {
      case nil: return true
      // A word that happens to be a folder's name says nothing.
      case .folder where parts.count == 1: return true
      default: return add(path: path, isWhole: true, to: &hash)
      }
    }
  }

  private func add(path: String, isWhole: Bool, to hash: inout ContentHash) -> Bool {
    if path.hasPrefix(book + "/") { return true }
    switch Disk.kindThroughLinks(path) {
    case .file:
      guard let bytes = try? Disk.read(path, limit: 256 << 20) else { return false }
      hash.add(path)
      hash.add(bytes)
      return true
    case .folder: return false
    case nil:
      // A file that is not there may come; the beginning of a path may be completed to any.
      hash.add("no " + path)
      let folder = path.prefix(upTo: path.lastIndex(of: "/") ?? path.startIndex)
      return isWhole || Disk.kindThroughLinks(String(folder)) != .folder
    default: return false
    }
  }

  /// The text of a literal, up to an interpolation.
  struct Literal: Hashable, Comparable, Sendable {
    let text: String
    let isWhole: Bool

    static func < (a: Literal, b: Literal) -> Bool {
      a.text == b.text ? a.isWhole && !b.isWhole : a.text < b.text
    }
  }

  /// What stands between double quotes, comments included: more than is needed does no harm.
  static func literals(in text: [UInt8]) -> [Literal] {
    var found: [Literal] = []
    let quote = UInt8(ascii: "\"")
    for line in text.split(separator: 0x0A) {
      var i = line.startIndex
      while i < line.endIndex {
        guard line[i] == quote else {
          i += 1
          continue
        }
        let start = i + 1
        var end = start
        while end < line.endIndex, line[end] != quote, line[end] != UInt8(ascii: "\\") { end += 1 }
        let isWhole = end < line.endIndex && line[end] == quote
        found.append(
          Literal(text: String(decoding: line[start..<end], as: UTF8.self), isWhole: isWhole))
        while end < line.endIndex, line[end] != quote {
          end += line[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        i = end + 1
      }
    }
    return found
  }
}
