import ArgumentParser
import Commands
import Literate
import Verifying

extension Exercise: ExpressibleByArgument {
  public init?(argument: String) { self.init(argument) }
}

/// Solutions to exercises: each is held against the program of the exercise's chapter.
extension Verify {
  /// A reader's own, in a file.
  func verify(_ exercise: Exercise) throws {
    // The file may stand where the book's folder stands in other calls.
    let file = solution ?? book
    let folder = solution == nil ? "chapters" : book
    let clock = ContinuousClock()
    let start = clock.now
    let read = Book(folder: folder, through: exercise.chapter)
    guard read.numbers.isEmpty || read.numbers.contains(exercise.chapter) else {
      throw ValidationError("\(folder) has no chapter \(exercise.chapter).")
    }
    let bytes = try reporting { try Disk.read(file) }
    let solved = read.followed(by: bytes, from: file, title: "Exercise \(exercise)")
    let checked = try reporting { try CheckedBook(solved) }
    let changes = solved.chapters.last?.blocks.contains { $0.tag.role.changesProgram } ?? false
    guard changes else {
      complain(
        "\(file) changes nothing: no block of it has a verb, such as "
          + "```swift replace=\"NAME\"; `tangle --list` prints the names of the chunks")
      throw ExitCode(2)
    }
    let progress = ProgressLine(total: 1)
    var tally = Tally()
    let verifier = try reporting { try Self.solutionVerifier(of: checked, options()) }
    let reports = Self.reports(by: verifier, progress)
    report(Outcome(exercise: exercise, file: file, reports: reports), &tally, progress)
    progress.clear()
    try conclude(tally, verifier, 1, clock.now - start)
  }

  /// What verifying a solution that a chapter holds comes to.
  private struct Outcome: Sendable {
    let exercise: Exercise
    let file: String
    var reports: [ChapterReport] = []
    /// Why it was not verified.
    var faults: [Diagnostic] = []
  }

  /// Those that chapters hold, in blocks marked `solves=`.
  ///
  /// - Parameter isWanted: From the first no on none is begun.
  func verifySolutions(
    in chapters: some Sequence<Chapter>, of verifier: Verifier,
    isWanted: @escaping @Sendable () -> Bool, _ tally: inout Tally, _ progress: ProgressLine
  ) {
    let solutions = chapters.flatMap { chapter in
      chapter.solvedExercises.map { (chapter: chapter, exercise: $0) }
    }
    inOrder(0..<solutions.count, jobs: verifier.options.jobs, isWanted: isWanted) { index in
      let (chapter, exercise) = solutions[index]
      var outcome = Outcome(exercise: exercise, file: chapter.path)
      guard let solved = verifier.book.solved(exercise, by: chapter) else {
        outcome.faults = [
          .error(
            "`solves=\(exercise)` names no exercise of an earlier chapter; write its chapter and "
              + "its number, such as 7.2", at: chapter.location(of: exercise))
        ]
        return outcome
      }
      do throws(Faults) {
        outcome.reports = Self.reports(
          by: try Self.solutionVerifier(of: CheckedBook(solved), verifier.options, in: verifier),
          progress)
      } catch {
        outcome.faults = error.diagnostics
      }
      return outcome
    } receive: {
      report($0, &tally, progress)
    }
  }

  /// What comes of verifying a solution, the last chapter of its book.
  private static func reports(by verifier: Verifier, _ progress: ProgressLine) -> [ChapterReport] {
    let last = verifier.book.chapters.count - 1
    var reports: [ChapterReport] = []
    verifier.verify(last..<(last + 1), onActivity: progress.show) { reports.append($0) }
    return reports
  }

  private func report(_ outcome: Outcome, _ tally: inout Tally, _ progress: ProgressLine) {
    for report in outcome.reports {
      tally.add(report)
      show(report.findings, progress)
      progress.print(
        ["\(outcome.file): exercise \(outcome.exercise), \(report.work)"], isStep: false)
    }
    tally.add(outcome.faults)
    show(outcome.faults, progress)
  }

  private static func solutionVerifier(
    of checked: CheckedBook, _ options: Verifier.Options, in whole: Verifier? = nil
  ) throws(Faults) -> Verifier {
    var options = options
    options.updates = false
    options.canUpdate = false
    options.checksProse = false
    do {
      return try Verifier(checked, options: options, in: whole)
    } catch {
      throw Faults([error])
    }
  }
}

extension Tag.Role {
  fileprivate var changesProgram: Bool { if case .chunk = self { true } else { false } }
}
