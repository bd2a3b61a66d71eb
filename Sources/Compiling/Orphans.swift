import Foundation

/// What programs started and left behind when they ended. On Linux they become this process's own
/// children, wherever they hide; elsewhere only a program's process group can be ended.
enum Orphans {
  /// From now on what is left behind becomes a child of this process.
  static func adopt() {
    #if os(Linux)
      typealias Control =
        @convention(c) (CInt, CUnsignedLong, CUnsignedLong, CUnsignedLong, CUnsignedLong) -> CInt
      let becomeSubreaper: CInt = 36
      _ = libraryFunction("prctl", as: Control.self)?(becomeSubreaper, 1, 0, 0, 0)
    #endif
  }

  /// Ends those that were started with this variable in their environment.
  static func end(with variable: String) {
    let wanted = Array(variable.utf8) + [0]
    end { pid in
      let environment = contents(of: "/proc/\(pid)/environ")
      return environment.firstRange(of: wanted) != nil
    } whoAreNot: { _ in
      false
    }
  }

  /// Ends children, and what then becomes a child, until none is left that is wanted.
  static func end(who isWanted: (pid_t) -> Bool, whoAreNot isSpared: (pid_t) -> Bool) {
    #if os(Linux)
      for _ in 0..<100 {
        let found = children().filter { !isSpared($0) && isWanted($0) }
        if found.isEmpty { return }
        for pid in found { kill(pid, SIGKILL) }
        for pid in found {
          var status: Int32 = 0
          while waitpid(pid, &status, 0) < 0, errno == EINTR {}
        }
      }
    #endif
  }

  private static func children() -> [pid_t] {
    let own = Array("\(getpid())".utf8)
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    return names.compactMap { pid_t($0) }.filter { pid in
      // `PID (name) state parent …`; the name may hold anything.
      let fields = contents(of: "/proc/\(pid)/stat")
      guard let end = fields.lastIndex(of: UInt8(ascii: ")")) else { return false }
      let rest = fields[(end + 1)...].split(separator: UInt8(ascii: " "))
      return rest.count > 1 && rest[1].elementsEqual(own)
    }
  }

  private static func contents(of path: String) -> [UInt8] {
    FileManager.default.contents(atPath: path).map(Array.init) ?? []
  }
}
