import Testing

@testable import Verifying

@Suite struct ProseTests {
  @Test("A misspelt name in back-ticks is an error at its line, with the nearest name")
  func names() throws {
    let book = try TestBook(
      main: """
        struct Tokenizer {
          func encode() -> [Int] { [1] }
        }
        print(Tokenizer().encode().count)
        """,
      """
      A `Tokenizer` has `encode()`, see `Tokenizer.encode`; `Array` and `squareRoot()` are Swift's.
      A `Tokeniser` has
      `encde()`, a formula is $`Formula x`$, `BOS` and `emma` are no names, `NumPy` is foreign.

      > A list:
      > - with a `Tokenzier.encode(_:)` in it
      """)
    try book.write("book.yml", "program: demo\nforeign: [NumPy]\n")
    #expect(
      try book.verify().messages == [
        "01-a.md:11:4: error: nothing in the program through this chapter, nor in Swift, is named "
          + "`Tokeniser`; did you mean `Tokenizer`? Else list it under `foreign:` in book.yml",
        "01-a.md:12:2: error: nothing in the program through this chapter, nor in Swift, is named "
          + "`encde`; did you mean `encode`? Else list it under `foreign:` in book.yml",
        "01-a.md:15:13: error: nothing in the program through this chapter, nor in Swift, is named "
          + "`Tokenzier`; did you mean `Tokenizer`? Else list it under `foreign:` in book.yml",
      ])
  }

  @Test("A name must be in the program through its chapter, not only in a later one")
  func laterNames() throws {
    let book = try TestBook(main: "print(1)", "Soon there is a `Later`.")
    try book.write(
      "02-b.md", "# B\n\nHere is `Later`.\n\n```swift file=demo/Later.swift\nstruct Later {}\n```\n"
    )
    try book.write(
      "03-c.md",
      "# C\n\n`Later` goes.\n\n```swift replace=\"demo/Later.swift\"\nstruct Now {}\n```\n")
    try book.write("04-d.md", "# D\n\n`Later` is gone.\n")
    let messages = try book.verify().messages
    #expect(messages.count == 2)
    #expect(messages.first?.hasPrefix("01-a.md:7:18: error: nothing in the program") == true)
    #expect(messages.last?.hasPrefix("04-d.md:3:2: error: nothing in the program") == true)
  }

  @Test("A mention of a chapter is a link to that chapter")
  func mentions() throws {
    let book = try TestBook(
      [
        "01-a.md": """
        # What chapter 2 does

        See [chapter 2](02-b.md), [Chapter 2](./02-b.md#b), [chapter
        2](02-b.md), `chapter 2`, and [chapter 5](https://example.org/5) elsewhere. In chapter 2
        we say more, as in Chapter
        1; [chapter 2](01-a.md) is wrong, and chapter 9, [chapter 9](02-b.md) and subchapter 3
        and chapters 1 and 2, too.

        ![chapter 2](https://example.org/x.png)

        ```text
        chapter 2
        ```
        """,
        "02-b.md": "# B\n",
      ], settings: nil)
    #expect(
      try book.verify().messages == [
        "01-a.md:4:80: warning: write this as a link, so that it is checked: "
          + "`[chapter 2](02-b.md)`",
        "01-a.md:5:20: warning: write this as a link, so that it is checked: "
          + "`[Chapter 1](01-a.md)`",
        "01-a.md:6:5: error: this link says `chapter 2` and leads to `01-a.md`; "
          + "that chapter is `02-b.md`",
        "01-a.md:6:39: error: the book has no `chapter 9`; mention a chapter that there is, by a "
          + "link to its file",
        "01-a.md:6:51: error: the book has no `chapter 9`; mention a chapter that there is",
      ])
  }
}

