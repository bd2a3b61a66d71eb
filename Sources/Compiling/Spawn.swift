import Foundation

/// One call of the system that starts a program, in a process group of its own.
struct Spawn {
  let executable: String
  let arguments: [String]
  /// The whole environment; nil hands on this process's own.
  let environment: [String: String]?
  /// The working directory; nil is this process's own.
  let folder: String?
  /// The descriptors that become the program's; nil is `/dev/null`.
  let input: Int32?
  let output: Int32?
  let errors: Int32?

  func start() throws(CannotRun) -> pid_t {
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
    for (number, descriptor) in [input, output, errors].enumerated() {
      let number = Int32(number)
      if let descriptor {
        posix_spawn_file_actions_adddup2(&actions, descriptor, number)
      } else {
        posix_spawn_file_actions_addopen(
          &actions, number, "/dev/null", number == 0 ? O_RDONLY : O_WRONLY, 0)
      }
    }
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
    var pid: pid_t = 0
    let failure = Executables.start {
      posix_spawn(&pid, executable, &actions, &attributes, &arguments, &environment)
    }
    guard failure == 0 else {
      throw CannotRun(message: "cannot run \(executable): \(String(cString: strerror(failure)))")
    }
    return pid
  }
}

enum PipeEnds {
  /// The two ends of a pipe; children inherit neither.
  static func make() -> (reading: Int32, writing: Int32)? {
    var ends: [Int32] = [-1, -1]
    #if os(Linux)
      // In one step: another thread may start a program at any moment.
      typealias Make = @convention(c) (UnsafeMutablePointer<CInt>, CInt) -> CInt
      guard let make = libraryFunction("pipe2", as: Make.self), make(&ends, O_CLOEXEC) == 0
      else { return nil }
    #else
      guard pipe(&ends) == 0 else { return nil }
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #endif
    return (ends[0], ends[1])
  }
}

#if canImport(Darwin)
  private typealias FileActions = UnsafeMutablePointer<posix_spawn_file_actions_t?>
#else
  private typealias FileActions = UnsafeMutablePointer<posix_spawn_file_actions_t>
#endif

private let changeFolder = libraryFunction(
  "posix_spawn_file_actions_addchdir_np",
  as: (@convention(c) (FileActions, UnsafePointer<CChar>) -> Int32).self)

/// A function that the C library has and its Swift module hides.
func libraryFunction<Function>(_ name: String, as type: Function.Type) -> Function? {
  guard let library = dlopen(nil, RTLD_NOW), let symbol = dlsym(library, name) else { return nil }
  return unsafeBitCast(symbol, to: type)
}
