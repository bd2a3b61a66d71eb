import Literate
import Testing

@testable import Compiling
@testable import Verifying

/// Each fault is planted in a small book, and must be found on the right line.
@Suite struct PlantedFaultsTests {
  @Test("A chunk that does not compile")
  func doesNotCompile() throws {
    let book = try TestBook([
      "01-a.md": """
      # A

      ```swift file=demo/main.swift
      <<greet>>
      ```

      ```swift define="greet"
      print("Hello"
      ```
      """
    ])
    let outcome = try book.verify()
    #expect(outcome.messages.first?.hasPrefix("01-a.md:8:14: error: expected ')'") == true)
    #expect(outcome.findings.first?.detail == ["print(\"Hello\"", "             ^"])
    #expect(outcome.findings.first?.notes.first?.detail == ["print(\"Hello\"", "     ^"])
    #expect(outcome.findings.first?.notes.first?.location.line == 8)
  }

  @Test("A type error deep in an indented chunk inside a list inside a quote")
  func typeError() throws {
    let book = try TestBook([
      "01-a.md": """
      # A

      ```swift file=demo/main.swift
      struct Box {
        func open() -> Int {
          <<count>>
        }
      }
      print(Box().open())
      ```
      """,
      "02-b.md": """
      # B

      > 1. First:
      >
      >    ```swift define="sum up"
      >    let ünits = 1
      >    let sum: Int = ünits + "two"
      >    return sum
      >    ```

      The rest.
      """,
    ])
    let first = try book.read("01-a.md") + "\n\n```swift define=\"count\"\n  <<sum up>>\n```\n"
    try book.write("01-a.md", first.replacing("sum up", with: "one"))
    try book.write("01-a.md", first.replacing("  <<sum up>>", with: "if true {\n  return 1\n}"))
    let second = try book.read("02-b.md")
    try book.write(
      "02-b.md", second + "\n```swift replace=\"count\"\nif true {\n  <<sum up>>\n}\n```\n")
    let outcome = try book.verify()
    let error = try #require(outcome.findings.first { $0.severity == .error })
    #expect(error.location.file.hasSuffix("02-b.md"))
    #expect(error.location.line == 7)
    #expect(error.detail.first == ">    let sum: Int = ünits + \"two\"")
    #expect(error.location.column == 30)
    #expect(outcome.reports[0].findings.isEmpty, "\(outcome.messages)")
  }

  @Test("A warning is told and does not fail")
  func warning() throws {
    let book = try TestBook(main: "func f() {\n  let unused = 1\n}\nf()")
    let outcome = try book.verify()
    #expect(outcome.messages.count == 1)
    #expect(outcome.messages.first?.hasPrefix("01-a.md:5:7: warning: ") == true)
    #expect(!outcome.findings.hasErrors)
  }