@Suite struct LinkChecksTests {
  @Test("Anchors of headings, chunks, figures and raw HTML are known, and other links are held too")
  func anchors() throws {
    let book = try TestBook(
      [
        "01-a.md": """
        # A

        [a](#a-part), [b](02-b.md#chunk:say-it), [c](02-b.md#chunk:say-that), [d](#fig:dots), \
        [e](02-b.md#mine), [f](javascript:alert%281%29), [g](02-b.md#b)

        <a href="02-b.md#nowhere">x</a> and <img src="figures/none.png" alt="">

        ## A part

        | a | b |
        | - | - |
        | [x](#no-cell) | y[^n] |

        [^n]: [z](#no-note)
        """,
        "02-b.md":
          "# B\n\n<b id=\"mine\"></b>\n\n![D](figures/dots.svg \"Dots\")\n\n"
          + "```text define=\"say it\"\nx\n```\n\n```text file=a.txt\n<<say it>>\n```\n",
      ], settings: nil)
    try book.write("figures/dots.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
    let messages = try book.verify().messages.filter { $0.hasPrefix("01-a.md") }
    #expect(
      messages == [
        "01-a.md:3:1: error: there is no anchor `#chunk:say-that` in 02-b.md; did you mean "
          + "`#chunk:say-it`?",
        "01-a.md:3:1: error: `javascript:alert%281%29` runs a script, which no link of a book "
          + "does; link to a page or a file",
        "01-a.md:5:1: error: there is no anchor `#nowhere` in 02-b.md; link to a heading",
        "01-a.md:11:1: error: there is no anchor `#no-cell` in 01-a.md; link to a heading",
        "01-a.md:13:1: error: there is no anchor `#no-note` in 01-a.md; link to a heading",
        "01-a.md:5:1: error: there is no `figures/none.png` in the book; did you mean "
          + "`figures/dots.svg`?",
      ])
  }

  @Test("Citations of what is not listed are errors, in verify as in weave")
  func citations() throws {
    let book = try TestBook(
      [
        "01-a.md": """
        # A [@knut]

        See [@knuth; @other], `[@nobody]`, \\[@knut].[^1]

        | a |
        | --- |
        | [@cell] |

        [^1]: And [@note].

        """
      ], settings: "references: [{key: knuth, text: Knuth}]")
    #expect(
      try Set(book.verify().messages) == [
        "01-a.md:1:1: error: there is no `knut` under `references` in book.yml; did you mean "
          + "`knuth`?",
        "01-a.md:3:1: error: there is no `other` under `references` in book.yml; add it there",
        "01-a.md:7:1: error: there is no `cell` under `references` in book.yml; add it there",
        "01-a.md:9:1: error: there is no `note` under `references` in book.yml; add it there",
      ])
  }

  @Test("Links and images that lead nowhere are errors, in verify as in weave")
  func links() throws {
    let book = try TestBook(
      [
        "01-a.md": """
        # A

        [b](02-b.md#x), [c](03-c.md), [d](data/d.txt), [e](data/e.txt), [f](../f.txt), \
        [g](https://example.org), [h](#here), [i](%2e%2e/f.txt), ![j](figures/j.svg)
        """,
        "02-b.md": "# B\n",
      ], settings: nil)
    try book.write("data/d.txt", "d")
    try book.write("../f.txt", "f")
    #expect(
      try book.verify().messages == [
        "01-a.md:3:1: error: there is no anchor `#x` in 02-b.md; did you mean `#b`?",
        "01-a.md:3:1: error: there is no `03-c.md` in the book; did you mean `01-a.md`?",
        "01-a.md:3:1: error: there is no `data/e.txt` in the book; did you mean `data/d.txt`?",
        "01-a.md:3:1: error: `../f.txt` leads out of the book; link to a file in its folder",
        "01-a.md:3:1: error: there is no anchor `#here` in 01-a.md; link to a heading",
        "01-a.md:3:1: error: `%2e%2e/f.txt` leads out of the book; link to a file in its folder",
        "01-a.md:3:1: error: there is no `figures/j.svg` in the book",
      ])
  }
}
