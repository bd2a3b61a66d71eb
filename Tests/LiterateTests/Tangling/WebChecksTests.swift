import Testing

@testable import Literate

@Suite("Checks of the whole book")
struct WebChecksTests {
  @Test("A reference to nothing is an error at the reference, with the nearest name")
  func undefined() {
    #expect(
      messages(
        "# A\n\n> ```text file=a.txt\n> x\n>   <<backwards pass>>\n> <<other>>\n> ```\n\n"
          + "```text define=\"backward pass\"\n```\n") == [
          "book/01-chapter.md:5:5: error: no chunk `backwards pass` is defined; did you mean "
            + "`backward pass`?",
          "book/01-chapter.md:6:3: error: no chunk `other` is defined; define it by the end of "
            + "this chapter, or write `\\<<…>>` for the line itself",
          "book/01-chapter.md:9:1: warning: nothing uses `backward pass`; refer to it with a line "
            + "`<<backward pass>>`, or mark it `sketch`",
        ])
  }

  @Test("A reference must be defined by the end of its own chapter")
  func definedLater() {
    let found = messages(
      "# A\n\n```text file=a.txt\n<<b>>\n```\n", "# B\n\n```text define=b\n```\n")
    #expect(found.count == 1)
    #expect(
      found.first?.hasPrefix("book/01-chapter.md:4:1: error: no chunk `b` is defined; ") == true)
  }

  @Test("A replacement does not excuse the references of what it replaces")
  func replacedReference() {
    #expect(
      messages(
        "# A\n\n```text file=a.txt\n<<nowhere>>\n```\n\n```text replace=a.txt\nx\n```\n"
      ).count == 1)
  }

  @Test("A cycle is shown whole, each step with its line")
  func cycle() {
    #expect(
      messages(
        """
        # A

        ```text file=a.txt
        <<b>>
        ```

        ```text define=b
        x
         <<c>>
        ```

        ```text define=c
        <<d>>
        ```

        ```text define=d
        <<b>>
        ```
        """) == [
          """
          book/01-chapter.md:9:1: error: these chunks contain each other without end: \
          `b` → `c` → `d` → `b`; take one of the references out
          book/01-chapter.md:9:1: note: `b` refers to `c` here
          book/01-chapter.md:13:1: note: `c` refers to `d` here
          book/01-chapter.md:17:1: note: `d` refers to `b` here
          """
        ])
  }

  @Test("A chunk that contains itself is a cycle of one")
  func selfReference() {
    let found = messages("# A\n\n```text file=a.txt\n<<a.txt>>\n```\n")
    #expect(found.count == 1)
    #expect(found.first?.contains("`a.txt` → `a.txt`;") == true)
  }

  @Test("Two cycles are both told, also among chunks that no file uses")
  func twoCycles() {
    let found = messages(
      "# A\n\n```text define=a\n<<b>>\n```\n\n```text define=b\n<<a>>\n```\n\n"
        + "```text define=c\n<<c>>\n```\n"
    )
    #expect(found.filter { $0.contains("error: these chunks contain each other") }.count == 2)
  }

  @Test("A cycle in an earlier chapter is an error even if a later one breaks it")
  func brokenCycle() {
    #expect(
      messages(
        "# A\n\n```text file=a.txt\n<<a.txt>>\n```\n", "# B\n\n```text replace=a.txt\nx\n```\n"
      ).count == 1)
  }

  @Test("Chunks that were never there together make no cycle")
  func noCycle() {
    #expect(
      messages(
        "# A\n\n```text file=a.txt\n<<b>>\n<<c>>\n```\n\n```text define=b\n<<c>>\n```\n\n"
          + "```text define=c\n```\n",
        "# B\n\n```text replace=b\nx\n```\n\n```text replace=c\n<<b>>\n```\n") == [])
  }

  @Test("A program that is run in mid-chapter is whole there, and without a cycle")
  func midChapter() {
    #expect(
      messages(
        "# A\n\n```text file=a.txt\n<<b>>\n```\n\n```console here\n```\n\n```text define=b\n```\n")
        == [
          """
          book/01-chapter.md:7:1: error: the program is run here, before any block defines `b`; \
          define it above, or drop `here`
          book/01-chapter.md:4:1: note: `a.txt` refers to it here
          """
        ])
    #expect(
      messages(
        "# A\n\n```text file=a.txt\n<<b>>\n```\n\n```console\n```\n\n```text define=b\n```\n") == []
    )
    #expect(
      messages(
        "# A\n\n```text file=a.txt\n<<a.txt>>\n```\n\n```console here\n```\n\n"
          + "```text replace=a.txt\n```\n"
      ).count == 1)
    #expect(
      messages(
        "# A\n\n```text file=a.txt\n<<a.txt>>\n```\n\n```console\n```\n\n"
          + "```text replace=a.txt\n```\n"
      ) == [])
  }

  @Test("A chunk that nothing uses is a warning; one that only a replaced block used is not")
  func unused() {
    #expect(
      messages("# A\n\n```text define=b\n```\n\n```text append=b\n```\n") == [
        "book/01-chapter.md:3:1: warning: nothing uses `b`; refer to it with a line `<<b>>`, or "
          + "mark it `sketch`"
      ])
    #expect(
      messages(
        "# A\n\n```text file=a.txt\n<<b>>\n```\n\n```text define=b\n```\n",
        "# B\n\n```text replace=a.txt\n```\n") == [])
  }

  @Test("A defined name beside other text is a warning")
  func besideText() {
    #expect(
      messages(
        "# A\n\n```text file=a.txt\n<<b>>\nx = << b >>;\n<<c>> y\n<<b>> <<b>>\n```\n\n"
          + "```text define=b\n```\n"
      )
        == [
          "book/01-chapter.md:5:1: warning: `<<b>>` stands beside other text and is not replaced; "
            + "put it on a line of its own",
          "book/01-chapter.md:7:1: warning: `<<b>>` stands beside other text and is not replaced; "
            + "put it on a line of its own",
        ])
  }

  @Test("A warning does not keep the book from being tangled")
  func warningsOnly() {
    #expect(
      tangled("# A\n\n```text define=b\n```\n\n```text file=a.txt\nx\n```\n") == ["a.txt": "x\n"])
  }

  @Test("What a transcript is superseded by must be a later chapter")
  func superseded() {
    #expect(
      messages(
        "# A\n\n```console superseded=2\n```\n",
        "# B\n\n```console superseded=2\n```\n\n```console superseded=9\n```\n")
        == [
          "book/02-chapter.md:3:1: error: `superseded=2`: chapter 2 does not come after this one; "
            + "name the later chapter that changes what this prints",
          "book/02-chapter.md:6:1: error: `superseded=9`: there is no chapter 9; name the later "
            + "chapter that changes what this prints",
        ])
  }

  @Test("Chunks that use each other exponentially are refused before anything is tangled")
  func exponential() {
    var text = "# A\n\n```text file=a.txt\n<<c0>>\n```\n\n"
    for i in 0..<200 { text += "```text define=c\(i)\n<<c\(i + 1)>>\n\n<<c\(i + 1)>>\n```\n\n" }
    text += "```text define=c200\n```\n"
    #expect(
      messages(text) == [
        "book/01-chapter.md:3:1: error: with `a.txt` the program would be larger than 256 MiB or "
          + "four million lines; use its chunks fewer times"
      ])
  }
}
