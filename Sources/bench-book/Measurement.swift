import Foundation

/// A process run several times.
struct Measurement {
  /// Wall time in seconds, in order.
  let times: [Double]
  /// The processors' time of each run, all cores together, in seconds, in order.
  let processorTimes: [Double]
  /// The largest resident memory of any run, in bytes.
  let peakMemory: Int

  var median: Double { times[times.count / 2] }
  var processorMedian: Double { processorTimes[processorTimes.count / 2] }

  /// The measurement in words.
  ///
  /// - Parameters:
  ///   - other: What it is a multiple of, and what that is called.
  func line(_ name: String, beside other: Measurement? = nil, called: String = "") -> String {
    let line = String(
      format: "%@%6.0f ms (%.0f to %.0f), processors %5.0f ms, %4.0f MB",
      name.padding(toLength: 22, withPad: " ", startingAt: 0), median * 1_000,
      (times.first ?? 0) * 1_000, (times.last ?? 0) * 1_000, processorMedian * 1_000,
      Double(peakMemory) / 1e6)
    guard let other else { return line }
    return line
      + String(
        format: "; %.2f × %@, processors %.2f ×", median / other.median, called,
        processorMedian / other.processorMedian)
  }

  struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs a program, what it prints thrown away.
  ///
  /// - Parameters:
  ///   - runs: How many times; at least once.
  ///   - prepare: Called before each run, outside the time.
  init(_ program: String, _ arguments: [String], runs: Int, prepare: () throws -> Void = {}) throws
  {
    var times: [Double] = []
    var processorTimes: [Double] = []
    var peak = 0
    for _ in 0..<max(1, runs) {
      try prepare()
      let start = ContinuousClock.now
      let usage = try Self.run(program, arguments)
      times.append((ContinuousClock.now - start) / .seconds(1))
      processorTimes.append(Self.seconds(usage.ru_utime) + Self.seconds(usage.ru_stime))
      #if os(Linux)
        peak = max(peak, usage.ru_maxrss * 1_024)
      #else
        peak = max(peak, usage.ru_maxrss)
      #endif
    }
    self.times = times.sorted()
    self.processorTimes = processorTimes.sorted()
    peakMemory = peak
  }

  private static func seconds(_ time: timeval) -> Double {
    Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }

  private static func run(_ program: String, _ arguments: [String]) throws -> rusage {
    var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
    words.append(nil)
    defer { for word in words { free(word) } }
    #if os(Linux)
      var actions = posix_spawn_file_actions_t()
    #else
      var actions: posix_spawn_file_actions_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    var process: pid_t = 0
    guard posix_spawnp(&process, program, &actions, nil, words, environ) == 0 else {
      throw Failed(description: "cannot run \(program)")
    }
    var status: Int32 = 0
    var usage = rusage()
    while wait4(process, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw Failed(description: "\(program) was lost") }
    }
    guard status == 0 else {
      throw Failed(description: "\(program) failed with wait status \(status)")
    }
    return usage
  }

  /// The path of a program on the search path, or nil.
  static func find(_ program: String) -> String? {
    let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
    return folders.lazy.map { "\($0)/\(program)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }
}
