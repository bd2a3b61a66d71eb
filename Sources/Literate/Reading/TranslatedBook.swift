/// A book that translates another: its chapters have the code of those, and what is not translated
/// yet is there as it is in the original.
extension Book {
  /// - Parameter written: Where the original is, from this book's folder.
  init(
    translating written: String, _ listing: BookListing, _ path: String, through last: Int?,
    withDrafts: Bool, diagnostics: [Diagnostic]
  ) {
    var diagnostics = diagnostics
    let place = SourceLocation(file: path + "/book.yml")
    let folder = Self.folder(written, from: path)
    let original = Book(folder: folder, through: last, withDrafts: withDrafts, isOriginal: true)
    if original.settings.translates != nil {
      diagnostics.append(
        .error("`translates`: `\(written)` is a translation itself; name its original", at: place))
    } else if original.chapters.isEmpty {
      diagnostics.append(
        .error(
          "`translates: \(written)`: there is no book in \(folder); name the original's folder, as "
            + "seen from this book's", at: place))
    }
    diagnostics += original.diagnostics.filter { $0.severity == .error }
    let files = BookFiles(path, original: original.files)
    var settings = listing.settings
    settings.take(over: original.settings)
    for part in settings.parts where !original.numbers.contains(part.first) {
      diagnostics.append(
        .error(
          "the part `\(part.name)` begins with chapter \(part.first), which does not exist; name the "
            + "number of one that does", at: place))
    }
    let record = TranslationRecord(
      (try? Disk.read(path + "/" + TranslationRecord.name)) ?? [])
    let known = Set(original.numbers)
    for entry in listing.entries where !known.contains(entry.number) {
      diagnostics.append(
        .error(
          "\(folder) has no chapter \(entry.number) of which this is the translation; give it the "
            + "original's number", at: SourceLocation(file: path + "/" + entry.name, line: 1)))
    }
    let language = original.settings.language
    var chapters: [Chapter] = []
    for other in original.chapters {
      guard let entry = listing.entries.first(where: { $0.number == other.number }) else {
        chapters.append(
          Chapter(
            number: other.number, name: other.name, path: other.path, source: other.source,
            translation: Translation(of: other, language)))
        continue
      }
      let file = path + "/" + entry.name
      do throws(DiskError) {
        let source = SourceText(try files.bytes(entry.path, limit: 64 << 20))
        let text = TranslatedText(source, path: file, of: other)
        diagnostics += text.diagnostics
        chapters.append(
          Chapter(
            number: other.number, name: entry.name, path: file, source: SourceText(text.bytes),
            translation: Translation(of: other, language, text, record)))
      } catch {
        diagnostics.append(.error(error.message, at: SourceLocation(file: file)))
      }
    }
    self.init(
      path: path, settings: settings, chapters: chapters, numbers: original.numbers, files: files,
      diagnostics: diagnostics, original: original)
  }

  /// A folder as the user would name it, by its way from another.
  private static func folder(_ written: String, from path: String) -> String {
    if written.hasPrefix("/") { return written }
    var parts = path.split(separator: "/").filter { $0 != "." }
    for part in written.split(separator: "/") where part != "." {
      guard part == ".." else {
        parts.append(part)
        continue
      }
      // Upwards of what the user named, the disk knows the way.
      if parts.isEmpty || parts.last == ".." { return path + "/" + written }
      parts.removeLast()
    }
    let joined = parts.joined(separator: "/")
    return path.hasPrefix("/") ? "/" + joined : joined.isEmpty ? "." : joined
  }
}

extension BookSettings {
  /// What a translation does not say itself and is as in the original: all but what is told in words.
  mutating func take(over original: BookSettings) {
    if authors.isEmpty { authors = original.authors }
    if parts.isEmpty { parts = original.parts }
    if programs.isEmpty { programs = original.programs }
    if files.isEmpty { files = original.files }
    if environment.isEmpty { environment = original.environment }
    if cover.isEmpty { cover = original.cover }
    if models.isEmpty { models = original.models }
    if figures.isEmpty { figures = original.figures }
    if references.isEmpty { references = original.references }
    if drawn.isEmpty { drawn = original.drawn }
    if foreign.isEmpty { foreign = original.foreign }
    repositoryURL = repositoryURL ?? original.repositoryURL
    isLive = isLive || original.isLive
    hasLineDirectives = hasLineDirectives || original.hasLineDirectives
  }
}
