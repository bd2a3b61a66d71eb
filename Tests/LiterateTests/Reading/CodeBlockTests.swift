import Testing

@testable import Literate

@Suite("Lines of a block")
struct CodeBlockTests {
  private func kinds(_ text: String) -> [CodeLine.Kind] {
    CodeBlock(tag: Tag("swift sketch") { _ in }, line: 1, column: 1, text: Array(text.utf8))
      .lines.map(\.kind)
  }

  @Test(
    "A line that holds nothing but a name between marks is a reference",
    arguments: [
      ("<<a>>\n", "a"), ("  <<a>>  \n", "a"), ("\t<< a   b >>\n", "a b"), ("<<a > b>>\n", "a > b"),
      ("<<a<<b>>\n", "a<<b"), ("<<é 数>>\n", "é 数"), ("<<a>>", "a"),
    ])
  func references(_ text: String, _ name: String) {
    let block = CodeBlock(
      tag: Tag("swift sketch") { _ in }, line: 1, column: 1, text: Array(text.utf8))
    #expect(block.references.map(\.name) == [name])
    #expect(block.lines.map(\.kind) == [.reference(0)])
  }

  @Test(
    "Other lines with such marks are ordinary lines",
    arguments: [
      "<<>>\n", "<< >>\n", "x <<a>>\n", "<<a>> x\n", "<<a>>;\n", "<<a>> <<b>>\n", "<<a`b>>\n",
      "<<a\"b>>\n", "<a>\n", "<<a>\n", "<<a>>>>\n", "<<<a>>>>\n", "a << b >> c\n", "\\\\<<a>>\n",
    ])
  func ordinary(_ text: String) {
    #expect(kinds(text) == [.text])
  }

  @Test("A backslash before the marks makes an ordinary line of a reference")
  func escaped() {
    #expect(kinds("  \\<<a>>\n") == [.escaped(backslash: 2)])
    #expect(kinds("\\<<>>\n") == [.text])
    #expect(kinds("\\<<a>> x\n") == [.text])
  }

  @Test("A line of white space is blank")
  func blank() {
    #expect(kinds("\n \t\n\u{0B}\u{0C}\n") == [.blank, .blank, .blank])
    #expect(kinds("") == [])
  }
}
