import Compiling
import Foundation
import Literate

/// The transcripts that pages offer to run, on the program as pages have it, run outside a browser.
public struct LiveVerification: Sendable {
  private let verifier: Verifier
  private let program: LiveProgram
  private let executable: String
  /// What stands before the words of a command.
  private let words: [String]
  private let limits: Session.Limits
  /// The name of what runs the module.
  public let engine: String
  /// Whether no other engine would be much faster.
  public let isFast: Bool

  /// What came of a chapter.
  public struct Outcome: Sendable {
    /// The chapter's file.
    public let chapter: String
    public var commandCount = 0
    /// How long those took that were run now, and not known from before.
    public var time = Duration.zero
    /// Commands of transcripts that pages do not offer to run.
    public var otherCount = 0
    /// Commands that were not finished in time, or need the file of one that was not.
    public var unfinished: [String] = []
    public var findings: [Diagnostic] = []
  }

  /// Builds the program for what this machine runs it with.
  ///
  /// - Returns: Nothing for a book that is not live.
  /// - Throws: What the compiler says of the chapters, or `LiveProgram.Unavailable`.
  public init?(_ verifier: Verifier) throws {
    try self.init(verifier, LiveEngine())
  }

  init?(_ verifier: Verifier, _ engine: LiveEngine?) throws {
    guard verifier.book.settings.isLive else { return nil }
    guard let engine else {
      throw LiveProgram.Unavailable(
        reason: "there is no `node` on the PATH, and this Swift toolchain has no `wasmkit`")
    }
    guard let program = try LiveProgram(verifier.checked, for: engine.machine) else { return nil }
    (executable, words) = engine.invocation(
      of: program.module, program: program.name, in: verifier.cache)
    (self.verifier, self.program) = (verifier, program)
    var limits = verifier.options.limits
    limits.time = engine.timeLimit(for: limits.time)
    self.limits = limits
    self.engine = engine.kind.rawValue
    isFast = engine.kind == .node
  }

  /// Runs the transcripts of chapters, several chapters side by side.
  ///
  /// - Parameter onOutcome: Called for one chapter after the other.
  public func verify(_ indices: Range<Int>, onOutcome: (Outcome) -> Void) {
    inOrder(
      indices, jobs: verifier.options.jobs, isWanted: verifier.isWanted, { verify($0) },
      receive: onOutcome)
  }

  private func verify(_ index: Int) -> Outcome {
    let chapter = verifier.book.chapters[index]
    var outcome = Outcome(chapter: chapter.path)
    let steps = steps(of: index, &outcome)
    if steps.isEmpty { return outcome }
    let session = Session(
      cache: verifier.cache, data: "", texts: nil, limits: limits, files: program.files,
      environment: [:], confinement: nil, readable: [], isWanted: verifier.isWanted)
    let key = ContentHash(program.module).name + engine
    let commands = steps.map { step in
      Session.Command(
        way: .executable(executable), arguments: words + step.command.arguments,
        input: step.transcript.options.input, key: key)
    }
    do throws(CannotRun) {
      let results = try session.run(commands) { _ in }
      // Files that commands would have made that were not finished.
      var missing: Set<String> = []
      for (step, result) in zip(steps, results) {
        let files = Set(step.command.arguments.filter { $0.contains(".") && !$0.hasPrefix("-") })
          .subtracting(program.files.map(\.path))
        if result.ending == .outOfTime || !missing.isDisjoint(with: files) {
          missing.formUnion(files)
          outcome.unfinished.append(step.step.text)
          continue
        }
        outcome.commandCount += 1
        outcome.time += result.duration ?? .zero
        if let finding = finding(result, step, chapter) { outcome.findings.append(finding) }
      }
    } catch {
      outcome.findings.append(.error(error.message, at: SourceLocation(file: chapter.path)))
    }
    return outcome
  }

  /// The commands of a chapter that pages offer to run.
  private func steps(of index: Int, _ outcome: inout Outcome) -> [TranscriptRun.Step] {
    let book = verifier.book
    var steps: [TranscriptRun.Step] = []
    for block in book.chapters[index].blocks.indices {
      let id = BlockID(chapter: index, block: block)
      guard let transcript = Transcript(id, in: book) else { continue }
      let commands = transcript.steps.map { step in
        try? TranscriptCommand(step.text, programs: book.settings.programs)
      }
      let isOffered =
        transcript.isOfferedInPages
        && commands.allSatisfy {
          $0.map { book.settings.programs[$0.program].name == program.name } ?? false
        }
      guard isOffered else {
        outcome.otherCount += transcript.steps.count
        continue
      }
      for (step, command) in zip(transcript.steps, commands) {
        guard let command else { continue }
        steps.append(
          TranscriptRun.Step(transcript: transcript, step: step, point: .end, command: command))
      }
    }
    return steps
  }

  private func finding(
    _ result: Session.Outcome, _ step: TranscriptRun.Step, _ chapter: Chapter
  ) -> Diagnostic? {
    let comparison = TranscriptComparison(
      chapter: chapter, limits: limits, later: nil,
      places: BookPlaces(verifier.snapshot(at: .endOfChapter(verifier.book.chapters.count - 1))))
    let output = Elision.lines(ofOutput: result.output)
    guard
      var finding = comparison.fault(result, step)
        ?? comparison.departure(output, step, isUpdateRefused: true)
    else { return nil }
    finding.message =
      "in the page " + finding.message + "; mark a block `console still` that a page cannot run"
    return finding
  }
}

extension Transcript {
  /// Whether pages may run it: on the last program, as it is printed.
  fileprivate var isOfferedInPages: Bool {
    guard case .status = options.ending else { return false }
    return !options.isHere && !options.isStill && options.superseded == nil && options.data.isEmpty
  }
}
