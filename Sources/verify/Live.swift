import ArgumentParser
import Commands
import Literate
import Verifying

/// The program as pages have it.
extension Verify {
  func verifyLive(
    _ verifier: Verifier, _ indices: Range<Int>, _ tally: inout Tally, _ progress: ProgressLine
  ) throws {
    guard chapter == nil else {
      throw ValidationError("--live needs the whole book, whose last program it runs.")
    }
    let verification: LiveVerification?
    do {
      verification = try reporting { try LiveVerification(verifier) }
    } catch let problem as LiveProgram.Unavailable {
      let place = SourceLocation(file: verifier.book.path)
      show([.warning("\(problem.reason): nothing was run as pages run it", at: place)], progress)
      return
    }
    guard let verification else {
      progress.print(["nothing to run as pages run it: no `live: true` in book.yml"], isStep: false)
      return
    }
    var (count, unfinished, others) = (0, 0, 0)
    verification.verify(indices) { outcome in
      tally.add(outcome.findings)
      show(outcome.findings, progress)
      count += outcome.commandCount
      unfinished += outcome.unfinished.count
      others += outcome.otherCount
      var lines = outcome.unfinished.map { "\(outcome.chapter): not finished in time: \($0)" }
      if outcome.commandCount > 0 {
        lines.append(
          "\(outcome.chapter): \(counted(outcome.commandCount, "command")) run as pages run them"
            + (outcome.time > .zero ? ", \(outcome.time.inWords)" : ""))
      }
      progress.print(lines, isStep: false)
    }
    guard verifier.isWanted() else { return }
    var sums =
      "\(counted(count, "command")) run as pages run them, with \(verification.engine); "
      + "\(others) not offered in pages"
    if unfinished > 0 {
      sums += ", \(unfinished) not finished: `--timeout SECONDS` gives commands longer"
      if !verification.isFast { sums += ", and Node.js on the PATH is much faster" }
    }
    progress.print([sums], isStep: false)
  }
}
