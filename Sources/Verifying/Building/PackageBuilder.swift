import Compiling
import Foundation
import Literate

/// Builds a Swift package that the book tangles, by the package manager. One folder serves all
/// chapters, so that only what differs between them is compiled; what a build made is copied away.
final class PackageBuilder: ProgramBuilder {
  private let name: String
  private let workshop: Workshop
  let toolchain: Toolchain
  private let tools: ToolRunner
  private let known = Memo<String, Build>()
  /// Held while the package's folder is in use.
  private let turn = Guarded(())

  init(name: String, workshop: Workshop, tools: ToolRunner) throws(CannotRun) {
    self.name = name
    self.workshop = workshop
    self.tools = tools
    toolchain = try Toolchain(cache: workshop.cache)
  }

  private var cache: Cache { workshop.cache }
  private var place: String { "\(cache.folder)/packages/\(name)" }
  private var source: String { place + "/source" }

  /// The folder that the book tangles the package to, ending in a slash unless it is the output
  /// folder itself; nil if there is no manifest.
  static func root(of name: String, in files: [TangledFile]) -> String? {
    let manifests = files.map(\.path).filter {
      $0 == "Package.swift" || $0.hasSuffix("/Package.swift")
    }
    let own = manifests.first { $0 == "\(name)/Package.swift" }
    let chosen = own ?? manifests.first { $0 == "Package.swift" } ?? manifests.first
    return chosen.map { String($0.dropLast("Package.swift".count)) }
  }

  func sources(_ snapshot: Snapshot) -> [TangledFile] {
    guard let root = Self.root(of: name, in: snapshot.files) else { return [] }
    return snapshot.files.filter { $0.path.hasPrefix(root) }
  }

  private func key(_ files: [TangledFile], _ what: String) -> String {
    var hash = ContentHash()
    hash.add("package 2")
    hash.add(name)
    hash.add(what)
    hash.add(toolchain.information)
    for file in files {
      hash.add(file.path)
      hash.add(file.text)
    }
    return hash.name
  }

  func build(
    _ snapshot: Snapshot, _ configuration: Configuration, onBuild: () -> Void
  ) -> Build {
    let files = sources(snapshot)
    let key = key(files, configuration.rawValue)
    let (build, isNew) = known.value(key) {
      if let kept = kept(key) { return kept }
      onBuild()
      return turn.withLock { _ in make(key, snapshot, files, configuration) }
    }
    return isNew ? build : build.known
  }

  private func kept(_ key: String) -> Build? {
    guard let report = cache.report(key) else { return nil }
    let folder = cache.path(.programs, key)
    Cache.markUsed(folder)
    return result(key, report, nil)
  }

  private func result(_ key: String, _ report: BuildReport, _ duration: Duration?) -> Build {
    let folder = cache.path(.programs, key)
    var executables: [String: String] = [:]
    for name in (try? Disk.names(in: folder)) ?? [] where !name.contains(".") {
      let path = folder + "/" + name
      if Disk.kind(path) == .file, access(path, X_OK) == 0, cache.isOurs(path) {
        executables[name] = path
      }
    }
    return Build(
      key: key, isBuilt: report.isBuilt, messages: report.messages, duration: duration,
      executables: report.isBuilt ? executables : [:], folder: report.folder)
  }

  private func hold(_ snapshot: Snapshot, _ files: [TangledFile]) throws(CannotRun) {
    let root = Self.root(of: name, in: snapshot.files) ?? ""
    do {
      try FileSet(folder: source).hold(
        files.map { (String($0.path.dropFirst(root.count)), $0.text) })
    } catch {
      throw CannotRun(message: error.message)
    }
  }

  private func words(_ verb: String, _ more: [String]) -> [String] {
    ["swift", verb, "--package-path", source, "--scratch-path", place + "/scratch"] + more
      + ["-Xswiftc", "-diagnostic-style=llvm", "-Xswiftc", "-no-color-diagnostics"]
  }

