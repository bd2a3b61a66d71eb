import Foundation
import Testing

/// Whether the toolchain makes programs for pages.
private let hasLinker =
  (ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []).contains { folder in
    FileManager.default.isExecutableFile(atPath: "\(folder)/wasm-ld")
  }

@Suite("weave, of a book with `live: true`", .enabled(if: hasLinker))
struct LiveTests {
  private let weave = Command(name: "weave")

  private static func book(_ code: String) throws -> Workplace {
    let folder = try Workplace("# One\n\n```swift file=live/main.swift\n\(code)\n```\n")
    try folder.write("title: Live\nprogram: live\nlive: true\n", to: "chapters/book.yml")
    return folder
  }

  private static let code = """
    #if canImport(WASILibc)
      import WASILibc
    #endif

    struct Count {
      private var counts: [String: Int] = [:]
      init(_ words: [String]) { for word in words { counts[word, default: 0] += 1 } }
      func of(_ word: String) -> Int { counts[word] ?? 0 }
    }

    let count = Count(CommandLine.arguments)
    print(count.of("a"))
    """

  @Test("The program for the pages has the same bytes, whichever folder the book stands in")
  func folders() throws {
    let folders = [try Self.book(Self.code), try Self.book(Self.code)]
    let scripts = try folders.map { folder in
      #expect(try weave("--no-types", in: folder).status == 0)
      return try #require(folder.text("site/live-program.js"))
    }
    #expect(scripts[0] == scripts[1])
    for folder in folders {
      let checked = try weave("--check", "--no-types", in: folder)
      #expect(checked.status == 0, "\(checked.messages)")
    }
  }

  @Test("What was made of the same text is kept, and --check takes it from another compiler too")
  func kept() throws {
    let folder = try Self.book(Self.code)
    #expect(try weave("--no-types", in: folder).status == 0)
    let script = try #require(folder.text("site/live-program.js"))
    #expect(script.hasPrefix("// "))
    let made = try folder.modified("site/live-program.js")
    #expect(try weave("--no-types", in: folder).status == 0)
    #expect(try folder.modified("site/live-program.js") == made)

    try folder.write(
      script.replacing("by Swift version", with: "by an older Swift version"),
      to: "site/live-program.js")
    let edited = try weave("--check", "--no-types", in: folder)
    #expect(edited.status == 1, "the record knows its bytes")

    let text = try #require(folder.text("chapters/01-chapter.md"))
    try folder.write(script, to: "site/live-program.js")
    try folder.write(text.replacing("of(\"a\")", with: "of(\"b\")"), to: "chapters/01-chapter.md")
    let changed = try weave("--check", "--no-types", in: folder)
    #expect(changed.status == 1)
    #expect(changed.messages.contains("site/live-program.js"))
  }

  @Test("A script that was damaged is made again")
  func damaged() throws {
    let folder = try Self.book(Self.code)
    #expect(try weave("--no-types", in: folder).status == 0)
    let script = try #require(folder.text("site/live-program.js"))
    try folder.write(script.replacing("\");", with: "AAAA\");"), to: "site/live-program.js")
    #expect(try weave("--check", "--no-types", in: folder).status == 1)
    #expect(try weave("--force", "--no-types", in: folder).status == 0)
    #expect(folder.text("site/live-program.js") == script)
  }

  @Test("--no-live leaves a program that today's pages cannot unpack, and says so")
  func otherForm() throws {
    let folder = try Self.book(Self.code)
    #expect(try weave("--no-types", in: folder).status == 0)
    let script = try #require(folder.text("site/live-program.js"))
    let other = script.replacing("// form ", with: "// form 0")
    try folder.write(other, to: "site/live-program.js")
    let kept = try weave("--no-live", "--no-types", in: folder)
    #expect(kept.status == 0 && kept.messages.contains("so the pages cannot run it"))
    #expect(folder.text("site/live-program.js") == other)
    #expect(try weave("--force", "--no-types", in: folder).status == 0)
    #expect(folder.text("site/live-program.js") == script)
    #expect(try weave("--no-live", "--no-types", in: folder).messages.isEmpty)
  }

  @Test("A compiler that does not know what makes code smaller compiles without")
  func olderCompiler() throws {
    let usual = try Self.book(Self.code)
    #expect(try weave("--no-types", in: usual).status == 0)
    let path = try #require(ProcessInfo.processInfo.environment["PATH"])
    for unknown in ["-sil-*", "-disable-lsr"] {
      let folder = try Self.book(Self.code)
      for tool in ["swiftc", "clang"] {
        try folder.write(
          """
          #!/bin/sh
          for word; do
            case $word in \(unknown)) echo "Unknown command line argument '$word'." >&2; exit 1 ;; esac
          done
          PATH='\(path)' exec \(tool) "$@"

          """, to: "bin/\(tool)")
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o755], ofItemAtPath: "\(folder.path)/bin/\(tool)")
      }
      let woven = try weave.run(
        ["--no-types"], in: folder, path: "\(folder.path)/bin:\(path)")
      #expect(woven.status == 0 && woven.messages.isEmpty, "\(woven.messages)")
      let script = try #require(folder.text("site/live-program.js"))
      #expect(script != usual.text("site/live-program.js"))
    }
  }

  @Test(
    "What the pages' C library has not is an error at the chapter's line",
    arguments: [
      ("import WASILibc\n\nlet none = 1\nprint(getpid())", 7, "cannot find 'getpid' in scope"),
      ("import WASILibc\n\nsocket(1, 2, 3)", 6, "cannot find 'socket' in scope"),
    ])
  func missing(code: String, line: Int, message: String) throws {
    let folder = try Self.book(code)
    let woven = try weave("--no-types", in: folder)
    #expect(woven.status == 1)
    let start = "chapters/01-chapter.md:\(line):"
    let said = woven.messages.split(separator: "\n").first { $0.hasPrefix(start) } ?? ""
    #expect(said.contains(message) && said.contains("for the pages too"), "\(woven.messages)")
    #expect(folder.text("site/index.html") == nil)
  }
}
