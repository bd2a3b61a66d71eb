import ArgumentParser
import Commands
import Literate
import Verifying

/// The end of a run.
extension Verify {
  /// The sums, and what was not checked.
  func conclude(
    _ tally: Tally, _ verifier: Verifier, _ chapterCount: Int, _ duration: Duration
  ) throws {
    let chapters = counted(chapterCount, "chapter")
    if tally.errorCount > 0 {
      complain("\(counted(tally.errorCount, "error")) in \(chapters)")
      throw ExitCode(1)
    }
    let unchecked = verifier.uncheckedFiles()
    if !unchecked.isEmpty {
      say(
        "not checked, since no program compiles or runs them: \(unchecked.joined(separator: ", "))")
    }
    for (name, count) in tally.skipped.sorted(by: { $0.key < $1.key }) {
      say(
        "left out: \(counted(count, "transcript")) that need\(count == 1 ? "s" : "") `\(name)`; "
          + "`--data \(name)=FILE` gives it")
    }
    guard tally.hasChecked else {
      complain(
        "nothing to check in \(chapters): no program was compiled, no command run, no fact "
          + "compared; name the book's programs under `program:` or `programs:` in book.yml")
      throw ExitCode(2)
    }
    say("\(chapters) verified in \(duration.inWords): \(tally.sums)")
  }
}
