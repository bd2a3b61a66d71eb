import Literate
import Testing

@testable import Verifying

@Suite struct TranscriptOptionsTests {
  @Test("A command reads what its block gives it, from an option or from the block above")
  func input() throws {
    let main = "while let line = readLine() { print(\"<\" + line + \">\") }\nprint(\"end\")"
    let book = try TestBook(
      main: main,
      """
      ```console stdin="3 4 +\\n\\tx\\n"
      $ swift run demo
      <3 4 +>
      <	x>
      end
      ```

      ```stdin
      one
      two
      ```

      ```console
      $ swift run demo
      <one>
      <two>
      end
      ```

      ```console
      $ swift run demo
      end
      ```
      """)
    #expect(try book.verify().messages == [])
    try book.write("01-a.md", book.read("01-a.md").replacing("one", with: "1"))
    let outcome = try book.verify()
    #expect(outcome.runCount == 2)
    #expect(outcome.messages == [])
  }

  @Test("The last command may end by a signal if the block says so")
  func signals() throws {
    let main =
      "import Foundation\nprint(1)\nfflush(nil)\nkill(getpid(), SIGTERM)"
    let good = try TestBook(main: main, "```console signal=TERM\n$ swift run demo\n1\n```")
    #expect(try good.verify().messages == [])
    let bad = try TestBook(main: main, "```console\n$ swift run demo\n1\n```")
    #expect(
      try bad.verify().messages == [
        "01-a.md:11:1: error: the program was ended by SIGTERM; a program of the book ends by "
          + "itself, or its block is marked `console signal=TERM`"
      ])
    let other = try TestBook(main: "print(1)", "```console signal=TERM\n$ swift run demo\n1\n```")
    #expect(
      try other.verify().messages.first?.contains("ended with status 0, not by SIGTERM") == true)
  }

  @Test(
    "Numbers may differ by the tolerance, absolute or relative; the rest must be equal",
    arguments: [
      ("loss 2.1466", "loss 2.14665", true), ("loss 2.1466", "loss 2.1476", false),
      ("1000000", "1000100", true), ("1000000", "1000200", false), ("a 0.0", "a 0.00005", true),
      ("loss 2.1466", "Loss 2.1466", false), ("x2 1", "x3 1", false), ("-1", "1", false),
      ("1 … 2", "1 a b 3 2.0001", true), ("1e-3 s", "0.00105 s", true), ("1", "1 2", false),
      ("5 of 7", "5 of 8", false),
    ])
  func tolerance(expected: String, printed: String, isEqual: Bool) {
    let tolerance = Tolerance(1e-4)
    #expect(tolerance.matches(Array(expected.utf8)[...], Array(printed.utf8)[...]) == isEqual)
  }

  @Test("Letters that look alike and are not equal are shown by their numbers")
  func composed() throws {
    let book = try TestBook(
      main: "print(\"caf\\u{E9} \\u{A0}x\")",
      "```console\n$ swift run demo\ncafe\u{301} \u{A0}x\n```")
    let finding = try #require(try book.verify().findings.first)
    #expect(finding.detail == ["-cafe\\u{0301} \\u{00A0}x", "+caf\\u{00E9} \\u{00A0}x"])
  }

  @Test("What --update refuses is not offered, and the refusal stands at the transcript")
  func refusal() throws {
    let book = try TestBook(
      main: "print(\"```\")",
      "```console\n$ swift run demo\n```\n\n```swift sketch\nlet more = 1\n```")
    #expect(
      try book.verify().messages == [
        "01-a.md:8:1: error: the command prints more than is written here"
      ])
    let messages = try book.verify(updating: true).messages
    #expect(messages.count == 2)
    #expect(
      messages.first?.hasPrefix("01-a.md:7:1: error: what is printed would not stand") == true)
  }
}
