import Literate
import TestSupport
import Testing

@testable import Weaving

@Suite("The program's pages and the indexes")
struct ProgramPagesTests {
  private func weave() throws -> [String: String] {
    let book = try TestBook([
      "01-one.md": """
      # One

      What one is about.

      ```swift file=a/Model.swift
      struct Model {
        /// How many.
        let count: Int
        <<members>>
      }
      ```

      ```swift define=members
      func sum() -> Int { count }
      ```

      ```text file=a/notes.txt
      a & b
      ```
      """,
      "02-two.md": """
      # Two

      ```swift append=members
      func twice() -> Int { 2 * sum() }
      ```
      """,
      "03-three.md": "# Three\n",
      "book.yml": "title: Models\nprogram: a\n",
    ])
    let (files, problems) = book.weave()
    #expect(problems == [])
    return files
  }

  @Test("Each file has a page, each line its place in the book and the chapters that have it")
  func file() throws {
    let files = try weave()
    let page = files["program-a-model-swift.html"] ?? ""
    #expect(page.contains("<h1 class=\"file\" id=\"file:a/Model.swift\">a/Model.swift</h1>"))
    #expect(page.contains("<i><a href=\"01-one.html#chunk:members\">4</a>"))
    #expect(
      page.contains(
        "<i data-from=1><a href=\"02-two.html#chunk:members\">5</a>"))
    #expect(page.contains("<i class=\"remark first\">"))
    #expect(page.contains("data-files=\"program-files.js\""))
    #expect(
      files["program-files.js"] == """
        weaveProgram([["a/Model.swift","program-a-model-swift.html"],
        ["a/notes.txt","program-a-notes-txt.html"]],
        ["1 One",
        "2 Two",
        "3 Three"]);

        """)
    #expect(
      files["program.html"]?.contains(
        "<a class=\"file\" href=\"program-a-notes-txt.html\">notes.txt</a>") == true)
    #expect(files["program-a-notes-txt.html"]?.contains("a &amp; b") == true)
  }

  @Test("The map tells what each chapter makes of the program, and how to have it")
  func map() throws {
    let files = try weave()
    let page = files["program.html"] ?? ""
    #expect(page.contains("2 files, 7 lines"))
    #expect(page.contains("<dd class=\"summary\">What one is about.</dd>"))
    #expect(page.contains("--through 2 --output after-2"))
    #expect(page.contains("<a href=\"program-a-model-swift.html#as-of:1\">"))
    #expect(page.contains("id=\"after:02-two\""))
    #expect(page.contains("id=\"after:03-three\"") == false)
    #expect(files["02-two.html"]?.contains("href=\"program.html#after:02-two\"") == true)
  }

  @Test("A line that goes stays where it was, with the chapter that took it away")
  func timeline() throws {
    let book = try TestBook([
      "01-one.md": "# One\n\n```text file=a.txt\none\n<<x>>\nthree\n```\n\n"
        + "```text define=x\ntwo\n```\n",
      "02-two.md": "# Two\n\n```text replace=x\nzwei\n```\n",
      "03-three.md": "# Three\n\n```text append=a.txt\nfour\n```\n",
    ])
    let history = History(Book(folder: book.folder))
    let rows = FileTimeline.all(history).flatMap(\.rows).map { row in
      "\(String(decoding: history.text(row.line), as: UTF8.self)) \(row.from)-"
        + (row.until.map(String.init) ?? "")
    }
    #expect(rows == ["one 0-", "two 0-1", "zwei 1-", "three 0-", "four 2-"])
  }

  @Test("In books at random, a file's lines at each chapter are those that its page shows then")
  func timelines() throws {
    var generator = SplitMix(state: 4)
    for _ in 0..<10 {
      var files: [String: String] = [:]
      for number in 1...6 {
        let verb = number == 1 ? "file" : Bool.random(using: &generator) ? "append" : "replace"
        let lines = (0..<Int.random(in: 1..<6, using: &generator)).map { _ in
          "\(Int.random(in: 0..<3, using: &generator))\n"
        }
        files["0\(number)-c.md"] = "# C\n\n```text \(verb)=a.txt\n\(lines.joined())```\n"
      }
      let book = try TestBook(files)
      let history = History(Book(folder: book.folder))
      let rows = FileTimeline.all(history).flatMap(\.rows)
      for (chapter, files) in history.files.enumerated() {
        let shown = rows.filter { $0.from <= chapter && chapter < $0.until ?? .max }.map(\.line)
        #expect(shown == files.first?.lines)
      }
    }
  }

  @Test("The indexes tell where chunks and names are defined and used")
  func indexes() throws {
    let files = try weave()
    let chunks = files["chunks.html"] ?? ""
    #expect(
      chunks.contains(
        """
        <dt>⟨members⟩</dt>
        <dd>defined in <a href="01-one.html#chunk:members">1</a>; continued in \
        <a href="02-two.html#chunk:members">2</a>; used in \
        <a href="01-one.html#chunk:amodelswift">1</a></dd>
        """))
    #expect(
      files["names.html"]?.contains(
        """
        <dt><code>sum</code> <span class="kind">func</span></dt>
        <dd>defined in <a href="01-one.html#chunk:members">1</a>; used in \
        <a href="02-two.html#chunk:members">2</a></dd>
        """) == true)
  }

  @Test("A book without a program has no pages of it, a book without code no indexes")
  func none() throws {
    let files = try TestBook(["01-one.md": "# One\n\n```text file=a.txt\n1\n```\n"]).weave().files
    #expect(files["program.html"] == nil && files["program-01-one.html"] == nil)
    #expect(files["chunks.html"] != nil && files["names.html"] == nil)
    #expect(try TestBook(["01-one.md": "# One\n"]).weave().files["chunks.html"] == nil)
  }
}
