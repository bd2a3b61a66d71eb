import Compiling
import Literate

/// One chapter against the program through it, or through a later one.
struct ChapterVerification {
  let verifier: Verifier
  /// The chapter's place in the book.
  let index: Int
  /// The place of the chapter whose program is run.
  let programIndex: Int
  let onActivity: @Sendable (Verifier.Activity) -> Void
  private var report: ChapterReport
  private var built: [String: Builder.Result] = [:]
  private var compileTime = Duration.zero
  private var runTime = Duration.zero

  init(
    _ verifier: Verifier, _ index: Int, onProgramOf programIndex: Int? = nil,
    onActivity: @escaping @Sendable (Verifier.Activity) -> Void
  ) {
    self.verifier = verifier
    self.index = index
    self.programIndex = programIndex ?? index
    self.onActivity = onActivity
    report = ChapterReport(chapter: verifier.book.chapters[index].path)
  }

  private var book: Book { verifier.book }
  private var chapter: Chapter { book.chapters[index] }

  /// Everything of a chapter: its prose, its code, its transcripts.
  static func whole(
    _ verifier: Verifier, _ index: Int,
    onActivity: @escaping @Sendable (Verifier.Activity) -> Void
  ) -> ChapterReport {
    var verification = ChapterVerification(verifier, index, onActivity: onActivity)
    verification.verifyWhole()
    return verification.report
  }

  /// The transcripts of a chapter that still hold on the program of a later one.
  static func transcripts(
    of index: Int, onProgramOf later: Int, _ verifier: Verifier,
    onActivity: @escaping @Sendable (Verifier.Activity) -> Void
  ) -> ChapterReport {
    var verification = ChapterVerification(
      verifier, index, onProgramOf: later, onActivity: onActivity)
    let number = verifier.book.chapters[later].number
    verification.run { options in
      !options.isHere && !(options.superseded.map { $0 <= number } ?? false)
    }
    verification.finish()
    return verification.report
  }

  private mutating func verifyWhole() {
    let prose = Prose(chapter)
    report.findings += prose.faultyMentions(files: verifier.chapterFiles)
    let programs = run { _ in true }
    if programs.contains(where: { !$0.isEmpty }) {
      report.findings +=
        ShownLines(book: book, chapter: index, programs: programs).unverified()
      if prose.names.contains(where: { CodeName($0.literal) != nil }) {
        let before = index > 0 ? verifier.program(at: .endOfChapter(index - 1)) : nil
        let known = verifier.knownNames(in: programs + [before].compactMap { $0 })
        report.findings += prose.unknownNames(known)
      }
    }
    finish()
  }

  private mutating func finish() {
    report.findings = report.findings.sorted { $0.location < $1.location }
    var parts: [String] = []
    if report.compiledCount > 0 { parts.append("compiled in \(compileTime.inWords)") }
    if report.commandCount > 0 {
      let commands = "\(report.commandCount) \(report.commandCount == 1 ? "command" : "commands")"
      parts.append(
        report.runCount > 0 ? "\(commands) in \(runTime.inWords)" : "\(commands) as before")
    }
    report.work = parts.isEmpty ? "nothing to do" : parts.joined(separator: ", ")
  }

  // Programs.

  /// The compiled program, its messages reported; nil where there is nothing to run.
  private mutating func build(
    _ program: SwiftProgram, at place: Point,
    _ configuration: Configuration
  ) -> Builder.Result? {
    guard let builder = verifier.builder, !program.isEmpty else { return nil }
    let name = "\(place) \(configuration)"
    if let known = built[name] { return known }
    let result = builder.build(program, configuration) {
      onActivity(.compiling(chapter.name, configuration == .release))
    }
    if let duration = result.duration {
      report.compiledCount += 1
      compileTime += duration
    }
    let messages = CompilerMessages(
      result.messages, about: program, isCompiled: result.executable != nil,
      through: book.chapters[programIndex])
    for finding in messages.findings where !report.findings.contains(finding) {
      report.findings.append(finding)
    }
    built[name] = result
    return result
  }

  // Transcripts.

