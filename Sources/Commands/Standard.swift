import Compiling
import Foundation

/// Standard output and standard error, which can fail as any file can: a full disk, a pipe that
/// nobody reads any more, a descriptor that was closed.
public enum Standard {
  /// The status of a command that could not say what it had to say (`EX_IOERR`).
  public static let failureStatus: Int32 = 74

  /// How diagnostics are written; it is set before anything is said.
  nonisolated(unsafe) static var format = DiagnosticFormat.text

  /// Readies the process: a closed pipe becomes an error instead of a signal, and a descriptor that
  /// was closed is not given to the next file that is opened.
  public static func prepare() {
    signal(SIGPIPE, SIG_IGN)
    for descriptor in [Int32(0), 1, 2] where fcntl(descriptor, F_GETFD) < 0 {
      _ = open("/dev/null", descriptor == 0 ? O_WRONLY : O_RDONLY)
    }
  }

  /// Writes text to standard output.
  public static func write(_ text: String) { write(Array(text.utf8)) }

  /// Writes bytes to standard output.
  public static func write(_ bytes: [UInt8]) { write(bytes, to: 1) }

  /// Writes text to standard error.
  public static func complain(_ text: String) { write(Array(text.utf8), to: 2) }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Foundation.write(descriptor, buffer.baseAddress.map { $0 + done }, bytes.count - done)
      }
      if count > 0 {
        done += count
      } else if count < 0, errno == EAGAIN {
        var waiting = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&waiting, 1, -1)
      } else if count == 0 || errno != EINTR {
        fail(descriptor, errno)
      }
    }
  }

  /// Ends the process, and what it started with it.
  static func end(_ status: Int32) -> Never {
    RunningPrograms.endAll()
    exit(status)
  }

  /// Ends the process; nobody is told where nobody listens.
  private static func fail(_ descriptor: Int32, _ reason: Int32) -> Never {
    if descriptor == 1, reason != EPIPE {
      let text = "error: cannot write standard output: \(String(cString: strerror(reason)))\n"
      _ = text.withCString { Foundation.write(2, $0, strlen($0)) }
    }
    RunningPrograms.endAll(status: failureStatus)
  }
}

/// Prints a line on standard output.
public func say(_ text: String) {
  Standard.write(text + "\n")
}

/// Writes a line to standard error.
public func complain(_ text: String) {
  Standard.complain(text + "\n")
}
