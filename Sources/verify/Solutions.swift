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
    let verifier = try reporting { try Verifier(ofSolution: checked, options: options()) }
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
  func verifySolutions(
    in indices: Range<Int>, of verifier: Verifier, _ tally: inout Tally, _ progress: ProgressLine
  ) {
    let solutions = indices.flatMap { index in
      verifier.book.chapters[index].solvedExercises.map { (index: index, exercise: $0) }
    }
    inOrder(
      0..<solutions.count, jobs: verifier.options.jobs, isWanted: verifier.isWanted
    ) { place in
      let (index, exercise) = solutions[place]
      var outcome = Outcome(exercise: exercise, file: verifier.book.chapters[index].path)
      do throws(Faults) {
        outcome.reports = [
          try verifier.verifySolution(to: exercise, in: index, onActivity: progress.show)
        ]
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
      if report.isKnown { continue }
      progress.print(
        ["\(outcome.file): exercise \(outcome.exercise), \(report.work)"], isStep: false)
    }
    tally.add(outcome.faults)
    show(outcome.faults, progress)
  }
}

extension Tag.Role {
  fileprivate var changesProgram: Bool { if case .chunk = self { true } else { false } }
}
