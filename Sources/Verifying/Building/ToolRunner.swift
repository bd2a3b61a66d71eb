import Compiling
import Foundation
import Literate

/// Runs the tools by which programs are built, found on the PATH, with the user's environment and
/// what `book.yml` adds to it.
struct ToolRunner: Sendable {
  let environment: [String: String]
  let confinement: Confinement?
  /// What a confined tool may read.
  var readable: [String]

  /// - Parameter words: The command's name and its words.
  func run(
    _ words: [String], in folder: String, writable: [String], timeLimit: Duration
  ) throws(CannotRun) -> ChildProcess.Outcome {
    let name = words.first ?? ""
    guard let executable = Self.path(of: name, in: folder) else {
      throw CannotRun(message: "there is no `\(name)` on the PATH; install it")
    }
    var command = Confinement.Command(executable: executable, arguments: Array(words.dropFirst()))
    var variables = ProcessInfo.processInfo.environment
    if let confinement {
      command = confinement.command(
        command, folder: folder, writable: writable, readable: readable)
      variables["HOME"] = writable.first ?? folder
      variables["TMPDIR"] = nil
    }
    variables.merge(environment) { $1 }
    return try ChildProcess(
      executable: command.executable, arguments: command.arguments, environment: variables,
      folder: folder, timeLimit: timeLimit, outputLimit: 16 << 20
    ).run()
  }

  /// A name with a slash is a file of the folder.
  static func path(of name: String, in folder: String) -> String? {
    name.utf8.contains(UInt8(ascii: "/")) ? folder + "/" + name : Toolchain.path(of: name)
  }
}
