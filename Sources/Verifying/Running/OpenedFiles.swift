import Foundation

/// Tells whether anybody opened one of some files, or put another in its place, since this object
/// was made.
final class OpenedFiles {
  /// Below 0 where the system can't tell.
  private var descriptor: Int32 = -1
  private var isAnyKnown = false

  init(_ paths: [String]) {
    #if os(Linux)
      descriptor = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
      // A file's own watch also tells of opening it under another name. Who saves by renaming takes
      // the file's last name away, and what is opened then is not watched.
      let events = UInt32(IN_OPEN | IN_ATTRIB | IN_MOVE_SELF | IN_DELETE_SELF)
      if !paths.allSatisfy({ inotify_add_watch(descriptor, $0, events) >= 0 }) { close() }
    #endif
  }

  /// Whether one was opened until now; true where that can't be known.
  func isAny() -> Bool {
    if descriptor < 0 { return true }
    if isAnyKnown { return true }
    var events = [UInt8](repeating: 0, count: 4_096)
    var count = 0
    repeat {
      count = read(descriptor, &events, events.count)
    } while count < 0 && errno == EINTR
    isAnyKnown = count >= 0 || errno != EAGAIN
    return isAnyKnown
  }

  private func close() {
    if descriptor >= 0 { Foundation.close(descriptor) }
    descriptor = -1
  }

  deinit { close() }
}