  private func run(_ verb: String, _ more: [String]) throws(CannotRun) -> ChildProcess.Outcome {
    try tools.run(words(verb, more), in: source, writable: [place], timeLimit: .seconds(1_800))
  }

  private func make(
    _ key: String, _ snapshot: Snapshot, _ files: [TangledFile], _ configuration: Configuration
  ) -> Build {
    let clock = ContinuousClock()
    let start = clock.now
    func failed(_ message: String) -> Build { .failed(key, message, clock.now - start) }
    let more = ["-c", configuration.rawValue]
    let outcome: ChildProcess.Outcome
    do {
      try hold(snapshot, files)
      outcome = try run("build", more)
    } catch {
      return failed("error: \(error.reason)")
    }
    let messages = String(decoding: outcome.output + outcome.errors, as: UTF8.self)
    let draft = cache.draft(key)
    defer { try? FileManager.default.removeItem(atPath: draft) }
    guard outcome.ending == .status(0) else {
      var build = failed(messages)
      build.folder = source
      return build
    }
    do {
      let shown = try run("build", more + ["--show-bin-path"])
      let made = String(decoding: shown.output, as: UTF8.self)
        .trimmingCharacters(in: .whitespacesAndNewlines)
      try Self.copyProducts(from: made, to: draft)
    } catch {
      return failed("error: \(error.reason)")
    }
    let report = BuildReport(isBuilt: true, messages: messages, folder: source)
    guard cache.keep(report, draft, as: key) else {
      return kept(key) ?? failed("error: cannot write \(cache.path(.programs, key))")
    }
    return result(key, report, clock.now - start)
  }

  /// The executables, libraries and resources that a build made.
  private static func copyProducts(from folder: String, to draft: String) throws(CannotRun) {
    let names = ((try? Disk.names(in: folder)) ?? []).filter { name in
      let path = folder + "/" + name
      if name.hasSuffix(".resources") || name.hasSuffix(".so") || name.hasSuffix(".dylib")
        || name.hasSuffix(".bundle")
      {
        return true
      }
      return !name.contains(".") && Disk.kind(path) == .file && access(path, X_OK) == 0
    }
    do {
      try FileManager.default.createDirectory(atPath: draft, withIntermediateDirectories: true)
      for name in names {
        try FileManager.default.copyItem(atPath: folder + "/" + name, toPath: draft + "/" + name)
      }
    } catch {
      throw CannotRun(
        message: "cannot copy what the package manager built: \(error.localizedDescription)")
    }
  }

  /// Builds the tests and runs them; the package's folder is held meanwhile.
  ///
  /// - Returns: What was printed by the tests, or by the compiler where it refuses them.
  func test(
    _ snapshot: Snapshot, _ arguments: [String], timeLimit: Duration
  ) throws(CannotRun) -> (isBuilt: Bool, outcome: ChildProcess.Outcome) {
    let files = sources(snapshot)
    let result = turn.withLock { _ -> Result<(Bool, ChildProcess.Outcome), CannotRun> in
      Result { () throws(CannotRun) in
        try hold(snapshot, files)
        let built = try run("build", ["--build-tests"])
        guard built.ending == .status(0) else { return (false, built) }
        let words = words("test", ["--skip-build", "--quiet"] + arguments)
        return (
          true,
          try tools.run(words, in: source, writable: [place], timeLimit: timeLimit)
        )
      }
    }
    return try result.get()
  }

  /// The name of what `test` depends on.
  func testKey(_ snapshot: Snapshot) -> String { key(sources(snapshot), "tests") }

  /// Where the compiler sees the package.
  var folder: String { source }
}

extension Error {
  /// What the system said, of the errors that only carry that.
  var reason: String {
    (self as? DiskError)?.message ?? (self as? CannotRun)?.message ?? "\(self)"
  }
}
