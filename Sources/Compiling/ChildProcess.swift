import Foundation
import Literate

/// A program to run: without a shell, in a process group of its own, with nothing to read.
package struct ChildProcess: Sendable {
  /// How it ended.
  package enum Ending: Hashable, Sendable {
    case status(Int32)
    case signal(Int32)
    case outOfTime
    case tooMuchOutput
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

  package init(
    executable: String, arguments: [String], environment: [String: String]? = nil,
    folder: String? = nil, timeLimit: Duration, outputLimit: Int
  ) {
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
    defer { RunningPrograms.remove(pid) }
    return collect(pid, output, errors)
  }

  private func start(_ output: Pipe, _ errors: Pipe) throws(CannotRun) -> pid_t {
    #if canImport(Darwin)
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
      let extraFlags = POSIX_SPAWN_CLOEXEC_DEFAULT
    #else
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
      let extraFlags: Int32 = 0
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    if let folder {
      guard let changeFolder, changeFolder(&actions, folder) == 0 else {
        throw CannotRun(message: "this system's C library cannot start a program in a folder")
      }
    }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, output.writing, 1)
    posix_spawn_file_actions_adddup2(&actions, errors.writing, 2)
    var none = sigset_t()
    sigemptyset(&none)
    var usual = sigset_t()
    sigemptyset(&usual)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGPIPE] { sigaddset(&usual, signal) }
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setsigdefault(&attributes, &usual)
    posix_spawnattr_setpgroup(&attributes, 0)
    let flags =
      Int32(POSIX_SPAWN_SETPGROUP) | Int32(POSIX_SPAWN_SETSIGMASK) | Int32(POSIX_SPAWN_SETSIGDEF)
      | Int32(extraFlags)
    posix_spawnattr_setflags(&attributes, Int16(flags))

    var arguments = ([executable] + arguments).map { strdup($0) } + [nil]
    defer { for argument in arguments { free(argument) } }
    let variables = environment ?? ProcessInfo.processInfo.environment
    var environment = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for variable in environment { free(variable) } }
    return try RunningPrograms.add { () throws(CannotRun) -> pid_t in
      var pid: pid_t = 0
      let failure = posix_spawn(&pid, executable, &actions, &attributes, &arguments, &environment)
      guard failure == 0 else {
        throw CannotRun(message: "cannot run \(executable): \(String(cString: strerror(failure)))")
      }
      return pid
    }
  }

  /// Reads what the program writes until it has ended.
  private func collect(_ pid: pid_t, _ output: Pipe, _ errors: Pipe) -> Outcome {
    let clock = ContinuousClock()
    let deadline = clock.now.advanced(by: timeLimit)
    var outcome = Outcome()
    var limit: Ending?
    var pause: Int32 = 1
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
    }
    kill(-pid, SIGKILL)
    var status: Int32 = 0
    while waitpid(pid, &status, 0) < 0, errno == EINTR {}
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
      var ends: [Int32] = [-1, -1]
      guard pipe(&ends) == 0 else {
        throw CannotRun(message: "cannot make a pipe: \(String(cString: strerror(errno)))")
      }
      (reading, writing) = (ends[0], ends[1])
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
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

#if canImport(Darwin)
  private typealias FileActions = UnsafeMutablePointer<posix_spawn_file_actions_t?>
#else
  private typealias FileActions = UnsafeMutablePointer<posix_spawn_file_actions_t>
#endif

/// `posix_spawn_file_actions_addchdir_np`, which the C library has and its Swift module hides.
private let changeFolder: (@convention(c) (FileActions, UnsafePointer<CChar>) -> Int32)? = {
  guard let library = dlopen(nil, RTLD_NOW),
    let symbol = dlsym(library, "posix_spawn_file_actions_addchdir_np")
  else { return nil }
  return unsafeBitCast(
    symbol, to: (@convention(c) (FileActions, UnsafePointer<CChar>) -> Int32).self)
}()

/// Why a program could not be started, or a tool not be asked.
package struct CannotRun: Error {
  package let message: String

  package init(message: String) {
    self.message = message
  }
}
