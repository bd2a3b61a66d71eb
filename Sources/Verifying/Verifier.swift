import Compiling
import Foundation
import Literate

/// Holds a book against its program: every chapter compiles, and prints what the chapter says.
public struct Verifier: Sendable {
  public struct Options: Sendable {
    /// Whether transcripts and figures that differ are rewritten.
    public var updates = false
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
    var limits = Session.Limits()

    public init() {}
  }

  /// What is being done at a moment.
  public enum Activity: Sendable {
    case compiling(_ chapter: String, _ isRelease: Bool)
    case running(_ chapter: String, _ command: String)
  }

  public let checked: CheckedBook
  public var book: Book { checked.book }
  let options: Options
  let cache: Cache
  /// None if there is no Swift program to build.
  let builder: Builder?
  /// The book's chapters by their numbers, those that were not read included.
  let chapterFiles: [Int: String]
  /// What lies beside the manifest, such as `Sources`: prose may name it.
  private let folderNames: [String]
  private let memory = Memory()

  /// - Throws: What keeps the book from being verified at all: no compiler, a manifest that cannot
  ///   be read, a folder that cannot be written.
  public init(_ checked: CheckedBook, options: Options) throws(Diagnostic) {
    self.checked = checked
    self.options = options
    let book = checked.book
    let package = Cache.package(of: book.path)
    cache = Cache(package: package.folder)
    chapterFiles = Self.chapterFiles(of: book)
    folderNames = (try? Disk.names(in: package.folder)) ?? []
    do {
      builder = try Compilation(of: checked).map { Builder($0) }
    } catch {
      throw error
    }
  }

  private static func chapterFiles(of book: Book) -> [Int: String] {
    let names = (try? Disk.names(in: book.path)) ?? book.chapters.map(\.name)
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

  /// What is wrong with the book's settings as far as verifying goes.
  public func settingsFindings() -> [Diagnostic] {
    guard let program = book.settings.program, builder == nil else { return [] }
    let files = checked.web.files.map(\.path)
    if files.contains(where: { $0.hasPrefix(program + "/") }) { return [] }
    let folders = Set(
      files.compactMap { $0.split(separator: "/").dropLast().first.map(String.init) })
    let meant = nearestName(to: program, among: folders.sorted()) ?? folders.min()
    return [
      .error(
        "no chapter tangles a file below `\(program)/`, the book's `program`"
          + (meant.map { "; did you mean `\($0)`?" } ?? "; tangle one, or take the key out"),
        at: settingsLocation("program:"))
    ]
  }

  /// The line of `book.yml` that begins with a text, leaving out what stands before it in a list.
  private func settingsLocation(_ beginning: String) -> SourceLocation {
    let path = book.path + "/book.yml"
    let source = SourceText((try? Disk.read(path)) ?? [])
    let line = (1...max(1, source.lineCount)).first { number in
      let text = String(decoding: source.line(number), as: UTF8.self)
      return text.drop { " -\"'".contains($0) }.hasPrefix(beginning)
    }
    return SourceLocation(file: path, line: line ?? 1)
  }
}

/// What several chapters need and is found out once.
extension Verifier {
  private final class Memory: Sendable {
    let programs = Guarded<[Int: SwiftProgram]>([:])
    let identifiers = Guarded<[String: Set<String>]>([:])
    let standardNames = Guarded<Set<String>?>(nil)
    let dataNames = Guarded<[Bool: String]>([:])
  }

  /// The program at a point of the book; nil if the book names none.
  func program(at point: Point) -> SwiftProgram? {
    guard let compilation = builder?.compilation else { return nil }
    switch point {
    case .start, .end, .before: return compilation.program(Tangler(checked, at: point))
    case .endOfChapter(let chapter):
      if let known = memory.programs.withLock({ $0[chapter] }) { return known }
      let program = compilation.program(Tangler(checked, at: point))
      memory.programs.withLock { programs in
        programs[chapter] = program
        // Chapters are verified in order, and each asks for the one before it.
        if programs.count > options.jobs + 4, let oldest = programs.keys.min() {
          programs[oldest] = nil
        }
      }
      return program
    }
  }

  /// The names that prose may use where these programs are built.
  func knownNames(in programs: [SwiftProgram]) -> KnownNames {
    let standard = memory.standardNames.withLock { names in
      if let names { return names }
      let found = builder?.compilation.toolchain.standardNames(cache: cache) ?? []
      names = found
      return found
    }
    var names: Set<String> = [book.settings.program ?? ""]
    for file in programs.flatMap(\.files) {
      let key = ContentHash(file.text).name
      names.formUnion(
        memory.identifiers.withLock { known in
          if let names = known[key] { return names }
          let found = Identifiers(in: file.text).names
          known[key] = found
          return found
        })
    }
    return KnownNames(
      program: names, standard: standard, foreign: book.settings.foreign + folderNames)
  }

