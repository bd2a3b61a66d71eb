import Testing

@testable import Verifying

@Suite struct GivenDataTests {
  private let main =
    "import Foundation\nlet path = CommandLine.arguments[1]\n"
    + "let text = try? String(contentsOfFile: path, encoding: .utf8)\n"
    + "print(text ?? \"no \\(path)\")\n"
    + "if let text { try? text.write(toFile: \"copy.txt\", atomically: true, encoding: .utf8) }"
  private let transcripts = """
    ```console
    $ swift run demo play.txt
    no play.txt
    ```

    """

  @Test("A transcript that needs a file is run where it is given, and held against what is written")
  func given() throws {
    let block = "```console data=play.txt\n$ swift run demo play.txt\nenter Hamlet\n```"
    let book = try TestBook(main: main, block)
    let outcome = try book.verify(data: ["play.txt": "enter Hamlet"])
    #expect(outcome.messages == [])
    #expect(outcome.runCount == 1)
    #expect(outcome.reports.allSatisfy { $0.skipped.isEmpty })
    let other = try book.verify(data: ["play.txt": "exit Hamlet"])
    #expect(other.runCount == 1)
    #expect(
      other.messages == [
        "01-a.md:13:1: error: the command does not print this line here; `--update` writes what "
          + "it prints"
      ])
  }

  @Test("Where the file is not given it is left out, and counted by the file that it needs")
  func missing() throws {
    let block = "```console data=play.txt\n$ swift run demo play.txt\nenter Hamlet\n```"
    let book = try TestBook(main: main, "\(transcripts)\(block)\n\n\(block)")
    let outcome = try book.verify(allTranscripts: true)
    #expect(outcome.messages == [])
    #expect(outcome.runCount == 1)
    #expect(outcome.reports.first?.skipped == ["play.txt": 2])
  }

  @Test("It may need several files, and runs where all are given")
  func several() throws {
    let book = try TestBook(
      main: main, "```console data=\"play.txt cast.txt\"\n$ swift run demo cast.txt\nHamlet\n```")
    #expect(try book.verify(data: ["play.txt": ""]).reports.first?.skipped == ["cast.txt": 1])
    let outcome = try book.verify(data: ["play.txt": "", "cast.txt": "Hamlet"])
    #expect(outcome.messages == [])
    #expect(outcome.runCount == 1)
  }

  @Test("What is wrong with it before it runs is said in either case")
  func wrong() throws {
    let book = try TestBook(
      main: main, "```console data=play.txt\n$ cat play.txt\nenter Hamlet\n```")
    #expect(try book.verify().messages.first?.hasPrefix("01-a.md:12:1: error: ") == true)
    let folder = try TestBook(
      main: main, "```console data=plays/play.txt\n$ swift run demo play.txt\n```")
    #expect(throws: (any Error).self) { try folder.verify() }
  }

  @Test("A figure that a left-out command names is not missed")
  func figures() throws {
    let block =
      "```console data=play.txt\n$ swift run demo play.txt copy.txt\nenter Hamlet\n```\n\n"
      + "![The copy](figures/copy.txt)"
    let book = try TestBook(main: main, block)
    try book.write("figures/copy.txt", "enter Hamlet")
    #expect(try book.verify().messages == [])
    #expect(try book.verify(data: ["play.txt": "enter Hamlet"]).messages == [])
    try book.write("figures/copy.txt", "enter Ophelia")
    #expect(try book.verify().messages == [])
    #expect(
      try book.verify(data: ["play.txt": "enter Hamlet"]).messages.first?.contains(
        "copy.txt` is not what this command makes") == true)
  }
}
