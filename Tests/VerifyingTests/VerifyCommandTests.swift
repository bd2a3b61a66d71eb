import Foundation
import Literate
import TestSupport
import Testing

@testable import Compiling
@testable import Verifying

/// The command as a user types it.
@Suite struct VerifyCommandTests {
  private struct Ended {
    let status: Int32
    let output: String
    let errors: String
  }

  private func verify(_ arguments: String..., in folder: String) throws -> Ended {
    let process = try ChildProcess(
      executable: Products.path(of: "verify"), arguments: arguments,
      environment: nil, folder: folder, timeLimit: .seconds(1_200), outputLimit: 1 << 20)
    let outcome = try process.run()
    guard case .status(let status) = outcome.ending else {
      return Ended(status: -1, output: "", errors: "\(outcome.ending)")
    }
    return Ended(
      status: status, output: String(decoding: outcome.output, as: UTF8.self),
      errors: String(decoding: outcome.errors, as: UTF8.self))
  }

  private func book() throws -> TestBook {
    let book = try TestBook(main: "print(1)", "```console\n$ swift run demo\n1\n```")
    try book.write("02-b.md", "# B\n\n```console\n$ swift run demo\n1\n```\n")
    return book
  }

  @Test("A book that holds ends with status 0, a line a chapter and a sum")
  func good() throws {
    let book = try book()
    let ended = try verify("--jobs", "1", in: book.root)
    #expect(ended.status == 0)
    #expect(ended.errors == "")
    let lines = ended.output.split(separator: "\n")
    #expect(lines.count == 3)
    #expect(lines.first?.hasPrefix("chapters/01-a.md: compiled in ") == true)
    #expect(lines.first?.contains(", 1 command in ") == true)
    #expect(lines.dropFirst().first == "chapters/02-b.md: 1 command as before")
    #expect(lines.last?.hasPrefix("2 chapters verified in ") == true)
    #expect(lines.last?.hasSuffix(": 1 program compiled, 1 of 2 commands run") == true)
    let all = try verify("chapters/", "--all-transcripts", in: book.root)
    #expect(all.status == 0)
    #expect(
      all.output.contains(
        "chapters/01-a.md: 1 command as before, on the program through 02-b.md\n"))
  }

  @Test("A file that the book does not have is given by --data; without it the summary says so")
  func data() throws {
    let book = try TestBook(
      main: "import Foundation\nprint(try String(contentsOfFile: \"play.txt\", encoding: .utf8))",
      "```console data=play.txt\n$ swift run demo\nenter Hamlet\n```")
    let without = try verify(in: book.root)
    #expect(without.status == 0)
    #expect(
      without.output.contains(
        "left out: 1 transcript that needs `play.txt`; `--data play.txt=FILE` gives it\n"))
    try book.write("../elsewhere.txt", "enter Hamlet")
    let with = try verify("--data", "play.txt=elsewhere.txt", in: book.root)
    #expect(with.status == 0)
    #expect(with.errors == "")
    #expect(with.output.contains("1 of 1 command run"))
    #expect(!with.output.contains("left out"))
    let other = try verify("--data", "pley.txt=elsewhere.txt", in: book.root)
    #expect(other.status == 64)
    #expect(other.errors.contains("No transcript needs `pley.txt`; what they need is `play.txt`."))
    let none = try verify("--data", "play.txt=nowhere.txt", in: book.root)
    #expect(none.status == 1)
    #expect(none.errors.contains("cannot read"))
    #expect(try verify("--data", "play.txt", in: book.root).status == 64)
  }

  @Test("One chapter alone says nothing of figures that other chapters make")
  func oneChapter() throws {
    let book = try book()
    try book.write("figures/b.svg", "made by chapter 2")
    let ended = try verify("--chapter", "1", in: book.root)
    #expect(ended.errors == "")
    #expect(ended.status == 0)
    let all = try verify(in: book.root)
    #expect(all.errors.contains("figures/b.svg: error: no transcript makes this file"))
    #expect(all.status == 1)
  }

  @Test("One chapter alone does without a module that a later chapter brings")
  func laterModule() throws {
    let book = try book()
    try book.write("03-c.md", "# C\n\n```swift file=Other/Other.swift\npublic let other = 1\n```\n")
    try book.write(
      "../Package.swift",
      """
      // swift-tools-version: 6.1
      import PackageDescription
      let package = Package(
        name: "demo",
        targets: [
          .target(name: "Other"), .executableTarget(name: "demo", dependencies: ["Other"]),
        ])
      """)
    let ended = try verify("--chapter", "1", in: book.root)
    #expect(ended.errors == "")
    #expect(ended.status == 0)
  }

  @Test("A book that lies ends with status 1, the error and the diff on standard error")
  func bad() throws {
    let book = try book()
    try book.write("02-b.md", book.read("02-b.md").replacing("\n1\n", with: "\n2\n"))
    let ended = try verify(in: book.root)
    #expect(ended.status == 1)
    #expect(
      ended.errors == """
        chapters/02-b.md:5:1: error: the command does not print this line here; `--update` writes \
        what it prints
        -2
        +1
        1 error in 2 chapters

        """)
    #expect(try verify("--chapter", "1", in: book.root).status == 0)
    #expect(try verify("--chapter", "2", in: book.root).status == 1)
    let updated = try verify("--chapter", "2", "--update", in: book.root)
    #expect(updated.status == 0)
    #expect(updated.output.hasPrefix("chapters/02-b.md: updated\n"))
    #expect(try verify(in: book.root).status == 0)
  }

  @Test("What keeps a book from being tangled is told, and nothing is run")
  func unreadable() throws {
    let book = try book()
    try book.write("03-c.md", "# C\n\n```swift append=\"nothing\"\n```\n")
    let ended = try verify(in: book.root)
    #expect(ended.status == 1)
    #expect(ended.errors.hasPrefix("chapters/03-c.md:3:1: error: `append` of `nothing`"))
    #expect(ended.output == "")
    #expect(try verify("--chapter", "2", in: book.root).status == 0)
    #expect(try verify("nowhere", in: book.root).status == 1)
  }

  @Test(
    "Wrong usage ends with status 64",
    arguments: [
      ["--chapter", "9"], ["--chapter", "x"], ["--jobs", "0"], ["--timeout", "0"],
      ["--memory", "0"], ["--nothing"],
      ["chapters", "more"],
    ])
  func usage(arguments: [String]) throws {
    let book = try book()
    let ended =
      try arguments.count == 1
      ? verify(arguments[0], in: book.root)
      : verify(arguments[0], arguments[1], in: book.root)
    #expect(ended.status == 64)
    #expect(ended.output == "")
    #expect(ended.errors.contains("Error: "))
  }

  @Test("Help names every option")
  func help() throws {
    let ended = try verify("--help", in: "/")
    #expect(ended.status == 0)
    for option in ["--chapter", "--update", "--all-transcripts", "--jobs", "--timeout"] {
      #expect(ended.output.contains(option))
    }
  }
}

