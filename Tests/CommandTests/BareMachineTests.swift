import Foundation
import TestSupport
import Testing

/// Machines that have no Swift, or not even what every system has.
@Suite struct BareMachineTests {
  @Test("Without a compiler a book is begun, tangled and woven; weave says what the pages lack")
  func noCompiler() throws {
    let folder = try Workplace()
    try folder.write("", to: "empty/nothing")
    let path = folder.path + "/empty"
    let begun = try Command(name: "tangle").run(["--new", "book"], in: folder, path: path)
    #expect(begun.status == 0, "\(begun.messages)")
    let book = ["book/chapters"]
    let tangled = try Command(name: "tangle").run(
      book + ["--output", "book/Sources", "--check"], in: folder, path: path)
    #expect(tangled.status == 0, "\(tangled.messages)")

    let weave = Command(name: "weave")
    let words = book + ["--output", "site"]
    let woven = try weave.run(words + ["--no-types"], in: folder, path: path)
    #expect(woven.status == 0)
    #expect(
      woven.messages == """
        book/chapters: warning: there is no `swiftc` on the PATH, so no program is made for the \
        pages; the pages run nothing; --no-live says so on purpose

        """)
    #expect(folder.text("site/01-hello.html")?.contains("Hello") == true)
    #expect(folder.text("site/live-program.js") == nil)
    #expect(try weave.run(words, in: folder, path: path).status == 0)
    #expect(try weave.run(words + ["--check"], in: folder, path: path).status == 0)
  }

  private static let bwrap = "/usr/bin/bwrap"
  private static let hidesProc =
    FileManager.default.isExecutableFile(atPath: bwrap)
    && status(of: ["/bin/sh", "-c", "exit 7"]) == 7

  /// How a command ends that does not find /proc.
  private static func status(of words: [String]) -> Int32? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: bwrap)
    process.arguments = ["--bind", "/", "/", "--dev", "/dev", "--tmpfs", "/proc"] + words
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    process.waitUntilExit()
    return process.terminationStatus
  }

  @Test(
    "A command that cannot read its words does nothing",
    .enabled(if: hidesProc, "nothing here hides /proc from a program"),
    arguments: ["tangle", "weave", "verify"])
  func noWords(command: String) throws {
    #expect(Self.status(of: [try Products.path(of: command), "--version"]) == 64)
  }
}
