import Foundation
import Literate
import TestSupport
import Testing

@testable import Verifying

/// The book of this repository, a case a chapter.
@Suite struct OwnBookTests {
  private static let book = Book(folder: Repository.path + "/chapters")

  private static let verifier = Result {
    var options = Verifier.Options()
    options.timeLimit = .seconds(1_200)
    return try Verifier(CheckedBook(book), options: options)
  }

  @Test("The book can be read")
  func read() {
    #expect(throws: Never.self) { try CheckedBook(Self.book) }
  }

  @Test("The chapter compiles and prints what it says", arguments: book.chapters.map(\.name))
  func chapter(name: String) throws {
    let index = try #require(Self.book.chapters.firstIndex { $0.name == name })
    let report = try Self.verifier.get().verify(index)
    #expect(report.findings.isEmpty, "\(report.findings)")
  }
}
