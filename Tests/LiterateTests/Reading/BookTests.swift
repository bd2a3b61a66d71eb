import Foundation
import TestSupport
import Testing

@testable import Literate

/// What is said about a folder of these files, the folder's own path taken out.
private func said(_ files: [String: String], through: Int? = nil) throws -> [String] {
  let folder = try TemporaryFolder()
  for (name, text) in files { try folder.write(text, to: "book/\(name)") }
  return diagnostics(Book(folder: "\(folder.path)/book", through: through))
    .map { $0.description.replacing("\(folder.path)/", with: "") }
}

@Suite("A folder of chapters")
struct BookTests {
  @Test("A draft is read where drafts are asked for, and is nothing elsewhere")
  func drafts() throws {
    let folder = try TemporaryFolder()
    try folder.write("# One\n", to: "01-one.md")
    try folder.write("# Two\n", to: "02-two.draft.md")
    let book = Book(folder: folder.path)
    #expect(book.chapters.map(\.title) == ["One"])
    #expect(book.numbers == [1])
    #expect(book.diagnostics == [])
    let all = Book(folder: folder.path, withDrafts: true)
    #expect(all.chapters.map(\.slug) == ["01-one", "02-two"])
    #expect(all.chapters.map(\.isDraft) == [false, true])
  }

  @Test("Chapters are read in the order of their numbers, 0 included")
  func order() throws {
    let folder = try TemporaryFolder()
    for name in ["100-e.md", "00-a.md", "20-d.md", "01-b.md", "002-c.md"] {
      try folder.write("# \(name)\n", to: name)
    }
    let book = Book(folder: folder.path)
    #expect(book.chapters.map(\.number) == [0, 1, 2, 20, 100])
    #expect(book.chapters.map(\.slug) == ["00-a", "01-b", "002-c", "20-d", "100-e"])
    #expect(book.diagnostics == [])
    #expect(Book(folder: folder.path, through: 20).chapters.map(\.number) == [0, 1, 2, 20])
  }

  @Test("Another Markdown file is a warning, but README.md, hidden files and folders are not")
  func otherFiles() throws {
    let warning =
      "warning: this is not a chapter: its name is not of the form NN-slug.md, such as 01-names.md"
    let names = ["1-a.md", "01.md", "01-.md", "01_a.md", "notes.md", "٠١-a.md"]
    var files = Dictionary(uniqueKeysWithValues: names.map { ($0, "") })
    files["01-a.md"] = "# A\n"
    files["README.md"] = ""
    files[".hidden.md"] = ""
    files["02-notes.txt"] = ""
    files["03-folder.md/x"] = ""
    #expect(Set(try said(files)) == Set(names.map { "book/\($0): \(warning)" }))
  }

  @Test("Two chapters with one number are an error at the second")
  func sameNumber() throws {
    #expect(
      try said(["07-a.md": "# A\n", "007-b.md": "# B\n"]) == [
        "book/07-a.md:1:1: error: 007-b.md has the number 7 too; give one of them another number"
      ])
  }

  @Test("A number that is too large and a name with control characters are errors")
  func names() throws {
    #expect(
      try said(["99999999999999999999-a.md": "# A\n", "01-a\nb.md": "# A\n", "02-a.md": "# A\n"])
        .sorted() == [
          "book/\"01-a\\nb.md\": error: a chapter's name holds no control characters; rename it",
          "book/99999999999999999999-a.md:1:1: error: this chapter's number is too large; give it "
            + "one of at most eighteen digits",
        ])
  }

  @Test("A chapter that cannot be read is an error, and the others are still checked")
  func unreadable() throws {
    let folder = try TemporaryFolder()
    try folder.write("# B\n\n```swift\n```\n", to: "02-b.md")
    try folder.link("01-a.md", to: "nowhere")
    let messages = Book(folder: folder.path).diagnostics.map(\.message)
    #expect(messages.count == 2)
    #expect(messages.contains { $0.hasPrefix("cannot read \(folder.path)/01-a.md: ") })
  }

  @Test("Diagnostics are in reading order: chapter 20 before chapter 100")
  func readingOrder() throws {
    #expect(
      try said(["100-a.md": "", "20-b.md": "", "notes.md": "", "03-c.md": "# C\n\n```swift\n```\n"])
        .map { $0.prefix { $0 != ":" } } == [
          "book/03-c.md", "book/20-b.md", "book/100-a.md", "book/notes.md",
        ])
  }

  @Test("The path is shown as the user named it, without a slash at its end")
  func path() throws {
    let folder = try TemporaryFolder()
    try folder.write("", to: "01-a.md")
    #expect(
      Book(folder: folder.path + "//").diagnostics.map(\.location.file) == [
        folder.path + "/01-a.md"
      ])
  }

  @Test("Without book.yml the title is the folder's name, with one part and no program")
  func defaults() throws {
    let folder = try TemporaryFolder()
    try folder.write("# A\n", to: "my book/01-a.md")
    let settings = Book(folder: "\(folder.path)/my book/").settings
    #expect(settings == BookSettings(title: "my book"))
    #expect(settings.parts == [] && settings.program == nil)
  }

  @Test("A part must begin with a chapter of the book, also when fewer chapters are read")
  func parts() throws {
    let yaml = "parts:\n- name: One\n  first: 1\n- name: Two\n  first: 2\n"
    let chapters = ["01-a.md": "# A\n", "02-b.md": "# B\n"]
    #expect(try said(chapters.merging(["book.yml": yaml]) { $1 }, through: 1) == [])
    #expect(
      try said(["01-a.md": "# A\n", "book.yml": yaml]) == [
        "book/book.yml:4:3: error: the part `Two` begins with chapter 2, which does not exist; "
          + "name the number of one that does"
      ])
  }

  @Test("A book.yml that is not UTF-8 is an error at the byte")
  func settingsEncoding() throws {
    let folder = try TemporaryFolder()
    try folder.write("# A\n", to: "01-a.md")
    try folder.write(Array("title: na".utf8) + [0xEF, 0x0A], to: "book.yml")
    #expect(
      Book(folder: folder.path).diagnostics.map(\.description) == [
        "\(folder.path)/book.yml:1:10: error: this file is not UTF-8 from here on; save it as UTF-8"
      ])
  }

  @Test("A chapter larger than 64 MiB is refused before it is read")
  func largeChapter() throws {
    let folder = try TemporaryFolder()
    try folder.write("# A\n", to: "01-a.md")
    try #require(truncate(folder.path + "/01-a.md", 1 << 36) == 0)
    #expect(
      Book(folder: folder.path).diagnostics.map(\.message) == [
        "cannot read \(folder.path)/01-a.md: larger than 64 MiB"
      ])
  }
}
