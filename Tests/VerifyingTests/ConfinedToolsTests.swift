import Foundation
import Literate
import TestSupport
import Testing

@testable import Compiling
@testable import Verifying

/// Whether there is what confines programs, and hides a user's files wherever they lie.
private let canConfine = ProcessInfo.processInfo.isLinux && (try? Confinement()) != nil

/// Tools that lie where confined programs see nothing.
@Suite(.enabled(if: canConfine, "programs cannot be confined on this machine"))
struct ConfinedToolsTests {
  private let home: TemporaryFolder
  private var tools: String { home.path + "/tools" }

  /// - `tools/sh` says that it is not the system's; `tools/greeter` is a tool that only the user has.
  init() throws {
    home = try TemporaryFolder("confined-tools")
    try write("tools/sh", "#!/bin/sh\necho the user\\'s own\nexec /bin/sh \"$@\"\n", isTool: true)
    try write(
      "tools/greeter", "#!/bin/sh\nread name < \"$1\"; echo hello $name\n", isTool: true)
  }

  private func write(_ name: String, _ text: String, isTool: Bool = false) throws {
    let path = "\(home.path)/\(name)"
    try AtomicWrites([(path, Array(text.utf8))])
    if isTool { #expect(chmod(path, 0o755) == 0) }
  }

  private func book(_ words: String, prints: String) throws {
    try write("chapters/book.yml", "programs:\n  - name: hi\n    run: [\(words)]\n")
    try write(
      "chapters/01-a.md",
      """
      # A

      ```text file=greet
      you
      ```

      ```bash file=main.sh
      echo hello
      ```

      ```console
      $ hi
      \(prints)
      ```

      """)
  }

  /// The status, and all that is said.
  private func verify(_ arguments: String...) throws -> (status: ChildProcess.Ending, text: String)
  {
    var variables = ProcessInfo.processInfo.environment
    variables["PATH"] = tools + ":" + (variables["PATH"] ?? "")
    let outcome = try ChildProcess(
      executable: Products.path(of: "verify"), arguments: arguments, environment: variables,
      folder: home.path, timeLimit: .seconds(1_200), outputLimit: 1 << 20
    ).run()
    return (outcome.ending, String(decoding: outcome.output + outcome.errors, as: UTF8.self))
  }

  @Test("A tool is the first on the PATH that confined programs see")
  func passedOver() throws {
    try book("sh, main.sh", prints: "the user's own\nhello")
    #expect(try verify().status == .status(0))
    try book("sh, main.sh", prints: "hello")
    let confined = try verify("--confined")
    #expect(confined.status == .status(0), "\(confined.text)")
  }

  @Test("One that lies nowhere else is an error in book.yml, until its folder is given")
  func hidden() throws {
    try book("greeter, greet", prints: "hello you")
    #expect(try verify().status == .status(0))
    let confined = try verify("--confined")
    #expect(confined.status == .status(1))
    #expect(
      confined.text.hasPrefix(
        "chapters/book.yml:2:1: error: `greeter` is `\(tools)/greeter`, which `--confined` hides "
          + "from programs; install it for the whole system, or name the folder that has it and "
          + "all that it needs with `--readable`\n"))
    #expect(!confined.text.contains("execvp"))
    for folder in [tools, "tools", "chapters/../tools/"] {
      let given = try verify("--confined", "--readable", folder)
      #expect(given.status == .status(0), "\(folder): \(given.text)")
    }
  }

  @Test("A whole path is a tool of the system, or of no one")
  func wholePath() throws {
    try book("/bin/sh, main.sh", prints: "hello")
    #expect(try verify("--confined").status == .status(0))
    #expect(try verify().status == .status(0))
    try book("\(tools)/greeter, greet", prints: "hello you")
    #expect(try verify().status == .status(0))
    #expect(try verify("--confined").text.contains("`--confined` hides from programs"))
    try book("/no/such, greet", prints: "hello you")
    #expect(
      try verify().text.hasPrefix(
        "chapters/book.yml:2:1: error: there is no `/no/such`; install it\n"))
  }

  @Test("A folder that is not there, and one without --confined, are wrong usage")
  func usage() throws {
    try book("sh, main.sh", prints: "hello")
    #expect(try verify("--readable", "tools").status == .status(64))
    #expect(try verify("--confined", "--readable", "nowhere").status == .status(64))
  }
}

extension ProcessInfo {
  fileprivate var isLinux: Bool {
    #if os(Linux)
      true
    #else
      false
    #endif
  }
}
