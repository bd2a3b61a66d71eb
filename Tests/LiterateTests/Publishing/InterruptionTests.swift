import Foundation
import Synchronization
import TestSupport
import Testing

@testable import Literate

/// Counts the changes of the disk and spoils some.
private final class Saboteur: Sendable {
  private let count = Mutex(0)
  private let spoils: @Sendable (Int, DiskChange) -> Bool

  init(_ spoils: @escaping @Sendable (Int, DiskChange) -> Bool) {
    self.spoils = spoils
  }

  var changeCount: Int { count.withLock { $0 } }

  func run(_ body: () throws -> Void) rethrows {
    try DiskChange.$watcher.withValue(
      { change in
        let number = self.count.withLock { count in
          count += 1
          return count
        }
        let isSpoiled = self.spoils(number, change)
        return isSpoiled ? DiskError("cannot do", "\(change)", code: ENOSPC) : nil
      },
      operation: body)
  }
}

/// A book in three states: files come, change, go; a folder becomes a file.
private let states = [
  "# A\n\n```text file=a.txt\nx\n```\n\n```text file=b/c.txt\ny\n```\n\n```text file=b/d.txt\nz\n```\n",
  "# A\n\n```text file=a.txt\nx2\n```\n\n```text file=b/c.txt\ny\n```\n\n```text file=e/f.txt\nw\n```\n",
  "# A\n\n```text file=b\nx3\n```\n\n```text file=e/f.txt\nw\n```\n",
]

@Suite("A run that is ended at any moment")
struct InterruptionTests {
  /// What the book's files are in each state.
  private func expected(_ state: String) throws -> [String: String] {
    let book = try BookOnDisk(state)
    try book.tangle()
    return book.folder.files(below: "Sources")
  }

  private func interrupt(
    _ tool: String, from first: String, to second: String, then third: String, spoiling: Bool,
    at number: Int
  ) throws -> Bool {
    var book = try BookOnDisk(first)
    book.tool = tool
    try book.tangle()
    try book.write(second)
    let saboteur = Saboteur { count, _ in spoiling ? count == number : count >= number }
    var failed = false
    saboteur.run {
      do {
        try book.tangle()
      } catch {
        failed = true
        #expect("\(error)".contains("No space left on device"), "after change \(number)")
      }
    }
    // Each file is whole: what it was, or what it was to be.
    let (old, new) = (try expected(first), try expected(second))
    for (path, text) in book.folder.files(below: "Sources") where !path.contains(".literate-") {
      #expect(text == old[path] || text == new[path], "\(path) after change \(number)")
    }
    // What is not done is said.
    #expect(failed || book.folder.files(below: "Sources") == new, "after change \(number)")
    try leaveBy(book)
    try book.write(third)
    #expect(try book.plan().edits.map(\.path) == [], "after change \(number)")
    try book.tangle()
    #expect(book.folder.files(below: "Sources") == (try expected(third)), "after change \(number)")
    #expect(try book.plan().isUpToDate)
    #expect(try folders(book) == Set(try expected(third).keys.flatMap { foldersAbove($0) }))
    return failed || saboteur.changeCount >= number
  }

  /// Gives what this process left the name that a dead one would have given it.
  private func leaveBy(_ book: BookOnDisk, below folder: String = "Sources") throws {
    let dead = try deadProcess()
    for path in book.folder.files(below: folder).keys where path.contains(".literate-") {
      let other = path.replacing("-\(getpid())-", with: "-\(dead)-")
      try FileManager.default.moveItem(
        atPath: "\(book.folder.path)/\(folder)/\(path)",
        toPath: "\(book.folder.path)/\(folder)/\(other)")
    }
  }

