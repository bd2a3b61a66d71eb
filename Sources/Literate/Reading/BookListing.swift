/// The files of a book's folder.
struct BookListing {
  struct Entry {
    let number: Int
    let path: RelativePath
    let isDraft: Bool

    var name: String { path.text }
  }

  private let path: String
  private let files: BookFiles
  private let takesDrafts: Bool
  private(set) var entries: [Entry] = []
  private(set) var settings: BookSettings
  private(set) var diagnostics: [Diagnostic] = []

  init(path: String, files: BookFiles, takesDrafts: Bool) {
    self.path = path
    self.takesDrafts = takesDrafts
    self.files = files
    settings = BookSettings(title: files.name.isEmpty ? "book" : files.name)
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
      names = try files.list(nil)
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
    if !takesDrafts {
      entries.removeAll { entry in
        entry.isDraft || settings.parts.last { $0.first <= entry.number }?.isDraft == true
      }
    }
  }

  private mutating func read(_ name: String) {
    guard name.hasSuffix(".md"), name != "README.md", !name.hasPrefix(".") else { return }
    let file = path + "/" + name
    guard let relative = try? RelativePath(name) else {
      diagnostics.append(
        .error(
          "a chapter's name holds no control characters; rename it",
          at: SourceLocation(file: path + "/" + quoted(name))))
      return
    }
    if files.entry(relative) == .folder { return }
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
    entries.append(
      Entry(number: number, path: relative, isDraft: name.hasSuffix(".draft.md")))
  }

  private mutating func readSettings() {
    let file = path + "/book.yml"
    do throws(DiskError) {
      guard let relative = try? RelativePath("book.yml") else { return }
      let source = SourceText(try files.bytes(relative))
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
