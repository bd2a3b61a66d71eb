import Foundation
import Literate

/// The programs that run at this moment and the temporary folders in use, so that none outlives this
/// process, however it ends.
package enum RunningPrograms {
  private struct State {
    var groups: Set<pid_t> = []
    var folders: Set<String> = []
    var watchdog: Watchdog?
  }

  private static let state = Guarded(State())

  static func add(
    _ start: () throws(CannotRun) -> pid_t
  ) throws(CannotRun) -> pid_t {
    let started = state.withLock { state -> Result<pid_t, CannotRun> in
      prepare(&state)
      return Result { () throws(CannotRun) in
        let pid = try start()
        state.groups.insert(pid)
        state.watchdog?.tell("+ \(pid)")
        return pid
      }
    }
    return try started.get()
  }

  static func remove(_ group: pid_t) {
    state.withLock { state in
      state.groups.remove(group)
      state.watchdog?.tell("- \(group)")
    }
  }

  static func add(folder: String) {
    state.withLock { state in
      prepare(&state)
      state.folders.insert(folder)
      state.watchdog?.tell("f \(folder)")
    }
  }

  static func remove(folder: String) {
    try? FileManager.default.removeItem(atPath: folder)
    state.withLock { state in
      state.folders.remove(folder)
      state.watchdog?.tell("r \(folder)")
    }
  }

  private static func prepare(_ state: inout State) {
    if state.watchdog != nil { return }
    Orphans.adopt()
    state.watchdog = Watchdog()
  }

  /// Ends every program, deletes the temporary folders, and ends this process by a signal.
  ///
  /// The lock is kept, so that no thread starts another program or tells of those that were ended.
  package static func endAll(by signal: Int32) -> Never {
    state.withLock { state in
      clear(&state)
      Foundation.signal(signal, SIG_DFL)
      kill(getpid(), signal)
      sleep(1)
      _exit(128 + signal)
    }
  }

  /// Ends every program, deletes the temporary folders, and ends this process.
  package static func endAll(status: Int32) -> Never {
    state.withLock { state in
      clear(&state)
      _exit(status)
    }
  }

  /// Ends what programs of the book left behind, and what still runs.
  package static func endAll() {
    state.withLock { clear(&$0) }
  }

  private static func clear(_ state: inout State) {
    for group in state.groups { kill(-group, SIGKILL) }
    if let watchdog = state.watchdog {
      Orphans.end { _ in
        true
      } whoAreNot: {
        $0 == watchdog.pid
      }
    }
    for folder in state.folders { try? FileManager.default.removeItem(atPath: folder) }
  }
}

/// A shell that waits for the end of this process, even by SIGKILL, and then does what the process
/// itself does when it ends in another way.
private final class Watchdog: Sendable {
  let pid: pid_t
  private let writing: Int32

  private static let script = """
    groups=' '
    while IFS= read -r line; do
      word=${line#* }
      case $line in
        '+ '*) groups="$groups$word " ;;
        '- '*) case $groups in
          *" $word "*) groups="${groups%% $word *} ${groups#* $word }" ;;
          esac ;;
        'f '*) set -- "$@" "$word" ;;
        'r '*) count=$#
          while [ "$count" -gt 0 ]; do
            [ "$1" = "$word" ] || set -- "$@" "$1"
            shift
            count=$((count - 1))
          done ;;
      esac
    done
    if [ "$groups" != ' ' ]; then
      # What they started may be in groups of its own, as the compiler's parts are: each line is a
      # process and its parent's.
      if [ -d /proc/self ]; then
        lines=$(for file in /proc/[0-9]*/status; do
          while read -r key value; do
            case $key in
              (Pid:) pid=$value ;;
              (PPid:) echo "$pid $value"; break ;;
            esac
          done < "$file"
        done 2>/dev/null)
      else
        lines=$(ps -A -o pid= -o ppid=)
      fi
      before=
      while [ "$before" != "$groups" ]; do
        before=$groups
        while read -r pid parent; do
          case $groups in *" $pid "*) continue ;; esac
          case $groups in *" $parent "*) groups="$groups$pid " ;; esac
        done <<LINES
    $lines
    LINES
      done
      for group in $groups; do kill -KILL "-$group" "$group" 2>/dev/null; done
    fi
    for folder in "$@"; do rm -rf -- "$folder"; done
    """

  /// - Returns: Nothing where there is no shell.
  init?() {
    guard let (reading, writing) = PipeEnds.make() else { return nil }
    defer { close(reading) }
    do {
      pid = try Spawn(
        executable: "/bin/sh", arguments: ["-c", Self.script], environment: [:], folder: nil,
        input: reading, output: nil, errors: nil
      ).start()
    } catch {
      close(writing)
      return nil
    }
    self.writing = writing
  }

  func tell(_ line: String) {
    let bytes = Array((line + "\n").utf8)
    _ = bytes.withUnsafeBytes { write(writing, $0.baseAddress, $0.count) }
  }
}
