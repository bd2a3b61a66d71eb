import Testing

@testable import Compiling
@testable import Verifying

/// What is built and run again.
@Suite struct BuilderTests {
  private func book() throws -> TestBook {
    let book = try TestBook(
      main: "print(\"one\")\n<<more>>",
      "```swift define=\"more\"\nprint(\"two\")\n```\n\n```console\n$ swift run demo\none\ntwo\n```"
    )
    try book.write(
      "02-b.md", "# B\n\nNothing new.\n\n```console\n$ swift run demo again\n...\n```\n")
    try book.write("03-c.md", "# C\n\n```swift replace=\"more\"\nprint(\"three\")\n```\n")
    return book
  }

  @Test("Programs of the same text are built once, and never again")
  func once() throws {
    let book = try book()
    let first = try book.verify()
    #expect(first.messages == [])
    #expect(first.compiledCount == 2)
    #expect(first.runCount == 2)
    let second = try book.verify()
    #expect(second.messages == [])
    #expect(second.compiledCount == 0)
    #expect(second.runCount == 0)
  }

  @Test("Prose builds nothing; a changed chunk builds the programs that have it")
  func changes() throws {
    let book = try book()
    _ = try book.verify()
    try book.write("02-b.md", "More.\n\n" + book.read("02-b.md"))
    #expect(try book.verify().compiledCount == 0)
    try book.write("03-c.md", book.read("03-c.md").replacing("three", with: "3"))
    #expect(try book.verify().compiledCount == 1)
    try book.write("01-a.md", book.read("01-a.md").replacing("\"one\"", with: "\"1\""))
    let outcome = try book.verify()
    #expect(outcome.compiledCount == 2)
    #expect(outcome.messages.count == 1)
  }

  @Test("A changed command runs, and those behind it; those before it do not")
  func commands() throws {
    let main = """
      import Foundation
      let words = CommandLine.arguments
      if words.count > 2 {
        _ = FileManager.default.createFile(atPath: words[1], contents: Data(words[2].utf8))
      } else {
        print(String(decoding: FileManager.default.contents(atPath: words[1])!, as: UTF8.self))
      }
      """
    let book = try TestBook(
      main: main,
      """
      ```console
      $ swift run demo a first
      $ swift run demo b second
      $ swift run demo a
      first
      $ swift run demo b
      second
      ```
      """)
    #expect(try book.verify().runCount == 4)
    let text = try book.read("01-a.md")
    try book.write(
      "01-a.md", text.replacing("$ swift run demo b\nsecond", with: "$ swift run demo a\nfirst"))
    let outcome = try book.verify()
    #expect(outcome.messages == [])
    #expect(outcome.runCount == 1)
    try book.write("01-a.md", text.replacing("second", with: "2"))
    #expect(try book.verify().runCount == 3)
  }

  @Test("Data beside the chapters runs the transcripts again")
  func data() throws {
    let book = try book()
    _ = try book.verify()
    try book.write("data/names.txt", "emma\n")
    let outcome = try book.verify()
    #expect(outcome.compiledCount == 0)
    #expect(outcome.runCount == 2)
    #expect(try book.verify().runCount == 0)
  }

  @Test("A program that did not compile is not tried again, and its errors stay in their lines")
  func failures() throws {
    let book = try TestBook(main: "let a: Int = \"\"")
    #expect(try book.verify().compiledCount == 1)
    try book.write("01-a.md", book.read("01-a.md").replacing("# A", with: "# A\n\nMore."))
    let outcome = try book.verify()
    #expect(outcome.compiledCount == 0)
    #expect(outcome.messages.first?.hasPrefix("01-a.md:6:14: error: cannot convert") == true)
  }

  @Test("What was not used for long is removed")
  func prune() throws {
    let book = try book()
    _ = try book.verify()
    let cache = try Cache(package: book.root, book: book.path)
    cache.prune()
    #expect(try book.verify().compiledCount == 0)
    cache.prune(now: .max / 2)
    let outcome = try book.verify()
    #expect(outcome.compiledCount == 2)
    #expect(outcome.runCount == 2)
  }
}
