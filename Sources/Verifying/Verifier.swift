import Compiling
import Foundation
import Literate

/// Holds a book against its program: every chapter compiles, and prints what the chapter says.
public struct Verifier: Sendable {
  public struct Options: Sendable, Equatable {
    /// Whether transcripts and figures that differ are rewritten.
    public var updates = false
    /// Whether `--update` could rewrite them: a solution's lines are not those of its file.
    public var canUpdate = true
    /// How many chapters are verified side by side.
    public var jobs = 1
    /// How long a command may run.
    public var timeLimit: Duration {
      get { limits.time }
      set { limits.time = newValue }
    }
    /// How many bytes a command may print.
    public var outputLimit: Int {
      get { limits.output }
      set { limits.output = newValue }
    }
    /// How many bytes a command and what it starts may hold in memory.
    public var memoryLimit: Int {
      get { limits.memory }
      set { limits.memory = newValue }
    }
    /// Whether programs run without network and with a private file system.
    public var confines = false
    /// The folders that they may read then, beside the system and the book.
    public var readable: [String] = []
    /// The files that transcripts need and the book does not have, by their names.
    public var data: [String: [UInt8]] = [:]
    /// Whether names, mentions, links and numbers in the text are checked.
    public var checksProse = true
    var limits = Session.Limits()

    public init() {}
  }

  /// What is being done at a moment.
  public enum Activity: Sendable {
    case compiling(_ chapter: String, _ isRelease: Bool)
    case running(_ chapter: String, _ command: String)
    /// A command that book.yml names is run.
    case firstUse([String])
  }

  public let checked: CheckedBook
  public var book: Book { checked.book }
  public let options: Options
  let programs: Programs
  let confinement: Confinement?
  /// The book's chapters by their numbers, those that were not read included.
  let chapterFiles: [Int: String]
  let memory: Memory?
  /// Asked before and during whatever takes time. From the first no on nothing is begun, what runs is
  /// ended, what builds is let finish, and of what was not reported until then nothing is reported.
  public let isWanted: @Sendable () -> Bool
  private let workshop: Workshop
  var cache: Cache { workshop.cache }
  /// What lies beside the manifest, such as `Sources`: prose may name it.
  let folderNames: [String]
  let outside: OutsideFiles
  let knowledge = Knowledge()

  /// - Parameters:
  ///   - whole: One of the whole book, if this is the book with a solution: what lies around the book
  ///     is then known.
  ///   - memory: What is known from verifying the book before, and where it is kept what is found now.
  ///   - isWanted: Whether what is found is still of use; once it isn't, it never is again. Called from
  ///     several threads.
  /// - Throws: What keeps the book from being verified at all: no compiler, a manifest that cannot
  ///   be read, a folder that cannot be written, nothing to confine programs with.
  public init(
    _ checked: CheckedBook, options: Options, in whole: Verifier? = nil, memory: Memory? = nil,
    isWanted: @escaping @Sendable () -> Bool = { true }
  ) throws(Diagnostic) {
    self.checked = checked
    self.isWanted = whole?.isWanted ?? isWanted
    self.options = options
    self.memory = memory
    let book = checked.book
    if let whole {
      workshop = whole.workshop
    } else {
      workshop = try Workshop(of: book.path, isUsed: !book.settings.programs.isEmpty)
    }
    outside = whole?.outside ?? OutsideFiles(book: book.path)
    chapterFiles = Self.chapterFiles(of: book)
    folderNames = (try? Disk.names(in: workshop.package.folder)) ?? []
    do {
      confinement = options.confines ? try Confinement() : nil
    } catch {
      throw .error(error.message, at: SourceLocation(file: book.path))
    }
    programs = try Programs(
      checked, workshop: workshop, confinement: confinement,
      readable: Self.readable(book, options), isWanted: self.isWanted)
    memory?.enter(Frame(self))
  }

  private static func readable(_ book: Book, _ options: Options) -> [String] {
    [Disk.resolved(book.path)] + options.readable.flatMap { [$0, Disk.resolved($0)] }
  }

  /// What a confined program may read beside the system.
  var readable: [String] {
    Self.readable(book, options) + (programs.toolchain.map { [$0.libraries] } ?? [])
  }

  private static func chapterFiles(of book: Book) -> [Int: String] {
    // A book that is on no disk has its chapters alone.
    let found = book.files.names(in: nil)
    let names = found.isEmpty ? book.chapters.map(\.name) : found
    let numbers = Set(book.numbers)
    var files: [Int: String] = [:]
    for name in names where name.hasSuffix(".md") {
      let digits = name.prefix { $0.isASCII && $0.isNumber }
      guard digits.count >= 2, let number = Int(digits), numbers.contains(number),
        name.dropFirst(digits.count).hasPrefix("-")
      else { continue }
      files[number] = name
    }
    return files
  }

