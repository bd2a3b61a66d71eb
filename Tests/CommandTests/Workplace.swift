import Foundation

/// A temporary folder in which a user works. It goes away with the value.
final class Workplace {
  let path: String

  /// - Parameter chapters: The texts of chapters 1, 2, … of a book in the folder `chapters`.
  init(_ chapters: String...) throws {
    let folder = URL(fileURLWithPath: NSTemporaryDirectory())
      .resolvingSymlinksInPath().appendingPathComponent("workplace-\(UUID().uuidString)")
    path = folder.path
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    for (index, text) in chapters.enumerated() {
      try write(text, to: "chapters/0\(index + 1)-chapter.md")
    }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ text: String, to name: String) throws {
    let url = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url)
  }

  /// A file's text, or nil if there is no such file.
  func text(_ name: String) -> String? {
    FileManager.default.contents(atPath: "\(path)/\(name)").map {
      String(decoding: $0, as: UTF8.self)
    }
  }

  func modified(_ name: String) throws -> Date? {
    try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.modificationDate] as? Date
  }

  /// The paths of all files below the folder.
  func files() -> [String] {
    let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return names.filter { text($0) != nil }.sorted()
  }
}
