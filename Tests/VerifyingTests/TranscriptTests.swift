import Foundation
import Literate
import Testing

@testable import Verifying

/// How transcripts are run.
@Suite struct TranscriptTests {
  private static let echo = """
    import Foundation
    let words = CommandLine.arguments.dropFirst()
    switch words.first {
    case "write":
      _ = FileManager.default.createFile(
        atPath: words.dropFirst().first!, contents: Data(words.last!.utf8))
    case "list":
      print(try FileManager.default.contentsOfDirectory(atPath: ".").sorted())
    case "read":
      print(String(decoding: FileManager.default.contents(atPath: words.last!)!, as: UTF8.self))
    case "input":
      print(readLine() ?? "nothing")
    case "environment":
      print(ProcessInfo.processInfo.environment["LANG"] ?? "")
      print(ProcessInfo.processInfo.environment["USER"] ?? "nobody")
    default:
      print(words.joined(separator: "|"))
    }
    """

  @Test("A chapter's transcripts run in order in one folder that is empty at first")
  func folder() throws {
    let book = try TestBook(
      main: Self.echo,
      """
      ```console
      $ swift run demo list
      []
      $ swift run demo write a.txt one
      $ swift run demo list
      ["a.txt"]
      ```

      ```console
      $ swift run demo read a.txt
      one
      ```
      """)
    try book.write("02-b.md", "# B\n\n```console\n$ swift run demo list\n[]\n```\n")
    #expect(try book.verify().messages == [])
  }

  @Test("A program has nothing to read, and the same environment everywhere")
  func surroundings() throws {
    let book = try TestBook(
      main: Self.echo,
      """
      ```console
      $ swift run demo input
      nothing
      $ swift run demo environment
      C
      nobody
      $ swift run demo "a  b" c
      a  b|c
      ```
      """)
    #expect(try book.verify().messages == [])
  }

  @Test("No working folder is left behind")
  func nothingLeft() throws {
    let book = try TestBook(
      main: """
        import Foundation
        _ = FileManager.default.createFile(atPath: "a", contents: nil)
        print(FileManager.default.currentDirectoryPath)
        """, "```console\n$ swift run demo\nnowhere\n```")
    let detail = try #require(try book.verify().findings.first?.detail)
    let folder = try #require(detail.first { $0.hasPrefix("+") }?.dropFirst())
    #expect(folder.hasPrefix("/"))
    #expect(Disk.kind(String(folder)) == nil)
  }

  @Test("What a command starts ends with it", .timeLimit(.minutes(30)))
  func processGroup() throws {
    let book = try TestBook(
      main: """
        import Foundation
        var child: pid_t = 0
        var arguments = [strdup("sleep"), strdup("1000"), nil]
        guard posix_spawn(&child, "/bin/sleep", nil, nil, &arguments, nil) == 0 else { exit(1) }
        print(child)
        """, "```console\n$ swift run demo\nnone\n```")
    let detail = try #require(try book.verify().findings.first?.detail)
    let child = try #require(detail.first { $0.hasPrefix("+") }.flatMap { pid_t($0.dropFirst()) })
    #expect((0..<500).contains { _ in hasEnded(child) })
  }

  /// Whether a process is gone, or only waits to be forgotten; waits a little if it is not.
  private func hasEnded(_ process: pid_t) -> Bool {
    if kill(process, 0) != 0 { return true }
    let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    if state?.contains(") Z ") == true { return true }
    usleep(10_000)
    return false
  }

  @Test("Transcripts `here` run on the program as it stands there")
  func here() throws {
    let book = try TestBook(
      main: "<<print>>",
      """
      ```swift define="print"
      print("early")
      ```

      ```console here
      $ swift run demo
      early
      ```

      ```swift replace="print"
      print("late")
      ```

      ```console
      $ swift run demo
      late
      ```
      """)
    #expect(try book.verify().messages == [])
  }

  @Test("Debug and release builds have their own conditions")
  func configurations() throws {
    let book = try TestBook(
      main: "#if DEBUG\nprint(\"debug\")\n#else\nprint(\"release\")\n#endif",
      "```console\n$ swift run demo\ndebug\n$ swift run -c release demo\nrelease\n```")
    #expect(try book.verify().messages == [])
  }

  @Test("Earlier transcripts run on the last program, but for `here` and superseded ones")
  func allTranscripts() throws {
    let book = try TestBook(
      main: "<<print>>",
      """
      ```swift define="print"
      print("early")
      ```

      ```console
      $ swift run demo
      early
      ```

      ```console here
      $ swift run demo
      early
      ```

      ```console superseded=02
      $ swift run demo
      early
      ```
      """)
    try book.write("02-b.md", "# B\n\n```swift replace=\"print\"\nprint(\"late\")\n```\n")
    #expect(try book.verify().messages == [])
    #expect(
      try book.verify(allTranscripts: true).messages == [
        "01-a.md:13:1: error: the command does not print this line here on the program through "
          + "02-b.md; mark the transcript `superseded=NN`, NN being the chapter that changes it"
      ])
  }
}