  /// The name of what programs can read beside the chapters.
  func dataName(_ readsChapters: Bool) -> String {
    memory.dataNames.withLock { names in
      if let name = names[readsChapters] { return name }
      let name = BookData.name(of: book, readsChapters: readsChapters)
      names[readsChapters] = name
      return name
    }
  }
}

extension Verifier {
  /// One chapter, everything of it; writes nothing.
  ///
  /// - Parameter index: The chapter's place in the book.
  public func verify(_ index: Int) -> ChapterReport {
    var report = ChapterVerification.whole(self, index) { _ in }
    var figures = Figures(book)
    report.findings += figures.compare(report, updating: nil)
    return report
  }

  /// Verifies chapters, several side by side, and reports each in the book's order.
  ///
  /// - Parameters:
  ///   - indices: The chapters' places in the book.
  ///   - onActivity: Called from several threads.
  ///   - onReport: Called for one chapter after the other. What an earlier chapter's report says is
  ///     not said again.
  public func verify(
    _ indices: Range<Int>, onActivity: @escaping @Sendable (Activity) -> Void,
    onReport: (ChapterReport) -> Void
  ) {
    var figures = Figures(book)
    // A later chapter that was not read may make what no transcript here does.
    var isComplete = indices == 0..<book.numbers.count
    var said: Set<Diagnostic> = []
    inOrder(indices) { index in
      ChapterVerification.whole(self, index, onActivity: onActivity)
    } receive: { report in
      var report = report
      if options.updates {
        write(&report)
        report.findings += figures.compare(report, updating: cache)
        report.updated += figures.takeUpdated()
      } else {
        report.findings += figures.compare(report, updating: nil)
      }
      isComplete = isComplete && report.isComplete
      report.findings = report.findings.filter { said.insert($0).inserted }
      onReport(report)
    }
    guard isComplete else { return }
    var report = ChapterReport(chapter: book.path)
    report.findings = figures.unmade { settingsLocation($0) }
    if !report.findings.isEmpty { onReport(report) }
  }

  /// Runs every earlier chapter's transcripts on the last chapter's program.
  public func verifyAllTranscripts(
    onActivity: @escaping @Sendable (Activity) -> Void, onReport: (ChapterReport) -> Void
  ) {
    let last = book.chapters.count - 1
    var figures = Figures(book)
    inOrder(0..<last) { index in
      ChapterVerification.transcripts(of: index, onProgramOf: last, self, onActivity: onActivity)
    } receive: { report in
      var report = report
      report.findings += figures.compare(report, updating: nil)
      onReport(report)
    }
  }

  /// Removes what was not used for long.
  public func tidy() {
    if builder != nil { cache.prune() }
  }

  /// Does work on several threads and hands over what comes of it in order.
  private func inOrder(
    _ indices: Range<Int>, _ work: @escaping @Sendable (Int) -> ChapterReport,
    receive: (ChapterReport) -> Void
  ) {
    struct State {
      var next: Int
      var done: [Int: ChapterReport] = [:]
    }
    let state = Guarded(State(next: indices.lowerBound))
    let arrived = DispatchSemaphore(value: 0)
    for _ in 0..<min(options.jobs, indices.count) {
      DispatchQueue.global().async {
        while true {
          let index = state.withLock { state in
            state.next += 1
            return state.next - 1
          }
          guard index < indices.upperBound else { return }
          let report = work(index)
          state.withLock { $0.done[index] = report }
          arrived.signal()
        }
      }
    }
    var expected = indices.lowerBound
    while expected < indices.upperBound {
      arrived.wait()
      while let report = state.withLock({ $0.done.removeValue(forKey: expected) }) {
        receive(report)
        expected += 1
      }
    }
  }

  /// Writes a chapter's new transcripts, if nobody changed the chapter in the meantime.
  private func write(_ report: inout ChapterReport) {
    guard let text = report.newText,
      let chapter = book.chapters.first(where: { $0.path == report.chapter })
    else { return }
    do throws(DiskError) {
      guard try Disk.read(chapter.path) == chapter.source.bytes else {
        report.isUpdateRefused = true
        report.findings.append(
          .error(
            "this chapter changed while its transcripts ran; verify it again",
            at: SourceLocation(file: chapter.path)))
        return
      }
      try AtomicWrites([(chapter.path, text)])
      report.updated.append(chapter.path)
    } catch {
      report.findings.append(.error(error.message, at: SourceLocation(file: chapter.path)))
    }
  }
}
