import Foundation
import Literate

/// A program to run: without a shell, in a process group of its own, with no more to read than it is given.
package struct ChildProcess: Sendable {
  /// How it ended.
  package enum Ending: Hashable, Sendable {
    case status(Int32)
    case signal(Int32)
    case outOfTime
    case tooMuchOutput
    case tooMuchMemory
    /// It was ended since nobody wanted it any more.
    case unwanted
  }

  package struct Outcome: Sendable {
    package var output: [UInt8] = []
    package var errors: [UInt8] = []
    package var ending = Ending.status(0)
  }

  /// The executable's path.
  package let executable: String
  package let arguments: [String]
  /// The whole environment; nil hands on this process's own.
  package let environment: [String: String]?
  /// The working directory; nil is this process's own.
  package let folder: String?
  package let timeLimit: Duration
  /// How many bytes it may write to standard output and standard error together.
  package let outputLimit: Int
  /// How many bytes it and what it started may hold in memory; nil sets no limit.
  package let memoryLimit: Int?
  /// What it reads from standard input.
  package let input: [UInt8]
  /// Asked while it runs; at the first no it is ended.
  package let isWanted: @Sendable () -> Bool

  package init(
    executable: String, arguments: [String], environment: [String: String]? = nil,
    folder: String? = nil, input: [UInt8] = [], timeLimit: Duration, outputLimit: Int,
    memoryLimit: Int? = nil, isWanted: @escaping @Sendable () -> Bool = { true }
  ) {
    self.isWanted = isWanted
    self.input = input
    self.memoryLimit = memoryLimit
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.folder = folder
    self.timeLimit = timeLimit
    self.outputLimit = outputLimit
  }

  /// Runs the program until it ends or a limit is reached; what it started ends with it.
  package func run() throws(CannotRun) -> Outcome {
    let output = try Pipe()
    defer { output.close() }
    let errors = try Pipe()
    defer { errors.close() }
    let pid = try start(output, errors)
    output.closeWriting()
    errors.closeWriting()
    defer {
      RunningPrograms.remove(pid)
      // What left the process group is told by the folder that only this program was given. A home
      // that it shares with others, such as the user's own, tells nothing.
      if let folder, environment?["HOME"] == folder { Orphans.end(with: "HOME=\(folder)") }
    }
    return collect(pid, output, errors)
  }

  private func start(_ output: Pipe, _ errors: Pipe) throws(CannotRun) -> pid_t {
    let standardInput = try inputFile()
    defer { if let standardInput { Foundation.close(standardInput) } }
    let spawn = Spawn(
      executable: executable, arguments: arguments, environment: environment, folder: folder,
      input: standardInput, output: output.writing, errors: errors.writing)
    return try RunningPrograms.add { () throws(CannotRun) in try spawn.start() }
  }

  /// A file without a name that holds what the program reads; nil where that is nothing.
  private func inputFile() throws(CannotRun) -> Int32? {
    if input.isEmpty { return nil }
    var template = Array((NSTemporaryDirectory() + "/input-XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else {
      throw CannotRun(message: "cannot write the input: \(String(cString: strerror(errno)))")
    }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    var done = 0
    while done < input.count {
      let count = input.withUnsafeBytes {
        write(descriptor, $0.baseAddress! + done, input.count - done)
      }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let reason = String(cString: strerror(errno))
        Foundation.close(descriptor)
        throw CannotRun(message: "cannot write the input: \(reason)")
      }
      done += count
    }
    lseek(descriptor, 0, SEEK_SET)
    return descriptor
  }

  /// Reads what the program writes until it has ended.
  private func collect(_ pid: pid_t, _ output: Pipe, _ errors: Pipe) -> Outcome {
    let clock = ContinuousClock()
    let deadline = clock.now.advanced(by: timeLimit)
    var outcome = Outcome()
    var limit: Ending?
    var pause: Int32 = 1
    var nextLook = clock.now.advanced(by: .milliseconds(50))
    while !Self.hasEnded(pid) {
      var waiting = [output, errors].compactMap { pipe in
        pipe.reading < 0 ? nil : pollfd(fd: pipe.reading, events: Int16(POLLIN), revents: 0)
      }
      let ready = poll(&waiting, nfds_t(waiting.count), pause)
      pause = ready > 0 ? 1 : min(pause * 2, 20)
      output.read(into: &outcome.output, limit: outputLimit)
      errors.read(into: &outcome.errors, limit: outputLimit)
      if outcome.output.count + outcome.errors.count > outputLimit {
        limit = .tooMuchOutput
        break
      }
      if clock.now >= deadline {
        limit = .outOfTime
        break
      }
      if clock.now < nextLook { continue }
      nextLook = clock.now.advanced(by: .milliseconds(50))
      if !isWanted() {
        limit = .unwanted
        break
      }
      if let memoryLimit, MemoryUse.bytes(of: pid) > memoryLimit {
        limit = .tooMuchMemory
        break
      }
    }
    // What it started may have process groups of its own, as tests of a Swift package have.
    let started = limit == nil ? [] : ProcessTree.processes(of: pid).dropFirst()
    kill(-pid, SIGKILL)
    // Of a program that somebody else waited for nobody knows how it ended: not well.
    var status = SIGKILL
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
    // What it left in its group has become this process's own child, and is to be waited for.
    var other: Int32 = 0
    while waitpid(-pid, &other, 0) > 0 || errno == EINTR {}
    for process in started {
      kill(process, SIGKILL)
      while waitpid(process, &other, 0) < 0, errno == EINTR {}
    }
    output.read(into: &outcome.output, limit: outputLimit)
    errors.read(into: &outcome.errors, limit: outputLimit)
    if limit == nil, outcome.output.count + outcome.errors.count > outputLimit {
      limit = .tooMuchOutput
    }
    let signal = status & 0x7F
    outcome.ending = limit ?? (signal == 0 ? .status((status >> 8) & 0xFF) : .signal(signal))
    return outcome
  }

  /// Whether the program has ended; it stays there to be waited for, so that its process group is
  /// nobody else's yet.
  private static func hasEnded(_ pid: pid_t) -> Bool {
    var info = siginfo_t()
    while waitid(P_PID, id_t(pid), &info, WEXITED | WNOHANG | WNOWAIT) < 0 {
      if errno != EINTR { return true }
    }
    return info.si_signo != 0
  }
}

