/// A folder of chapters, read.
public struct Book: Sendable {
  /// The folder as the user named it, without a slash at its end.
  public let path: String
  public let settings: BookSettings
  /// In the order of their numbers.
  public let chapters: [Chapter]
  /// The numbers of all chapters in the folder, those that were not read included.
  public let numbers: [Int]
  /// What else stands in the folder.
  public let files: BookFiles
  /// What is wrong with the folder, its settings, and each chapter by itself.
  public let diagnostics: [Diagnostic]
  /// The book that this one translates.
  public var original: Book? { originals.first }
  private let originals: [Book]

  public init(
    path: String, settings: BookSettings, chapters: [Chapter], numbers: [Int]? = nil,
    files: BookFiles = BookFiles([:]), diagnostics: [Diagnostic] = [], original: Book? = nil
  ) {
    self.path = path
    originals = original.map { [$0] } ?? []
    self.files = files
    self.settings = settings
    let chapters = chapters.map { $0.named(withNumber: !settings.hasSlugs) }
    self.chapters = chapters
    self.numbers = numbers ?? chapters.map(\.number)
    let known = Set(self.numbers)
    self.diagnostics =
      diagnostics
      + chapters.flatMap { chapter in
        chapter.diagnostics + chapter.misplacedSupersessions(known)
      } + Self.repeatedSlugs(chapters)
  }

  /// This book with other chapters: the same folder, settings and files.
  ///
  /// - Parameters:
  ///   - numbers: Those of all chapters in the folder; nil if they are the same.
  ///   - diagnostics: What is wrong with the folder and its settings.
  package func with(
    _ chapters: [Chapter], numbers: [Int]? = nil, diagnostics: [Diagnostic] = []
  ) -> Book {
    Book(
      path: path, settings: settings, chapters: chapters, numbers: numbers ?? self.numbers,
      files: files, diagnostics: diagnostics, original: original)
  }

  /// This book with other texts for some of its chapters, which are named by their places in it.
  func with(texts: [Int: [UInt8]]) -> Book {
    with(
      chapters.enumerated().map { index, chapter in
        texts[index].map {
          Chapter(
            number: chapter.number, name: chapter.name, path: chapter.path, source: SourceText($0))
        } ?? chapter
      })
  }

  /// Reads the book in a folder.
  ///
  /// - Parameters:
  ///   - folder: The folder as the user named it; of a package around a book its `chapters`.
  ///   - last: The number of the last chapter to read; nil reads all.
  ///   - earlier: The book as it was read before; a chapter whose text is the same is taken from it.
  ///   - withDrafts: Whether the chapters named `NN-slug.draft.md` are read too.
  public init(
    folder: String, through last: Int? = nil, since earlier: Book? = nil, withDrafts: Bool = false
  ) {
    self.init(
      folder: folder, through: last, since: earlier, withDrafts: withDrafts, isOriginal: false)
  }

  /// - Parameter isOriginal: Whether a translation asks, so that this is none.
  init(
    folder: String, through last: Int?, since earlier: Book? = nil, withDrafts: Bool,
    isOriginal: Bool
  ) {
    let path = Self.chapterFolder(Self.withoutSlashes(folder))
    let files = BookFiles(path)
    var listing = BookListing(path: path, files: files, takesDrafts: withDrafts)
    listing.read()
    let entries = listing.entries.filter { entry in last.map { entry.number <= $0 } ?? true }
    var diagnostics = listing.diagnostics
    if entries.isEmpty, !diagnostics.hasErrors, listing.settings.translates == nil {
      let message =
        if let last, let first = listing.entries.first {
          "there is no chapter up to number \(last); the first is \(first.name)"
        } else {
          "this book has no chapters; a chapter is a file such as 01-names.md"
        }
      diagnostics.append(.error(message, at: SourceLocation(file: path)))
    }
    if let other = listing.settings.translates, !isOriginal {
      self.init(
        translating: other, listing, path, through: last, withDrafts: withDrafts,
        diagnostics: diagnostics)
      return
    }
    let (chapters, problems) = Self.chapters(entries, of: files, in: path, since: earlier)
    self.init(
      path: path, settings: listing.settings, chapters: chapters,
      numbers: listing.entries.map(\.number), files: files, diagnostics: diagnostics + problems)
  }

  /// Without their numbers two chapters may have one address.
  private static func repeatedSlugs(_ chapters: [Chapter]) -> [Diagnostic] {
    var first: [String: Chapter] = [:]
    return chapters.compactMap { chapter in
      let slug = RelativePath.folded(chapter.slug)
      guard let other = first[slug] else {
        first[slug] = chapter
        return nil
      }
      return .error(
        "without its number this chapter has the address of \(other.name); rename the file",
        at: chapter.location(line: 1))
    }
  }

  /// The folder in which the chapters are: that itself, or its `chapters` where only these hold any.
  /// It is looked for on the disk, since only then it is known of which folder the files are read.
  private static func chapterFolder(_ path: String) -> String {
    func holdsChapters(_ folder: String) -> Bool {
      ((try? Disk.names(in: folder)) ?? []).contains { name in
        name.hasSuffix(".md") && name.utf8.prefix { (0x30...0x39).contains($0) }.count > 1
      }
    }
    let inner = path + "/chapters"
    return !holdsChapters(path) && holdsChapters(inner) ? inner : path
  }

  private static func withoutSlashes(_ path: String) -> String {
    var path = path
    while path.count > 1, path.hasSuffix("/") { path.removeLast() }
    return path
  }

  /// Reads the files side by side.
  private static func chapters(
    _ entries: [BookListing.Entry], of files: BookFiles, in path: String, since earlier: Book?
  ) -> ([Chapter], [Diagnostic]) {
    let known = Dictionary(
      (earlier?.chapters ?? []).map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let results: [Result<Chapter, Diagnostic>] = entries.concurrentMap { entry in
      let file = path + "/" + entry.name
      do throws(DiskError) {
        let bytes = try files.bytes(entry.path, limit: 64 << 20)
        if let chapter = known[file], chapter.source.bytes == bytes { return .success(chapter) }
        return .success(
          Chapter(number: entry.number, name: entry.name, path: file, source: SourceText(bytes)))
      } catch {
        return .failure(.error(error.message, at: SourceLocation(file: file)))
      }
    }
    var chapters: [Chapter] = []
    var problems: [Diagnostic] = []
    for result in results {
      switch result {
      case .success(let chapter): chapters.append(chapter)
      case .failure(let problem): problems.append(problem)
      }
    }
    return (chapters, problems)
  }
}
