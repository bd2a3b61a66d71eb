import Foundation
import TestSupport
import Testing

@testable import microgpt

/// A row of a table in the book: options, and the loss that they end with for each seed.
private struct Row {
  let options: [String]
  let losses: [Double]
  let line: String

  /// The rows of the tables in `chapter` whose second column holds options, or nothing.
  static func all(in chapter: String) throws -> [Row] {
    let text = try String(contentsOfFile: "\(Repository.path)/chapters/\(chapter)", encoding: .utf8)
    return text.split(separator: "\n").compactMap { line in
      let cells = line.split(separator: "|", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      guard 7...8 ~= cells.count, cells[2].isEmpty || cells[2].hasPrefix("`--") else { return nil }
      let losses = cells[3...5].compactMap(Double.init)
      guard losses.count == 3 else { return nil }
      let options = cells[2].filter { $0 != "`" }.split(separator: " ").map(String.init)
      return Row(options: options, losses: losses, line: String(line))
    }
  }
}

@Suite("The tables of losses")
struct LectureTablesTests {
  @Test("Chapters 25 and 26 have tables whose rows can be run, and the first rows are the same")
  func rows() throws {
    let (parts, rates) = (try Row.all(in: "25-block.md"), try Row.all(in: "26-adamw.md"))
    #expect(parts.count == 13)
    #expect(rates.count == 11)
    #expect(parts.first?.losses == rates.first?.losses)
  }

  /// Takes some ten minutes on two quiet cores.
  @Test(
    "With MICROGPT_LONG set, each row's command ends with the losses that stand in it",
    .enabled(
      if: LectureFixture.shakespeare != nil
        && ProcessInfo.processInfo.environment["MICROGPT_LONG"] != nil))
  func losses() throws {
    let folder = try Folder()
    for row in try Row.all(in: "25-block.md") + Row.all(in: "26-adamw.md") {
      for (seed, loss) in zip(["1337", "1", "2"], row.losses) {
        let outcome = try Program.run(
          [
            "lecture", "--input", try #require(LectureFixture.shakespeare), "--steps", "2000",
            "--every", "2000", "--samples", "0", "--seed", seed,
          ] + row.options, in: folder)
        let last = outcome.lines.last { $0.hasPrefix("step 1999:") }
        let word = last?.split(separator: " ").last.map(String.init)
        let found = try #require(word.flatMap(Double.init), "\(outcome.messages)")
        // The text rounds to three digits; other processors add up in another order.
        #expect(abs(found - loss) < 0.01, "seed \(seed): \(row.line)")
      }
    }
  }
}
