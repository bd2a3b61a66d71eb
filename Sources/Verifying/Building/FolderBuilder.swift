import Compiling
import Foundation
import Literate

/// Compiles the Swift in a tangled folder, each distinct program once, and keeps what came of it.
final class FolderBuilder: ProgramBuilder {
  let compilation: Compilation
  private let known = Memo<String, Build>()
  private var cache: Cache { compilation.cache }

  init(_ compilation: Compilation) {
    self.compilation = compilation
  }

  func sources(_ snapshot: Snapshot) -> [TangledFile] {
    snapshot.program(compilation.name).files
  }

  func build(
    _ snapshot: Snapshot, _ configuration: Configuration, onBuild: () -> Void
  ) -> Build {
    let program = snapshot.program(compilation.name)
    let key = compilation.key(program, configuration)
    let (build, isNew) = known.value(key) {
      if let kept = kept(key, program) { return kept }
      onBuild()
      return compile(key, program, configuration)
    }
    return isNew ? build : build.known
  }

  private func kept(_ key: String, _ program: SwiftProgram) -> Build? {
    guard let report = cache.report(key) else { return nil }
    let folder = cache.path(.programs, key)
    let executable = folder + "/" + program.name
    if report.isBuilt, access(executable, X_OK) != 0 || !cache.isOurs(executable) { return nil }
    Cache.markUsed(folder)
    return result(key, program, report, nil)
  }

  private func result(
    _ key: String, _ program: SwiftProgram, _ report: BuildReport, _ duration: Duration?
  ) -> Build {
    let executable = cache.path(.programs, key) + "/" + program.name
    return Build(
      key: key, isBuilt: report.isBuilt, messages: report.messages, duration: duration,
      executables: report.isBuilt ? [program.name: executable] : [:])
  }

  private func compile(
    _ key: String, _ program: SwiftProgram, _ configuration: Configuration
  ) -> Build {
    let clock = ContinuousClock()
    let start = clock.now
    let draft = cache.draft(key)
    defer { try? FileManager.default.removeItem(atPath: draft) }
    func failed(_ message: String) -> Build { .failed(key, message, clock.now - start) }
    let sources = draft + "/sources"
    let outcome: ChildProcess.Outcome
    do {
      try AtomicWrites(program.files.map { ("\(sources)/\($0.path)", $0.text) })
      outcome = try compilation.compile(
        program, configuration, in: sources, to: "../\(program.name)")
    } catch let problem as DiskError {
      return failed("error: \(problem.message)")
    } catch {
      return failed("error: \((error as? CannotRun)?.message ?? "\(error)")")
    }
    guard case .status(let status) = outcome.ending else {
      return failed("error: the compiler \(compilation.description(outcome.ending))")
    }
    let messages = String(decoding: outcome.output + outcome.errors, as: UTF8.self)
    // What says nothing against the program's text may be the machine's fault, and pass.
    let lines = messages.split(separator: "\n")
    let isLasting = program.files.contains { file in
      lines.contains { $0.hasPrefix(file.path + ":") && $0.contains(": error: ") }
    }
    if status != 0, !isLasting { return failed(messages) }
    try? FileManager.default.removeItem(atPath: sources)
    let report = BuildReport(isBuilt: status == 0, messages: messages)
    guard cache.keep(report, draft, as: key) else {
      return kept(key, program) ?? failed("error: cannot write \(cache.path(.programs, key))")
    }
    return result(key, program, report, clock.now - start)
  }
}

extension Cache {
  func report(_ key: String) -> BuildReport? {
    guard isOurs(path(.programs, key)) else { return nil }
    return read(.programs, key + "/report.json", as: BuildReport.self)
  }

  /// A folder for what is not finished.
  func draft(_ key: String) -> String { path(.programs, ".\(key)-\(getpid())") }

  /// Puts a finished folder, with a report in it, in its place.
  func keep(_ report: BuildReport, _ draft: String, as key: String) -> Bool {
    let folder = path(.programs, key)
    guard let data = try? JSONEncoder().encode(report),
      (try? AtomicWrites([(draft + "/report.json", Array(data))])) != nil
    else { return false }
    try? FileManager.default.removeItem(atPath: folder)
    return rename(draft, folder) == 0
  }
}