/// What the command does when something ends it, or when it has nothing to do.
@Suite struct VerifyEndingsTests {
  private func executable() throws -> String { try Products.path(of: "verify") }

  @Test("A book in which there is nothing to check ends with status 2, and its files are named")
  func nothing() throws {
    let book = try TestBook(
      ["01-a.md": "# A\n\n```swift file=server/main.swift\nthis is not swift at all\n```\n"],
      settings: nil)
    let outcome = try ChildProcess(
      executable: executable(), arguments: [], folder: book.root, timeLimit: .seconds(1_200),
      outputLimit: 1 << 20
    ).run()
    #expect(outcome.ending == .status(2))
    #expect(String(decoding: outcome.errors, as: UTF8.self).hasPrefix("nothing to check"))
    #expect(String(decoding: outcome.output, as: UTF8.self).contains("server/main.swift"))
  }

  @Test("Output that cannot be written is a status of its own", arguments: ["/dev/full"])
  func fullDisk(device: String) throws {
    guard Disk.kind(device) != nil else { return }
    let book = try TestBook(main: "print(1)")
    for redirection in ["> \(device)", ">&-", "> /dev/null 2>\(device)", "2>&-"] {
      let isOfErrors = redirection.contains("2>")
      if isOfErrors { try book.write("book.yml", "program: demos\n") }
      let outcome = try ChildProcess(
        executable: "/bin/sh", arguments: ["-c", "'\(try executable())' \(redirection)"],
        folder: book.root, timeLimit: .seconds(1_200), outputLimit: 1 << 20
      ).run()
      #expect(outcome.ending == .status(74), "\(redirection)")
    }
  }