  private func deadProcess() throws -> pid_t {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "exit 0"]
    try process.run()
    process.waitUntilExit()
    return process.processIdentifier
  }

  private func folders(_ book: BookOnDisk) throws -> Set<String> {
    let base = "\(book.folder.path)/Sources"
    let names = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
    return Set(names.filter { Disk.kind("\(base)/\($0)") == .folder })
  }

  @Test(
    "A kill or a full disk at every change leaves whole files, no edit, and nothing behind",
    arguments: ["tangle", "weave"], [true, false])
  func everyChange(_ tool: String, isError: Bool) throws {
    for (first, second) in [(0, 1), (1, 2), (2, 0), (1, 0)] {
      for third in [second, first] {
        var number = 1
        while try interrupt(
          tool, from: states[first], to: states[second], then: states[third], spoiling: isError,
          at: number)
        {
          number += 1
          if number > 60 { break }
        }
        #expect((5...60).contains(number))
      }
    }
  }

  /// What `tangle --stitch` does.
  private func stitch(_ book: BookOnDisk) throws {
    let folder = "\(book.folder.path)/\(book.chapters)"
    let edits = try book.plan().edits
    if edits.isEmpty {
      try book.tangle()
      return
    }
    let checked = try CheckedBook(Book(folder: folder))
    let outcome = try Stitcher(checked, files: Tangler(checked).files()) { $0 }.stitch(edits)
    let chapters = checked.book.chapters
    try AtomicWrites.exchange(
      outcome.chapters.map {
        (chapters[$0.chapter].path, chapters[$0.chapter].source.bytes, $0.bytes)
      })
    try book.tree.publish(try book.files(), .settle(outcome.settled, leaving: []))
  }

  @Test(
    "A kill or a full disk at every change of a stitch loses no edit and tears no chapter",
    arguments: [true, false])
  func everyChangeOfStitch(isError: Bool) throws {
    let texts = (1...3).map { "# A\n\n```text file=\($0).txt\none\ntwo\nthree\n```\n" }
    let new = texts.map { $0.replacing("two", with: "edit") }
    var number = 1
    while number < 60 {
      let book = try BookOnDisk(texts[0], texts[1], texts[2])
      try book.tangle()
      let edit = "one\nedit\nthree\n"
      for file in 1...3 { try book.folder.write(edit, to: "Sources/\(file).txt") }
      let saboteur = Saboteur { [number] count, _ in
        isError ? count == number : count >= number
      }
      var failed = false
      saboteur.run {
        do {
          try stitch(book)
        } catch {
          failed = true
        }
      }
      func chapters() -> [String?] {
        (1...3).map { book.folder.text("chapters/0\($0)-chapter.md") }
      }
      for (chapter, (old, new)) in zip(chapters(), zip(texts, new)) {
        #expect(chapter == old || chapter == new, "after change \(number)")
      }
      for file in 1...3 {
        #expect(book.folder.text("Sources/\(file).txt") == edit)
      }
      #expect(failed || chapters() == new, "after change \(number)")
      try leaveBy(book, below: "chapters")
      try leaveBy(book)
      try stitch(book)
      #expect(chapters() == new, "after change \(number)")
      #expect(try book.plan().isUpToDate, "after change \(number)")
      let left = ["chapters", "Sources"].flatMap { book.folder.files(below: $0).keys }
      #expect(left.filter { $0.contains(".literate-") } == [], "after change \(number)")
      if saboteur.changeCount < number { break }
      number += 1
    }
    #expect((13..<60).contains(number))
  }

  @Test("One folder has one run at a time; who waits too long says so")
  func lock() throws {
    let folder = try TemporaryFolder()
    let first = try FolderLock(folder.path)
    let refusal = #expect(throws: DiskError.self) { try FolderLock(folder.path, patience: 0.1) }
    #expect(refusal?.message.contains("another run has been writing there") == true)
    withExtendedLifetime(first) {}
  }

  @Test(
    "Two runs of one book on one folder at once end as one would", arguments: ["tangle", "weave"])
  func twoRuns(_ tool: String) async throws {
    for round in 0..<4 {
      var book = try BookOnDisk(states[round % 3])
      book.tool = tool
      try book.tangle()
      try book.write(states[(round + 1) % 3])
      let (tree, files) = (book.tree, try book.files())
      await withTaskGroup(of: Void.self) { group in
        for _ in 1...3 {
          group.addTask { #expect(throws: Never.self) { try tree.publish(files, .write) } }
        }
      }
      #expect(try book.plan().isUpToDate)
      #expect(book.folder.files(below: "Sources") == (try expected(states[(round + 1) % 3])))
    }
  }

  @Test("A stale file whose removal failed is remembered: checking names it, the next run takes it")
  func failedRemoval() throws {
    let book = try BookOnDisk(states[0])
    try book.tangle()
    try book.write(states[1])
    let saboteur = Saboteur { _, change in
      if case .remove(let path) = change { path.hasSuffix("b/d.txt") } else { false }
    }
    saboteur.run { #expect(throws: Faults.self) { try book.tangle() } }
    #expect(book.folder.text("Sources/b/d.txt") == "z\n")
    #expect(
      try book.differences().contains(
        "Sources/b/d.txt: error: is stale: the book no longer has it; run `tangle`"))
    try book.tangle()
    #expect(book.folder.text("Sources/b/d.txt") == nil)
  }

  @Test("A hand edit saved while files are written is not overwritten")
  func lateEdit() throws {
    let book = try BookOnDisk(states[0])
    try book.tangle()
    try book.write(states[1])
    let edited = "\(book.folder.path)/Sources/a.txt"
    let saboteur = Saboteur { _, change in
      if case .stage(edited) = change {
        FileManager.default.createFile(atPath: edited, contents: Data("mine\n".utf8))
      }
      return false
    }
    saboteur.run { #expect(throws: Faults.self) { try book.tangle() } }
    #expect(book.folder.text("Sources/a.txt") == "mine\n")
    #expect(book.folder.text("Sources/b/c.txt") == "y\n")
    #expect(try book.plan().edits.map(\.path) == ["a.txt"])
  }

  @Test("A chapter saved while it is to be rewritten is not overwritten")
  func lateChapter() throws {
    let folder = try TemporaryFolder()
    try folder.write("old", to: "01-a.md")
    try folder.write("newer", to: "01-a.md")
    #expect(throws: DiskError.self) {
      try AtomicWrites.exchange([
        ("\(folder.path)/01-a.md", Array("old".utf8), Array("mine".utf8))
      ])
    }
    #expect(folder.text("01-a.md") == "newer")
    #expect(folder.files() == ["01-a.md": "newer"])
  }

  @Test(
    "Chapters rewritten with a kill or an error at every change are whole, and nothing is left",
    arguments: [true, false])
  func everyChangeOfChapters(isError: Bool) throws {
    let names = ["01-a.md", "02-b.md", "03-c.md"]
    for number in 1...13 {
      let folder = try TemporaryFolder()
      for name in names { try folder.write("old \(name)", to: name) }
      func exchange() throws {
        try AtomicWrites.exchange(
          names.compactMap { name in
            let old = folder.text(name) ?? ""
            return old.hasPrefix("new")
              ? nil : ("\(folder.path)/\(name)", Array(old.utf8), Array("new \(name)".utf8))
          })
      }
      let saboteur = Saboteur { count, _ in isError ? count == number : count >= number }
      saboteur.run { try? exchange() }
      let dead = try deadProcess()
      for (name, text) in folder.files() {
        if names.contains(name) {
          #expect(text == "old \(name)" || text == "new \(name)", "after change \(number)")
        } else {
          let other = name.replacing("-\(getpid())-", with: "-\(dead)-")
          try FileManager.default.moveItem(
            atPath: "\(folder.path)/\(name)", toPath: "\(folder.path)/\(other)")
        }
      }
      try exchange()
      #expect(
        folder.files() == Dictionary(uniqueKeysWithValues: names.map { ($0, "new \($0)") }),
        "after change \(number)")
    }
  }

  @Test("What a stitch that was killed left beside the chapters goes with the next run")
  func besideChapters() throws {
    let book = try BookOnDisk(states[0])
    let dead = try deadProcess()
    try book.folder.write("half", to: "\(book.chapters)/.literate-\(dead)-abc")
    try book.folder.write("an author's", to: "\(book.chapters)/.literate-notes")
    try book.tangle()
    let names = try Disk.names(in: "\(book.folder.path)/\(book.chapters)")
    #expect(names.filter { $0.hasPrefix(".literate") } == [".literate-notes"])
  }

  @Test("Two books are tangled into one folder at once, and neither's record is lost")
  func twoBooks() async throws {
    for round in 1...5 {
      let book = try BookOnDisk("# A\n\n```text file=a\(round).txt\nx\n```\n")
      var other = book
      other.chapters = "other"
      try other.write("# B\n\n```text file=b\(round).txt\ny\n```\n")
      let runs = [(book.tree, try book.files()), (other.tree, try other.files())]
      await withTaskGroup(of: Void.self) { group in
        for (tree, files) in runs {
          group.addTask { #expect(throws: Never.self) { try tree.publish(files, .write) } }
        }
      }
      #expect(try book.plan().isUpToDate)
      #expect(try other.plan().isUpToDate)
    }
  }
}

