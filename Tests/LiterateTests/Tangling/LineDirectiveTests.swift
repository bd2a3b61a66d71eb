import Testing

@testable import Literate

@Suite("Line directives") struct LineDirectiveTests {
  private func tangled(_ text: String, path: String) throws -> (lines: [String], nils: [Int]) {
    var settings = BookSettings(title: "T")
    settings.hasLineDirectives = true
    let book = Book(
      path: "/none/chapters", settings: settings,
      chapters: [
        Chapter(number: 1, name: "01-a.md", path: "chapters/01-a.md", source: SourceText(text))
      ])
    let file = try #require(Tangler(try CheckedBook(book)).files().first { $0.path == path })
    let lines = String(decoding: file.text, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false
    ).dropLast().map(String.init)
    #expect(lines.count == file.origins.count)
    return (lines, file.origins.indices.filter { file.origins[$0] == nil })
  }

  @Test("A C file says where the lines that follow are written, wherever that is no longer next")
  func c() throws {
    let (lines, added) = try tangled(
      """
      # A

      ```c file=a.c
      int a;
      <<b>>
      int c;
      ```

      ```c define=b
      int b;
      ```
      """, path: "a.c")
    #expect(
      lines.dropFirst() == [
        "#line 4 \"chapters/01-a.md\"", "int a;", "#line 10 \"chapters/01-a.md\"", "int b;",
        "#line 6 \"chapters/01-a.md\"", "int c;",
      ])
    #expect(added == [0, 1, 3, 5])
  }

  @Test("Go has a form of its own, and Swift none")
  func others() throws {
    let text = "# A\n\n```go file=a.go\npackage a\n```\n\n```swift file=a.swift\nlet a = 1\n```\n"
    #expect(
      try tangled(text, path: "a.go").lines.dropFirst() == [
        "//line chapters/01-a.md:4", "package a",
      ])
    #expect(try tangled(text, path: "a.swift").lines.dropFirst() == ["let a = 1"])
  }

  @Test(
    "Inside a comment, a string of many lines, or a line that goes on there is none",
    arguments: [
      ("c", "/* x\n<<b>>\n*/ int c;"), ("c", "#define M \\\n<<b>>"),
      ("cpp", "auto s = R\"x(\n<<b>>\n)x\";"), ("go", "var s = `\n<<b>>\n`"),
    ])
  func inside(_ language: String, _ code: String) throws {
    let text =
      "# A\n\n```\(language) file=a.\(language)\n\(code)\n```\n\n```text define=b\n1\n```\n"
    let lines = try tangled(text, path: "a.\(language)").lines
    #expect(lines.count { $0.hasPrefix("#line") || $0.hasPrefix("//line") } <= 2)
    let index = try #require(lines.firstIndex(of: "1"))
    #expect(!lines[index - 1].hasPrefix("#line") && !lines[index - 1].hasPrefix("//line"))
  }

  @Test("Quotes, and marks of comments inside them, end where they are")
  func quotes() {
    var scanner = LineDirective.Scanner(.hash)
    for line in ["char *s = \"/*\\\"\"; // '\"", "char c = '\"'; /* a */ int x;"] {
      scanner.read(Array(line.utf8)[...])
      #expect(scanner.isOpen, "\(line)")
    }
    scanner.read(Array("int y; /* open".utf8)[...])
    #expect(!scanner.isOpen)
  }
}
