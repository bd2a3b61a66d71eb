import Foundation
import Literate

/// The programs that run at this moment and the working directories in use, so that none outlives
/// an interrupted run.
package enum RunningPrograms {
  private struct State {
    var groups: Set<pid_t> = []
    var folders: Set<String> = []
  }

  private static let state = Guarded(State())

  package static func add(
    _ start: () throws(CannotRun) -> pid_t
  ) throws(CannotRun) -> pid_t {
    let started = state.withLock { state -> Result<pid_t, CannotRun> in
      Result { () throws(CannotRun) in
        let pid = try start()
        state.groups.insert(pid)
        return pid
      }
    }
    return try started.get()
  }

  package static func remove(_ group: pid_t) {
    state.withLock { _ = $0.groups.remove(group) }
  }

  package static func add(folder: String) {
    state.withLock { _ = $0.folders.insert(folder) }
  }

  package static func remove(folder: String) {
    state.withLock { _ = $0.folders.remove(folder) }
    try? FileManager.default.removeItem(atPath: folder)
  }

  /// Ends every program, deletes the working directories, and ends this process by a signal.
  ///
  /// The lock is kept, so that no thread starts another program or tells of those that were ended.
  package static func endAll(by signal: Int32) -> Never {
    state.withLock { state in
      for group in state.groups { kill(-group, SIGKILL) }
      for folder in state.folders { try? FileManager.default.removeItem(atPath: folder) }
      Foundation.signal(signal, SIG_DFL)
      kill(getpid(), signal)
      sleep(1)
      _exit(128 + signal)
    }
  }
}
