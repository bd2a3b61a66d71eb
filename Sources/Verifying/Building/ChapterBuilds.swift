import Compiling
import Literate

/// The programs that are built for one chapter, and what the compilers said.
struct ChapterBuilds {
  private let verifier: Verifier
  /// The chapter that is verified, for what is told of the work.
  private let chapter: Chapter
  private let onActivity: @Sendable (Verifier.Activity) -> Void
  private var results: [Request: Build] = [:]

  private(set) var findings: [Diagnostic] = []
  private(set) var compiledCount = 0
  private(set) var checkedCount = 0
  private(set) var time = Duration.zero
  /// Whether the same comes of all of it again without building anything.
  private(set) var isLasting = true
  /// Which programs were built, and at which points.
  private(set) var built: [(program: Int, point: Point)] = []

  private struct Request: Hashable {
    let program: Int
    let point: Point
    let configuration: Configuration
  }

  init(
    _ verifier: Verifier, _ chapter: Chapter,
    onActivity: @escaping @Sendable (Verifier.Activity) -> Void
  ) {
    self.verifier = verifier
    self.chapter = chapter
    self.onActivity = onActivity
  }

  /// The program, built, its messages noted; nil where nothing is tangled for it at this point.
  mutating func build(
    _ program: Int, at point: Point, _ configuration: Configuration, through chapter: Chapter
  ) -> Build? {
    let request = Request(program: program, point: point, configuration: configuration)
    if let known = results[request] { return known }
    guard let builder = verifier.programs.all[program].builder else { return nil }
    let snapshot = verifier.snapshot(at: point)
    if builder.sources(snapshot).isEmpty { return nil }
    let (name, onActivity) = (self.chapter.name, onActivity)
    guard verifier.isWanted() else { return nil }
    let build = builder.build(snapshot, configuration) {
      onActivity(.compiling(name, configuration == .release))
      if case .commands(let words, _) = verifier.programs.all[program].settings.kind {
        if !words.isEmpty { onActivity(.firstUse(words)) }
      }
    }
    checkedCount += 1
    count(build)
    note(build.messages, isBuilt: build.isBuilt, snapshot, folder: build.folder, chapter)
    results[request] = build
    built.append((program, point))
    return build
  }

  /// Builds a program that must not compile; what the compiler says is not noted.
  mutating func tryBuild(_ builder: any ProgramBuilder, _ snapshot: Snapshot) -> Build {
    let (name, onActivity) = (chapter.name, onActivity)
    let build = builder.build(snapshot, .debug) { onActivity(.compiling(name, false)) }
    count(build)
    return build
  }

  private mutating func count(_ build: Build) {
    isLasting = isLasting && build.isLasting && build.duration == nil
    guard let duration = build.duration else { return }
    compiledCount += 1
    time += duration
  }

  /// Notes what a compiler wrote.
  mutating func note(
    _ messages: String, isBuilt: Bool, _ snapshot: Snapshot, folder: String?, _ chapter: Chapter
  ) {
    let messages = CompilerMessages(
      messages, about: snapshot, isBuilt: isBuilt, folder: folder, through: chapter)
    // What two programs are made of is faulty in both.
    for finding in messages.findings
    where !findings.contains(where: { $0.tellsTheSame(as: finding) }) {
      findings.append(finding)
    }
  }
}

extension Diagnostic {
  fileprivate func tellsTheSame(as other: Diagnostic) -> Bool {
    severity == other.severity && location == other.location && message == other.message
  }
}
