import Compiling
import Foundation
import Literate

/// Runs the tools by which programs are built, found on the PATH, with the user's environment and
/// what `book.yml` adds to it.
struct ToolRunner: Sendable {
  let environment: [String: String]
  let confinement: Confinement?
  /// What a confined tool may read.
  let readable: [String]
  /// From the first no on nothing is begun. What builds is let finish: what it makes lies among what
  /// the next build finds, and half a file looks like a whole one there.
  let isWanted: @Sendable () -> Bool

  /// One that may read more.
  func reading(_ more: [String]) -> ToolRunner {
    ToolRunner(
      environment: environment, confinement: confinement, readable: readable + more,
      isWanted: isWanted)
  }

  /// - Parameters:
  ///   - words: The command's name and its words.
  ///   - isWanted: Asked while it runs; at the first no it is ended.
  func run(
    _ words: [String], in folder: String, writable: [String], timeLimit: Duration,
    isWanted: @escaping @Sendable () -> Bool = { true }
  ) throws(CannotRun) -> ChildProcess.Outcome {
    let executable = try path(of: words.first ?? "", in: folder)
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
      folder: folder, timeLimit: timeLimit, outputLimit: 16 << 20, isWanted: isWanted
    ).run()
  }

  func path(of name: String, in folder: String) throws(CannotRun) -> String {
    try Self.path(of: name, in: folder, readable: confinement == nil ? nil : readable)
  }

  /// Where a tool is found: by its whole path, with another slash in the folder, else on the PATH,
  /// and where tools are confined the first there that they see.
  ///
  /// - Parameter readable: What a confined tool may read beside the system; nil if none is confined.
  static func path(
    of name: String, in folder: String, readable: [String]?
  ) throws(CannotRun) -> String {
    if name.utf8.first == UInt8(ascii: "/") {
      guard Disk.kindThroughLinks(name) == .file else {
        throw CannotRun(message: "there is no `\(name)`; install it")
      }
      try check(name, called: name, readable)
      return name
    }
    if name.utf8.contains(UInt8(ascii: "/")) { return folder + "/" + name }
    let seen = Toolchain.path(of: name) { path in
      readable.map { Confinement.shows(path, readable: $0) } ?? true
    }
    if let seen { return seen }
    guard let hidden = Toolchain.path(of: name) else {
      throw CannotRun(
        message: "there is no `\(name)` on the PATH; install it, or write `./\(name)` if the book "
          + "tangles or builds it")
    }
    try check(hidden, called: name, readable)
    return hidden
  }

  private static func check(
    _ path: String, called name: String, _ readable: [String]?
  ) throws(CannotRun) {
    guard let readable, !Confinement.shows(path, readable: readable) else { return }
    let resolved = Disk.resolved(path)
    let link = path == resolved ? "" : ", a link to `\(resolved)`"
    throw CannotRun(
      message: "`\(name)` is `\(path)`\(link), which `--confined` hides from programs; install it "
        + "for the whole system, or name the folder that has it and all that it needs with "
        + "`--readable`")
  }
}
