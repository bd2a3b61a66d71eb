import Compiling
import Literate

/// What several chapters need and is found out once.
extension Verifier {
  final class Knowledge: Sendable {
    let snapshots = Guarded<[Point: Snapshot]>([:])
    let identifiers = Memo<String, Set<String>>()
    let standardNames = Memo<Bool, Set<String>>()
    let dataNames = Memo<KnownTexts, String?>()
    let outsideNames = Memo<String, String?>()
    let links = Memo<Bool, Links>()
    let shownFigures = Memo<Bool, Set<String>>()
  }

  /// Where the chapters' links lead.
  var links: Links {
    knowledge.links[true] {
      let read = Set(book.chapters.map(\.name))
      return Links(
        book, BlockAnchors(checked.web), unread: Set(chapterFiles.values).subtracting(read))
    }
  }

  /// The files of `figures/` that chapters show, whether they are there or not.
  var shownFigures: Set<String> {
    knowledge.shownFigures[true] {
      book.chapters.indices.reduce(into: []) { shown, index in
        let known = memory?.report(on: .chapter(index), in: book)?.shownFigures
        shown.formUnion(known ?? Prose(book.chapters[index]).figures)
      }
    }
  }

  /// What the book tangles at a point.
  func snapshot(at point: Point) -> Snapshot {
    if let known = knowledge.snapshots.withLock({ $0[point] }) { return known }
    let snapshot = Snapshot(Tangler(checked, at: point))
    knowledge.snapshots.withLock { snapshots in
      // Chapters are verified in order, and each asks for the one before it.
      if snapshots.count > 2 * options.jobs + 6 { snapshots = [:] }
      snapshots[point] = snapshot
    }
    return snapshot
  }

  /// The name of what programs of these files may read beyond the book, without which a command is
  /// not known to print the same again; nil if that can't be known.
  func isRepeatable(_ sources: [TangledFile]) -> String? {
    var hash = ContentHash()
    for file in sources { hash.add(file.text) }
    return knowledge.outsideNames[hash.name] { outside.name(of: sources) }
  }

  /// The lines of a chapter's Swift that are in no program that was built for it.
  func unverifiedLines(
    of chapter: Int, _ built: [(program: Int, point: Point)]
  ) -> [Diagnostic] {
    if built.isEmpty { return [] }
    var compiled: [TangledFile] = []
    var others: [TangledFile] = []
    for point in Set(built.map(\.point)) {
      let snapshot = snapshot(at: point)
      let used = Set(
        built.filter { $0.point == point }.flatMap { entry in
          programs.all[entry.program].builder?.sources(snapshot).map(\.path) ?? []
        })
      compiled += snapshot.files.filter { used.contains($0.path) }
      let own = Set(programs.sources(snapshot).map(\.path))
      others += snapshot.files.filter { !own.contains($0.path) }
    }
    return ShownLines(book: book, chapter: chapter, compiled: compiled, others: others)
      .unverified()
  }

  /// The names that prose may use where the programs at these points are built.
  func knownNames(at points: [Point]) -> KnownNames {
    let standard = knowledge.standardNames[true] {
      programs.toolchain?.standardNames(cache: cache) ?? []
    }
    var names = Set(programs.settings.map(\.name))
    for point in points {
      for file in programs.sources(snapshot(at: point)) {
        names.formUnion(
          knowledge.identifiers[ContentHash(file.text).name] { Identifiers(in: file.text).names })
      }
    }
    return KnownNames(
      program: names, standard: standard, foreign: book.settings.foreign + folderNames)
  }

  /// What programs can read of the chapters.
  enum KnownTexts { case none, names, whole }

  /// The name of what programs can read in the book's folder; nil if that can't be known.
  func dataName(_ texts: KnownTexts) -> String? {
    knowledge.dataNames[texts] {
      let name = BookData(book, readsChapters: texts == .whole).name
      guard texts == .names, let name else { return name }
      return ContentHash(Array(([name] + textNames).joined(separator: "\n").utf8)).name
    }
  }

  private var textNames: [String] { book.files.names(in: nil).filter { $0.hasSuffix(".md") } }

  /// The chapters as programs may read them, drafts included.
  var texts: Session.Texts {
    Session.Texts(paths: textNames.map { book.path + "/" + $0 }) { dataName(.whole) }
  }

  /// The files of the book at its end that no program is made of.
  public func uncheckedFiles() -> [String] {
    let snapshot = snapshot(at: .endOfChapter(book.chapters.count - 1))
    let checked = Set(programs.sources(snapshot).map(\.path))
    return snapshot.files.map(\.path).filter { !checked.contains($0) }
  }
}
