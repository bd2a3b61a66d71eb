import TestSupport
import Testing

@testable import Literate

/// The chapters' texts after stitching, or what is said against it.
///
/// - Parameters:
///   - edits: What stands in the tangled files now.
///   - written: The chapters from which they were written, if these have changed since.
private func stitched(
  _ chapters: [String], _ edits: [String: String], written: [String]? = nil
) -> [String] {
  func tangled(_ texts: [String]) throws -> (CheckedBook, [TangledFile]) {
    let checked = try CheckedBook(book(texts))
    return (checked, Tangler(checked).files())
  }
  guard let (checked, files) = try? tangled(chapters),
    let (_, old) = try? tangled(written ?? chapters)
  else {
    Issue.record("the book is wrong")
    return []
  }
  let edited = edits.sorted { $0.key < $1.key }.map { path, text in
    HandEdit(
      path: path, disk: Array(text.utf8),
      file: files.first { $0.path == path }.map { $0.output(checked.web) },
      recorded: old.first { $0.path == path }.map { lines(of: $0.text).map(lineHash) } ?? [])
  }
  do {
    var texts = chapters
    let outcome = try Stitcher(checked, files: files, display: { "Sources/\($0)" }).stitch(edited)
    for (chapter, bytes) in outcome.chapters {
      texts[chapter] = String(decoding: bytes, as: UTF8.self)
    }
    return texts + outcome.problems.map(\.description)
  } catch {
    return error.diagnostics.map(\.description)
  }
}

private let nested = """
  # A

  ```text file=a.txt
  one
    <<two>>
  end
  ```

  ```text define=two
  2

  2b
  ```

  """