  #if os(Linux)
    @Test(
      "What a killed verify started ends too, and what that started, and its folder goes",
      arguments: ["$PPID", "$$", "$!"])
    func killed(pid: String) throws {
      let book = try TestBook(
        main: """
          import Foundation
          let shell = Process()
          shell.executableURL = URL(fileURLWithPath: "/bin/sh")
          let script = #"setsid sleep 600 & echo \(pid) "$PWD" > part; mv part "$REPORT"; wait"#
          shell.arguments = ["-c", script]
          try shell.run()
          shell.waitUntilExit()
          """, "```console\n$ swift run demo\n```")
      let report = book.root + "/report"
      try book.write("book.yml", "programs: [{name: demo}]\nenvironment: {REPORT: \(report)}\n")
      let process = Process()
      process.executableURL = URL(fileURLWithPath: try executable())
      process.currentDirectoryURL = URL(fileURLWithPath: book.root)
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      for _ in 0..<1_500 where Disk.kind(report) == nil { usleep(20_000) }
      let words = String(decoding: try Disk.read(report), as: UTF8.self).split(separator: " ")
      let pid = try #require(words.first.flatMap { pid_t($0) })
      #expect(kill(pid, 0) == 0)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      // What it leaves behind may have become a child of this process, and is waited for then.
      func isAlive() -> Bool {
        waitpid(pid, nil, WNOHANG)
        return kill(pid, 0) == 0
      }
      for _ in 0..<500 where isAlive() || Disk.kind(String(words[1])) != nil {
        usleep(20_000)
      }
      #expect(!isAlive())
      #expect(Disk.kind(String(words[1])) == nil)
    }
  #endif

  @Test("A reader's own solution is held against the program of its chapter")
  func exercise() throws {
    let book = try TestBook(main: "print(1)")
    try book.write("02-b.md", "# B\n\n```swift append=\"demo/main.swift\"\nprint(2)\n```\n")
    try book.write(
      "../mine.md",
      "```swift append=\"demo/main.swift\"\nprint(9)\n```\n\n```console\n$ swift run demo\n1\n9\n```\n"
    )
    func verify(_ exercise: String) throws -> ChildProcess.Outcome {
      try ChildProcess(
        executable: executable(), arguments: ["--exercise", exercise, "mine.md"],
        folder: book.root, timeLimit: .seconds(1_200), outputLimit: 1 << 20
      ).run()
    }
    #expect(try verify("1.2").ending == .status(0))
    let later = try verify("2.1")
    #expect(later.ending == .status(1))
    #expect(String(decoding: later.errors, as: UTF8.self).hasPrefix("mine.md:8:1: error: "))
    #expect(try verify("7.1").ending == .status(64))
  }

  @Test("Diagnostics can be read by programs and by GitHub's workflows")
  func formats() throws {
    let book = try TestBook(main: "let a: Int = \"\"")
    func verify(_ format: String) throws -> String {
      let outcome = try ChildProcess(
        executable: executable(), arguments: ["--format", format], folder: book.root,
        timeLimit: .seconds(1_200), outputLimit: 1 << 20
      ).run()
      return String(decoding: outcome.errors, as: UTF8.self)
    }
    let json = try #require(try verify("json").split(separator: "\n").first)
    let object = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect(object?["file"] as? String == "chapters/01-a.md")
    #expect(object?["line"] as? Int == 4)
    #expect(object?["severity"] as? String == "error")
    #expect(
      try verify("github").hasPrefix(
        "::error file=chapters/01-a.md,line=4,col=14::cannot convert value of type 'String' to "
          + "specified type 'Int'%0Alet a: Int = \"\""))
  }
}

@Suite struct ChapterMeasureTests {
  @Test("Words, lines in view and behind, bare blocks, and the words before a figure")
  func measure() {
    let text = """
      # One two

      Three `four` five.

      ```swift file=a.swift
      let a = 1

      let b = 2
      ```

      ```console
      $ swift run a
      ```

      ```swift define="x" behind
      let c = 3
      ```

      - six seven

      ```swift define="y"
      let d = 4
      ```

      ![eight](figures/a.svg)

      nine
      """
    let chapter = Chapter(number: 1, name: "01-a.md", path: "01-a.md", source: SourceText(text))
    let measure = ChapterMeasure(chapter)
    #expect(measure.words == 8)
    #expect(measure.linesInView == 3)
    #expect(measure.linesBehind == 1)
    #expect(measure.bareBlocks == [11])
    #expect(measure.wordsBeforeFigure == 7)
    #expect(measure.wordsBeforeBlocks == [3, 0, 2])
    #expect(measure.lowerQuartile == 0)
  }
}
