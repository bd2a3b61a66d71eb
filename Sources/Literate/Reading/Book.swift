import Dispatch

/// A folder of chapters, read.
public struct Book: Sendable {
  /// The folder as the user named it, without a slash at its end.
  public let path: String
  public let settings: BookSettings
  /// In the order of their numbers.
  public let chapters: [Chapter]
  /// The numbers of all chapters in the folder, those that were not read included.
  public let numbers: [Int]
  /// What is wrong with the folder, its settings, and each chapter by itself.
  public let diagnostics: [Diagnostic]

  public init(
    path: String, settings: BookSettings, chapters: [Chapter], numbers: [Int]? = nil,
    diagnostics: [Diagnostic] = []
  ) {
    self.path = path
    self.settings = settings
    self.chapters = chapters
    self.numbers = numbers ?? chapters.map(\.number)
    let known = Set(self.numbers)
    self.diagnostics =
      diagnostics
      + chapters.flatMap { chapter in
        chapter.diagnostics + chapter.misplacedSupersessions(known)
      }
  }

  /// Reads the book in a folder.
  ///
  /// - Parameters:
  ///   - folder: The folder as the user named it.
  ///   - last: The number of the last chapter to read; nil reads all.
  ///   - earlier: The book as it was read before; a chapter whose text is the same is taken from it.
  public init(folder: String, through last: Int? = nil, since earlier: Book? = nil) {
    let path = folder.count > 1 && folder.hasSuffix("/") ? Self.withoutSlashes(folder) : folder
    var listing = BookListing(path: path)
    listing.read()
    let entries = listing.entries.filter { entry in last.map { entry.number <= $0 } ?? true }
    var diagnostics = listing.diagnostics
    if entries.isEmpty, !diagnostics.hasErrors {
      let message =
        if let last, let first = listing.entries.first {
          "there is no chapter up to number \(last); the first is \(first.name)"
        } else {
          "this book has no chapters; a chapter is a file such as 01-names.md"
        }
      diagnostics.append(.error(message, at: SourceLocation(file: path)))
    }
    let (chapters, problems) = Self.chapters(entries, in: path, since: earlier)
    self.init(
      path: path, settings: listing.settings, chapters: chapters,
      numbers: listing.entries.map(\.number), diagnostics: diagnostics + problems)
  }

  private static func withoutSlashes(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  /// Reads the files side by side.
  private static func chapters(
    _ entries: [BookListing.Entry], in path: String, since earlier: Book?
  ) -> ([Chapter], [Diagnostic]) {
    let known = Dictionary(
      (earlier?.chapters ?? []).map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    var results: [Result<Chapter, Diagnostic>?] = Array(repeating: nil, count: entries.count)
    results.withUnsafeMutableBufferPointer { buffer in
      nonisolated(unsafe) let slots = buffer
      DispatchQueue.concurrentPerform(iterations: entries.count) { i in
        let entry = entries[i]
        let file = path + "/" + entry.name
        do throws(DiskError) {
          let bytes = try Disk.read(file, limit: 64 << 20)
          if let chapter = known[file], chapter.source.bytes == bytes {
            slots[i] = .success(chapter)
            return
          }
          slots[i] = .success(
            Chapter(
              number: entry.number, name: entry.name, path: file, source: SourceText(bytes)))
        } catch {
          slots[i] = .failure(.error(error.message, at: SourceLocation(file: file)))
        }
      }
    }
    var chapters: [Chapter] = []
    var problems: [Diagnostic] = []
    for case .some(let result) in results {
      switch result {
      case .success(let chapter): chapters.append(chapter)
      case .failure(let problem): problems.append(problem)
      }
    }
    return (chapters, problems)
  }
}

/// The files of a book's folder.
private struct BookListing {
  struct Entry {
    let number: Int
    let name: String
  }

  let path: String
  var entries: [Entry] = []
  var settings: BookSettings
  var diagnostics: [Diagnostic] = []

  init(path: String) {
    self.path = path
    settings = BookSettings(title: Self.folderName(path))
  }

  private static func folderName(_ path: String) -> String {
    String(Disk.resolved(path).split(separator: "/").last ?? "book")
  }

  mutating func read() {
    let names: [String]
    switch Disk.kindThroughLinks(path) {
    case .folder: break
    case nil:
      diagnostics.append(
        .error(
          "there is no such folder; name the book's folder, or begin one with `tangle --new`",
          at: SourceLocation(file: path)))
      return
    default:
      diagnostics.append(
        .error("this is not a folder; name the book's folder", at: SourceLocation(file: path)))
      return
    }
    do throws(DiskError) {
      names = try Disk.names(in: path)
    } catch {
      diagnostics.append(.error(error.message, at: SourceLocation(file: path)))
      return
    }
    for name in names { read(name) }
    entries.sort { ($0.number, $0.name) < ($1.number, $1.name) }
    for (first, second) in zip(entries, entries.dropFirst()) where first.number == second.number {
      diagnostics.append(
        .error(
          "\(first.name) has the number \(first.number) too; give one of them another number",
          at: SourceLocation(file: path + "/" + second.name, line: 1)))
    }
    if names.contains("book.yml") { readSettings() }
  }

  private mutating func read(_ name: String) {
    guard name.hasSuffix(".md"), name != "README.md", !name.hasPrefix(".") else { return }
    let file = path + "/" + name
    if Disk.kindThroughLinks(file) == .folder { return }
    if name.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      diagnostics.append(
        .error(
          "a chapter's name holds no control characters; rename it",
          at: SourceLocation(file: path + "/" + quoted(name))))
      return
    }
    let digits = name.prefix { $0.isASCII && $0.isNumber }
    let slug = name.dropFirst(digits.count).dropLast(3)
    guard digits.count >= 2, slug.first == "-", slug.count > 1 else {
      diagnostics.append(
        .warning(
          "this is not a chapter: its name is not of the form NN-slug.md, such as 01-names.md",
          at: SourceLocation(file: file)))
      return
    }
    guard let number = Int(digits) else {
      diagnostics.append(
        .error(
          "this chapter's number is too large; give it one of at most eighteen digits",
          at: SourceLocation(file: file, line: 1)))
      return
    }
    entries.append(Entry(number: number, name: name))
  }

  private mutating func readSettings() {
    let file = path + "/book.yml"
    do throws(DiskError) {
      let source = SourceText(try Disk.read(file))
      if let offset = source.firstInvalidOffset {
        let (line, column) = source.position(of: offset)
        diagnostics.append(
          .error(
            "this file is not UTF-8 from here on; save it as UTF-8",
            at: SourceLocation(file: file, line: line, column: column)))
        return
      }
      settings = BookSettings(
        yaml: String(decoding: source.bytes, as: UTF8.self), path: file, title: settings.title,
        chapters: entries.map(\.number), diagnostics: &diagnostics)
    } catch {
      diagnostics.append(.error(error.message, at: SourceLocation(file: file)))
    }
  }
}
