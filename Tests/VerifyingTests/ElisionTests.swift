import Testing

@testable import Verifying

@Suite struct ElisionTests {
  private func departure(_ expected: String, _ output: String) -> Elision.Departure? {
    let lines = expected.utf8.split(separator: 0x0A, omittingEmptySubsequences: false)
    return Elision.departure(
      of: Elision.lines(ofOutput: Array(output.utf8)),
      from: Elision.lines(ofTranscript: lines.map { ArraySlice(Array($0)) }))
  }

  @Test(
    "What is printed is what is written",
    arguments: [
      ("", ""), ("", "\n\n"), ("a", "a"), ("a", "a\n"), ("a", "a  \t\n\n \n"), ("a  ", "a"),
      ("a\nb", "a\nb\n"), ("a\nb", "a\rb\n"), ("a\n\nb", "a\n \nb"), ("a\nb\n\n", "a\nb"),
      ("step 1\nstep 2\n\nend", "step 1\rstep 2\r\nend\n"),
    ])
  func equal(expected: String, output: String) {
    #expect(departure(expected, output) == nil)
  }

  @Test(
    "Three points alone stand for any lines",
    arguments: [
      ("...", ""), ("...", "a\nb"), ("a\n...", "a"), ("a\n...", "a\nb\nc"), ("...\nc", "a\nb\nc"),
      ("a\n...\nc", "a\nc"), ("a\n...\nc", "a\nb\nc\nb\nc"), ("a\n...\nb\n...\nc", "a\nx\nb\ny\nc"),
      ("...\nb\nc", "b\nx\nb\nc"), ("...  ", "a"),
    ])
  func elidedLines(expected: String, output: String) {
    #expect(departure(expected, output) == nil)
  }

  @Test(
    "An ellipsis stands for any characters of a line",
    arguments: [
      ("…", ""), ("…", "a"), ("a…", "a"), ("a…", "abc"), ("…c", "abc"), ("a…c", "ac"),
      ("a…c", "abcbc"), ("a…b…c", "a-b-c"), ("took … ms", "took 3.5 ms"), ("……", "ü"),
      ("a…a", "aa"),
    ])
  func elidedCharacters(expected: String, output: String) {
    #expect(departure("\(expected)\nend", "\(output)\nend") == nil)
  }

  @Test(
    "The line reported is the first expected line that has no counterpart",
    arguments: [
      ("a", "b", 0), ("a\nb", "a", 1), ("a\nb", "a\nc\nb", 1), ("a\n...\nd", "a\nb\nc", 2),
      ("...\nb\nc", "a\nb\nd", 2), ("a…a", "a", 0), ("a…b", "ac", 0), ("a\n", "", 0),
      (" ...", "a", 0), ("a", " a", 0), ("\na", "a", 0), ("....", "a", 0),
      ("a\n...\nb\nz", "a\nb\nc", 3),
    ])
  func lineWithoutCounterpart(expected: String, output: String, line: Int) {
    #expect(departure(expected, output) == .line(line))
  }

  @Test(
    "Where more is printed than is written it is the end",
    arguments: [("", "a"), ("a", "a\nb"), ("...\na", "a\nb"), ("a…", "abc\nd")])
  func more(expected: String, output: String) {
    #expect(departure(expected, output) == .end)
  }
}
