@testable import Literate

/// Swift Testing has a `Tag` too.
typealias Tag = Literate.Tag

/// A book of chapters 1, 2, … with these texts.
func book(_ chapters: [String]) -> Book {
  book(bytes: chapters.map { Array($0.utf8) })
}

func book(bytes chapters: [[UInt8]]) -> Book {
  Book(
    path: "book", settings: BookSettings(title: "book"),
    chapters: chapters.enumerated().map { index, bytes in
      let name = "\(index < 9 ? "0" : "")\(index + 1)-chapter.md"
      return Chapter(
        number: index + 1, name: name, path: "book/\(name)", source: SourceText(bytes))
    })
}

/// What the chapters tangle to, by path; the diagnostics instead if the book is wrong.
func tangled(_ chapters: String...) -> [String: String] {
  let checked: CheckedBook
  do {
    checked = try CheckedBook(book(chapters))
  } catch {
    return ["errors": error.diagnostics.map(\.description).joined(separator: "\n")]
  }
  return Dictionary(
    uniqueKeysWithValues: Tangler(checked).files().map {
      ($0.path, String(decoding: $0.text, as: UTF8.self))
    })
}

/// What is said about the chapters, in the compilers' form.
func messages(_ chapters: String...) -> [String] {
  diagnostics(book(chapters)).map(\.description)
}

/// What is said about a book, warnings too.
func diagnostics(_ book: Book) -> [Diagnostic] { BookChecks(book).diagnostics }
