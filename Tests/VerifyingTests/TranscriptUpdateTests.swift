import Literate
import TestSupport
import Testing

@testable import Verifying

@Suite struct TranscriptUpdateTests {
  @Test("Only the lines that differ change: margins, line ends and elisions stay")
  func roundTrip() throws {
    let book = try TestBook(
      main: "print(\"one\\n\\ntwo, took 5 ms\\nx\\ny\\nthree\")",
      "> - Run it:  \n>\n>   ```console\n>   $ swift run demo\n>   uno  \n>   …\n>   2, took … ms\n"
        + ">   ...\n>   tres\n>\n>   $ swift run demo\n>   one\n>   ...\n>   ```\n\nThe end.  ")
    let before = try book.read("01-a.md")
    let outcome = try book.verify(updating: true)
    #expect(outcome.messages == [])
    #expect(outcome.reports[0].updated.count == 1)
    let after = before.replacing(
      ">   uno  \n>   …\n>   2, took … ms\n>   ...\n>   tres\n>\n",
      with: ">   one\n>   …\n>   two, took … ms\n>   ...\n>   three\n>\n")
    #expect(try book.read("01-a.md") == after)
    #expect(try book.verify().messages == [])
    #expect(try book.verify(updating: true).reports[0].updated.isEmpty)
  }

  @Test("A command without lines gets those that it prints, in the chapter's line ends")
  func carriageReturns() throws {
    let chapter =
      "# A\r\n\r\n```swift file=demo/main.swift\r\nprint(\"one\\n\\ntwo\")\r\n```\r\n\r\n"
      + "1. Run it:\r\n\r\n   ~~~console\r\n   $ swift run demo\r\n   ~~~\r\n"
    let book = try TestBook(["01-a.md": chapter])
    #expect(try book.verify(updating: true).messages == [])
    #expect(
      try book.read("01-a.md")
        == chapter.replacing(
          "swift run demo\r\n", with: "swift run demo\r\n   one\r\n\r\n   two\r\n"))
    #expect(try book.verify().messages == [])
  }

  @Test("Several blocks and commands of a chapter, growing and shrinking")
  func several() throws {
    let main = "for word in CommandLine.arguments.dropFirst() { print(word) }"
    let book = try TestBook(
      main: main,
      """
      ```console
      $ swift run demo a b
      a
      $ swift run demo c
      c
      d
      ```
      Text.
      ```console
      $ swift run demo e
      f
      g
      $ swift run demo
      ```
      """)
    #expect(try book.verify(updating: true).messages == [])
    #expect(
      try book.read("01-a.md").hasSuffix(
        """
        ```console
        $ swift run demo a b
        a
        b
        $ swift run demo c
        c
        ```
        Text.
        ```console
        $ swift run demo e
        e
        $ swift run demo
        ```

        """))
  }

  @Test(
    "A chapter is left as it is where a command ends badly or prints what cannot stand there",
    arguments: [
      ("import Foundation\nprint(2)\nexit(1)", "ended with status 1, not 0"),
      ("let a = 1\n_ = a", "the command prints nothing"),
      ("print(\"$ swift run demo\")", "begins with `$ `"),
      ("print(\"```\")", "would close its fence"),
      ("print(\"\\0\")", "no UTF-8 text"),
      ("import Foundation\nFileHandle.standardOutput.write(Data([0xFF]))", "no UTF-8 text"),
    ])
  func refusals(main: String, reason: String) throws {
    let book = try TestBook(main: main, "```console\n$ swift run demo\n1\n```")
    let before = try book.read("01-a.md")
    let outcome = try book.verify(updating: true)
    #expect(outcome.messages.contains { $0.contains(reason) }, "\(outcome.messages)")
    #expect(outcome.findings.hasErrors)
    #expect(try book.read("01-a.md") == before)
  }

  @Test("Random outputs in random containers are written so that they verify")
  func random() throws {
    var random = SplitMix(state: 11)
    let margins = [("", ""), ("> ", "> "), ("- ", "  "), ("1. > ", "   > "), ("> * ", ">   ")]
    let words = ["a", "  b", "", "...", "…", "# c", "> d", "- e", "\tf", "<<g>>", "~~~", "&amp;"]
    for round in 0..<300 {
      let (first, rest) = margins[random.below(margins.count)]
      let old = (0..<random.below(4)).map { _ in words[random.below(words.count)] }
      let new = (0..<random.below(4)).map { _ in words[random.below(words.count)] }
      let lines = ["```console", "$ swift run demo"] + old + ["```"]
      let block = lines.enumerated().map { ($0 == 0 ? first : rest) + $1 }
      let text = "# A\n\n" + block.joined(separator: "\n") + "\n\nEnd\n"
      let chapter = Chapter(number: 1, name: "01-a.md", path: "01-a.md", source: SourceText(text))
      let book = Book(path: ".", settings: BookSettings(title: "A"), chapters: [chapter])
      let transcript = try #require(Transcript(BlockID(chapter: 0, block: 0), in: book))
      let output = Elision.lines(ofOutput: Array(new.joined(separator: "\n").utf8))
      var update = TranscriptUpdate(chapter)
      try update.rewrite(transcript.steps[0], of: transcript, output: output)
      let updated = Chapter(
        number: 1, name: "01-a.md", path: "01-a.md", source: SourceText(try update.text()))
      let again = try #require(
        Transcript(
          BlockID(chapter: 0, block: 0),
          in: Book(path: ".", settings: BookSettings(title: "A"), chapters: [updated])))
      let expected = Elision.lines(ofTranscript: again.expectedLines(again.steps[0]))
      #expect(
        Elision.departure(of: output, from: expected) == nil, "round \(round): \(text) \(new)")
      #expect(String(decoding: updated.source.bytes, as: UTF8.self).hasSuffix("\n\nEnd\n"))
    }
  }
}
