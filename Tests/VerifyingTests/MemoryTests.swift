import Foundation
import Literate
import TestSupport
import Testing

@testable import Verifying

/// Verifying again and again, each time with what is known from before: it must tell what it would
/// tell if nothing were known.
@Suite struct MemoryTests {
  private let memory = Verifier.Memory()

  private static let main = """
    import Foundation
    print("loss 1")
    print((try? String(contentsOfFile: "data/x.txt", encoding: .utf8)) ?? "none")
    """

  private func book() throws -> TestBook {
    let book = try TestBook(
      [
        "01-a.md": """
        # A

        ## Part one

        ```swift file=demo/main.swift
        \(Self.main)
        ```

        It prints this; [chapter 2](02-b.md#part-two) goes on.

        ```console name=run
        $ swift run demo
        loss 1
        none
        ```

        """,
        "02-b.md": """
        # B

        ## Part two

        The loss is 1<!-- = 1/run: loss -->. Go [back](01-a.md#part-one).

        """,
        "03-c.md": "# C\n\nThis [link](02-b.md#part-three) leads nowhere.\n",
      ], settings: "program: demo\nfiles: [\"data/*\"]")
    try book.write("data/y.txt", "y")
    return book
  }

  /// Verifies the book with what is known and without, and holds the two against one another.
  ///
  /// - Returns: What was told, and the chapters for which it was found out.
  private func verify(
    _ book: TestBook, allTranscripts: Bool = false
  ) throws -> (messages: [String], verified: [String]) {
    let known = try book.verify(allTranscripts: allTranscripts, memory: memory)
    let fresh = try book.verify(allTranscripts: allTranscripts)
    #expect(known.messages == fresh.messages)
    #expect(known.counts == fresh.counts)
    return (known.messages, known.verified)
  }

  /// Changes a file, verifies, and puts it back.
  private func verify(
    _ book: TestBook, with name: String, _ change: (String) -> String
  ) throws -> (messages: [String], verified: [String]) {
    let text = try book.read(name)
    try book.write(name, change(text))
    let outcome = try verify(book)
    try book.write(name, text)
    return outcome
  }

  private static let lasting =
    "03-c.md:3:1: error: there is no anchor `#part-three` in 02-b.md; link to a heading"

  @Test("Of a chapter whose prose is edited all is found out, of the others all is known")
  func prose() throws {
    let book = try book()
    #expect(try verify(book).messages == [Self.lasting])
    // What was compiled and run was found out; the next time it is known.
    #expect(try verify(book).verified == ["01-a.md"])
    #expect(try verify(book).verified == [])
    let edited = try verify(book, with: "02-b.md") { $0 + "More, [there](nowhere.md).\n" }
    #expect(edited.verified == ["02-b.md"])
    #expect(edited.messages.count == 2)
    #expect(edited.messages.contains(Self.lasting))
    #expect(try verify(book).verified == ["02-b.md"])
    let moved = try verify(book, with: "01-a.md") {
      $0.replacing("## Part one", with: "Text.\n\n## Part one")
    }
    #expect(moved.verified == ["01-a.md"])
    #expect(try verify(book).verified == ["01-a.md"])
    #expect(try verify(book, allTranscripts: true).messages == [Self.lasting])
    #expect(try verify(book, allTranscripts: true).verified == [])
  }

  @Test("A heading that goes breaks the links of other chapters at once, and mends them again")
  func headings() throws {
    let book = try book()
    _ = try verify(book)
    _ = try verify(book)
    let renamed = try verify(book, with: "01-a.md") { $0.replacing("Part one", with: "Part 1") }
    #expect(renamed.verified == ["01-a.md", "02-b.md", "03-c.md"])
    #expect(renamed.messages.count == 2)
    #expect(renamed.messages.first?.contains("there is no anchor `#part-one`") == true)
    #expect(try verify(book).messages == [Self.lasting])
    let healed = try verify(book, with: "02-b.md") { $0 + "\n<a id=\"part-three\"></a>\n" }
    #expect(healed.messages == [])
    #expect(try verify(book).messages == [Self.lasting])
  }

  @Test("What other chapters compare with is compared again: numbers, names, citations, chapters")
  func elsewhere() throws {
    let book = try book()
    _ = try verify(book)
    _ = try verify(book)
    let transcript = try verify(book, with: "01-a.md") {
      $0.replacing("\nloss 1\nnone", with: "\nloss 2\nnone")
    }
    #expect(transcript.messages.contains { $0.hasPrefix("02-b.md:5:13: error: this says 1") })
    try book.write("03-c.md", "# C\n\n`lossOf` is in [@adam]; see [chapter 4](04-d.md).\n")
    #expect(try verify(book).messages.count == 3)
    let settings = try verify(book, with: "book.yml") {
      $0 + "foreign: [lossOf]\nreferences: [{key: adam, text: Adam}]\n"
    }
    #expect(settings.messages.count == 1)
    try book.write("04-d.md", "# D\n")
    #expect(try verify(book).messages.count == 2)
    let terms = try verify(book, with: "book.yml") { $0 + "terms: [loss]\n" }
    #expect(terms.messages.count == 2)
    #expect(terms.verified.count == 4)
    try FileManager.default.removeItem(atPath: book.path + "/04-d.md")
    #expect(try verify(book).messages.count == 3)
  }

