import Foundation
import Literate
import TestSupport
import Testing

/// The complete algorithm as chapter 15 shows it.
@Suite struct OnePageTests {
  @Test("Each function on the page of chapter 15 is the program's, but for comments")
  func functions() throws {
    let shown = try Self.functionsOnThePage()
    #expect(shown.count >= 18)
    let files = try Self.program()
    for function in shown {
      #expect(
        files.contains { $0.contains("\n" + function) },
        "no file of the program has these lines one after another:\n\(function)")
    }
  }

  private static let book = Repository.path + "/chapters"

  /// What the chapter's sketches hold, a blank line being the end of a function.
  private static func functionsOnThePage() throws -> [String] {
    let document = Document(SourceText(try Disk.read("\(book)/15-whole-program.md")))
    var functions: [String] = []
    document.forEachBlock { node in
      guard node.kind == .codeBlock, node.info == "swift sketch" else { return }
      functions += node.literal.components(separatedBy: "\n\n").map(code)
    }
    return functions
  }

  /// The files of the program through chapter 15.
  private static func program() throws -> [String] {
    let checked = try CheckedBook(Book(folder: book, through: 15))
    return Tangler(checked).files().map { "\n" + code(String(decoding: $0.text, as: UTF8.self)) }
  }

  /// The lines of `text` that are code, without their indentation.
  private static func code(_ text: String) -> String {
    text.split(separator: "\n")
      .map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty && !$0.hasPrefix("//") }
      .map { $0 + "\n" }.joined()
  }
}
