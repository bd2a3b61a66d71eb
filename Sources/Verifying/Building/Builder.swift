import Compiling
import Foundation
import Literate

/// Compiles programs, each distinct one once, and keeps what came of it.
final class Builder: Sendable {
  /// What came of compiling a program.
  struct Result: Sendable {
    /// The name of the program's text and flags.
    let key: String
    /// The executable; nil if the compiler refused the program.
    let executable: String?
    /// What the compiler wrote.
    let messages: String
    /// How long it took; nil if nothing had to be compiled.
    let duration: Duration?
  }

  let compilation: Compilation
  private let known = Guarded<[String: Once]>([:])
  private var cache: Cache { compilation.cache }

  init(_ compilation: Compilation) {
    self.compilation = compilation
  }

  /// The compiled program; waits where another thread compiles the same one.
  ///
  /// - Parameter onCompile: Called before the program is really compiled.
  func build(
    _ program: SwiftProgram, _ configuration: Configuration, onCompile: () -> Void
  ) -> Result {
    let key = compilation.key(program, configuration)
    let once = known.withLock { known in
      let once = known[key] ?? Once()
      known[key] = once
      return once
    }
    return once.result {
      if let kept = kept(key, program) { return kept }
      onCompile()
      return compile(key, program, configuration)
    }
  }

  /// A result that is made once, whoever asks first.
  private final class Once: Sendable {
    private let made = Guarded<Result?>(nil)

    func result(_ make: () -> Result) -> Result {
      made.withLock { made in
        if let known = made {
          return Result(
            key: known.key, executable: known.executable, messages: known.messages, duration: nil)
        }
        let result = make()
        made = result
        return result
      }
    }
  }

  /// What is kept beside an executable.
  private struct Report: Codable {
    let isCompiled: Bool
    let messages: String
  }

  private func kept(_ key: String, _ program: SwiftProgram) -> Result? {
    guard let report = cache.read(.programs, key + "/report.json", as: Report.self) else {
      return nil
    }
    let folder = cache.path(.programs, key)
    let executable = folder + "/" + program.name
    if report.isCompiled, access(executable, X_OK) != 0 { return nil }
    Cache.markUsed(folder)
    return Result(
      key: key, executable: report.isCompiled ? executable : nil, messages: report.messages,
      duration: nil)
  }

  private func compile(_ key: String, _ program: SwiftProgram, _ configuration: Configuration)
    -> Result
  {
    let clock = ContinuousClock()
    let start = clock.now
    let folder = cache.path(.programs, key)
    let draft = cache.path(.programs, ".\(key)-\(getpid())")
    defer { try? FileManager.default.removeItem(atPath: draft) }
    func failed(_ message: String) -> Result {
      Result(key: key, executable: nil, messages: message, duration: clock.now - start)
    }
    let sources = draft + "/sources"
    do {
      try AtomicWrites(program.files.map { ("\(sources)/\($0.path)", $0.text) })
    } catch {
      return failed("error: \(error.message)")
    }
    let outcome: ChildProcess.Outcome
    do {
      outcome = try compilation.compile(
        program, configuration, in: sources, to: "../\(program.name)")
    } catch {
      return failed("error: \(error.message)")
    }
    guard case .status(let status) = outcome.ending else {
      return failed("error: the compiler \(compilation.description(outcome.ending))")
    }
    let messages = String(decoding: outcome.output + outcome.errors, as: UTF8.self)
    // What says nothing against the program's text may be the machine's fault, and pass.
    let isLasting = program.files.contains { file in
      messages.split(separator: "\n").contains {
        $0.hasPrefix(file.path + ":") && $0.contains(": error: ")
      }
    }
    if status != 0, !isLasting { return failed(messages) }
    let report = Report(isCompiled: status == 0, messages: messages)
    guard let data = try? JSONEncoder().encode(report),
      (try? AtomicWrites([(draft + "/report.json", Array(data))])) != nil
    else { return failed("error: cannot write below \(draft)") }
    try? FileManager.default.removeItem(atPath: sources)
    try? FileManager.default.removeItem(atPath: folder)
    guard rename(draft, folder) == 0 else {
      return kept(key, program) ?? failed("error: cannot write \(folder)")
    }
    return Result(
      key: key, executable: status == 0 ? "\(folder)/\(program.name)" : nil, messages: messages,
      duration: clock.now - start)
  }
}
