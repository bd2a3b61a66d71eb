import Testing

@testable import Literate

@Suite("Comments")
struct CommentSyntaxTests {
  @Test(
    "A comment is written as the file's language has it",
    arguments: [
      ("a.swift", "", "// x"), ("a.SWIFT", "python", "// x"), ("a.py", "", "# x"),
      ("a.html", "", "<!-- x -->"), ("a.css", "", "/* x */"), ("a.ml", "", "(* x *)"),
      ("a.sql", "", "-- x"), ("a.tex", "", "% x"), ("a.el", "", ";; x"), ("a.yml", "", "# x"),
      ("Makefile", "make", "# x"), ("a.b/c", "Swift", "// x"), ("a.unknown", "python", "# x"),
      ("a.", "swift", "// x"), (".gitignore", "gitignore", "# x"),
    ])
  func syntax(_ path: String, _ language: String, _ comment: String) {
    #expect(CommentSyntax(path: path, language: language)?.comment("x") == comment)
  }

  @Test(
    "Plain text, JSON and what is not known have no comments",
    arguments: [
      ("a.txt", "swift"), ("a.json", "swift"), ("a.csv", "python"), ("a", ""), ("a", "text"),
      ("a.xyz", "klingon"), ("", ""), ("/", "json"),
    ])
  func none(_ path: String, _ language: String) {
    #expect(CommentSyntax(path: path, language: language) == nil)
  }

  @Test("What would end the comment early is set apart")
  func closings() {
    #expect(CommentSyntax(path: "a.html", language: "")?.comment("a-->b") == "<!-- a- ->b -->")
    #expect(CommentSyntax(path: "a.ml", language: "")?.comment("a*)b(*c") == "(* a* )b( *c *)")
  }
}
