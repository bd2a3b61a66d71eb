import Foundation
import Synchronization
import Testing

@testable import Literate
@testable import Verifying

/// Chapters, figures and facts rewritten by an update that fails or is killed.
@Suite("An update that is ended at any moment")
struct UpdateInterruptionTests {
  /// A program, and three chapters with a transcript, a figure that it makes, and a fact each.
  private func book() throws -> TestBook {
    var chapters = [
      "01-say.md": """
      # Say

      ```sh file=say.sh
      echo "$1 says 7"
      echo "<svg>$1</svg>" > "$1.svg"
      ```

      """
    ]
    for name in ["b", "c", "d"] {
      chapters["0\(name == "b" ? 2 : name == "c" ? 3 : 4)-\(name).md"] = """
        # \(name)

        ```console name=run
        $ say \(name)
        nothing yet
        ```

        It says 6<!-- = run: says -->. ![It](figures/\(name).svg)

        """
    }
    return try TestBook(
      chapters, settings: "programs:\n  - name: say\n    run: [sh, say.sh]")
  }

  /// The chapters and figures, and what lies beside them.
  private func texts(_ book: TestBook) throws -> [String: String] {
    var found: [String: String] = [:]
    for folder in ["", "figures/"] {
      for name in (try? Disk.names(in: book.path + "/" + folder)) ?? [] where name != ".build" {
        if Disk.kind(book.path + "/" + folder + name) == .file {
          found[folder + name] = try book.read(folder + name)
        }
      }
    }
    return found
  }

  private func deadProcess() throws -> pid_t {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", "exit 0"]
    try process.run()
    process.waitUntilExit()
    return process.processIdentifier
  }

  /// Updates with the change of this number failing for want of room, and all later ones if it is
  /// a kill; then updates again.
  ///
  /// - Returns: Whether there was such a change.
  private func interrupt(at number: Int, isKill: Bool, to expected: [String: String]) throws -> Bool
  {
    let book = try book()
    let old = try texts(book)
    let count = Mutex(0)
    let watcher: @Sendable (DiskChange) -> DiskError? = { change in
      let now = count.withLock { count in
        count += 1
        return count
      }
      let isSpoiled = now == number || isKill && now > number
      return isSpoiled ? DiskError("cannot write", "\(change)", code: ENOSPC) : nil
    }
    var messages: [String] = []
    DiskChange.$watcher.withValue(watcher) {
      do {
        messages = try book.verify(updating: true, jobs: 1).messages
      } catch {
        messages = ["\(error)"]
      }
    }
    let dead = try deadProcess()
    for (path, text) in try texts(book) {
      if path.contains(".literate-") {
        let other = path.replacing("-\(getpid())-", with: "-\(dead)-")
        try FileManager.default.moveItem(
          atPath: book.path + "/" + path, toPath: book.path + "/" + other)
        continue
      }
      // Whole: each line is what it was or what it is to be.
      let now = text.split(separator: "\n", omittingEmptySubsequences: false)
      let lines = [old[path] ?? text, expected[path] ?? ""].map {
        $0.split(separator: "\n", omittingEmptySubsequences: false)
      }
      #expect(lines.allSatisfy { $0.count == now.count }, "\(path) after change \(number)")
      for (line, (before, after)) in zip(now, zip(lines[0], lines[1])) {
        #expect(line == before || line == after, "\(path) after change \(number)")
      }
    }
    let isDone = try texts(book) == expected
    #expect(
      isDone || messages.contains { $0.contains("No space left on device") },
      "nothing was said of change \(number)")
    #expect(try book.verify(updating: true, jobs: 1).messages == [], "after change \(number)")
    #expect(try texts(book) == expected, "after change \(number)")
    return count.withLock { $0 } >= number
  }

  @Test(
    "A full disk or a kill at every change leaves whole chapters, and the next update ends it",
    arguments: [true, false])
  func everyChange(isKill: Bool) throws {
    let whole = try book()
    #expect(try whole.verify(updating: true, jobs: 1).messages == [])
    let expected = try texts(whole)
    #expect(expected["03-c.md"]?.contains("$ say c\nc says 7\n```\n\nIt says 7<!--") == true)
    #expect(expected["figures/d.svg"] == "<svg>d</svg>\n")
    #expect(expected.keys.allSatisfy { !$0.contains(".literate-") })
    var number = 1
    while number < 100, try interrupt(at: number, isKill: isKill, to: expected) { number += 1 }
    // Three chapters twice and three figures are staged, written, synced and moved.
    #expect((37..<100).contains(number))
  }

  @Test("Two updates of one book at once tear no chapter, and the next ends what one was late for")
  func twoAtOnce() throws {
    let whole = try book()
    _ = try whole.verify(updating: true)
    let expected = try texts(whole)
    let book = try book()
    let old = try texts(book)
    nonisolated(unsafe) let shared = book
    DispatchQueue.concurrentPerform(iterations: 2) { _ in
      _ = try? shared.verify(updating: true, jobs: 1)
    }
    for (path, text) in try texts(book) where text != expected[path] {
      #expect(
        old[path]?.split(separator: "\n").count == text.split(separator: "\n").count, "\(path)")
    }
    #expect(try book.verify(updating: true).messages == [])
    #expect(try texts(book) == expected)
  }
}