  /// A command of a transcript that is to be run.
  private struct Run {
    let transcript: Transcript
    let step: Transcript.Step
    let command: Session.Command
  }

  /// Builds the programs, runs the transcripts that are wanted, compares them.
  ///
  /// - Returns: The programs that were built.
  @discardableResult
  private mutating func run(_ isWanted: (Tag.TranscriptOptions) -> Bool) -> [SwiftProgram] {
    let end = Point.endOfChapter(programIndex)
    let endProgram = verifier.program(at: end)
    var programs = [endProgram].compactMap { $0 }
    var isCompiled = true
    if let endProgram, !endProgram.isEmpty {
      isCompiled = build(endProgram, at: end, .debug)?.executable != nil
    }
    var runs: [Run] = []
    for block in chapter.blocks.indices {
      let id = BlockID(chapter: index, block: block)
      guard let transcript = Transcript(id, in: book), isWanted(transcript.options) else {
        continue
      }
      let place = transcript.options.isHere ? .before(id) : end
      let program = transcript.options.isHere ? verifier.program(at: place) : endProgram
      if transcript.options.isHere, let program, !program.isEmpty {
        programs.append(program)
        isCompiled = build(program, at: place, .debug)?.executable != nil && isCompiled
      }
      if index == programIndex, let misplaced = transcript.misplacedLines(in: chapter) {
        report.findings.append(misplaced)
      }
      for step in transcript.steps {
        guard let command = read(step, transcript, program) else { continue }
        guard let program, let built = build(program, at: place, command.configuration),
          let executable = built.executable
        else {
          isCompiled = false
          continue
        }
        runs.append(
          Run(
            transcript: transcript, step: step,
            command: Session.Command(
              executable: executable, program: built.key, arguments: command.arguments)))
      }
    }
    if isCompiled, !runs.isEmpty {
      run(runs, readsChapters: programs.contains(where: \.mentionsChapters))
    } else if !isCompiled {
      report.isComplete = false
    }
    return programs
  }

  private mutating func read(
    _ step: Transcript.Step, _ transcript: Transcript, _ program: SwiftProgram?
  ) -> TranscriptCommand? {
    let canRun = program.map { !$0.isEmpty } ?? false
    do throws(TranscriptCommand.NotAllowed) {
      return try TranscriptCommand(step.text, program: canRun ? program?.name : nil)
    } catch {
      report.isComplete = false
      report.findings.append(
        .error(error.message, at: chapter.location(of: transcript.block, line: step.line)))
      return nil
    }
  }

  private mutating func run(_ runs: [Run], readsChapters: Bool) {
    let session = Session(
      cache: verifier.cache, data: verifier.dataName(readsChapters), limits: verifier.options.limits
    )
    let outcomes: [Session.Outcome]
    do throws(CannotRun) {
      let (name, onActivity) = (chapter.name, onActivity)
      outcomes = try session.run(runs.map(\.command)) { index in
        onActivity(.running(name, runs[index].step.text))
      }
    } catch {
      report.isComplete = false
      report.findings.append(.error(error.message, at: SourceLocation(file: chapter.path)))
      return
    }
    report.commandCount += outcomes.count
    var update = TranscriptUpdate(chapter)
    var isRefused = false
    var departures: [Diagnostic] = []
    var files: [String: String] = [:]
    for (run, outcome) in zip(runs, outcomes) {
      if let duration = outcome.duration {
        report.runCount += 1
        runTime += duration
      }
      collectFiles(outcome, run, &files)
      let output = Elision.lines(ofOutput: outcome.output)
      if let finding = fault(outcome, output, run) {
        report.isComplete = false
        isRefused = true
        report.findings.append(finding)
        continue
      }
      guard let departure = departure(output, run) else { continue }
      departures.append(departure)
      guard verifier.options.updates, index == programIndex else { continue }
      if output.isEmpty {
        isRefused = true
        continue
      }
      do throws(TranscriptUpdate.Refusal) {
        try update.rewrite(run.step, of: run.transcript, output: output)
      } catch {
        isRefused = true
        report.findings.append(.error(error.message, at: error.location))
      }
    }
    if !verifier.options.updates || index != programIndex {
      report.findings += departures
      return
    }
    settle(update, departures, isRefused)
  }

