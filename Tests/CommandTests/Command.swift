import Foundation
import TestSupport

/// A built command, run as a user types it.
struct Command {
  let name: String

  struct Outcome {
    let status: Int32
    /// What was printed on standard output.
    let output: String
    /// What was printed on standard error.
    let messages: String
  }

  /// Runs the command with these words in `folder`.
  func callAsFunction(_ words: String..., in folder: Workplace) throws -> Outcome {
    try run(words, in: folder)
  }

  /// - Parameter path: What the variable PATH holds; nil leaves it as it is.
  func run(_ words: [String], in folder: Workplace, path: String? = nil) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try Products.path(of: name))
    if let path {
      process.environment = ProcessInfo.processInfo.environment.merging(["PATH": path]) { $1 }
    }
    process.arguments = words
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    process.standardInput = FileHandle.nullDevice
    let captured = try Workplace()
    let streams = try ["output", "messages"].map { name in
      try captured.write("", to: name)
      return try FileHandle(forWritingTo: URL(fileURLWithPath: "\(captured.path)/\(name)"))
    }
    process.standardOutput = streams[0]
    process.standardError = streams[1]
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: captured.text("output") ?? "",
      messages: captured.text("messages") ?? "")
  }
}
