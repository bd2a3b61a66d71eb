import Compiling
import Foundation
import Literate

/// Builds a program by the author's own command, in a folder that holds all that the book tangles.
/// The folder serves all chapters; a copy of it as it then is goes with each build.
final class CommandBuilder: ProgramBuilder {
  private let name: String
  private let words: [String]
  let runWords: [String]
  private let workshop: Workshop
  private let tools: ToolRunner
  private let known = Memo<String, Build>()
  private let timeLimit = Duration.seconds(1_800)

  /// - Throws: That a tool is missing.
  init(
    name: String, build: [String], run: [String], workshop: Workshop, tools: ToolRunner
  ) throws(CannotRun) {
    for tool in [build.first, run.first] {
      if let tool { _ = try tools.path(of: tool, in: "") }
    }
    self.name = name
    words = build
    runWords = run
    self.workshop = workshop
    self.tools = tools
  }

  private var cache: Cache { workshop.cache }
  private var source: String { "\(cache.folder)/trees/\(name)/source" }

  /// Files in the language of those that the words name; all but Swift where they name none.
  func sources(_ snapshot: Snapshot) -> [TangledFile] {
    let named = Set(words + runWords)
    let kinds = Set(
      snapshot.files.filter { named.contains($0.path) || named.contains("./" + $0.path) }
        .map { $0.path.fileExtension })
    return snapshot.files.filter { file in
      kinds.isEmpty ? file.path.fileExtension != "swift" : kinds.contains(file.path.fileExtension)
    }
  }

  private func key(_ snapshot: Snapshot) -> String {
    var hash = ContentHash()
    hash.add("command 1")
    for word in words + ["/"] { hash.add(word) }
    if let tool = words.first, let path = try? tools.path(of: tool, in: source) {
      var status = stat()
      if stat(path, &status) == 0 { hash.add("\(path) \(status.st_size) \(status.lastChange)") }
    }
    for (name, value) in tools.environment.sorted(by: { $0.key < $1.key }) {
      hash.add("\(name)=\(value)")
    }
    for file in snapshot.files {
      hash.add(file.path)
      hash.add(file.text)
    }
    return hash.name
  }

  func build(
    _ snapshot: Snapshot, _ configuration: Configuration, onBuild: () -> Void
  ) -> Build {
    let key = key(snapshot)
    let (build, isNew) = known.value(key) {
      if let kept = kept(key) { return kept }
      onBuild()
      return make(key, snapshot)
    }
    return isNew ? build : build.known
  }

  private func kept(_ key: String) -> Build? {
    guard let report = cache.report(key) else { return nil }
    Cache.markUsed(cache.path(.programs, key))
    return result(key, report, nil)
  }

  private func result(_ key: String, _ report: BuildReport, _ duration: Duration?) -> Build {
    Build(
      key: key, isBuilt: report.isBuilt, messages: report.messages, duration: duration,
      isLasting: false, tree: report.isBuilt ? cache.path(.programs, key) + "/tree" : nil,
      folder: report.folder)
  }

  private func make(_ key: String, _ snapshot: Snapshot) -> Build {
    let clock = ContinuousClock()
    let start = clock.now
    var folder: String?
    func failed(_ message: String) -> Build {
      var build = Build.failed(key, message, clock.now - start)
      build.folder = folder
      return build
    }
    var messages = ""
    let draft = cache.draft(key)
    defer { try? FileManager.default.removeItem(atPath: draft) }
    do {
      let files = FileSet(folder: source)
      let lock = try files.reserve(for: timeLimit, while: tools.isWanted)
      defer { withExtendedLifetime(lock) {} }
      if let kept = kept(key) { return kept }
      try files.hold(snapshot.files.map { ($0.path, $0.text) })
      if !words.isEmpty {
        defer { files.markUsed() }
        let outcome = try tools.run(
          words, in: source, writable: [source], timeLimit: timeLimit)
        messages = String(decoding: outcome.output + outcome.errors, as: UTF8.self)
        folder = source
        switch outcome.ending {
        case .status(0): break
        case .status: return failed(messages)
        default:
          let ending = outcome.ending.description(timeLimit: timeLimit, outputLimit: 16 << 20)
          return failed("error: `\(words.joined(separator: " "))` \(ending)")
        }
      }
      try FileManager.default.createDirectory(atPath: draft, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: source, toPath: draft + "/tree")
    } catch {
      return failed("error: \(error.reason)")
    }
    let report = BuildReport(isBuilt: true, messages: messages, folder: folder)
    guard cache.keep(report, draft, as: key) else {
      return kept(key) ?? failed("error: cannot write \(cache.path(.programs, key))")
    }
    return result(key, report, clock.now - start)
  }
}

extension String {
  /// What stands behind the last point of a path's last part, in lower case.
  var fileExtension: String {
    let name = split(separator: "/").last ?? ""
    guard let point = name.lastIndex(of: ".") else { return "" }
    return name[name.index(after: point)...].lowercased()
  }
}
