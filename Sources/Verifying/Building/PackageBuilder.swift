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
  private let packages: LocalPackages
  private let known = Memo<String, Build>()
  private let timeLimit = Duration.seconds(1_800)

  init(
    name: String, workshop: Workshop, tools: ToolRunner, packages: LocalPackages
  ) throws(CannotRun) {
    self.name = name
    self.packages = packages
    self.workshop = workshop
    toolchain = try Toolchain(cache: workshop.cache)
    self.tools = tools.reading([toolchain.folder])
    _ = try self.tools.path(of: "swift", in: "")
  }

  private var cache: Cache { workshop.cache }
  private var place: String { "\(cache.folder)/packages/\(name)" }
  private var source: String { place + "/source" }
  private var files: FileSet { FileSet(folder: source) }

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

  /// A package, and those that it depends on by their paths.
  private struct Contents {
    /// The folder that the book tangles it to.
    let root: String
    /// What the book tangles of it and of those, as the package manager sees it.
    var files: [(path: String, text: [UInt8])] = []
    /// Those that the book does not tangle.
    var folders: [String] = []
  }

  private func contents(_ snapshot: Snapshot) -> Contents? {
    guard let root = Self.root(of: name, in: snapshot.files) else { return nil }
    var contents = Contents(root: root)
    let tangled = Set(snapshot.files.map(\.path))
    var manifests: [String: [UInt8]] = [:]
    var pending = [root]
    while let next = pending.popLast() {
      let path = next + "Package.swift"
      guard manifests[path] == nil, let file = snapshot.files.first(where: { $0.path == path })
      else { continue }
      let reading = packages.reading(file.text, root: next, tangled: tangled)
      manifests[path] = reading.text
      pending += reading.roots
      contents.folders += reading.folders
    }
    let roots = manifests.keys.map { String($0.dropLast("Package.swift".count)) }
    for file in snapshot.files where roots.contains(where: { file.path.hasPrefix($0) }) {
      contents.files.append((file.path, manifests[file.path] ?? file.text))
    }
    contents.folders = Set(contents.folders).sorted()
    return contents
  }

  /// Whether the package is made of nothing but what the book tangles.
  func isAlone(_ snapshot: Snapshot) -> Bool { contents(snapshot)?.folders.isEmpty ?? false }

  func sources(_ snapshot: Snapshot) -> [TangledFile] {
    let paths = Set((contents(snapshot)?.files ?? []).map(\.path))
    return snapshot.files.filter { paths.contains($0.path) }
  }

  private func key(_ contents: Contents?, _ what: String) -> String {
    var hash = ContentHash()
    hash.add("package 3")
    hash.add(name)
    hash.add(what)
    hash.add(toolchain.information)
    for (path, text) in contents?.files ?? [] {
      hash.add(path)
      hash.add(text)
    }
    for folder in contents?.folders ?? [] { LocalPackages.hash(folder, into: &hash) }
    return hash.name
  }

  func build(
    _ snapshot: Snapshot, _ configuration: Configuration, onBuild: () -> Void
  ) -> Build {
    let contents = contents(snapshot)
    let key = key(contents, configuration.rawValue)
    var (build, isNew) = known.value(key) {
      if let kept = kept(key) { return kept }
      onBuild()
      return make(key, contents, configuration)
    }
    if contents?.folders.isEmpty == false { build.isLasting = false }
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

  private func hold(_ contents: Contents) throws(CannotRun) {
    do {
      try files.hold(contents.files)
    } catch {
      throw CannotRun(message: error.message)
    }
  }

  private func run(
    _ verb: String, _ more: [String], in contents: Contents, timeLimit: Duration? = nil,
    isWanted: @escaping @Sendable () -> Bool = { true }
  ) throws(CannotRun) -> ChildProcess.Outcome {
    defer { files.markUsed() }
    return try tools.reading(contents.folders).run(
      ["swift", verb, "--package-path", source + "/" + contents.root, "--scratch-path"]
        + [place + "/scratch"] + more
        + ["-Xswiftc", "-diagnostic-style=llvm", "-Xswiftc", "-no-color-diagnostics"],
      in: source + "/" + contents.root, writable: [place], timeLimit: timeLimit ?? self.timeLimit,
      isWanted: isWanted)
  }

  private func make(
    _ key: String, _ contents: Contents?, _ configuration: Configuration
  ) -> Build {
    let clock = ContinuousClock()
    let start = clock.now
    func failed(_ message: String) -> Build { .failed(key, message, clock.now - start) }
    guard let contents else { return failed("error: there is no Package.swift") }
    let more = ["-c", configuration.rawValue]
    let lock: FolderLock
    let outcome: ChildProcess.Outcome
    do {
      lock = try files.reserve(for: timeLimit, while: tools.isWanted)
      if let kept = kept(key) { return kept }
      try hold(contents)
      outcome = try run("build", more, in: contents)
    } catch {
      return failed("error: \(error.reason)")
    }
    defer { withExtendedLifetime(lock) {} }
    let messages = String(decoding: outcome.output + outcome.errors, as: UTF8.self)
    let draft = cache.draft(key)
    defer { try? FileManager.default.removeItem(atPath: draft) }
    guard outcome.ending == .status(0) else {
      var build = failed(messages)
      build.folder = source
      return build
    }
    do {
      let shown = try run("build", more + ["--show-bin-path"], in: contents)
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
        try Executables.copy(folder + "/" + name, to: draft + "/" + name)
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
    guard let contents = contents(snapshot) else {
      throw CannotRun(message: "there is no Package.swift")
    }
    let lock = try files.reserve(for: self.timeLimit, while: tools.isWanted)
    defer { withExtendedLifetime(lock) {} }
    try hold(contents)
    let built = try run("build", ["--build-tests"], in: contents)
    guard built.ending == .status(0) else { return (false, built) }
    let words = ["--skip-build", "--quiet"] + arguments
    return (
      true,
      try run("test", words, in: contents, timeLimit: timeLimit, isWanted: tools.isWanted)
    )
  }

  /// The name of what `test` depends on.
  func testKey(_ snapshot: Snapshot) -> String { key(contents(snapshot), "tests") }

  /// Where the compiler sees the package.
  var folder: String { source }
}

extension Error {
  /// What the system said, of the errors that only carry that.
  var reason: String {
    (self as? DiskError)?.message ?? (self as? CannotRun)?.message ?? "\(self)"
  }
}