  @Test("Commands run again when a file changes that they may read, in the book or above it")
  func files() throws {
    let book = try book()
    _ = try verify(book)
    _ = try verify(book)
    try book.write("data/x.txt", "some")
    #expect(try verify(book).messages.count == 2)
    try FileManager.default.removeItem(atPath: book.path + "/data/x.txt")
    #expect(try verify(book).messages == [Self.lasting])
    try book.write("../data/x.txt", "above")
    let above = try verify(book)
    #expect(above.verified.contains("01-a.md"))
    #expect(above.messages == [Self.lasting])
    // Who deletes what is kept wants all to be run again.
    _ = try verify(book)
    #expect(try verify(book).verified == [])
    try FileManager.default.removeItem(atPath: book.root + "/.build")
    #expect(try book.verify(memory: memory).runCount == 1)
    try book.write("../Package.swift", Self.manifest)
    _ = try verify(book)
    let (_, verified) = try verify(book)
    #expect(verified.contains("01-a.md"))
  }

  private static let manifest = """
    // swift-tools-version: 6.1
    import PackageDescription
    let package = Package(name: "demo", targets: [.executableTarget(name: "demo")])
    """

  @Test("A program that reads the chapters is run again when any of them changes")
  func texts() throws {
    let book = try TestBook(
      main: """
        import Foundation
        let path = ProcessInfo.processInfo.environment["BOOK"]! + "/02-b.md"
        print(try String(contentsOfFile: path, encoding: .utf8).count)
        """, "```console\n$ swift run demo\n4\n```")
    try book.write("book.yml", "program: demo\nenvironment: {BOOK: \(book.path)}\n")
    try book.write("02-b.md", "# B\n")
    for _ in 0..<2 {
      let (messages, _) = try verify(book)
      #expect(messages == [])
    }
    let edited = try verify(book, with: "02-b.md") { $0 + "More.\n" }
    #expect(edited.messages.count == 1)
    let (messages, _) = try verify(book)
    #expect(messages == [])
  }

  @Test("A finding in another chapter stands where that now has the line")
  func places() throws {
    let book = try TestBook(main: "let one: Int = two")
    try book.write("02-b.md", "# B\n\n```swift append=\"demo/main.swift\"\nlet two = \"2\"\n```\n")
    let first = try verify(book).messages
    #expect(first == (try verify(book)).messages)
    #expect(first.contains { $0.hasPrefix("01-a.md:4:") })
    let text = try book.read("01-a.md")
    try book.write("01-a.md", text.replacing("# A\n", with: "# A\n\nMore.\n"))
    for _ in 0..<3 {
      #expect(try verify(book).messages.allSatisfy { $0.hasPrefix("01-a.md:6:") })
    }
  }

  @Test("A figure that a chapter comes to show, or that goes, is held against what makes it")
  func figures() throws {
    let book = try TestBook(
      main:
        "import Foundation\ntry \"<svg/>\".write(toFile: \"a.svg\", atomically: true, encoding: .utf8)",
      "```console\n$ swift run demo\n```")
    try book.write("02-b.md", "# B\n\nText.\n")
    _ = try verify(book)
    #expect(try verify(book).messages == [])
    let shown = try verify(book, with: "02-b.md") { $0 + "\n![A](figures/a.svg)\n" }
    #expect(shown.messages.count == 1)
    try book.write("figures/b.svg", "<svg/>")
    #expect(try verify(book).messages.count == 1)
    try book.write("figures/a.svg", "<svg></svg>")
    #expect(try verify(book).messages.count == 2)
    try FileManager.default.removeItem(atPath: book.path + "/figures")
    #expect(try verify(book).messages == [])
  }

  @Test("Solutions are known too, until the program or their blocks change")
  func solutions() throws {
    let book = try book()
    try book.write(
      "04-d.md",
      """
      # D

      ```swift append="demo/main.swift" solves=1.1
      print(2)
      ```

      ```console solves=1.1
      $ swift run demo
      loss 1
      none
      3
      ```

      """)
    func verify() throws -> ChapterReport {
      var reports: [ChapterReport] = []
      for memory in [memory, nil] {
        var options = Verifier.Options()
        options.timeLimit = .seconds(1_200)
        let verifier = try Verifier(
          CheckedBook(Book(folder: book.path)), options: options, memory: memory)
        reports.append(
          try verifier.verifySolution(to: Exercise("1.1")!, in: 3, onActivity: { _ in }))
      }
      #expect(reports[0].findings == reports[1].findings)
      #expect(reports[0].figureCount == reports[1].figureCount)
      return reports[0]
    }
    #expect(try verify().findings.map(\.location.line) == [11])
    _ = try verify()
    #expect(try verify().isKnown)
    let text = try book.read("04-d.md")
    try book.write("04-d.md", text.replacing("# D\n", with: "# D\n\nText.\n"))
    #expect(try verify().findings.map(\.location.line) == [13])
    try book.write("04-d.md", text.replacing("\n3\n", with: "\n2\n"))
    #expect(try verify().findings == [])
    _ = try verify()
    // Without a finding, prose is nothing to it.
    try book.write("04-d.md", try book.read("04-d.md").replacing("# D\n", with: "# D\n\nText.\n"))
    #expect(try verify().isKnown)
  }
}