  @Test("An error that several chapters' programs have is told once")
  func once() throws {
    let book = try TestBook(main: "let a: Int = \"\"")
    try book.write("02-b.md", "# B\n\n```swift file=demo/More.swift\nlet b = 1\n```\n")
    try book.write("03-c.md", "# C\n\n```swift file=demo/Most.swift\nlet c: Int = \"\"\n```\n")
    #expect(
      try book.verify().messages == [
        "01-a.md:4:14: error: cannot convert value of type 'String' to specified type 'Int'",
        "03-c.md:4:14: error: cannot convert value of type 'String' to specified type 'Int'",
      ])
  }

  @Test("A program that does not link")
  func doesNotLink() throws {
    let book = try TestBook(
      main: "@_silgen_name(\"nowhere\") func nowhere()\nnowhere()",
      "```console\n$ swift run demo\n```")
    let outcome = try book.verify()
    #expect(
      outcome.messages == [
        "01-a.md: error: the program through this chapter does not compile or link"
      ])
    #expect(outcome.findings.first?.detail.contains { $0.contains("nowhere") } == true)
  }

  @Test("A transcript that lies")
  func lies() throws {
    let book = try TestBook(
      main: "print(\"one\\ntwo\\nthree\")",
      "- Run it:\n\n  ```console\n  $ swift run demo\n  one\n  too\n  three\n  ```")
    let outcome = try book.verify()
    #expect(
      outcome.messages == [
        "01-a.md:12:3: error: the command does not print this line here; "
          + "`--update` writes what it prints"
      ])
    #expect(outcome.findings.first?.detail == [" one", "-too", "+two", " three"])
  }

  @Test("A transcript that ends too early")
  func tooEarly() throws {
    let book = try TestBook(
      main: "print(\"one\\ntwo\")", "```console\n$ swift run demo\none\n```")
    #expect(
      try book.verify().messages == [
        "01-a.md:8:1: error: the command prints more than is written here; "
          + "`--update` writes what it prints"
      ])
  }

  @Test("A program that prints nothing where something is written")
  func nothing() throws {
    let book = try TestBook(main: "let a = 1\n_ = a", "```console\n$ swift run demo\none\n```")
    #expect(
      try book.verify().messages == [
        "01-a.md:10:1: error: the command prints nothing; mend the program, or take the lines out"
      ])
  }

  @Test("Commands that are not allowed, each at its line; the others run")
  func notAllowed() throws {
    let book = try TestBook(
      main: "print(CommandLine.arguments.dropFirst().joined(separator: \",\"))",
      """
      ```console
      $ swift run demo a
      a
      $ rm -rf /
      $ swift run demo > out.txt
      $ swift run demo b
      c
      ```
      """)
    let messages = try book.verify().messages
    #expect(messages.count == 3)
    #expect(messages[0].hasPrefix("01-a.md:10:1: error: only `swift run demo …`"))
    #expect(messages[1].hasPrefix("01-a.md:11:1: error: a command is run without a shell"))
    #expect(messages[2].hasPrefix("01-a.md:13:1: error: the command does not print this line"))
  }

  @Test("Lines that no command prints, and a transcript without a command")
  func noCommand() throws {
    let book = try TestBook(
      main: "print(1)", "```console\nbefore\n$ swift run demo\n1\n```\n\n```console\n1\n```")
    let messages = try book.verify().messages
    #expect(messages.count == 2)
    #expect(messages[0].hasPrefix("01-a.md:8:1: error: no command prints this line"))
    #expect(messages[1].hasPrefix("01-a.md:13:1: error: this transcript has no command"))
  }

  @Test("A program that never ends", .timeLimit(.minutes(30)))
  func neverEnds() throws {
    let book = try TestBook(
      main: "print(\"begun\")\nwhile true {}", "```console\n$ swift run demo\nbegun\n```")
    #expect(
      try book.verify(timeLimit: .seconds(1)).messages == [
        "01-a.md:9:1: error: the program had not ended after 1 second and was stopped; "
          + "`--timeout SECONDS` gives commands longer"
      ])
  }

  @Test("A program that prints without end", .timeLimit(.minutes(30)))
  func printsWithoutEnd() throws {
    let book = try TestBook(
      main: "while true { print(\"again\") }", "```console\n$ swift run demo\nagain\n```")
    let outcome = try book.verify(outputLimit: 1 << 16)
    #expect(
      outcome.messages == [
        "01-a.md:8:1: error: the program printed more than 64 KiB and was stopped; "
          + "let it print less, or mark the transcript `console sketch`"
      ])
    let detail = try #require(outcome.findings.first?.detail)
    #expect(detail.count == 21)
    #expect(detail.first == "+again")
  }

  @Test("A program that crashes")
  func crashes() throws {
    let book = try TestBook(
      main: "let none: [Int] = []\nprint(none[CommandLine.arguments.count])",
      "```console\n$ swift run demo\n1\n```")
    let messages = try book.verify().messages
    #expect(messages.count == 1)
    #expect(
      messages[0].hasPrefix("01-a.md:9:1: error: the program was ended by SIG"), "\(messages)")
  }

  @Test("A status that the block does not name")
  func status() throws {
    let book = try TestBook(
      main: """
        import Foundation
        FileHandle.standardError.write(Data("bad\\n".utf8))
        print("good")
        exit(Int32(CommandLine.arguments[1]) ?? 0)
        """,
      """
      ```console status=3
      $ swift run demo 0
      good
      bad
      $ swift run demo 3
      good
      bad
      ```

      ```console
      $ swift run demo 1
      good
      bad
      $ swift run demo 2
      good
      bad
      ```
      """)
    let messages = try book.verify().messages
    #expect(
      messages == [
        "01-a.md:20:1: error: the command ended with status 1, not 0; only a block's last command "
          + "may, in a block marked `console status=1`",
        "01-a.md:23:1: error: the command ended with status 2, not 0; if that is meant, mark the "
          + "block `console status=2`",
      ])
  }

  @Test("A line that tangle added is named as such")
  func addedLine() throws {
    let book = try TestBook(["01-a.md": "# A\n\n```swift file=demo/main.swift\n\n```\n"])
    let program = Snapshot(Tangler(try CheckedBook(Book(folder: book.path))))
    let messages = CompilerMessages(
      "demo/main.swift:1:1: error: planted\n// Tangled\n^\n", about: program, isBuilt: false,
      through: program.web.book.chapters[0])
    #expect(
      messages.findings.map(\.description) == [
        "demo/main.swift:1:1: error: planted (tangle added this line itself)\n// Tangled\n^"
      ])
  }
}
