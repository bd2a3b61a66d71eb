import Compiling
import Foundation
import Literate

/// Commands that run one after the other in one empty folder.
///
/// A command that ran before, on the same program, behind the same commands and with the same data
/// beside the book, is not run again: what it printed and what it wrote are kept.
struct Session {
  struct Command {
    let executable: String
    /// The name of the program's text and flags.
    let program: String
    let arguments: [String]
  }

  struct Outcome {
    /// Standard output, then standard error.
    let output: [UInt8]
    let ending: ChildProcess.Ending
    /// What the folder holds afterwards; nil if that is more than can be kept.
    let contents: WorkingFolder.Contents?
    /// How long it ran; nil if it did not run again.
    let duration: Duration?
  }

  struct Limits: Sendable {
    var time: Duration = .seconds(60)
    /// In bytes.
    var output = 1 << 20
  }

  let cache: Cache
  /// The name of the data that programs find beside the book.
  let data: String
  let limits: Limits

  /// Runs the commands.
  ///
  /// - Parameter onRun: Called before each command that is really run.
  func run(
    _ commands: [Command], onRun: (Int) -> Void
  ) throws(CannotRun) -> [Outcome] {
    let keys = keys(of: commands)
    var outcomes: [Outcome] = []
    for key in keys {
      guard let kept = cache.read(.outcomes, key, as: Kept.self) else { break }
      outcomes.append(kept.outcome)
    }
    if outcomes.count == commands.count { return outcomes }
    var folder = try WorkingFolder()
    if let contents = outcomes.last?.contents, !folder.fill(contents, from: cache) {
      outcomes = []
      folder = try WorkingFolder()
    }
    var isKept = true
    for index in commands.indices.dropFirst(outcomes.count) {
      onRun(index)
      let outcome = run(commands[index], in: folder)
      outcomes.append(outcome)
      guard isKept, let kept = Kept(outcome) else {
        isKept = false
        continue
      }
      cache.write(.outcomes, keys[index], value: kept)
    }
    return outcomes
  }

  /// The name of each command with all that came before it.
  private func keys(of commands: [Command]) -> [String] {
    var hash = ContentHash()
    hash.add("session 1")
    hash.add(data)
    hash.add("\(limits.output)")
    return commands.map { command in
      hash.add(command.program)
      hash.add("\(command.arguments.count)")
      for argument in command.arguments { hash.add(argument) }
      return hash.name
    }
  }

  private func run(_ command: Command, in folder: WorkingFolder) -> Outcome {
    let process = ChildProcess(
      executable: command.executable, arguments: command.arguments,
      environment: Self.environment(folder.path), folder: folder.path, timeLimit: limits.time,
      outputLimit: limits.output)
    let clock = ContinuousClock()
    let start = clock.now
    do {
      let outcome = try process.run()
      return Outcome(
        output: outcome.output + outcome.errors, ending: outcome.ending,
        contents: folder.contents(keepingIn: cache), duration: clock.now - start)
    } catch {
      return Outcome(
        output: Array(error.message.utf8), ending: .status(127), contents: nil,
        duration: clock.now - start)
    }
  }

  /// The same on every machine, but for where the Swift runtime may be found.
  private static func environment(_ folder: String) -> [String: String] {
    var environment = [
      "PATH": "/usr/bin:/bin", "HOME": folder, "TMPDIR": folder, "LANG": "C", "LC_ALL": "C",
      "TZ": "UTC", "TERM": "dumb", "SWIFT_BACKTRACE": "enable=no",
    ]
    let own = ProcessInfo.processInfo.environment
    for name in ["LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FRAMEWORK_PATH"] {
      environment[name] = own[name]
    }
    return environment
  }
}

/// An outcome as it is kept.
private struct Kept: Codable {
  let output: Data
  let status: Int32?
  let signal: Int32?
  let contents: WorkingFolder.Contents

  /// None of a command that a limit or the system stopped, or that left more than can be kept.
  init?(_ outcome: Session.Outcome) {
    guard let contents = outcome.contents else { return nil }
    switch outcome.ending {
    case .status(let status): (self.status, signal) = (status, nil)
    case .signal(let signal) where signal != SIGKILL: (status, self.signal) = (nil, signal)
    case .signal, .outOfTime, .tooMuchOutput: return nil
    }
    output = Data(outcome.output)
    self.contents = contents
  }

  var outcome: Session.Outcome {
    Session.Outcome(
      output: Array(output), ending: signal.map { .signal($0) } ?? .status(status ?? 0),
      contents: contents, duration: nil)
  }
}
