import Compiling
import Foundation
import Literate

/// Commands that run one after the other in one folder, which holds what book.yml lays into it.
///
/// A command that ran before, on the same program, behind the same commands and with the same files
/// beside it, is not run again: what it printed and what it wrote are kept. One that may read what
/// nobody can know beforehand is run each time. One that may read the chapters is run again when one
/// of them changes, if it, or a command before it, did read them.
struct Session {
  struct Command {
    /// How it is run.
    enum Way {
      case executable(String)
      /// By words, among the files of a folder that are laid into the working folder before.
      case words([String], tree: String)
      /// As it is run elsewhere.
      case other(() throws(CannotRun) -> ChildProcess.Outcome)
    }

    let way: Way
    let arguments: [String]
    let input: [UInt8]
    /// The name of all that it depends on; nil for a command that is run each time.
    let key: String?
  }

  struct Outcome {
    /// Standard output, then standard error.
    let output: [UInt8]
    let ending: ChildProcess.Ending
    /// What the folder holds afterwards; nil if that is more than can be kept.
    let contents: WorkingFolder.Contents?
    /// How long it ran; nil if it did not run again.
    let duration: Duration?
    /// Whether it is known to depend on the chapters' texts.
    var readsTexts = false
  }

  struct Limits: Sendable, Equatable {
    var time: Duration = .seconds(60)
    /// In bytes.
    var output = 1 << 20
    /// In bytes.
    var memory = 4 << 30
  }

  struct Texts {
    /// Where they lie.
    let paths: [String]
    /// The name of the data with them; nil if that can't be known.
    let data: () -> String?
  }

  let cache: Cache
  /// The name of the data that programs find beside the book; nil if that can't be known, and every
  /// command is run.
  let data: String?
  /// The chapters, where the programs may read them.
  let texts: Texts?
  let limits: Limits
  /// What is laid into the folder first.
  let files: [LaidFile]
  /// What book.yml adds to the programs' environment.
  let environment: [String: String]
  let confinement: Confinement?
  /// What a confined program may read.
  let readable: [String]
  /// From the first no on no command is begun, and the one that runs is ended.
  let isWanted: @Sendable () -> Bool

  /// Runs the commands, as many of them as are wanted.
  ///
  /// - Parameter onRun: Called before each command that is really run.
  func run(_ commands: [Command], onRun: (Int) -> Void) throws(CannotRun) -> [Outcome] {
    let unread = keys(of: commands, data)
    lazy var reading = texts.map { keys(of: commands, $0.data()) } ?? unread
    var outcomes: [Outcome] = []
    var areRead = false
    for index in commands.indices {
      if let known = kept(unread[index]) {
        outcomes.append(known)
      } else if texts != nil, var known = kept(reading[index]) {
        areRead = true
        known.readsTexts = true
        outcomes.append(known)
      } else {
        break
      }
    }
    if outcomes.count == commands.count { return outcomes }
    var folder = try WorkingFolder(laying: files)
    if let contents = outcomes.last?.contents, !folder.fill(contents, from: cache) {
      (outcomes, areRead) = ([], false)
      folder = try WorkingFolder(laying: files)
    }
    let opened = texts.map { OpenedFiles($0.paths) }
    var isKept = true
    for index in commands.indices.dropFirst(outcomes.count) {
      guard isWanted() else { break }
      onRun(index)
      let outcome = run(commands[index], in: folder)
      outcomes.append(outcome)
      areRead = areRead || opened?.isAny() ?? false
      guard isKept, let key = (areRead ? reading : unread)[index], let kept = Kept(outcome) else {
        isKept = false
        continue
      }
      cache.write(.outcomes, key, value: kept)
    }
    return outcomes
  }

  private func kept(_ key: String?) -> Outcome? {
    key.flatMap { cache.read(.outcomes, $0, as: Kept.self)?.outcome }
  }

  /// The name of each command with all that came before it; none behind one that has none.
  private func keys(of commands: [Command], _ data: String?) -> [String?] {
    guard let data else { return commands.map { _ in nil } }
    var hash = ContentHash()
    hash.add("session 3")
    hash.add(data)
    hash.add("\(limits.output) \(confinement != nil)")
    if confinement != nil { for path in readable { hash.add(path) } }
    for file in files {
      hash.add(file.path)
      hash.add(file.bytes)
    }
    for (name, value) in environment.sorted(by: { $0.key < $1.key }) {
      hash.add("\(name)=\(value)")
    }
    var isKnown = true
    return commands.map { command in
      guard isKnown, let key = command.key else {
        isKnown = false
        return nil
      }
      hash.add(key)
      hash.add("\(command.arguments.count)")
      for argument in command.arguments { hash.add(argument) }
      hash.add(command.input)
      return hash.name
    }
  }

  private func run(_ command: Command, in folder: WorkingFolder) -> Outcome {
    let clock = ContinuousClock()
    let start = clock.now
    do throws(CannotRun) {
      let outcome = try perform(command, in: folder)
      return Outcome(
        output: outcome.output + outcome.errors, ending: outcome.ending,
        contents: outcome.ending == .unwanted ? nil : folder.contents(keepingIn: cache),
        duration: clock.now - start)
    } catch {
      return Outcome(
        output: Array(error.message.utf8), ending: .status(127), contents: nil,
        duration: clock.now - start)
    }
  }

  private func perform(
    _ command: Command, in folder: WorkingFolder
  ) throws(CannotRun) -> ChildProcess.Outcome {
    var readable = readable
    var program: Confinement.Command
    var variables = Self.environment(folder)
    switch command.way {
    case .other(let run): return try run()
    case .executable(let path):
      program = Confinement.Command(executable: path, arguments: command.arguments)
      readable.append(String(path.prefix(upTo: path.lastIndex(of: "/") ?? path.endIndex)))
    case .words(let words, let tree):
      try folder.lay(tree)
      let executable = try ToolRunner.path(
        of: words.first ?? "", in: folder.path, readable: confinement == nil ? nil : readable)
      program = Confinement.Command(
        executable: executable, arguments: words.dropFirst() + command.arguments)
      variables["PATH"] = ProcessInfo.processInfo.environment["PATH"]
      if confinement == nil { variables.merge(ToolHomes.variables()) { $1 } }
    }
    variables.merge(environment) { $1 }
    if let confinement {
      program = confinement.command(
        program, folder: folder.path, writable: [folder.path, folder.temporary], readable: readable)
    }
    var outcome = try ChildProcess(
      executable: program.executable, arguments: program.arguments, environment: variables,
      folder: folder.path, input: command.input, timeLimit: limits.time,
      outputLimit: limits.output, memoryLimit: limits.memory, isWanted: isWanted
    ).run()
    // The program that confines another ends with a status where the other ends by a signal.
    if confinement != nil, case .status(let status) = outcome.ending, status > 128, status < 160 {
      outcome.ending = .signal(status - 128)
    }
    return outcome
  }

  /// The same on every machine, but for where the Swift runtime may be found.
  private static func environment(_ folder: WorkingFolder) -> [String: String] {
    var environment = [
      "PATH": "/usr/bin:/bin", "HOME": folder.path, "TMPDIR": folder.temporary, "LANG": "C",
      "LC_ALL": "C", "TZ": "UTC", "TERM": "dumb", "SWIFT_BACKTRACE": "enable=no",
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
    case .signal, .outOfTime, .tooMuchOutput, .tooMuchMemory, .unwanted: return nil
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
