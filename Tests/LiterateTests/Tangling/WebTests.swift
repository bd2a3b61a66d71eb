import Testing

@testable import Literate

@Suite("Chunks by name")
struct WebTests {
  @Test("Defining what exists is an error that names the first definition")
  func redefinition() {
    let a = "# A\n\n```text file=a.txt\n<<b>>\n```\n\n```text define=b\n```\n"
    #expect(
      messages(a, "# B\n\n```text define=\"b\"\n```\n\n```text file=a.txt\n```\n") == [
        "book/02-chapter.md:3:1: error: `b` is already defined at book/01-chapter.md:7; use "
          + "`append` to add to it or `replace` to supersede it",
        "book/02-chapter.md:6:1: error: `a.txt` is already defined at book/01-chapter.md:3; use "
          + "`append` to add to it or `replace` to supersede it",
      ])
    #expect(
      messages("# A\n\n```text define=a.txt\n```\n\n```text file=a.txt\n<<a.txt>>\n```\n").contains
      {
        $0.hasPrefix(
          "book/01-chapter.md:6:1: error: `a.txt` is already defined at book/01-chapter.md:3")
      })
  }

  @Test("Appending to or replacing what no earlier block defined is an error")
  func undefinedVerbs() {
    #expect(
      messages(
        "# A\n\n```text append=late\n```\n\n```text file=a.txt\n<<late>>\n```\n\n"
          + "```text define=late\n```\n"
          + "\n```text replace=lat\n```\n\n```text append=something\n```\n") == [
          "book/01-chapter.md:3:1: error: `append` of `late`, which no earlier block defines; use "
            + "`define` for a new chunk",
          "book/01-chapter.md:13:1: error: `replace` of `lat`, which no earlier block defines; did "
            + "you mean `late`?",
          "book/01-chapter.md:16:1: error: `append` of `something`, which no earlier block "
            + "defines; use `define` for a new chunk",
        ])
  }

  @Test(
    "A path that is absolute, leaves the output folder, or names no file is an error",
    arguments: [
      ("/etc/passwd", "the path `/etc/passwd` is absolute"),
      ("~/a.txt", "the path `~/a.txt` is absolute"),
      ("../a.txt", "the path `../a.txt` leaves the output folder"),
      ("a/../../b.txt", "the path `a/../../b.txt` leaves the output folder"),
      ("a/b/../../../c/d.txt", "the path `a/b/../../../c/d.txt` leaves the output folder"),
      ("..", "the path `..` leaves the output folder"),
      (".", "the path `.` names a folder, not a file"),
      ("a/", "the path `a/` names a folder, not a file"),
      ("a/..", "the path `a/..` names a folder, not a file"),
      ("a/.", "the path `a/.` names a folder, not a file"),
      ("a&#1;b", "a path holds no control characters"),
    ])
  func paths(_ path: String, _ fact: String) {
    #expect(
      messages("# A\n\n```text file=\(path)\n```\n") == [
        "book/01-chapter.md:3:1: error: \(fact); name a file below the output folder, such as "
          + "`microgpt/Value.swift`"
      ])
  }

  @Test("A name that no disk holds is an error")
  func longName() {
    let long = String(repeating: "n", count: 300)
    #expect(
      messages("# A\n\n```text file=a/\(long)\n```\n") == [
        "book/01-chapter.md:3:1: error: a part of the path "
          + "`a/\(long)` has over 255 bytes; name a file "
          + "below the output folder, such as `microgpt/Value.swift`"
      ])
  }

  @Test("A path is written without `.` and `..`")
  func normalizedPaths() {
    #expect(
      tangled(
        "# A\n\n```text file=./a//b/../c.txt\nx\n```\n\n```text append=./a//b/../c.txt\ny\n```\n")
        == ["a/c.txt": "x\ny\n"])
    #expect(
      tangled("# A\n\n```text file=...\nx\n```\n\n```text file=a..b\ny\n```\n") == [
        "...": "x\n", "a..b": "y\n",
      ])
  }

  @Test("Two paths that are one file, or differ only in case, are an error")
  func samePaths() {
    #expect(
      messages(
        "# A\n\n```text file=a/B.txt\n```\n\n```text file=A/b.txt\n```\n\n"
          + "```text file=a/./B.txt\n```\n"
      )
        == [
          "book/01-chapter.md:6:1: error: `A/b.txt` differs from `a/B.txt` only in case, defined "
            + "at book/01-chapter.md:3; give it another name",
          "book/01-chapter.md:9:1: error: `a/./B.txt` is the same file as `a/B.txt`, defined at "
            + "book/01-chapter.md:3; give it another name",
        ])
  }

  @Test("A file where another file needs a folder is an error, also where the case differs")
  func fileAndFolder() {
    #expect(
      messages("# A\n\n```text file=a/b/c\n```\n\n```text file=A/b\n```\n") == [
        "book/01-chapter.md:3:1: error: `a/b/c` needs a folder where `A/b` is a file; give one of "
          + "them another name"
      ])
  }
}
