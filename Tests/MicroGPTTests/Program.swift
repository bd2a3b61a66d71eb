import Foundation
import TestSupport
import Testing

/// A folder of its own for a test, deleted after it.
final class Folder {
  let path: String

  init() throws {
    let url = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    path = url.resolvingSymlinksInPath().path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The place of the file `name`, whether it is there or not.
  func place(_ name: String) -> String { "\(path)/\(name)" }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: place(name)))
  }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: place(name))))
  }

  func text(_ name: String) throws -> String {
    String(decoding: try bytes(name), as: UTF8.self)
  }

  /// The losses in a file of one loss a line.
  func losses(_ name: String) throws -> [Double] {
    try text(name).split(separator: "\n").map { try #require(Double($0)) }
  }
}

/// The built program, run as a user types it.
enum Program {
  struct Outcome {
    let status: Int32
    let output: String
    let messages: String

    /// What was printed, a carriage return counting as the end of a line.
    var lines: [String] {
      output.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r" }
        .map(String.init)
    }

    /// The documents made up.
    var samples: [String] {
      lines.filter { $0.hasPrefix("sample ") }
        .compactMap { $0.split(separator: ":", maxSplits: 1).last.map { String($0.dropFirst()) } }
    }
  }

  /// Runs the program with `words` in `folder`.
  static func run(_ words: String..., in folder: Folder) throws -> Outcome {
    try run(words, in: folder)
  }

  static func run(_ words: [String], in folder: Folder) throws -> Outcome {
    try run(Products.path(of: "microgpt"), words, in: folder)
  }

  /// Runs any executable.
  static func run(_ path: String, _ words: [String], in folder: Folder) throws -> Outcome {
    let captured = try Folder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.standardInput = FileHandle.nullDevice
    try captured.write("", to: "output")
    try captured.write("", to: "messages")
    process.standardOutput = FileHandle(forWritingAtPath: captured.place("output"))
    process.standardError = FileHandle(forWritingAtPath: captured.place("messages"))
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: try captured.text("output"),
      messages: try captured.text("messages"))
  }

  /// Runs the program with `words` in `folder`, hands each line that it prints to `read` together
  /// with the process's number, and ends it as soon as `read` has had enough. The process waits
  /// while `read` is at work and a few thousand lines are unread.
  static func run(
    _ words: [String], in folder: Folder, until read: (Substring, Int32) throws -> Bool
  ) throws {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: try Products.path(of: "microgpt"))
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = pipe
    try process.run()
    defer {
      // A process that a test starts may have inherited a mask that blocks milder signals.
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
    }
    var rest = ""
    while case let data = pipe.fileHandleForReading.availableData, !data.isEmpty {
      rest += String(decoding: data, as: UTF8.self)
      var lines = rest.unicodeScalars.split(omittingEmptySubsequences: false) {
        $0 == "\n" || $0 == "\r"
      }
      rest = String(lines.removeLast())
      for line in lines where try read(Substring(line), process.processIdentifier) { return }
    }
    Issue.record("the program has ended too soon")
  }
}

extension Census {
  /// Where the names that come with the book are.
  static var path: String {
    Repository.path + "/chapters/data/names.txt"
  }
}
