import Compiling
import Literate

/// What came of building one of the book's programs.
struct Build: Sendable {
  /// The name of all that it was built from and how.
  let key: String
  let isBuilt: Bool
  /// What the compiler wrote.
  var messages = ""
  /// How long it took; nil if nothing had to be built.
  var duration: Duration?
  /// Whether the same comes of it again, as long as the files, the compiler and its flags are the same.
  var isLasting = true
  /// The executables by their names.
  var executables: [String: String] = [:]
  /// A folder that holds the tangled files and what building made of them, for programs that run
  /// among them.
  var tree: String?
  /// The folder in which the compiler saw the files, which its messages may name.
  var folder: String?

  static func failed(_ key: String, _ message: String, _ duration: Duration?) -> Build {
    Build(key: key, isBuilt: false, messages: message, duration: duration, isLasting: false)
  }

  /// The same for who asks again.
  var known: Build {
    var known = self
    known.duration = nil
    return known
  }
}

/// What is kept of a build beside what it made.
struct BuildReport: Codable {
  let isBuilt: Bool
  let messages: String
  var folder: String?
}

/// A way of building programs.
protocol ProgramBuilder: Sendable {
  /// Which of the files the program is made of.
  func sources(_ snapshot: Snapshot) -> [TangledFile]

  /// Builds the program; waits where another thread builds the same one.
  ///
  /// - Parameter onBuild: Called before the program is really built.
  func build(
    _ snapshot: Snapshot, _ configuration: Configuration, onBuild: () -> Void
  ) -> Build
}
