import Literate
import Testing

@testable import Weaving

@Suite("Pages for machines, and addresses") struct MarkdownPagesTests {
  private func weave(_ files: [String: String], hasMarkdown: Bool = true) throws -> (
    files: [String: String], said: [String]
  ) {
    let book = try TestBook(files)
    let checked: CheckedBook
    do {
      checked = try CheckedBook(Book(folder: book.folder))
    } catch {
      return ([:], error.diagnostics.map { $0.description.replacing(book.folder + "/", with: "") })
    }
    let (woven, said) = Weaver(checked, hasMarkdown: hasMarkdown).site()
    return (
      Dictionary(
        woven.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) },
        uniquingKeysWith: { first, _ in first }),
      said.map { $0.description.replacing(book.folder + "/", with: "") }
    )
  }

  @Test("A page of Markdown is the chapter, with what only a page shows put in")
  func page() throws {
    let (files, said) = try weave([
      "01-one.md": """
      # One

      It has 3<!-- = lines a.txt --> lines, `[](x)` and `<!-- y -->`. See [](02-two.md#a-part).

      <!-- off
      the page -->

      ```text file=a.txt
      a
      <<b>>
      ```

      ```text define=b
      c
      ```

      > ```text show=b
      > ```

      ```figure name=matrix
      *Still*.
      ```
      """,
      "02-two.md": "# Two\n\n## A part\n",
    ])
    #expect(said == [])
    #expect(
      files["01-one.md"]
        == """
        # One

        It has 3 lines, `[](x)` and `<!-- y -->`. See [section 2.1](02-two.md#a-part).


        ```text file=a.txt
        a
        <<b>>
        ```

        ```text define=b
        c
        ```

        > ```text show=b
        > c
        > ```

        *Still*.

        """)
    #expect(
      files["01-one.html"]?.contains(
        "<link rel=\"alternate\" type=\"text/markdown\" href=\"01-one.md\">") == true)
  }

  @Test("llms.txt says what the book is and where its chapters are")
  func overview() throws {
    let (files, _) = try weave([
      "01-one.md": "# One [1]\n\nWhat it is.\n", "02-two.md": "# Two\n",
      "book.yml": """
      title: Book
      subtitle: Small
      description: "All of *it*."
      base-url: https://example.com/b
      parts:
        - {name: First, first: 1}
        - {name: Last, first: 2, numbering: letters}
      """,
    ])
    let text = try #require(files["llms.txt"])
    #expect(text.hasPrefix("# Book\n\n> Small\n\nAll of *it*.\n\n"))
    #expect(
      text.hasSuffix(
        """

        ## First

        - [1 One \\[1\\]](https://example.com/b/01-one.md): What it is.

        ## Last

        - [A Two](https://example.com/b/02-two.md)

        """))
    #expect(try weave(["01-one.md": "# One\n"], hasMarkdown: false).files["llms.txt"] == nil)
  }

  @Test("With `slug` pages have no number in their addresses, and the old ones lead to them")
  func slugs() throws {
    let (files, said) = try weave([
      "01-one.md": "# One\n\n[Two](02-two.md#part), [](02-two.md)\n",
      "02-two.md": "# Two\n\n## Part\n",
      "book.yml": "slug: true\nredirects:\n  old.html: 02-two.md#part\n  a/b: 01-one.md\n",
    ])
    #expect(said == [])
    #expect(files["one.html"]?.contains("<a href=\"two.html#part\">Two</a>") == true)
    #expect(files["one.md"]?.contains("[Two](two.md#part), [chapter 2](two.md)") == true)
    #expect(
      files["01-one.html"]?.contains("<meta http-equiv=\"refresh\" content=\"0; url=one.html\">")
        == true)
    #expect(files["old.html"]?.contains("<a href=\"two.html#part\">Two</a>") == true)
    #expect(
      files["a/b.html"]?.contains("location.replace(\"../one.html\" + location.hash)") == true)
  }

  @Test("Addresses that two pages would have, and redirects to nowhere, are errors")
  func collisions() throws {
    let two = ["01-one.md": "# One\n", "02-one.md": "# Two\n", "book.yml": "slug: true\n"]
    #expect(
      try weave(two).said == [
        "02-one.md:1:1: error: without its number this chapter has the address of 01-one.md; rename "
          + "the file"
      ])
    #expect(
      try weave(["01-index.md": "# One\n", "book.yml": "slug: true\n"]).said == [
        "01-index.md:1:1: error: the site has a page `index.html` of its own; rename the chapter's "
          + "file, or leave out `slug`"
      ])
    #expect(
      try weave([
        "01-one.md": "# One\n", "book.yml": "redirects:\n  x: 01-on.md\n  01-one: 01-one.md\n",
      ]).said == [
        "book.yml:2:1: error: `redirects` leads from `x` to `01-on.md`, which is no chapter; did you mean "
          + "`01-one.md`?",
        "book.yml:3:1: error: `redirects`: there is a chapter at `01-one.html`; take the line away",
      ])
    #expect(
      try weave([
        "01-one.md": "# One\n", "theme/book.html": "", "theme/own.css": "",
        "book.yml": "redirects:\n  book: 01-one.md\n  Index.html: 01-one.md\n  x: 01-one.md\n",
      ]).said == [
        "book.yml:2:1: error: `redirects`: the site has a page at `book.html`; take the line away",
        "book.yml:3:1: error: `redirects`: the site has a page at `index.html`; take the line away",
        "theme/book.html: error: the site has a file `book.html` of its own; give this one another "
          + "name",
      ])
  }

  @Test("A part that is a draft is read by the preview alone")
  func draftParts() throws {
    let files = [
      "01-one.md": "# One\n", "02-two.md": "# Two\n", "03-three.md": "# Three\n",
      "book.yml": """
      parts:
        - {name: A, first: 1}
        - {name: B, first: 2, draft: true}
        - {name: C, first: 3}
      """,
    ]
    #expect(try weave(files).files["02-two.html"] == nil)
    #expect(try weave(files).files["03-three.html"] != nil)
    let book = try TestBook(files)
    #expect(Book(folder: book.folder).numbers == [1, 3])
    #expect(Book(folder: book.folder, withDrafts: true).numbers == [1, 2, 3])
  }
}
