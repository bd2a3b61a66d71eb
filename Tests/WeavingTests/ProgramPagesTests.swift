import Literate
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

  @Test("A chapter's page shows the files that it changed, its own lines marked")
  func chapter() throws {
    let files = try weave()
    let page = files["program-02-two.html"] ?? ""
    #expect(page.contains("swift run tangle "))
    #expect(page.contains("--through 2 --output after-2"))
    #expect(page.contains("<h2 class=\"file\" id=\"file:a/Model.swift\">a/Model.swift</h2>"))
    #expect(page.contains("<span class=\"row new\"><a href=\"02-two.html#chunk:members\">5</a>"))
    #expect(page.contains("<span class=\"row\"><a href=\"01-one.html#chunk:members\">4</a>"))
    #expect(page.contains("<li><a href=\"program-01-one.html#file:a/notes.txt\">"))
    #expect(files["program-03-three.html"] == nil)
    #expect(files["02-two.html"]?.contains("href=\"program-02-two.html\"") == true)
  }

  @Test("The whole program is one page, beside what its chapters are about")
  func whole() throws {
    let page = try weave()["program.html"] ?? ""
    #expect(page.contains("2 files, 7 lines"))
    #expect(page.contains("<span class=\"row remark first\"><a"))
    #expect(page.contains("a &amp; b"))
    #expect(page.contains("<span class=\"summary\">What one is about.</span>"))
    #expect(page.contains("<a href=\"program-02-two.html\">2 Two</a>, 1 line"))
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
