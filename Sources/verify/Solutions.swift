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
    let verifier = try reporting { try solutionVerifier(of: checked, options()) }
    verify(exercise, by: verifier, from: file, &tally, progress)
    progress.clear()
    try conclude(tally, verifier, 1, clock.now - start)
  }

  /// Those that chapters hold, in blocks marked `solves=`.
  func verifySolutions(
    in chapters: some Sequence<Chapter>, of verifier: Verifier, _ tally: inout Tally,
    _ progress: ProgressLine
  ) {
    for chapter in chapters {
      for exercise in chapter.solvedExercises {
        var findings: [Diagnostic] = []
        if let solved = verifier.book.solved(exercise, by: chapter) {
          do throws(Faults) {
            let verifier = try solutionVerifier(of: CheckedBook(solved), verifier.options)
            verify(exercise, by: verifier, from: chapter.path, &tally, progress)
          } catch {
            findings = error.diagnostics
          }
        } else {
          findings = [
            .error(
              "`solves=\(exercise)` names no exercise of an earlier chapter; write its chapter and "
                + "its number, such as 7.2", at: chapter.location(of: exercise))
          ]
        }
        tally.add(findings)
        show(findings, progress)
      }
    }
  }

  private func verify(
    _ exercise: Exercise, by verifier: Verifier, from file: String, _ tally: inout Tally,
    _ progress: ProgressLine
  ) {
    let last = verifier.book.chapters.count - 1
    verifier.verify(last..<(last + 1), onActivity: progress.show) { report in
      tally.add(report)
      show(report.findings, progress)
      progress.print(["\(file): exercise \(exercise), \(report.work)"], isStep: false)
    }
  }

  private func solutionVerifier(
    of checked: CheckedBook, _ options: Verifier.Options
  ) throws(Faults) -> Verifier {
    var options = options
    options.updates = false
    options.canUpdate = false
    options.checksProse = false
    do {
      return try Verifier(checked, options: options)
    } catch {
      throw Faults([error])
    }
  }
}

extension Tag.Role {
  fileprivate var changesProgram: Bool { if case .chunk = self { true } else { false } }
}
