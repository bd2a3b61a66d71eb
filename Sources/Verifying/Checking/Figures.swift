import Compiling
import Literate

/// The book's figures and the transcripts that make them.
struct Figures {
  private let book: Book
  private let folder: String
  /// The files in `figures/`.
  private let names: Set<String>
  /// The files that a chapter shows, whether they are there or not.
  private let shown: Set<String>
  private var made: [String: MadeFile] = [:]
  private var updated: [String] = []
  /// What commands that did not run may make.
  private var excused: Set<String> = []

  init(_ book: Book) {
    self.book = book
    folder = book.path + "/figures"
    names = Self.names(in: folder)
    shown = book.chapters.reduce(into: Set()) { $0.formUnion(Prose($1).figures) }
  }

  private static func names(in folder: String) -> Set<String> {
    var found: Set<String> = []
    var pending = [""]
    while let inner = pending.popLast() {
      for name in (try? Disk.names(in: folder + "/" + inner)) ?? [] where !name.hasPrefix(".") {
        if Disk.kind(folder + "/" + inner + name) == .folder {
          pending.append(inner + name + "/")
        } else {
          found.insert(inner + name)
        }
      }
    }
    return found
  }

  /// Holds the files that a chapter's transcripts made against the book's.
  ///
  /// - Parameter cache: Where what was made is kept, if figures that differ are to be written.
  mutating func compare(_ report: ChapterReport, updating cache: Cache?) -> [Diagnostic] {
    excused.formUnion(report.skippedWords)
    var findings: [Diagnostic] = []
    for file in report.made where names.contains(file.name) || shown.contains(file.name) {
      let path = folder + "/" + file.name
      let earlier = made[file.name]
      made[file.name] = earlier ?? file
      if let earlier, earlier.content != file.content {
        findings.append(
          .error(
            "this makes another `\(file.name)` than \(earlier.location.file):"
              + "\(earlier.location.line) does; give one of them another name",
            at: file.location))
        continue
      }
      let isThere = names.contains(file.name)
      let known = isThere ? try? Disk.read(path) : nil
      if let known, ContentHash(known).name == file.content { continue }
      guard let cache, !report.isUpdateRefused else {
        findings.append(
          .error(
            (isThere
              ? "`\(path)` is not what this command makes"
              : "the book shows `figures/\(file.name)`, which is not there yet")
              + "; `--update` writes it", at: file.location))
        continue
      }
      if updated.contains(path) { continue }
      do throws(DiskError) {
        guard let bytes = cache.read(.files, file.content) else {
          findings.append(.error("what was made of `\(path)` is lost; again", at: file.location))
          continue
        }
        try AtomicWrites.exchange([(path, old: known, new: bytes)])
        updated.append(path)
      } catch {
        findings.append(.error(error.message, at: file.location))
      }
    }
    return findings
  }

  /// How many of the book's figures a chapter's transcripts made.
  func count(in report: ChapterReport) -> Int {
    Set(report.made.map(\.name)).filter { names.contains($0) || shown.contains($0) }.count
  }

  func isMade(_ name: String) -> Bool { made[name] != nil || excused.contains(name) }

  mutating func takeUpdated() -> [String] {
    defer { updated = [] }
    return updated
  }

  /// The figures that nothing accounts for, once every chapter was compared.
  func unmade(location: (String) -> SourceLocation) -> [Diagnostic] {
    let drawn = Set(book.settings.drawn)
    var findings = names.filter { !isMade($0) && !drawn.contains($0) }.sorted().map { name in
      Diagnostic.error(
        "no transcript makes this file; let one make it, or list it under `drawn:` in book.yml",
        at: SourceLocation(file: folder + "/" + name))
    }
    for name in drawn.sorted() {
      if !names.contains(name) {
        findings.append(
          .error(
            "`drawn:` lists `\(name)`, which is not in `figures/`; take it out of the list",
            at: location(name)))
      } else if let made = made[name] {
        findings.append(
          .error(
            "`drawn:` lists `\(name)`, which \(made.location.file):\(made.location.line) makes; "
              + "take it out of the list", at: location(name)))
      }
    }
    return findings
  }
}
