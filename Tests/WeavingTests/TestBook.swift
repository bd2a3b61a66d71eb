import Literate
import TestSupport

@testable import Weaving

/// A book in a folder of its own, removed with the value.
final class TestBook {
  private let home: TemporaryFolder
  var folder: String { home.path }

  /// - Parameter files: Texts by their paths in the book.
  init(_ files: [String: String]) throws {
    home = try TemporaryFolder("book")
    for (name, text) in files { try home.write(text, to: name) }
  }

  /// The site's files as text, by path, and what weaving complains about, the folder's path left
  /// out.
  ///
  /// - Parameter live: The program that pages can run.
  func weave(live: LiveScript? = nil) -> (files: [String: String], problems: [String]) {
    let checked: CheckedBook
    do {
      checked = try CheckedBook(Book(folder: folder))
    } catch {
      return ([:], error.diagnostics.map { $0.description.replacing(folder + "/", with: "") })
    }
    let (files, problems) = Weaver(checked, live: live).site()
    return (
      Dictionary(
        uniqueKeysWithValues: files.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) }),
      (checked.warnings + problems).map { $0.description.replacing(folder + "/", with: "") }
    )
  }
}

/// The HTML of one text alone.
func html(_ markdown: String) -> String {
  String(decoding: fragment(Array(markdown.utf8)), as: UTF8.self)
}
