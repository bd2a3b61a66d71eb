import Compiling
import Literate

/// A chapter's transcripts on the program through it, or through a later chapter: what is run, and
/// what came of it.
struct TranscriptRun {
  /// A command of a transcript that is run.
  struct Step {
    let transcript: Transcript
    let step: Transcript.Step
    let point: Point
    let command: TranscriptCommand
  }

  private let verifier: Verifier
  private let index: Int
  /// The place of the chapter whose program is run.
  private let programIndex: Int
  private let onActivity: @Sendable (Verifier.Activity) -> Void

  private(set) var steps: [Step] = []
  private(set) var outcomes: [Session.Outcome] = []
  private(set) var findings: [Diagnostic] = []
  /// How many transcripts need a file that was not given, by its name.
  private(set) var skipped: [String: Int] = [:]
  /// The words of their commands.
  private(set) var skippedWords: Set<String> = []
  /// Whether every command could be run.
  private(set) var isComplete = true
  /// Whether the same comes of it again without running anything, whatever the prose says.
  private(set) var isLasting = true

  init(
    _ verifier: Verifier, _ index: Int, onProgramOf programIndex: Int,
    onActivity: @escaping @Sendable (Verifier.Activity) -> Void
  ) {
    self.verifier = verifier
    self.index = index
    self.programIndex = programIndex
    self.onActivity = onActivity
  }

  private var chapter: Chapter { verifier.book.chapters[index] }

  /// How many of the commands were really run, and for how long; the others were known.
  var work: (count: Int, time: Duration) {
    outcomes.reduce((0, .zero)) { sum, outcome in
      outcome.duration.map { (sum.0 + 1, sum.1 + $0) } ?? sum
    }
  }

  /// Reads the transcripts that are wanted, without running anything.
  mutating func read(_ isWanted: (Tag.TranscriptOptions) -> Bool) {
    for block in chapter.blocks.indices {
      let id = BlockID(chapter: index, block: block)
      guard let transcript = Transcript(id, in: verifier.book), isWanted(transcript.options) else {
        continue
      }
      if index == programIndex, let misplaced = transcript.misplacedLines(in: chapter) {
        findings.append(misplaced)
      }
      let missing = transcript.options.data.first { verifier.options.data[$0] == nil }
      if let missing { skipped[missing, default: 0] += 1 }
      let point: Point = transcript.options.isHere ? .before(id) : .endOfChapter(programIndex)
      for step in transcript.steps {
        do throws(TranscriptCommand.NotAllowed) {
          let command = try TranscriptCommand(step.text, programs: verifier.programs.settings)
          if missing != nil {
            skippedWords.formUnion(command.arguments)
            continue
          }
          steps.append(Step(transcript: transcript, step: step, point: point, command: command))
        } catch {
          isComplete = false
          findings.append(
            .error(error.message, at: chapter.location(of: transcript.block, line: step.line)))
        }
      }
    }
  }

  /// Builds what the steps need and runs them; runs none if a program cannot be built.
  mutating func run(_ builds: inout ChapterBuilds) {
    var commands: [Session.Command] = []
    for step in steps {
      guard let command = command(step, &builds) else { continue }
      commands.append(command)
    }
    if commands.count < steps.count { isComplete = false }
    guard commands.count == steps.count, !commands.isEmpty else { return }
    let points = Set(steps.map(\.point))
    let readsChapters = points.contains { point in
      verifier.programs.sources(verifier.snapshot(at: point)).mentionChapters
    }
    let (files, _) = LaidFile.files(
      verifier.book.settings.files, in: verifier.book,
      verifier.snapshot(at: .endOfChapter(programIndex)).files)
    let given = Set(steps.flatMap(\.transcript.options.data)).sorted().compactMap { name in
      verifier.options.data[name].map { LaidFile(path: name, bytes: $0) }
    }
    let texts = readsChapters ? verifier.texts : nil
    let session = Session(
      cache: verifier.cache, data: verifier.dataName(readsChapters ? .names : .none), texts: texts,
      limits: verifier.options.limits,
      files: files.filter { file in !given.contains { $0.path == file.path } } + given,
      environment: verifier.book.settings.environment, confinement: verifier.confinement,
      readable: verifier.readable, isWanted: verifier.isWanted)
    let (name, onActivity, steps) = (chapter.name, onActivity, steps)
    do throws(CannotRun) {
      outcomes = try session.run(commands) { index in
        let step = steps[index]
        onActivity(.running(name, step.step.text))
        let program = verifier.programs.all[step.command.program].settings
        if case .commands(_, let words) = program.kind { onActivity(.firstUse(words)) }
      }
      isLasting =
        isLasting && outcomes.allSatisfy { $0.duration == nil && !$0.readsTexts }
        && !verifier.book.settings.files.contains(where: \.hasHiddenPart)
    } catch {
      (isComplete, isLasting) = (false, false)
      findings.append(.error(error.message, at: SourceLocation(file: chapter.path)))
    }
  }

  private mutating func command(_ step: Step, _ builds: inout ChapterBuilds) -> Session.Command? {
    let program = verifier.programs.all[step.command.program]
    let through = verifier.book.chapters[programIndex]
    let input = step.transcript.options.input
    let arguments = step.command.arguments
    let snapshot = verifier.snapshot(at: step.point)
    if step.command.action == .test, let package = program.builder as? PackageBuilder {
      let limit = verifier.options.limits.time
      isLasting = isLasting && package.isAlone(snapshot)
      return Session.Command(
        way: .other { () throws(CannotRun) in
          let (isBuilt, outcome) = try package.test(snapshot, arguments, timeLimit: limit)
          if isBuilt { return outcome }
          throw CannotRun(message: String(decoding: outcome.output + outcome.errors, as: UTF8.self))
        }, arguments: arguments, input: input,
        key: verifier.isRepeatable(package.sources(snapshot)).map {
          package.testKey(snapshot) + $0
        })
    }
    var configuration = Configuration.debug
    if case .run(let wanted) = step.command.action { configuration = wanted }
    guard
      let build = builds.build(
        step.command.program, at: step.point, configuration, through: through)
    else {
      findings.append(
        .error(
          "there is nothing to run: no chapter up to here tangles a file for "
            + "`\(program.settings.name)`; tangle one, or mark the transcript `console sketch`",
          at: chapter.location(of: step.transcript.block, line: step.step.line)))
      return nil
    }
    guard build.isBuilt else { return nil }
    if case .commands(_, let words) = program.settings.kind, let tree = build.tree {
      return Session.Command(
        way: .words(words, tree: tree), arguments: arguments, input: input, key: nil)
    }
    guard let executable = build.executables[program.settings.name] else {
      let names = build.executables.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
      findings.append(
        .error(
          "the package builds no `\(program.settings.name)`"
            + (names.isEmpty ? "; add an executable target" : "; its executables are \(names)"),
          at: chapter.location(of: step.transcript.block, line: step.step.line)))
      return nil
    }
    let sources = program.builder?.sources(snapshot) ?? []
    return Session.Command(
      way: .executable(executable), arguments: arguments, input: input,
      key: verifier.isRepeatable(sources).map { build.key + $0 })
  }
}

extension [TangledFile] {
  /// Whether a program of these files may read the chapters themselves.
  var mentionChapters: Bool {
    let mark = [UInt8](".md\"".utf8)
    return contains { file in file.text.firstRange(of: mark) != nil }
  }
}