@Suite("Records of two authors")
struct MergedRecordTests {
  private let text = "# A\n\n```text file=a.txt\nx\n```\n"

  @Test("A record with a merge's conflict, or with both sides' lines, is read and mended")
  func conflict() throws {
    let book = try BookOnDisk(text)
    try book.tangle()
    let record = try #require(book.folder.text("Sources/.tangle-record"))
    let entry = record.split(separator: "\n").suffix(2).joined(separator: "\n") + "\n"
    let other = "file 0123456789abcdef a.txt\n00000000\n"
    let head = record.replacing(entry, with: "")
    for merged in [
      head + "<<<<<<< HEAD\n" + other + "=======\n" + entry + ">>>>>>> branch\n",
      head + entry + other, head + entry + entry,
    ] {
      try book.folder.write(merged, to: "Sources/.tangle-record")
      #expect(
        try book.differences() == ["Sources/.tangle-record: error: is outdated; run `tangle`"])
      try book.tangle()
      #expect(book.folder.text("Sources/.tangle-record") == record)
    }
  }

  @Test("Line ends that a checkout has changed are no edit")
  func carriageReturns() throws {
    let book = try BookOnDisk(text)
    try book.tangle()
    try book.folder.write("x\r\n", to: "Sources/a.txt")
    let record = try #require(book.folder.text("Sources/.tangle-record"))
    try book.folder.write(
      record.replacing("\n", with: "\r\n"), to: "Sources/.tangle-record")
    #expect(try book.differences() == [])
    try book.write(text.replacing("\nx\n", with: "\ny\n"))
    try book.tangle()
    #expect(book.folder.text("Sources/a.txt") == "y\n")
  }

  @Test("An edit below changed line ends is shown without them")
  func editWithCarriageReturns() throws {
    let book = try BookOnDisk("# A\n\n```text file=a.txt\nx\ny\n```\n")
    try book.tangle()
    try book.folder.write("x\r\nz\r\n", to: "Sources/a.txt")
    let faults = #expect(throws: Faults.self) { try book.tree.publish(try book.files(), .write) }
    #expect(
      faults?.diagnostics.first?.detail.suffix(3) == [" x", "-y", "+z"])
  }
}

