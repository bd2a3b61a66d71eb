import Literate
import TestSupport
import Testing

@testable import Verifying

@Suite struct OutsideFilesTests {
  private func program(_ text: String) throws -> [TangledFile] {
    let book = try TestBook(main: text)
    return Tangler(try CheckedBook(Book(folder: book.path))).files()
  }

  @Test(
    "A program whose text leads to a folder, or to the beginning of a path, may read anything",
    arguments: [
      ("print(\"/etc\")", false), ("print(\"/etc/\\(name)\")", false), ("print(\"../x\")", false),
      ("print(\"~/x\")", false), ("print(\"/\")", true), ("print(\"/dev/null\")", true),
      ("print(\"one two\")", true), ("print(\"a/b.txt\")", true), ("print(\"...\")", true),
    ])
  func folders(text: String, isKnown: Bool) throws {
    let folder = try TemporaryFolder()
    let outside = OutsideFiles(book: folder.path + "/chapters")
    #expect((outside.name(of: try program(text)) != nil) == isKnown)
  }

  @Test("A file above the book counts, whole or as the end of a path, and the book's own does not")
  func above() throws {
    let folder = try TemporaryFolder()
    // What is found is found once.
    var outside: OutsideFiles { OutsideFiles(book: folder.path + "/chapters") }
    try folder.write("1", to: "chapters/own.txt")
    for text in ["print(\"notes.txt\")", "print(folder + \"/notes.txt\")"] {
      let files = try program(text)
      try folder.write("1", to: "notes.txt")
      let before = outside.name(of: files)
      #expect(before != nil)
      try folder.write("2", to: "notes.txt")
      #expect(outside.name(of: files) != before)
      try folder.remove("notes.txt")
      #expect(outside.name(of: files) != before)
    }
    let own = try program("print(\"chapters/own.txt\")")
    let before = outside.name(of: own)
    try folder.write("2", to: "chapters/own.txt")
    #expect(outside.name(of: own) == before)
  }
}
