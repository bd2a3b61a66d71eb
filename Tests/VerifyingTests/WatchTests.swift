import Foundation
import Literate
import TestSupport
import Testing

@testable import Compiling

/// `verify --watch`, as an author has it running beside an editor.
@Suite struct WatchTests {
  /// A book that is watched as long as this object is there.
  private final class Watch {
    private let process = Process()
    private let log: String
    private var known = 0

    init(_ book: TestBook, _ arguments: String...) throws {
      log = book.root + "/log"
      #expect(FileManager.default.createFile(atPath: log, contents: nil))
      process.executableURL = URL(fileURLWithPath: try Products.path(of: "verify"))
      process.arguments = ["--watch"] + arguments
      process.currentDirectoryURL = URL(fileURLWithPath: book.root)
      let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
      process.standardOutput = handle
      process.standardError = handle
      try process.run()
    }

    deinit {
      process.terminate()
      process.waitUntilExit()
    }

    /// What has been told that was not asked for yet.
    func told() throws -> String {
      String(decoding: try Disk.read(log).dropFirst(known), as: UTF8.self)
    }

    /// What is told until a text is there and, behind it, the end of a round.
    func lines(with text: String) throws -> String {
      for _ in 0..<6_000 {
        let told = try told()
        if let place = told.range(of: text),
          told[place.upperBound...].contains(" 2 chapters\n")
            || told[place.upperBound...].contains("2 chapters verified in ")
        {
          known += told.utf8.count
          return told
        }
        usleep(20_000)
      }
      Issue.record("nothing told of \(text)")
      return ""
    }
  }

  @Test(
    "A watched book is verified after each change; lines tell of chapters that were, errors of all")
  func watched() throws {
    let book = try TestBook(main: "print(1)", "## Part\n\n```console\n$ swift run demo\n1\n```")
    let second = "# B\n\nGo [back](01-a.md#part).\n"
    try book.write("02-b.md", second)
    let watch = try Watch(book, "--jobs", "1")
    _ = try watch.lines(with: "chapters/02-b.md: nothing to do\n")
    try book.write("02-b.md", second + "Go [on](one.md).\n")
    _ = try watch.lines(with: "there is no `one.md`")
    try book.write("02-b.md", second + "Go [on](two.md).\n")
    let edited = try watch.lines(with: "there is no `two.md`")
    #expect(!edited.contains("chapters/01-a.md: "))
    #expect(edited.contains("chapters/02-b.md: nothing to do\n1 error in 2 chapters\n"))
    // The error is told again, though its chapter is as it was.
    try book.write("01-a.md", try book.read("01-a.md") + "\nText.\n")
    let other = try watch.lines(with: "chapters/01-a.md: 1 command as before\n")
    #expect(other.contains("there is no `two.md`"))
    #expect(!other.contains("chapters/02-b.md: nothing"))
    let first = try book.read("01-a.md")
    try book.write("01-a.md", first.replacing("## Part", with: "## Piece"))
    #expect(
      try watch.lines(with: "there is no anchor `#part`").contains("2 errors in 2 chapters\n"))
    try book.write("02-b.md", second)
    _ = try watch.lines(with: "there is no anchor `#part`")
    try book.write("01-a.md", first)
    let healed = try watch.lines(with: "chapters/02-b.md: nothing to do\n")
    #expect(healed.contains("2 chapters verified in "))
  }

  #if os(Linux)
    /// The command that waits: its process, one that it started in a session of its own, and its
    /// folder.
    private struct Waiting {
      let processes: [pid_t]
      let folder: String

      init(_ report: String) throws {
        for _ in 0..<6_000 where Disk.kind(report) == nil { usleep(20_000) }
        let words = String(decoding: try Disk.read(report), as: UTF8.self).split(separator: " ")
        unlink(report)
        processes = words.prefix(2).compactMap { pid_t($0) }
        folder = String(try #require(words.last))
      }

      var isThere: Bool {
        processes.count == 2 && processes.allSatisfy { kill($0, 0) == 0 }
          && Disk.kind(folder) == .folder
      }

      var isGone: Bool {
        processes.allSatisfy { kill($0, 0) != 0 } && Disk.kind(folder) == nil
      }
    }

    @Test(
      "A save ends what a round runs, and the next one begins; what changes nothing leaves it alone",
      arguments: ["", " solves=1.1"])
    func saved(solution: String) throws {
      let text = """
        # A

        ```swift file=demo/main.swift
        import Foundation
        if CommandLine.arguments.contains("wait") {
          let folder = FileManager.default.currentDirectoryPath
          let other = Process()
          other.executableURL = URL(fileURLWithPath: "/usr/bin/setsid")
          other.arguments = ["sleep", "6000"]
          other.standardOutput = FileHandle.nullDevice
          other.standardError = FileHandle.nullDevice
          try other.run()
          try "half".write(toFile: "half.txt", atomically: true, encoding: .utf8)
          try "\\(getpid()) \\(other.processIdentifier) \\(folder)".write(
            toFile: ProcessInfo.processInfo.environment["REPORT"]!, atomically: true, encoding: .utf8)
          while true { sleep(60) }
        }
        print(1)
        ```

        ```console
        $ swift run demo
        1
        ```

        """
      let second = """
        # B

        ```swift\(solution.isEmpty ? " append" : solution + " append")="demo/main.swift"
        print(2)
        ```

        ```console\(solution)
        $ swift run demo wait
        1
        2
        ```

        """
      let book = try TestBook(["01-a.md": text, "02-b.md": second], settings: nil)
      let report = book.root + "/report"
      try book.write("book.yml", "program: demo\nenvironment: {REPORT: \(report)}\n")
      let watch = try Watch(book, "--timeout", "3000")
      let first = try Waiting(report)
      #expect(first.isThere)
      // Saved as it was, and beside the chapters.
      try book.write("01-a.md", text)
      try book.write("data/x.txt", "x")
      usleep(500_000)
      #expect(first.isThere)
      #expect(try !watch.told().contains("round ended"))
      // A save of another chapter, then of the one whose command waits.
      try book.write("01-a.md", text + "Text.\n")
      let other = try Waiting(report)
      #expect(first.isGone)
      #expect(try watch.told().contains("\nround ended: chapters/01-a.md changed\n"))
      #expect(other.isThere)
      try book.write("02-b.md", second.replacing("demo wait", with: "demo quick"))
      let told = try watch.lines(with: "\nround ended: chapters/02-b.md changed\n")
      #expect(other.isGone)
      #expect(!told.contains("error"))
      #expect(told.contains("2 chapters verified in "))
      // Of what was ended nothing is kept.
      let cache = book.root + "/.build/verify/"
      for kind in ["outcomes", "files"] {
        for name in (try? Disk.names(in: cache + kind)) ?? [] {
          #expect(
            !String(decoding: try Disk.read(cache + kind + "/" + name), as: UTF8.self)
              .contains("half"))
        }
      }
      #expect(try !Disk.names(in: cache + "outcomes").isEmpty)
      #expect(try Disk.names(in: cache + "programs").allSatisfy { !$0.hasPrefix(".") })
    }
  #endif
}
