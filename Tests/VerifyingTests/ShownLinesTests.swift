import Testing

@testable import Verifying

@Suite struct ShownLinesTests {
  @Test("Code that is replaced in its own chapter needs a transcript `here`")
  func replaced() throws {
    let text = """
      ```swift define="count"
      print(1)
      ```

      ```swift replace="count"
      print(2)
      ```
      """
    let book = try TestBook(main: "<<count>>", text)
    #expect(
      try book.verify().messages == [
        "01-a.md:7:1: error: this code is in no program that verify builds for this chapter, at "
          + "its end or at a `console here`; put a `console here` transcript before `count` is "
          + "replaced on line 11, or mark this block `sketch`"
      ])
    let here = try TestBook(
      main: "<<count>>",
      text.replacing(
        "```\n\n", with: "```\n\n```console here\n$ swift run demo\n1\n```\n\n"))
    #expect(try here.verify().messages == [])
  }

  @Test("Code that no file has is not compiled, code of another target is none of verify's")
  func unused() throws {
    let book = try TestBook(
      main: "print(1)",
      """
      ```swift define="loose"
      print(2)
      ```

      ```swift file=other/Other.swift
      <<of the other>>
      ```

      ```swift define="of the other"
      this is never compiled
      ```

      ```swift sketch
      print(3)
      ```
      """)
    #expect(
      try book.verify().messages == [
        "01-a.md:7:1: error: this code is in no program that verify builds for this chapter, at "
          + "its end or at a `console here`; refer to `loose` by a line `<<loose>>` that the "
          + "program has, put a `console here` transcript behind this block if it is replaced "
          + "later, or mark it `sketch`"
      ])
  }
}