  /// The new text of the chapter, or why there is none.
  private mutating func settle(
    _ update: TranscriptUpdate, _ departures: [Diagnostic], _ isRefused: Bool
  ) {
    if !isRefused {
      do throws(TranscriptUpdate.Refusal) {
        if !update.isEmpty { report.newText = try update.text() }
        return
      } catch {
        report.findings.append(.error(error.message, at: error.location))
      }
    }
    report.isUpdateRefused = true
    report.findings += departures
  }

  /// What kept a command from ending as the block says.
  private func fault(
    _ outcome: Session.Outcome, _ output: [ArraySlice<UInt8>], _ run: Run
  ) -> Diagnostic? {
    let wanted = Int32(run.step.status)
    var message: String
    switch outcome.ending {
    case .status(wanted), .signal(wanted - 128): return nil
    case .status(let status):
      let isLast = run.step.line == run.transcript.steps.last?.line
      message =
        isLast
        ? "the command ended with status \(status), not \(wanted); if that is meant, mark the "
          + "block `console status=\(status)`"
        : "the command ended with status \(status), not 0; only a block's last command may, in a "
          + "block marked `console status=\(status)`"
    case .signal:
      message =
        "the program \(outcome.ending.words(verifier.options.limits)); a program of the book ends "
        + "by itself"
    case .outOfTime:
      message =
        "the program \(outcome.ending.words(verifier.options.limits)); `--timeout SECONDS` gives "
        + "commands longer"
    case .tooMuchOutput:
      message =
        "the program \(outcome.ending.words(verifier.options.limits)); let it print less, or mark "
        + "the transcript `console sketch`"
    }
    var shown = output.prefix(20).map { "+" + $0.prefix(200).visibleText }
    if output.count > 20 { shown.append("… and \(output.count - 20) lines more") }
    if programIndex != index { message += onLaterProgram }
    return .error(
      message, at: chapter.location(of: run.transcript.block, line: run.step.line), detail: shown)
  }

  /// Where what was printed is not what the transcript says.
  private func departure(_ output: [ArraySlice<UInt8>], _ run: Run) -> Diagnostic? {
    let expected = Elision.lines(ofTranscript: run.transcript.expectedLines(run.step))
    guard let departure = Elision.departure(of: output, from: expected) else { return nil }
    var message: String
    let line: Int
    switch departure {
    case .line(let index):
      line = run.step.expected.lowerBound + index
      message =
        output.isEmpty
        ? "the command prints nothing" : "the command does not print this line here"
    case .end:
      line = run.step.line
      message = "the command prints more than is written here"
    }
    if programIndex != index {
      message += onLaterProgram
    } else if !output.isEmpty {
      message += "; `--update` writes what it prints"
    } else {
      message += "; mend the program, or take the lines out"
    }
    return .error(
      message, at: chapter.location(of: run.transcript.block, line: line),
      detail: TranscriptDifference(expected, output).diff())
  }

  private var onLaterProgram: String {
    let later = book.chapters[programIndex]
    return " on the program through \(later.name); mark the transcript `superseded=NN`, NN being "
      + "the chapter that changes it"
  }

  /// Notes the files that a command wrote and that the book shows.
  private mutating func collectFiles(
    _ outcome: Session.Outcome, _ run: Run, _ files: inout [String: String]
  ) {
    guard let contents = outcome.contents else { return }
    let location = chapter.location(of: run.transcript.block, line: run.step.line)
    for (name, content) in contents.files.sorted(by: { $0.key < $1.key })
    where files[name] != content {
      report.made.append(MadeFile(name: name, content: content, location: location))
    }
    files = contents.files
  }
}

extension ChildProcess.Ending {
  fileprivate func words(_ limits: Session.Limits) -> String {
    description(timeLimit: limits.time, outputLimit: limits.output)
  }
}

extension Duration {
  /// Seconds with one decimal, such as `3.1 s`.
  public var inWords: String {
    let tenths = (self / .milliseconds(100)).rounded()
    return "\(Int(tenths) / 10).\(Int(tenths) % 10) s"
  }
}
