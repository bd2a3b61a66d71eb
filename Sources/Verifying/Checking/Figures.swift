import Compiling
import Literate

/// The book's figures and the transcripts that make them.
struct Figures {
  private let verifier: Verifier
  private var book: Book { verifier.book }
  private let folder: String
  /// The files in `figures/`.
  private let names: Set<String>
  /// What stands there and is no file of the book, with the reason.
  private let strays: [String: String]
  private var made: [String: MadeFile] = [:]
  private var updated: [String] = []
  /// What was written since the book was read, by the names of the files.
  private var written: [String: String] = [:]
  /// What commands that did not run may make.
  private var excused: Set<String> = []

  init(_ verifier: Verifier) {
    self.verifier = verifier
    let book = verifier.book
    folder = book.path + "/figures"
    let (files, strays) = book.files.everything(below: try? RelativePath("figures"))
    self.strays = Dictionary(uniqueKeysWithValues: strays.map { (Self.name($0.path), $0.reason) })
    names = Set(files.map(Self.name)).union(self.strays.keys)
  }

  /// A file's name below `figures/`.
  private static func name(_ path: RelativePath) -> String {
    path.parts.dropFirst().joined(separator: "/")
  }

  /// Whether a file stands in `figures/`, or a chapter shows it, whether it is there or not.
  private func isFigure(_ name: String) -> Bool {
    names.contains(name) || verifier.shownFigures.contains(name)
  }

  /// What a figure held when the book was read.
  private func known(_ name: String) -> [UInt8]? {
    (try? RelativePath("figures/" + name)).flatMap { try? book.files.bytes($0) }
  }

  /// Holds the files that a chapter's transcripts made against the book's.
  ///
  /// - Parameter cache: Where what was made is kept, if figures that differ are to be written.
  mutating func compare(_ report: ChapterReport, updating cache: Cache?) -> [Diagnostic] {
    excused.formUnion(report.skippedWords)
    var findings: [Diagnostic] = []
    for file in report.made where isFigure(file.name) {
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
      if let reason = strays[file.name] {
        findings.append(
          .error(
            "`\(path)` is no figure of the book: \(reason); remove it, and `--update` writes one",
            at: file.location))
        continue
      }
      let known = isThere ? known(file.name) : nil
      if written[file.name] == file.content { continue }
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
      do throws(DiskError) {
        guard let bytes = cache.read(.files, file.content) else {
          findings.append(.error("what was made of `\(path)` is lost; again", at: file.location))
          continue
        }
        try AtomicWrites.exchange([(path, old: known, new: bytes)])
        updated.append(path)
        written[file.name] = file.content
      } catch {
        findings.append(.error(error.message, at: file.location))
      }
    }
    return findings
  }

  /// How many of the book's figures a chapter's transcripts made.
  func count(in report: ChapterReport) -> Int {
    Set(report.made.map(\.name)).filter(isFigure).count
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
