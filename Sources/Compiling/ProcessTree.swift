import Foundation

/// A program and what it started.
enum ProcessTree {
  /// The program, then what it started and what those started, each behind the one that started it;
  /// outside Linux the program alone.
  static func processes(of program: pid_t) -> [pid_t] {
    var found: [pid_t] = []
    var open = [program]
    // More processes than these have no end.
    while let next = open.popLast(), found.count < 10_000 {
      found.append(next)
      #if os(Linux)
        let tasks = "/proc/\(next)/task"
        for task in (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? [] {
          open += numbers(in: "\(tasks)/\(task)/children").map { pid_t($0) }
        }
      #endif
    }
    return found
  }

  /// The numbers that a file of `/proc` holds, with blanks or line ends between them.
  static func numbers(in path: String) -> [Int] {
    let bytes = FileManager.default.contents(atPath: path) ?? Data()
    return bytes.split { $0 == 0x20 || $0 == 0x0A }
      .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
  }
}
