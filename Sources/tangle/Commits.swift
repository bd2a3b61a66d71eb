import ArgumentParser
import Commands
import Foundation
import Literate

/// A repository made from a book.
enum Commits {
  /// Writes the commits into a new repository, and its last one's files beside it.
  ///
  /// - Throws: Exit status 1 if something stands in the folder already, or git can't be run.
  static func write(_ history: CommitHistory, to folder: String) throws {
    try reporting { try requireEmpty(folder) }
    let stream = NSTemporaryDirectory() + "literate-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: stream) }
    _ = try reporting { try AtomicWrites([(stream, history.stream)]) }
    try git(["init", "-q", "-b", "main", "--object-format=sha1", folder])
    try git(
      ["-C", folder, "fast-import", "--quiet", "--done", "--date-format=raw"], reading: stream)
    try git(["-C", folder, "reset", "-q", "--hard", "main"])
  }

  private static func git(_ words: [String], reading input: String? = nil) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments =
      ["git", "-c", "core.autocrlf=false", "-c", "core.hooksPath=/dev/null"] + words
    var environment = ProcessInfo.processInfo.environment
    for name in environment.keys where name.hasPrefix("GIT_") { environment[name] = nil }
    // What the user has set for git must not change what is written.
    environment["GIT_CONFIG_GLOBAL"] = "/dev/null"
    environment["GIT_CONFIG_NOSYSTEM"] = "1"
    process.environment = environment
    process.standardInput =
      input.flatMap { FileHandle(forReadingAtPath: $0) } ?? FileHandle.nullDevice
    do {
      try process.run()
    } catch {
      complain("error: git cannot be run: \(error.localizedDescription); install it")
      throw ExitCode(1)
    }
    process.waitUntilExit()
    if process.terminationStatus != 0 {
      complain("error: `git \(words.joined(separator: " "))` failed, as it says above")
      throw ExitCode(1)
    }
  }
}