@Suite("Stitching")
struct StitcherTests {
  @Test("A changed line goes back into its chunk, without the reference's indentation")
  func changedLine() {
    #expect(
      stitched([nested], ["a.txt": "one\n  2\n\n    changed\nend\n"])
        == [nested.replacing("\n2b\n", with: "\n  changed\n")])
  }

  @Test("A merge's marks go into no chapter; edits of other files do")
  func mergeMarks() {
    let marked = "one\n  2\n<<<<<<< HEAD\n  3\n=======\n  4\n>>>>>>> other\n\n  2b\nend\n"
    let problem =
      "Sources/a.txt:3:1: error: a merge left its marks in this file; settle the chapters, then "
      + "`--force` writes it anew"
    #expect(stitched([nested], ["a.txt": marked]) == [problem])
    let other = "```text file=b.txt\nb\n```\n"
    #expect(
      stitched([nested + other], ["a.txt": marked, "b.txt": "c\n"])
        == [nested + other.replacing("\nb\n", with: "\nc\n"), problem])
    // A book that itself tells of such marks, and one that rules a line off.
    let about = "# A\n\n````text file=a.txt\n" + marked + "````\n"
    #expect(
      stitched([about], ["a.txt": marked + "more\n"])
        == [about.replacing("end\n", with: "end\nmore\n")])
    #expect(
      stitched([nested], ["a.txt": "one\n  2\n\n  2b\nend\n=======\n"])
        == [nested.replacing("end\n", with: "end\n=======\n")])
  }

  @Test("Lines are put in, taken out and exchanged for more or fewer")
  func lines() {
    #expect(
      stitched([nested], ["a.txt": "one\n  2\n  new\n\n  2b\nend\n"])
        == [nested.replacing("\n2\n", with: "\n2\nnew\n")])
    #expect(
      stitched([nested], ["a.txt": "one\n  2\n  2b\nend\n"])
        == [nested.replacing("2\n\n2b", with: "2\n2b")])
    #expect(
      stitched([nested], ["a.txt": "one\n  x\n  y\n\n  z\n  2b\nend\n"])
        == [nested.replacing("\n2\n\n2b", with: "\nx\ny\n\nz\n2b")])
  }

  @Test("An edit at a file's start or end goes into its first or last block")
  func startAndEnd() {
    let chapter = "# A\n\n```swift file=a.swift\none\n```\n\n```swift append=a.swift\ntwo\n\n```\n"
    let header = "// Tangled from 1 chapter, 01-chapter.md. Do not edit: change the chapters.\n"
    #expect(
      stitched([chapter], ["a.swift": header + "zero\none\ntwo\nthree\n"])
        == [
          chapter.replacing("\none\n", with: "\nzero\none\n").replacing(
            "\ntwo\n", with: "\ntwo\nthree\n")
        ])
    #expect(
      stitched([nested], ["a.txt": "zero\none\n  2\n\n  2b\nend\nafter\n"])
        == [
          nested.replacing("\none\n", with: "\nzero\none\n").replacing(
            "\nend\n", with: "\nend\nafter\n")
        ])
    #expect(
      stitched([nested], ["a.txt": "one\n  2\n\n  2b\nend\n\n\n"]) == [nested])
    #expect(stitched([nested], ["a.txt": "one\n  2\n\n  2b\nend"]) == [nested])
  }

  @Test("An edit below the line that stays first goes below it")
  func belowFirstLine() {
    let chapter = "# A\n\n```sh file=a.sh\n#!/bin/sh\nls\n```\n"
    let header = "# Tangled from 1 chapter, 01-chapter.md. Do not edit: change the chapters."
    #expect(
      stitched([chapter], ["a.sh": "#!/bin/sh\n\(header)\ncd\nls\n"])
        == [chapter.replacing("\nls", with: "\ncd\nls")])
  }

  @Test("A line that looks like a reference is escaped")
  func escaped() {
    #expect(
      stitched([nested], ["a.txt": "one\n  2\n\n  <<2b>>\nend\n"])
        == [nested.replacing("\n2b\n", with: "\n\\<<2b>>\n")])
  }

  @Test("Lists' and quotes' marks and a fence's indentation are put before new lines")
  func containers() {
    for (chapter, expected) in [
      (
        "# A\n\n- item\n\n  ```text file=a.txt\n  x\n  y\n  ```\n",
        "# A\n\n- item\n\n  ```text file=a.txt\n  x\n  \tnew\n\n  y\n  ```\n"
      ),
      (
        "# A\n\n> > ```text file=a.txt\n> > x\n> > y\n> > ```\n",
        "# A\n\n> > ```text file=a.txt\n> > x\n> > \tnew\n> >\n> > y\n> > ```\n"
      ),
      (
        "# A\n\n1. > ```text file=a.txt\n   > x\n   > y\n   > ```\n",
        "# A\n\n1. > ```text file=a.txt\n   > x\n   > \tnew\n   >\n   > y\n   > ```\n"
      ),
      (
        "# A\n\n  ~~~text file=a.txt\n  x\n  y\n  ~~~\n",
        "# A\n\n  ~~~text file=a.txt\n  x\n  \tnew\n\n  y\n  ~~~\n"
      ),
    ] {
      #expect(stitched([chapter], ["a.txt": "x\n\tnew\n\ny\n"]) == [expected])
    }
  }

  @Test("A chapter's line ends stay what they are")
  func lineEnds() {
    let windows = nested.replacing("\n", with: "\r\n")
    #expect(
      stitched([windows], ["a.txt": "one\n  2\n  new\n\n  2b\nend\n"])
        == [windows.replacing("\r\n2\r\n", with: "\r\n2\r\nnew\r\n")])
    let old = nested.replacing("\n", with: "\r")
    #expect(
      stitched([old], ["a.txt": "one\n  2\n  new\n\n  2b\nend\n"])
        == [old.replacing("\r2\r", with: "\r2\rnew\r")])
  }

  @Test("Edits in several chapters and files go back together")
  func several() {
    let chapters = [
      "# A\n\n```text file=a.txt\n1\n```\n\n```text file=b.txt\n<<c>>\n```\n\n"
        + "```text define=c\nc\n```\n",
      "# B\n\n```text append=a.txt\n2\n```\n",
    ]
    #expect(
      stitched(chapters, ["a.txt": "one\ntwo\n", "b.txt": "C\n"]) == [
        chapters[0].replacing("\n1\n", with: "\none\n").replacing("\nc\n", with: "\nC\n"),
        chapters[1].replacing("\n2\n", with: "\ntwo\n"),
      ])
  }

  @Test("A chunk used in several places takes an edit made in all of them")
  func allPlaces() {
    let chapter = "# A\n\n```text file=a.txt\n<<b>>\n  <<b>>\n```\n\n```text define=b\nx\n```\n"
    #expect(
      stitched([chapter], ["a.txt": "y\n  y\n"]) == [chapter.replacing("\nx\n", with: "\ny\n")])
  }

  @Test("An edit and a change of the chapters elsewhere in the file are both kept")
  func merged() {
    let newer = nested.replacing("\none\n", with: "\nzero\none\n")
    #expect(
      stitched([newer], ["a.txt": "one\n  2\n\n  2c\nend\n"], written: [nested])
        == [newer.replacing("\n2b\n", with: "\n2c\n")])
  }

  @Test("An edit where the chapter changed too is refused")
  func conflict() {
    let newer = nested.replacing("\n2b\n", with: "\n2x\n")
    #expect(
      stitched([newer], ["a.txt": "one\n  2\n\n  2c\nend\n"], written: [nested]) == [
        "Sources/a.txt:4:1: error: the chapters changed here too since this file was written, so "
          + "the edit has no single place; make it in the chapter"
      ])
  }

  @Test("An edit in one of a chunk's several places is refused")
  func onePlace() {
    let chapter = "# A\n\n```text file=a.txt\n<<b>>\n<<b>>\n```\n\n```text define=b\nx\n```\n"
    #expect(
      stitched([chapter], ["a.txt": "x\ny\n"]) == [
        "Sources/a.txt:1:1: error: the edited chunk is used in several places that now differ; "
          + "make the same edit in all of them, or make it in the chapter"
      ])
    #expect(
      stitched([chapter], ["a.txt": "z\ny\n"]) == [
        "book/01-chapter.md:9:1: error: the chunk of these lines is used in several places, which "
          + "were edited differently; make the edit in the chapter"
      ])
  }

  @Test("An edit between chunks is refused, with the place in the chapter")
  func between() {
    #expect(
      stitched([nested], ["a.txt": "one\nnew\n  2\n\n  2b\nend\n"]) == [
        """
        Sources/a.txt:2:1: error: the edit lies between chunks, so it has no single place; make \
        it in \
        the chapter
        book/01-chapter.md:4:1: note: the lines around it come from here
        """
      ])
    #expect(
      stitched([nested], ["a.txt": "one\n  2\n\n  2b\n  2c\nend\n"]).first?
        .contains("the edit lies between chunks") == true)
  }

  @Test("Lines over a border between chunks exchanged for more or fewer are refused")
  func overBorder() {
    #expect(
      stitched([nested], ["a.txt": "one\n  2\n\n  x\n  y\n  z\n"]).first?
        .hasPrefix("Sources/a.txt:4:1: error: the edit runs over the border between chunks") == true
    )
  }

  @Test("A line indented less than its reference is refused")
  func lessIndented() {
    #expect(
      stitched([nested], ["a.txt": "one\n  2\n\n x\nend\n"]) == [
        """
        Sources/a.txt:4:1: error: this line is indented less than the reference to its chunk, so \
        no \
        chunk can give it; make the edit in the chapters
        book/01-chapter.md:12:1: note: the lines around it come from here
        """
      ])
  }

  @Test("Where a formatter indents by four instead of two, references move with their chunks")
  func reindented() {
    let two = """
      # A

      ```swift file=a.swift
      func f() {
        <<body>>
      }
      ```

      ```swift define=body
      if x {
        <<inner>>
        y()
      }

      z()
      ```

      ```swift define=inner
      for a in b {
        c(a)
      }
      ```

      """
    let four = two.replacing("\n  <<", with: "\n    <<").replacing("\n  y", with: "\n    y")
      .replacing("\n  c", with: "\n    c")
    let header = "// Tangled from 1 chapter, 01-chapter.md. Do not edit: change the chapters.\n"
    let edited =
      "func f() {\n    if x {\n        for a in b {\n            c(a)\n        }\n        y()\n"
      + "    }\n\n    z()\n}\n"
    #expect(stitched([two], ["a.swift": header + edited]) == [four])
    let back = edited.replacing("    ", with: "  ")
    #expect(stitched([four], ["a.swift": header + back]) == [two])
  }

  @Test("An edit of the line that tangle added is refused")
  func header() {
    let chapter = "# A\n\n```swift file=a.swift\none\n```\n"
    #expect(
      stitched([chapter], ["a.swift": "// Mine.\none\n"]) == [
        "Sources/a.swift:1:1: error: the edit changes a line that tangle added itself, which "
          + "stands in no chapter; put that line back as it was"
      ])
    #expect(
      stitched([chapter], ["a.swift": "one\n"]).first?.contains("a line that tangle added") == true)
  }

  @Test(
    "An edit that no chapter can give is refused",
    arguments: [
      "one\n  2\n\n  ```\nend\n", "one\n  2\n\n  2\rb\nend\n", "one\n  2\n\n  2\0b\nend\n",
    ])
  func impossible(_ edit: String) {
    #expect(
      stitched([nested], ["a.txt": edit]).first?.contains(
        "error: the edit cannot be written into the chapters so that they give it again; make it "
          + "there by hand") == true)
  }

  @Test("Of several edits the clear ones are carried back and the others are named")
  func clearAndUnclear() {
    let two = nested + "\n```text file=b.txt\nx\n```\n"
    let found = stitched(
      [two], ["a.txt": "one\n  2\nnew\nend\n", "b.txt": "y\n", "c.txt": "z\n"])
    #expect(found.count == 3, "\(found)")
    #expect(found[0] == two.replacing("\nx\n", with: "\ny\n"))
    #expect(found[1].hasPrefix("Sources/a.txt:3:1: error: this line is indented less"))
    #expect(found[2].hasPrefix("Sources/c.txt:1:1: error: the book no longer has this file"))
  }

  @Test("A part of an edit that the chapters have already is no clash")
  func halfWay() {
    let text = "# A\n\n```text file=a.txt\none\ntwo\nthree\nfour\nfive\n```\n"
    let half = text.replacing("\ntwo\n", with: "\n2\n")
    #expect(
      stitched([half], ["a.txt": "one\n2\nthree\nfour\n5\n"], written: [text])
        == [half.replacing("\nfive\n", with: "\n5\n")])
  }

  @Test("An edit of inserted and changed lines goes back into the blocks that gave them")
  func insertedLines() {
    let first = "# A\n\n```text file=a.txt\na {\n  b\n}\n```\n"
    let second =
      "# B\n\n```text insert=a.txt after=b\nc\nd\n```\n\n```text change=a.txt from=\"a {\"\nA {\n```\n"
    #expect(
      stitched([first, second], ["a.txt": "A {\n  b\n  c\n  e\n  d\n}\n"])
        == [first, second.replacing("\nc\n", with: "\nc\ne\n")])
    #expect(
      stitched([first, second], ["a.txt": "Z {\n  b\n  c\n  d\n}\n"])
        == [first, second.replacing("A {\n", with: "Z {\n")])
  }

  @Test("An edit of a file that the book no longer has is refused")
  func stale() {
    #expect(
      stitched(["# A\n"], ["a.txt": "x\n"]) == [
        "Sources/a.txt:1:1: error: the book no longer has this file, so the edit has no place in "
          + "it; move the file away, or let `--force` remove it"
      ])
  }

  @Test("A random edit is stitched so that tangling gives it, or refused")
  func randomEdits() throws {
    var random = SplitMix(state: 11)
    var count = (stitched: 0, refused: 0)
    for _ in 0..<300 {
      let (chapters, model) = randomBook(&random)
      guard let (path, text) = model.randomElement(using: &random) else { continue }
      var lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(
        String.init)
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        let at = Int.random(in: 0..<max(1, lines.count), using: &random)
        let new =
          ["", "x", "  new", "\tnew", "<<a>>", "```", "> q"].randomElement(using: &random) ?? ""
        switch Int.random(in: 0..<3, using: &random) {
        case 0: lines.insert(new, at: at)
        case 1 where lines.count > at: lines.remove(at: at)
        default: if lines.count > at { lines[at] += "!" }
        }
      }
      let edit = lines.joined(separator: "\n") + "\n"
      let result = stitched(chapters, [path: edit])
      if result.count == chapters.count, result.allSatisfy({ $0.hasPrefix("# ") }) {
        count.stitched += 1
        let checked = try CheckedBook(book(result))
        let file = try #require(Tangler(checked).files().first { $0.path == path })
        var wanted = edit[...]
        while wanted.hasSuffix("\n\n") || wanted == "\n" { wanted = wanted.dropLast() }
        var given = String(decoding: file.text, as: UTF8.self)[...]
        while given.hasSuffix("\n\n") || given == "\n" { given = given.dropLast() }
        #expect(given == wanted)
      } else {
        count.refused += 1
        // What is unclear is named; what was clear beside it is a book.
        #expect(result.contains { $0.contains("error: ") })
        let texts = result.prefix { $0.hasPrefix("# ") }
        if !texts.isEmpty { #expect(throws: Never.self) { try CheckedBook(book(Array(texts))) } }
      }
    }
    #expect(count.stitched > 50 && count.refused > 10, "\(count)")
  }
}