  /// What is wrong with the book's settings as far as verifying goes, and what of its surroundings
  /// is not used.
  public func settingsFindings() -> [Diagnostic] {
    let files = checked.web.files.map(\.path)
    var findings = workshop.warnings
    // Of a book that is read up to a chapter, a later one may tangle it.
    let isWhole = book.chapters.count == book.numbers.count
    for program in programs.all where program.builder == nil && isWhole {
      let name = program.settings.name
      switch program.settings.kind {
      case .folder:
        if files.contains(where: { $0.hasPrefix(name + "/") }) { continue }
        let folders = Set(
          files.compactMap { $0.split(separator: "/").dropLast().first.map(String.init) })
        let meant = nearestName(to: name, among: folders.sorted()) ?? folders.min()
        findings.append(
          .error(
            "no chapter tangles a file below `\(name)/`, the book's `program`"
              + (meant.map { "; did you mean `\($0)`?" } ?? "; tangle one, or take the key out"),
            at: book.settingsLocation("program:", or: "name: \(name)")))
      case .package:
        findings.append(
          .error(
            "no chapter tangles a `Package.swift` for the package `\(name)`; tangle one, or take "
              + "`package: true` out", at: book.settingsLocation("name: \(name)")))
      case .commands:
        findings.append(
          .error(
            "no chapter tangles a file for `\(name)`; tangle one, or take it out",
            at: book.settingsLocation("name: \(name)")))
      }
    }
    let laid = LaidFile.files(book.settings.files, in: book, Tangler(checked).files())
    findings += LaidFile.diagnostics(laid.faults, of: book)
    if !programs.isEmpty { findings += BookData(book, readsChapters: false).faults }
    return findings
  }
}

extension Verifier {
  /// One chapter, everything of it; writes nothing.
  ///
  /// - Parameter index: The chapter's place in the book.
  public func verify(_ index: Int) -> ChapterReport {
    var report = ChapterVerification.whole(self, index) { _ in }
    var figures = Figures(self)
    report.findings += figures.compare(report, updating: nil)
    return report
  }

  /// Verifies chapters, several side by side, and reports each in the book's order.
  ///
  /// - Parameters:
  ///   - indices: The chapters' places in the book.
  ///   - first: Those that come before the others.
  ///   - onActivity: Called from several threads.
  ///   - onReport: Called for one chapter after the other. What an earlier chapter's report says is
  ///     not said again.
  public func verify(
    _ indices: Range<Int>, first: Set<Int> = [],
    onActivity: @escaping @Sendable (Activity) -> Void, onReport: (ChapterReport) -> Void
  ) {
    let order = indices.filter(first.contains) + indices.filter { !first.contains($0) }
    var figures = Figures(self)
    // A later chapter that was not read may make what no transcript here does.
    var isComplete = indices == 0..<book.numbers.count
    var said: Set<Diagnostic> = []
    var missing: [(name: String, finding: Diagnostic)] = []
    var count = 0
    inOrder(0..<order.count, jobs: options.jobs, isWanted: isWanted) { place in
      let index = order[place]
      return remembering(.chapter(index), checked: index) {
        ChapterVerification.whole(self, index, onActivity: onActivity)
      }
    } receive: { report in
      count += 1
      var report = report
      if options.updates {
        write(&report)
        report.findings += figures.compare(report, updating: cache)
        report.updated += figures.takeUpdated()
      } else {
        report.findings += figures.compare(report, updating: nil)
      }
      report.figureCount = figures.count(in: report)
      missing += report.missingFigures
      isComplete = isComplete && report.isComplete
      report.findings = report.findings.filter { said.insert($0).inserted }
      onReport(report)
    }
    guard isComplete, count == order.count else { return }
    var report = ChapterReport(chapter: book.path)
    report.findings = figures.unmade { book.settingsLocation($0) }
    report.findings += missing.filter { !figures.isMade($0.name) }.map(\.finding)
    if !report.findings.isEmpty { onReport(report) }
  }

  /// Runs every earlier chapter's transcripts on the last chapter's program.
  public func verifyAllTranscripts(
    onActivity: @escaping @Sendable (Activity) -> Void, onReport: (ChapterReport) -> Void
  ) {
    let last = book.chapters.count - 1
    var figures = Figures(self)
    inOrder(0..<last, jobs: options.jobs, isWanted: isWanted) { index in
      remembering(.transcripts(index)) {
        ChapterVerification.transcripts(of: index, onProgramOf: last, self, onActivity: onActivity)
      }
    } receive: { report in
      var report = report
      report.findings += figures.compare(report, updating: nil)
      onReport(report)
    }
  }

  /// Removes what was not used for long.
  public func tidy() {
    if !programs.isEmpty { cache.prune() }
  }

  /// Writes a chapter's new transcripts.
  private func write(_ report: inout ChapterReport) {
    guard let text = report.newText,
      let chapter = book.chapters.first(where: { $0.path == report.chapter })
    else { return }
    write(text, to: chapter, &report)
  }

  /// Writes a chapter's new text, if nobody changed the chapter in the meantime.
  func write(_ text: [UInt8], to chapter: Chapter, _ report: inout ChapterReport) {
    do throws(DiskError) {
      guard try Disk.read(chapter.path) == chapter.source.bytes else {
        report.isUpdateRefused = true
        report.findings.append(
          .error(
            "this chapter changed while its transcripts ran; verify it again",
            at: SourceLocation(file: chapter.path)))
        return
      }
      // Once more at the moment at which it takes the chapter's place.
      try AtomicWrites.exchange([(chapter.path, old: chapter.source.bytes, new: text)])
      report.updated.append(chapter.path)
    } catch {
      report.findings.append(.error(error.message, at: SourceLocation(file: chapter.path)))
    }
  }
}
