import Compiling
import Foundation
import Literate

/// The transcripts that pages offer to run, on the program as pages have it, run by the toolchain's
/// `wasmkit`.
public struct LiveVerification: Sendable {
  private let verifier: Verifier
  private let program: LiveProgram
  private let runner: String
  /// Where the module lies.
  private let module: String

  /// What came of a chapter.
  public struct Outcome: Sendable {
    public var commandCount = 0
    /// Commands that wasmkit, which translates nothing, did not finish in time.
    public var unfinished: [String] = []
    public var findings: [Diagnostic] = []
  }

  /// Builds the program, without what wasmkit cannot do.
  ///
  /// - Returns: Nothing for a book that is not live.
  /// - Throws: What the compiler says of the chapters, or `LiveProgram.Unavailable`.
  public init?(_ verifier: Verifier) throws {
    guard verifier.book.settings.isLive,
      let program = try LiveProgram(verifier.checked, for: .plain)
    else { return nil }
    guard let runner = Toolchain.path(of: "wasmkit") else {
      throw LiveProgram.Unavailable(reason: "this Swift toolchain has no `wasmkit`")
    }
    let name = ContentHash(program.module).name + ".wasm"
    verifier.cache.write(.files, name, program.module)
    module = verifier.cache.path(.files, name)
    (self.verifier, self.program, self.runner) = (verifier, program, runner)
  }

  /// Runs a chapter's transcripts.
  ///
  /// - Parameter index: The chapter's place in the book.
  public func verify(_ index: Int) -> Outcome {
    let book = verifier.book
    let chapter = book.chapters[index]
    var outcome = Outcome()
    var steps: [TranscriptRun.Step] = []
    for block in chapter.blocks.indices {
      let id = BlockID(chapter: index, block: block)
      guard let transcript = Transcript(id, in: book), transcript.isOfferedInPages else { continue }
      for step in transcript.steps {
        guard let command = try? TranscriptCommand(step.text, programs: book.settings.programs),
          book.settings.programs[command.program].name == program.name
        else { continue }
        steps.append(
          TranscriptRun.Step(transcript: transcript, step: step, point: .end, command: command))
      }
    }
    if steps.isEmpty { return outcome }
    let session = Session(
      cache: verifier.cache, data: "", limits: verifier.options.limits, files: program.files,
      environment: [:], confinement: nil, readable: [])
    let key = ContentHash(program.module).name
    let commands = steps.map { step in
      Session.Command(
        way: .executable(runner),
        arguments: ["run", "--dir", ".", module] + step.command.arguments,
        input: step.transcript.options.input, key: key)
    }
    do throws(CannotRun) {
      let results = try session.run(commands) { _ in }
      for (step, result) in zip(steps, results) { compare(result, step, chapter, &outcome) }
    } catch {
      outcome.findings.append(.error(error.message, at: SourceLocation(file: chapter.path)))
    }
    return outcome
  }

  private func compare(
    _ result: Session.Outcome, _ step: TranscriptRun.Step, _ chapter: Chapter,
    _ outcome: inout Outcome
  ) {
    if result.ending == .outOfTime {
      outcome.unfinished.append(step.step.text)
      return
    }
    outcome.commandCount += 1
    let comparison = TranscriptComparison(
      chapter: chapter, limits: verifier.options.limits, later: nil,
      places: BookPlaces(verifier.snapshot(at: .endOfChapter(verifier.book.chapters.count - 1))))
    let output = Elision.lines(ofOutput: result.output)
    guard
      var finding = comparison.fault(result, step)
        ?? comparison.departure(output, step, isUpdateRefused: true)
    else { return }
    finding.message =
      "in the page " + finding.message + "; mark a block `console still` that a page cannot run"
    outcome.findings.append(finding)
  }
}

extension Transcript {
  /// Whether pages may run it: on the last program, as it is printed.
  var isOfferedInPages: Bool {
    !options.isHere && !options.isStill && options.superseded == nil && options.data.isEmpty
  }
}