extension ChildProcess {
  /// The two ends of a pipe; children inherit neither.
  private final class Pipe {
    private(set) var reading: Int32 = -1
    private(set) var writing: Int32 = -1

    init() throws(CannotRun) {
      guard let ends = PipeEnds.make() else {
        throw CannotRun(message: "cannot make a pipe: \(String(cString: strerror(errno)))")
      }
      (reading, writing) = ends
      _ = fcntl(reading, F_SETFL, fcntl(reading, F_GETFL) | O_NONBLOCK)
    }

    /// Appends what is there to read; beyond `limit` bytes the rest stays in the pipe.
    func read(into bytes: inout [UInt8], limit: Int) {
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      while reading >= 0, bytes.count <= limit {
        let count = Foundation.read(reading, &buffer, buffer.count)
        if count > 0 {
          bytes += buffer[..<count]
        } else if count == 0 || (errno != EINTR && errno != EAGAIN) {
          Foundation.close(reading)
          reading = -1
        } else if errno == EAGAIN {
          return
        }
      }
    }

    func closeWriting() {
      if writing >= 0 { Foundation.close(writing) }
      writing = -1
    }

    func close() {
      closeWriting()
      if reading >= 0 { Foundation.close(reading) }
      reading = -1
    }
  }
}

/// Why a program could not be started, or a tool not be asked.
package struct CannotRun: Error {
  package let message: String

  package init(message: String) {
    self.message = message
  }
}
