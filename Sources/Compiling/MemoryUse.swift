import Foundation

/// How much memory programs hold.
enum MemoryUse {
  /// The bytes that a program and what it started hold in memory; on macOS, those of the program
  /// alone.
  static func bytes(of program: pid_t) -> Int {
    #if canImport(Darwin)
      var usage = rusage_info_v2()
      let status = withUnsafeMutablePointer(to: &usage) { pointer in
        pointer.withMemoryRebound(to: rusage_info_t?.self, capacity: 1) {
          proc_pid_rusage(program, RUSAGE_INFO_V2, $0)
        }
      }
      return status == 0 ? Int(usage.ri_phys_footprint) : 0
    #else
      var total = 0
      var open = [program]
      // More processes than these have no end.
      for _ in 0..<10_000 {
        guard let next = open.popLast() else { break }
        total += resident(next)
        let tasks = "/proc/\(next)/task"
        for task in (try? FileManager.default.contentsOfDirectory(atPath: tasks)) ?? [] {
          open += numbers(in: "\(tasks)/\(task)/children").map { pid_t($0) }
        }
      }
      return total
    #endif
  }

  #if !canImport(Darwin)
    /// The pages that a process holds, in bytes.
    private static func resident(_ process: pid_t) -> Int {
      let fields = numbers(in: "/proc/\(process)/statm")
      return fields.count > 1 ? fields[1] * sysconf(Int32(_SC_PAGESIZE)) : 0
    }

    private static func numbers(in path: String) -> [Int] {
      let bytes = FileManager.default.contents(atPath: path) ?? Data()
      return bytes.split { $0 == 0x20 || $0 == 0x0A }
        .compactMap { Int(String(decoding: $0, as: UTF8.self)) }
    }
  #endif
}
