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
      return ProcessTree.processes(of: program).reduce(0) { $0 + resident($1) }
    #endif
  }

  #if !canImport(Darwin)
    /// The pages that a process holds, in bytes.
    private static func resident(_ process: pid_t) -> Int {
      let fields = ProcessTree.numbers(in: "/proc/\(process)/statm")
      return fields.count > 1 ? fields[1] * sysconf(Int32(_SC_PAGESIZE)) : 0
    }
  #endif
}
