import TestSupport
import Testing

@testable import Verifying

@Suite struct TranscriptDifferenceTests {
  private func lines(_ text: String) -> [ArraySlice<UInt8>] {
    text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map { ArraySlice(Array($0)) }
  }

  private func difference(_ expected: String, _ output: String) -> TranscriptDifference {
    TranscriptDifference(lines(expected), lines(output))
  }

  private func updated(_ expected: String, _ output: String) -> String {
    let old = lines(expected)
    return difference(expected, output).newLines().map { line in
      switch line {
      case .old(let index): String(decoding: old[index], as: UTF8.self)
      case .new(let text): String(decoding: text, as: UTF8.self)
      }
    }.joined(separator: "\n")
  }

  @Test("A diff shows the whole difference, and three lines around each change")
  func diff() {
    let diff = difference(
      "1\n2\n3\n4\n5\n6\n7\n8\n9\na\nb", "1\n2\n3\n4\nfive\n6\n7\n8\n9\na\nb\nc"
    )
    .diff()
    #expect(
      diff == [
        "@@", " 2", " 3", " 4", "-5", "+five", " 6", " 7", " 8", " 9", " a", " b", "+c",
      ])
  }

  @Test("Control characters are shown, not sent to the terminal")
  func controls() {
    #expect(difference("a\tb", "\u{1B}[2Jü\u{7F}").diff() == ["-a\tb", "+\\u{1B}[2Jü\\u{7F}"])
  }

  @Test(
    "An update keeps what is left out as far as it still holds",
    arguments: [
      ("a\n...\nz", "b\nq\nz", "b\n...\nz"),
      ("a\n...\nz", "a\nq\ny", "a\n...\ny"),
      ("a\nb", "a\nc\nb", "a\nc\nb"),
      ("a\nb\nc", "a\nc", "a\nc"),
      ("...\nloss 2", "x\ny\nloss 3", "...\nloss 3"),
      ("took … ms\nend", "took 5 ms\nfin", "took … ms\nfin"),
      ("step 10, took … ms", "step 11, took 3.2 ms", "step 11, took … ms"),
      ("took … ms", "Hello, world", "Hello, world"),
      ("…", "a", "…"),
    ])
  func update(expected: String, output: String, wanted: String) {
    #expect(updated(expected, output) == wanted)
  }

  @Test("An updated transcript holds of what was printed")
  func updateHolds() {
    var random = SplitMix(state: 7)
    let words = ["a", "b", "c", "...", "x…", "a…b", ""]
    for _ in 0..<2_000 {
      let expected = (0..<random.below(7)).map { _ in words[random.below(words.count)] }
      let output = (0..<random.below(7)).map { _ in ["a", "b", "c", "xyz", "a-b"][random.below(5)] }
      let new = updated(expected.joined(separator: "\n"), output.joined(separator: "\n"))
      let departure = Elision.departure(
        of: lines(output.joined(separator: "\n")), from: lines(new))
      let nothing = output.isEmpty && new.isEmpty
      #expect(departure == nil || nothing, "\(expected) \(output) \(new)")
    }
  }
}
