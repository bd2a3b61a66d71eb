import Foundation
import TestSupport
import Testing

/// Commands run where no file may be larger than a kilobyte: what a full disk does to them.
@Suite struct FullDiskTests {
  private func run(_ tool: String, _ words: String, in folder: Workplace) throws -> (
    status: Int32, messages: String
  ) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c",
      "trap '' XFSZ; ulimit -f 2; exec '\(try Products.path(of: tool))' \(words) > said 2>&1",
    ]
    process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, folder.text("said") ?? "")
  }

  private func chapter(_ line: String) -> String {
    "# A\n\n```text file=a.txt\n\(line)\n" + String(repeating: "more of the same\n", count: 100)
      + "```\n\n```text file=b.txt\n\(line)\n```\n"
  }

  private func expectNothingLeft(_ folder: Workplace) {
    #expect(folder.files().filter { $0.contains(".literate-") } == [])
  }

  @Test("tangle says what it could not write, and leaves all as it was")
  func tangle() throws {
    let folder = try Workplace("# A\n\n```text file=a.txt\nold\n```\n")
    #expect(try Command(name: "tangle")(in: folder).status == 0)
    try folder.write(chapter("new"), to: "chapters/01-chapter.md")
    let (status, messages) = try run("tangle", "", in: folder)
    #expect(status == 1)
    #expect(messages.contains("cannot write Sources/a.txt: File too large"))
    #expect(folder.text("Sources/a.txt") == "old\n")
    #expect(folder.text("Sources/b.txt") == nil)
    expectNothingLeft(folder)
    #expect(try Command(name: "tangle")(in: folder).status == 0)
    #expect(folder.text("Sources/b.txt") == "new\n")
    #expect(try Command(name: "tangle")("--check", in: folder).status == 0)
  }

  @Test("A stitch that cannot write the chapter keeps the chapter and the edit")
  func stitch() throws {
    let folder = try Workplace(chapter("old"))
    #expect(try Command(name: "tangle")(in: folder).status == 0)
    let edited = try #require(folder.text("Sources/a.txt")).replacing("old", with: "edited")
    try folder.write(edited, to: "Sources/a.txt")
    let (status, messages) = try run("tangle", "--stitch", in: folder)
    #expect(status == 1)
    #expect(messages.contains("cannot write chapters/01-chapter.md: File too large"))
    #expect(folder.text("chapters/01-chapter.md") == chapter("old"))
    #expect(folder.text("Sources/a.txt") == edited)
    expectNothingLeft(folder)
    #expect(try Command(name: "tangle")("--stitch", in: folder).status == 0)
    #expect(folder.text("chapters/01-chapter.md")?.contains("\nedited\n") == true)
  }

  @Test("weave says what it could not write, and the site and the e-book stay as they were")
  func weave() throws {
    let weave = Command(name: "weave")
    let folder = try Workplace("# A\n\nOld.\n")
    #expect(try weave("--no-types", in: folder).status == 0)
    #expect(try weave("--epub", "a.epub", in: folder).status == 0)
    let page = folder.text("site/01-chapter.html")
    let book = FileManager.default.contents(atPath: folder.path + "/a.epub")
    try folder.write("# A\n\nNew.\n", to: "chapters/01-chapter.md")
    for words in ["--no-types", "--epub a.epub"] {
      let (status, messages) = try run("weave", words, in: folder)
      #expect(status == 1)
      #expect(messages.contains("File too large"))
    }
    #expect(folder.text("site/01-chapter.html") == page)
    #expect(FileManager.default.contents(atPath: folder.path + "/a.epub") == book)
    expectNothingLeft(folder)
    #expect(try weave("--no-types", in: folder).status == 0)
    #expect(folder.text("site/01-chapter.html")?.contains("New.") == true)
    #expect(try weave("--no-types", "--check", in: folder).status == 0)
  }

  @Test("An update that cannot write the chapter keeps it, and says so")
  func update() throws {
    let folder = try Workplace()
    let text =
      "# Say\n\n```sh file=say.sh\necho new\n```\n\n```console\n$ say\nold\n```\n\n"
      + String(repeating: "Much is said of it.\n", count: 100)
    try folder.write(text, to: "chapters/01-say.md")
    try folder.write(
      "programs:\n  - name: say\n    run: [sh, say.sh]\n", to: "chapters/book.yml")
    let (status, messages) = try run("verify", "--update", in: folder)
    #expect(status == 1)
    #expect(messages.contains("cannot write chapters/01-say.md: File too large"))
    #expect(folder.text("chapters/01-say.md") == text)
    expectNothingLeft(folder)
    #expect(try Command(name: "verify")("--update", in: folder).status == 0)
    #expect(
      folder.text("chapters/01-say.md") == text.replacing("$ say\nold", with: "$ say\nnew"))
  }
}
