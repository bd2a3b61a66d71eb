import Literate
import Testing

@testable import Verifying

/// Books of other kinds than ours.
@Suite struct VerifierTests {
  @Test("A book without book.yml has no program: it is read, and its transcripts cannot run")
  func noSettings() throws {
    let book = try TestBook(
      ["01-a.md": "# A\n\n```swift file=demo/main.swift\nnot compiled\n```\n"], settings: nil)
    let outcome = try book.verify()
    #expect(outcome.messages == [])
    #expect(outcome.compiledCount == 0)
    try book.write("02-b.md", "# B\n\n```console\n$ swift run demo\n```\n")
    #expect(
      try book.verify().messages == [
        "02-b.md:4:1: error: there is no program to run: only what book.yml names under "
          + "`program:` or `programs:` is run; name it there, or mark the transcript "
          + "`console sketch`"
      ])
  }

  @Test("A program in another language is tangled and not compiled")
  func otherLanguage() throws {
    let book = try TestBook([
      "01-a.md": """
      # A

      A `Misspelt` name is none of verify's here.

      ```python file=demo/main.py
      print("hello"
      ```

      ```console sketch
      $ python3 main.py
      hello
      ```
      """
    ])
    let outcome = try book.verify()
    #expect(outcome.messages == [])
    #expect(outcome.compiledCount == 0)
  }

  @Test("A program of several files, one of them in a folder, with another tool beside it")
  func severalFiles() throws {
    let book = try TestBook(
      main: "print(greeting(for: \"Ada\"))",
      """
      ```swift file=demo/Words/Greeting.swift
      func greeting(for name: String) -> String { "Hello, \\(name)!" }
      ```

      ```python file=tool/main.py
      print("no Swift")
      ```

      ```console
      $ swift run demo
      Hello, Ada!
      ```
      """)
    let outcome = try book.verify()
    #expect(outcome.messages == [])
    #expect(outcome.compiledCount == 1)
  }

  @Test("A program of one file that says where it begins")
  func mainAttribute() throws {
    let book = try TestBook([
      "01-a.md": """
      # A

      ```swift file=demo/Demo.swift
      @main struct Demo {
        static func main() { print("begun") }
      }
      ```

      ```console
      $ swift run demo
      begun
      ```
      """
    ])
    #expect(try book.verify().messages == [])
  }

  @Test("A program that begins in a later chapter, its name with a hyphen")
  func laterProgram() throws {
    let book = try TestBook(
      [
        "01-a.md": "# A\n\nOnly words.\n",
        "02-b.md": """
        # B

        ```swift file=my-demo/main.swift
        print(1)
        ```

        ```console
        $ swift run my-demo
        1
        ```
        """,
      ], settings: "program: my-demo")
    let outcome = try book.verify(allTranscripts: true)
    #expect(outcome.messages == [])
    #expect(outcome.compiledCount == 1)
  }

  @Test("A program that nothing tangles is an error in book.yml")
  func misspeltProgram() throws {
    let book = try TestBook(
      ["01-a.md": "# A\n\n```swift file=demo/main.swift\nprint(1)\n```\n"],
      settings: "title: A\nprogram: dmeo")
    let verifier = try Verifier(CheckedBook(Book(folder: book.path)), options: Verifier.Options())
    #expect(
      verifier.settingsFindings().map(\.description) == [
        "\(book.path)/book.yml:2:1: error: no chapter tangles a file below `dmeo/`, the book's "
          + "`program`; did you mean `demo`?"
      ])
  }

  @Test("The program finds what lies beside the book from its executable")
  func executablePlace() throws {
    let book = try TestBook(
      main: """
        import Foundation
        var folder = Bundle.main.bundleURL
        while folder.path != "/" {
          let data = folder.appendingPathComponent("chapters/data/words.txt")
          if let text = try? String(contentsOf: data, encoding: .utf8) { print(text) }
          folder.deleteLastPathComponent()
        }
        """, "```console\n$ swift run demo\nfound\n```")
    try book.write("data/words.txt", "found")
    #expect(try book.verify().messages == [])
  }

  @Test("Reports come in the book's order, however many chapters are verified side by side")
  func order() throws {
    var chapters: [String: String] = [:]
    for number in 10..<40 {
      chapters["\(number)-a.md"] = "# A\n\nSee chapter \(number).\n"
    }
    let book = try TestBook(chapters, settings: nil)
    for jobs in [1, 2, 8] {
      let outcome = try book.verify(jobs: jobs)
      #expect(outcome.reports.map { String($0.chapter.suffix(7)) } == chapters.keys.sorted())
      #expect(outcome.findings.count == 30)
    }
  }

  @Test("Some chapters come before the others")
  func first() throws {
    let book = try TestBook(
      ["01-a.md": "# A\n", "02-b.md": "# B\n", "03-c.md": "# C\n"], settings: nil)
    var options = Verifier.Options()
    options.jobs = 1
    let verifier = try Verifier(CheckedBook(Book(folder: book.path)), options: options)
    var names: [String] = []
    verifier.verify(0..<3, first: [2], onActivity: { _ in }) { report in
      names.append(String(report.chapter.suffix(7)))
    }
    #expect(names == ["03-c.md", "01-a.md", "02-b.md"])
  }

  @Test("Once nobody wants what is found, what runs ends, and nothing is begun, told or known")
  func unwanted() throws {
    let book = try TestBook(
      [
        "01-a.md": "# A\n\n```sh file=say.sh\nsleep 6000\n```\n\n```console\n$ say\n```\n",
        "02-b.md": "# B\n\n```console\n$ say\n```\n",
      ],
      settings: "programs: [{name: say, run: [sh, say.sh]}]")
    let memory = Verifier.Memory()
    let isWanted = Guarded(true)
    var options = Verifier.Options()
    options.timeLimit = .seconds(3_000)
    let verifier = try Verifier(
      CheckedBook(Book(folder: book.path)), options: options, memory: memory
    ) { isWanted.withLock { $0 } }
    verifier.verify(0..<2) { activity in
      guard case .running(let chapter, _) = activity else { return }
      #expect(chapter == "01-a.md")
      isWanted.withLock { $0 = false }
    } onReport: { report in
      Issue.record("told: \(report)")
    }
    for chapter in 0..<2 {
      #expect(memory.report(on: .chapter(chapter), in: verifier.book) == nil)
    }
  }
}
