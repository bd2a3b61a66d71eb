import ArgumentParser
import Commands
import Foundation
import Literate
import Verifying

@main
struct Verify: DiagnosingCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Compiles every chapter's program and holds the book against what it prints.",
    discussion: """
      For every chapter the program through it is tangled and compiled with the flags that \
      Package.swift gives the target; the chapter's transcripts are run and compared. Compiler \
      messages name the chapter's line; warnings are shown and do not fail. Transcripts run in a \
      folder that holds nothing but what `files:` in book.yml names and what --data gives, without a \
      terminal, and read nothing from standard input but what their block gives them.

      A book's program is a program: while verify runs it, it can read, write and delete whatever \
      you can, use the network, and look at your environment, and so can what a package or a \
      build command of the book does while it is built. Verify books that you trust, or give \
      --confined: programs then have no network, see of the disk the system, the toolchain, the \
      book and what --readable names alone, and write nowhere but in their working folder, which \
      is deleted; a tool is the first on the PATH that lies there. What a \
      command started is ended with it, also when it takes longer or more memory than --timeout \
      and --memory allow. Nothing is run but what book.yml names.

      Programs and what commands printed are kept in .build/verify beside Package.swift, under \
      the content that they depend on: a transcript's command is taken to print the same as long \
      as the program, the commands before it, the book's data, the chapters if one of them was \
      opened meanwhile, and the files beyond the book that the program's text names are the same. \
      Where those cannot be known, and for programs that are no Swift, it is run each time. Delete \
      that folder to run everything again. It is not used if others can write there. Data behind a \
      symbolic link that leads out of the book's folder is an error.

      Status: 0 all is well; 1 the book is wrong or a check fails; 2 there was nothing to check; \
      64 wrong usage; 74 what was to be said could not be written.

      \(bookHelp)
      """,
    version: toolVersion)

  static func main() { runAsProcess() }

  @Argument(help: ArgumentHelp("The book's folder.", valueName: "book"))
  var book = "chapters"

  @Option(help: ArgumentHelp("Verify the chapter with this number only.", valueName: "n"))
  var chapter: Int?

  @Flag(help: "Rewrite the expected lines of transcripts that differ, and the figures they make.")
  var update = false

  @Flag(
    help: """
      Run the transcripts of earlier chapters on the last chapter's program too, but for those \
      marked `here` or `superseded`.
      """)
  var allTranscripts = false

  @Flag(
    help: """
      Run the transcripts that the site's pages offer to run too, on the program as the pages have \
      it: with Node.js where it is installed, else with the toolchain's wasmkit, which is slow.
      """)
  var live = false

  @Flag(
    help: """
      Verify again whenever a file of the book changes, until Control-C. A chapter for which \
      nothing has changed is not verified again; what is wrong in it is told again. A chapter or \
      book.yml that is saved meanwhile ends the commands that run, and the next round begins; only \
      a build is finished first.
      """)
  var watch = false

  @Option(
    help: ArgumentHelp(
      "Verify a solution of your own to an exercise of chapter n: a Markdown file whose blocks "
        + "change the program as it is at the end of that chapter.", valueName: "n.k"))
  var exercise: Exercise?

  @Argument(help: ArgumentHelp("The solution, with --exercise.", valueName: "file"))
  var solution: String?

  @Flag(
    help: """
      Compile and run nothing; print for each chapter its words, its lines of Swift in view and \
      behind, the blocks in view without a sentence before them, the words that three blocks of \
      four have before them at least, and the words before its first figure.
      """)
  var report = false

  @Option(
    help: ArgumentHelp(
      "A file that the book does not have and that transcripts marked `data=name` need; without "
        + "it they are left out, which the summary says. May be given several times.",
      valueName: "name=file"))
  var data: [GivenFile] = []

  @Option(
    help: ArgumentHelp(
      "Record that a translation's paragraphs say what the original now says: of a chapter, of one "
        + "paragraph, or of all.", valueName: "n|file:line|all"))
  var translated: String?

  @Flag(
    help: """
      Run programs without network and with a private file system (bubblewrap on Linux, \
      sandbox-exec on macOS).
      """)
  var confined = false

  @Option(
    help: ArgumentHelp(
      "A folder that programs may read with --confined, such as one with a tool that is not "
        + "installed for the whole system. May be given several times.", valueName: "dir"))
  var readable: [String] = []

  @Option(help: ArgumentHelp("How many chapters to verify side by side.", valueName: "n"))
  var jobs = ProcessInfo.processInfo.activeProcessorCount

  @Option(help: ArgumentHelp("How long a command may run.", valueName: "seconds"))
  var timeout = 60

  @Option(help: ArgumentHelp("How much memory a command may take.", valueName: "MiB"))
  var memory = 4_096

  @Option(help: ArgumentHelp("How errors and warnings are written.", valueName: "text|json|github"))
  var format = DiagnosticFormat.text

  func validate() throws {
    if watch, update || report || exercise != nil {
      throw ValidationError("--watch goes with neither --update, --report nor --exercise.")
    }
    if solution != nil, exercise == nil {
      throw ValidationError("One folder is verified at a time; a second name goes with --exercise.")
    }
    if exercise != nil, chapter != nil || update || allTranscripts || report {
      throw ValidationError("--exercise goes with no other check.")
    }
    if let chapter, chapter < 0 { throw ValidationError("--chapter takes a chapter's number.") }
    if !readable.isEmpty, !confined { throw ValidationError("--readable goes with --confined.") }
    if let name = readable.first(where: { Disk.kindThroughLinks($0) != .folder }) {
      throw ValidationError("There is no folder \(name) to give with --readable.")
    }
    if jobs < 1 { throw ValidationError("--jobs takes a number from 1.") }
    if !(1...86_400).contains(timeout) {
      throw ValidationError("--timeout takes a number of seconds from 1 to 86400.")
    }
    if !(1...1 << 24).contains(memory) {
      throw ValidationError("--memory takes a number of MiB from 1 to 16777216.")
    }
  }

  func run() throws {
    if report {
      try printMeasures()
    } else if let exercise {
      try verify(exercise)
    } else if watch {
      watchBook()
    } else {
      try verifyOnce()
    }
  }

  private func watchBook() -> Never {
    var known: Book?
    var verified: Book?
    let memory = Verifier.Memory()
    while true {
      // What changes after this is in the next round, at the latest.
      let seen = Book(folder: book, since: known)
      let state = seen.files.state
      known = seen
      // What is wrong was said; the next change may mend it.
      verified = (try? verifyOnce(since: seen, verified, memory)) ?? seen
      while state.isCurrent { usleep(10_000) }
      _ = FolderState.atRest([book])
    }
  }

  /// Verifies the book as it is now.
  ///
  /// - Parameters:
  ///   - earlier: The book as it was read before, whose chapters need not be read again.
  ///   - verified: The book that was verified before; what has changed since comes first.
  ///   - memory: What is known from verifying it.
  /// - Returns: The book.
  @discardableResult
  private func verifyOnce(
    since earlier: Book? = nil, _ verified: Book? = nil, _ memory: Verifier.Memory? = nil
  ) throws -> Book {
    let clock = ContinuousClock()
    let start = clock.now
    let read = try readBook(since: earlier)
    if read.original != nil {
      try verifyTranslation(read)
      return read
    }
    if translated != nil {
      throw ValidationError("--translated is for a translation, whose book.yml says `translates:`.")
    }
    try checkData(read)
    // Programs' folders may lie in the book's: only what an author saves ends a round.
    let round = watch ? Round(of: read) : nil
    let verifier = try verifier(of: read, memory, round, reportingWarnings: true)
    let count = verifier.book.chapters.count
    let indices = chapter == nil ? 0..<count : (count - 1)..<count
    var tally = Tally()
    let progress = ProgressLine(total: indices.count)
    /// Whether the round is of use still; says why it isn't.
    func goesOn() -> Bool {
      guard let file = round?.savedFile else { return true }
      progress.print(["round ended: \(file) changed"], isStep: false)
      return false
    }
    let settings = verifier.settingsFindings()
    tally.add(settings)
    show(settings, progress)
    let first = changed(in: verifier.book, since: verified)
    verifier.verify(indices, first: first, onActivity: progress.show) { report in
      tally.add(report)
      show(report, progress, work: report.work)
    }
    guard goesOn() else { return read }
    if update {
      verifier.updateFacts(indices) { report in
        tally.add(report)
        show(report.findings, progress)
        progress.print(report.updated.map { "\($0): updated" }, isStep: false)
      }
    }
    if allTranscripts, count > 1 {
      let verifier = update ? try self.verifier(of: readBook(), reportingWarnings: false) : verifier
      let last = verifier.book.chapters[count - 1].name
      verifier.verifyAllTranscripts(onActivity: progress.show) { report in
        tally.add(report)
        show(report, progress, work: "\(report.work), on the program through \(last)")
      }
    }
    verifySolutions(in: indices, of: verifier, &tally, progress)
    guard goesOn() else { return read }
    if live {
      try verifyLive(verifier, indices, &tally, progress)
      guard goesOn() else { return read }
    }
    progress.clear()
    if tally.compiledCount > 0 { verifier.tidy() }
    try conclude(tally, verifier, indices.count, clock.now - start)
    return read
  }

  /// The places of the chapters whose text is another than it was.
  private func changed(in book: Book, since verified: Book?) -> Set<Int> {
    guard let verified else { return [] }
    let known = Dictionary(
      verified.chapters.map { ($0.path, $0.source.bytes) }, uniquingKeysWith: { first, _ in first })
    return Set(
      book.chapters.indices.filter { index in
        known[book.chapters[index].path] != book.chapters[index].source.bytes
      })
  }

  func readBook(since earlier: Book? = nil) throws -> Book {
    let read = Book(folder: book, through: chapter, since: earlier)
    if let chapter, !read.numbers.isEmpty, !read.numbers.contains(chapter) {
      let numbers = read.numbers.map(String.init).joined(separator: ", ")
      throw ValidationError("\(book) has no chapter \(chapter); its chapters are \(numbers).")
    }
    return read
  }

  /// The book, read and without an error of its own.
  private func verifier(
    of read: Book, _ memory: Verifier.Memory? = nil, _ round: Round? = nil,
    reportingWarnings: Bool
  ) throws -> Verifier {
    let checked = try reporting { try CheckedBook(read) }
    if reportingWarnings { try Commands.report(checked.warnings) }
    do {
      return try Verifier(checked, options: options(), memory: memory) {
        round?.savedFile == nil
      }
    } catch let error as Diagnostic {
      try Commands.report([error])
      throw ExitCode(1)
    }
  }

  private func show(_ report: ChapterReport, _ progress: ProgressLine, work: String) {
    show(report.findings, progress)
    let isFolder = report.work.isEmpty
    let isSilent = isFolder || report.isKnown
    progress.print(
      report.updated.map { "\($0): updated" } + (isSilent ? [] : ["\(report.chapter): \(work)"]),
      isStep: !isFolder)
  }

  func show(_ findings: [Diagnostic], _ progress: ProgressLine) {
    if findings.isEmpty { return }
    progress.clear()
    complain(findings)
  }
}
