import Foundation
import TestSupport

/// A temporary folder in which a user works. It goes away with the value.
final class Workplace {
  private let folder: TemporaryFolder
  var path: String { folder.path }

  /// - Parameter chapters: The texts of chapters 1, 2, … of a book in the folder `chapters`.
  init(_ chapters: String...) throws {
    folder = try TemporaryFolder("workplace")
    for (index, text) in chapters.enumerated() {
      try write(text, to: "chapters/0\(index + 1)-chapter.md")
    }
  }

  func write(_ text: String, to name: String) throws { try folder.write(text, to: name) }

  /// A file's text, or nil if there is no such file.
  func text(_ name: String) -> String? { folder.text(name) }

  func modified(_ name: String) throws -> Date? { try folder.modified(name) }

  /// The paths of all files below the folder.
  func files() -> [String] {
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return names.filter { text($0) != nil }.sorted()
  }
}