@Suite("What must not be written over")
struct ForbiddenOutputTests {
  @Test("An output folder that is the book, or holds it, is refused", arguments: [".", "chapters"])
  func bookInside(_ output: String) throws {
    var book = try BookOnDisk("# A\n\n```text file=a.txt\nx\n```\n")
    book.output = output
    #expect(
      try book.obstacles().first?.contains("error: this folder holds the book") == true)
    #expect(throws: Faults.self) { try book.tree.publish([], .write) }
    #expect(Disk.kind("\(book.folder.path)/chapters/.tangle-record") == nil)
  }

  @Test("In the book's own folder no file is adopted: it may be the author's, whatever it says")
  func ownFile() throws {
    var book = try BookOnDisk("# A\n\n```text file=a.txt\nx\n```\n")
    book.output = "chapters/data"
    try book.folder.write("x\n", to: "chapters/data/a.txt")
    #expect(try book.obstacles().first?.contains("tangle did not write this file") == true)
    #expect(throws: Faults.self) { try book.tangle(force: true) }
    try book.write("# A\n")
    try book.tangle()
    #expect(book.folder.text("chapters/data/a.txt") == "x\n")
  }

  @Test("A name that was composed and is not any more is another name: no orphan stays")
  func composedNames() throws {
    let book = try BookOnDisk("# A\n\n```text file=\u{E9}.txt\nx\n```\n")
    try book.tangle()
    try book.write("# A\n\n```text file=e\u{301}.txt\nx\n```\n")
    try book.tangle()
    let names = try Disk.names(in: "\(book.folder.path)/Sources").filter { $0.hasSuffix(".txt") }
    #expect(names.count == 1)
    #expect(try book.plan().isUpToDate)
  }

  @Test("A script is written with the right to run it; one that is there keeps its rights")
  func scripts() throws {
    let book = try BookOnDisk("# A\n\n```sh file=run.sh\n#!/bin/sh\necho\n```\n")
    try book.tangle()
    let path = "\(book.folder.path)/Sources/run.sh"
    #expect(access(path, X_OK) == 0)
    chmod(path, 0o640)
    try book.write("# A\n\n```sh file=run.sh\n#!/bin/sh\nls\n```\n")
    try book.tangle()
    let rights = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    #expect(rights as? Int == 0o640)

    // Rust's first line looks like a script's.
    try book.write("# A\n\n```rust file=a.rs\n#![no_std]\n```\n")
    try book.tangle()
    #expect(access("\(book.folder.path)/Sources/a.rs", X_OK) != 0)
  }
}
