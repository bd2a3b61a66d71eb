import Foundation

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

  struct NotBuilt: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs the command with these words in `folder`.
  func callAsFunction(_ words: String..., in folder: Workplace) throws -> Outcome {
    try run(words, in: folder)
  }

  func run(_ words: [String], in folder: Workplace) throws -> Outcome {
    let process = Process()
    process.executableURL = try executable()
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

  /// The executable stands beside the test bundle, or, on Linux, beside the tests' executable.
  private func executable() throws -> URL {
    let bundles = Bundle.allBundles.map(\.bundleURL).filter { $0.pathExtension == "xctest" }
    let folders =
      bundles.map { $0.deletingLastPathComponent() } + [Bundle.main.bundleURL]
      + [URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()]
    let found = folders.map { $0.appendingPathComponent(name) }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
    guard let found else {
      throw NotBuilt(
        description: "\(name) is not in \(folders.map(\.path)); run `swift build` first")
    }
    return found
  }
}
