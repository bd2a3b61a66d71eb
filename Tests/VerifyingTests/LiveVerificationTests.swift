import Compiling
import Foundation
import Literate
import Testing

@testable import Verifying

@Suite(
  "A live book's transcripts, outside a browser",
  .enabled(if: Toolchain.path(of: "wasm-ld") != nil, "this toolchain makes no WebAssembly"))
struct LiveVerificationTests {
  /// What there is here to run a module.
  private static let engines = [
    LiveEngine(), Toolchain.path(of: "wasmkit").map { LiveEngine(.wasmkit, executable: $0) },
  ].compactMap { $0 }

  private static let program = """
    ```swift file=demo/main.swift
    #if canImport(WASILibc)
      import WASILibc
      let place = "a page"
    #else
      import Foundation
      let place = "a terminal"
    #endif

    let words = CommandLine.arguments.dropFirst()

    switch words.first {
    case "place": print("in \\(place)")
    case "write":
      if let file = fopen("made.txt", "wb") {
        _ = fwrite([104, 105], 1, 2, file)
        fclose(file)
      }
      print("written")
    case "read":
      var bytes = [UInt8](repeating: 0, count: 2)
      if let file = fopen("made.txt", "rb") {
        let count = fread(&bytes, 1, 2, file)
        print("\\(count) bytes, the first \\(bytes[0])")
      } else {
        print("nothing there")
      }
    case "loop":
      var now = timespec()
      repeat { clock_gettime(CLOCK_MONOTONIC, &now) } while now.tv_nsec >= 0
    case "trap":
      let none: [Int] = []
      print(none[words.count])
    default: print("\\(words.count) words, exp(1) is \\(exp(1.0))")
    }
    ```

    """

  private static func outcomes(
    _ transcripts: [String], by engine: LiveEngine, limit: Duration = .seconds(600)
  ) throws -> [LiveVerification.Outcome] {
    var chapters = ["01-a.md": "# A\n\n" + program]
    for (index, transcript) in transcripts.enumerated() {
      chapters["0\(index + 2)-b.md"] = "# B\n\n" + transcript
    }
    let book = try TestBook(chapters, settings: "program: demo\nlive: true")
    var options = Verifier.Options()
    options.timeLimit = limit
    options.jobs = 2
    let verifier = try Verifier(CheckedBook(Book(folder: book.path)), options: options)
    let verification = try #require(try LiveVerification(verifier, engine))
    var outcomes: [LiveVerification.Outcome] = []
    verification.verify(verifier.book.chapters.indices) { outcomes.append($0) }
    return Array(outcomes.dropFirst())
  }

  @Test("They run in order, and find the files that were made before", arguments: engines)
  func right(engine: LiveEngine) throws {
    let outcomes = try Self.outcomes(
      [
        """
        ```console
        $ swift run demo one two
        2 words, exp(1) is 2.718281828459045
        $ swift run demo write
        written
        ```

        ```console still
        $ swift run demo loop
        ```

        ```console
        $ swift run demo read
        2 bytes, the first 104
        ```
        """,
        "```console here\n$ swift run demo place\nin a terminal\n```\n",
        "```console\n$ swift run demo place\nin a page\n```\n",
      ], by: engine)
    #expect(outcomes.flatMap(\.findings).isEmpty, "\(outcomes)")
    #expect(outcomes.map(\.commandCount) == [3, 0, 1])
    #expect(outcomes.map(\.otherCount) == [1, 1, 0])
    #expect(outcomes.allSatisfy { $0.unfinished.isEmpty })
  }

  @Test("What differs in a page, or breaks off there, is an error", arguments: engines)
  func wrong(engine: LiveEngine) throws {
    let outcomes = try Self.outcomes(
      [
        "```console\n$ swift run demo place\nin a terminal\n```\n",
        "```console\n$ swift run demo trap\n...\n```\n",
      ], by: engine)
    let findings = outcomes.flatMap(\.findings)
    #expect(findings.map(\.location.line) == [5, 4], "\(findings)")
    #expect(findings.allSatisfy { $0.message.hasPrefix("in the page ") })
  }

  @Test("What does not end is named, and so is what needs its file", arguments: engines)
  func slow(engine: LiveEngine) throws {
    let outcomes = try Self.outcomes(
      [
        """
        ```console
        $ swift run demo loop made.txt
        $ swift run demo read made.txt
        2 bytes, the first 104
        ```
        """
      ], by: engine, limit: .seconds(6))
    #expect(outcomes[0].findings.isEmpty)
    #expect(
      outcomes[0].unfinished == ["swift run demo loop made.txt", "swift run demo read made.txt"])
  }
}
