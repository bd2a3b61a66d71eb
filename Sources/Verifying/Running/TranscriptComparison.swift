import Compiling
import Literate

/// What a command printed, and how it ended, against what a transcript says.
struct TranscriptComparison {
  let chapter: Chapter
  let limits: Session.Limits
  /// The later chapter on whose program the transcript was run.
  let later: Chapter?
  /// Where the command's output may name lines of the program.
  let places: BookPlaces

  /// What kept a command from ending as the block says.
  func fault(_ outcome: Session.Outcome, _ step: TranscriptRun.Step) -> Diagnostic? {
    guard var message = wrongEnding(outcome.ending, step) else { return nil }
    let output = Elision.lines(ofOutput: outcome.output)
    var shown = output.prefix(20).map { "+" + $0.prefix(200).visibleText }
    if output.count > 20 { shown.append("… and \(output.count - 20) lines more") }
    message += onLaterProgram
    return .error(
      message, at: chapter.location(of: step.transcript.block, line: step.step.line),
      detail: shown, notes: notes(output))
  }

  private func wrongEnding(
    _ ending: ChildProcess.Ending, _ step: TranscriptRun.Step
  ) -> String? {
    let words = ending.description(
      timeLimit: limits.time, outputLimit: limits.output, memoryLimit: limits.memory)
    let isLast = step.step.line == step.transcript.steps.last?.line
    switch (ending, step.step.ending) {
    case (.status(let status), .status(let wanted)) where status == Int32(wanted): return nil
    case (.signal(let signal), .status(let wanted)) where signal + 128 == Int32(wanted): return nil
    case (.signal(let signal), .signal(let wanted)) where signal == wanted.number: return nil
    case (.status(let status), .signal(let wanted)):
      return "the command ended with status \(status), not by SIG\(wanted.name); if that is meant, "
        + "mark the block `console status=\(status)`"
    case (.status(let status), .status(let wanted)):
      return isLast
        ? "the command ended with status \(status), not \(wanted); if that is meant, mark the "
          + "block `console status=\(status)`"
        : "the command ended with status \(status), not 0; only a block's last command may, in a "
          + "block marked `console status=\(status)`"
    case (.signal(let signal), _):
      guard isLast, let name = signalWord(signal) else {
        return "the program \(words); a program of the book ends by itself"
      }
      return "the program \(words); a program of the book ends by itself, or its block is marked "
        + "`console signal=\(name)`"
    case (.outOfTime, _): return "the program \(words); `--timeout SECONDS` gives commands longer"
    case (.tooMuchMemory, _): return "the program \(words); `--memory MIB` gives commands more"
    case (.unwanted, _): return "the program \(words)"
    case (.tooMuchOutput, _):
      return "the program \(words); let it print less, or mark the transcript `console sketch`"
    }
  }

  /// The lines of the book that a traceback among the output names.
  private func notes(_ output: [ArraySlice<UInt8>]) -> [Diagnostic.Note] {
    var reader = ToolMessage.Reader(isFailure: true)
    var notes: [Diagnostic.Note] = []
    func note(_ message: ToolMessage?) {
      guard let message, notes.count < 5 else { return }
      let place = places.place(message)
      guard place.isInBook else { return }
      notes.append(Diagnostic.Note(message.text, at: place.location, detail: place.detail))
    }
    for line in output.prefix(2_000) {
      if case .message(let message) = reader.read(String(decoding: line, as: UTF8.self)) {
        note(message)
      }
    }
    note(reader.end())
    return notes
  }

  /// Where what was printed is not what the transcript says.
  ///
  /// - Parameter isUpdateRefused: Asked only where they differ.
  func departure(
    _ output: [ArraySlice<UInt8>], _ step: TranscriptRun.Step,
    isUpdateRefused: @autoclosure () -> Bool
  ) -> Diagnostic? {
    let expected = Elision.lines(ofTranscript: step.transcript.expectedLines(step.step))
    let tolerance = step.transcript.options.tolerance
    guard let departure = Elision.departure(of: output, from: expected, tolerance: tolerance)
    else { return nil }
    var message: String
    let line: Int
    switch departure {
    case .line(let index):
      line = step.step.expected.lowerBound + index
      message =
        output.isEmpty
        ? "the command prints nothing" : "the command does not print this line here"
    case .end:
      line = step.step.line
      message = "the command prints more than is written here"
    }
    if later != nil {
      message += onLaterProgram
    } else if output.isEmpty {
      message += "; mend the program, or take the lines out"
    } else if !isUpdateRefused() {
      message += "; `--update` writes what it prints"
    }
    return .error(
      message, at: chapter.location(of: step.transcript.block, line: line),
      detail: TranscriptDifference(expected, output, tolerance: tolerance).diff())
  }

  private var onLaterProgram: String {
    later.map {
      " on the program through \($0.name); mark the transcript `superseded=NN`, NN being the "
        + "chapter that changes it"
    } ?? ""
  }
}
