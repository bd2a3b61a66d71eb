import Testing

@testable import Literate

@Suite("Table")
struct TableTests {
  @Test("A header, a delimiter row with as many cells, and rows are a table")
  func table() {
    #expect(
      parts(
        """
        | step | loss |
        | ---- | ---- |
        | 1    | 3.30 |
        | 2    | 3.12 |
        """) == [["step", "loss"], ["1", "3.30"], ["2", "3.12"]])
  }

  @Test("Colons in the delimiter row align a column")
  func alignment() throws {
    let table = try #require(
      read(
        """
        | a | b | c | d |
        | :- | :-: | -: | - |
        """))
    #expect(table.alignments == [.left, .center, .right, nil])
    #expect(table.rows.isEmpty)
  }

  @Test("Pipes at a line's ends may be left out, the columns need not be straight")
  func looseForm() {
    #expect(
      parts(
        """
        name | count
          :--- | -:
        emma|   1
        | olivia | 2
        """) == [["name", "count"], ["emma", "1"], ["olivia", "2"]])
  }

  @Test("A pipe after a backslash is text and loses the backslash, in a code span too")
  func escapedPipes() {
    #expect(
      parts(
        #"""
        | either | code |
        | --- | --- |
        | a \| b | `x \| y` |
        | \\| | \| |
        """#) == [["either", "code"], ["a | b", "`x | y`"], [#"\|"#, "|"]])
  }

  @Test("Other backslashes stay for Markdown to read")
  func otherBackslashes() {
    #expect(
      parts(
        #"""
        | \* | a\b |
        | - | - |
        | \\ | c\ |
        """#) == [[#"\*"#, #"a\b"#], [#"\\"#, #"c\"#]])
  }

  @Test("Cells beyond the header's are dropped and missing ones are empty")
  func unevenRows() {
    #expect(
      parts(
        """
        | a | b |
        | - | - |
        | 1 |
        | 1 | 2 | 3 |
        bare
        """) == [["a", "b"], ["1", ""], ["1", "2"], ["bare", ""]])
  }

  @Test("A cell may be empty")
  func emptyCells() {
    #expect(
      parts("| a || c |\n|-|-|-|\n||x|\n| | |") == [["a", "", "c"], ["", "x", ""], ["", "", ""]])
  }

  @Test("Another number of cells in the delimiter row makes no table")
  func unequalDelimiterRow() {
    #expect(read("| a | b |\n| - |\n| 1 |") == nil)
    #expect(read("| a |\n| - | - |\n| 1 | 2 |") == nil)
  }

  @Test("Where the first delimiter row does not fit, a later one makes no table either")
  func onlyTheFirstDelimiterRowCounts() {
    #expect(read("a\n| - | - |\n| b | c |\n| - | - |\n| 1 | 2 |") == nil)
  }

  @Test(
    "What only resembles a delimiter row makes no table",
    arguments: ["| : |", "| - - |", "|:-:-|", "| |", "|", "--- x", "| = |", "", "| :: |"])
  func noDelimiterRow(_ line: String) {
    #expect(read("a\n" + line) == nil)
  }

  @Test("One column needs no pipe where a colon or a pipe tells it from an underlined heading")
  func oneColumn() throws {
    #expect(parts("a\n:-\nb") == [["a"], ["b"]])
    #expect(parts("a\n-|\nb") == [["a"], ["b"]])
  }

  @Test("The lines before the header remain a paragraph")
  func linesBefore() throws {
    let table = try #require(read("Two | lines\nof text\n| a |\n| - |\n| 1 |"))
    #expect(table.lines == 2..<5)
    #expect(table.header == ["a"])
  }

  @Test("A lone pipe ends the table")
  func linesAfter() throws {
    let table = try #require(read("| a |\n| - |\n| 1 |\n|\n| 2 |"))
    #expect(table.lines == 0..<3)
    #expect(table.rows == [["1"]])
  }

  @Test("A delimiter row without a line above it is no table")
  func noHeader() {
    #expect(read("| - |\n| 1 |") == nil)
    #expect(Table(lines: []) == nil)
  }

  @Test("Letters beyond ASCII stay as they are")
  func unicode() {
    #expect(
      parts("| Größe | ∑ |\n|-|-|\n| 👩‍🔬 | ñ\u{301} |") == [["Größe", "∑"], ["👩‍🔬", "ñ\u{301}"]])
  }

  @Test("A table of empty cells beyond half a million ends early instead of filling the memory")
  func mostlyEmptyTable() throws {
    let header = String(repeating: "|a", count: 2_000)
    let delimiter = String(repeating: "|-", count: 2_000)
    let rows = Array(repeating: "x", count: 2_000)
    let table = try #require(read(([header, delimiter] + rows).joined(separator: "\n")))
    #expect(table.rows.count == 262)
  }

  private func read(_ text: String) -> Table? {
    Table(lines: text.split(separator: "\n", omittingEmptySubsequences: false)[...])
  }

  private func parts(_ text: String) -> [[String]]? {
    read(text).map { [$0.header] + $0.rows }
  }
}
