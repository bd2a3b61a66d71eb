import Literate

extension Book {
  /// The line of `book.yml` that begins with a text, leaving out what stands before it in a list.
  func settingsLocation(_ beginning: String, or other: String? = nil) -> SourceLocation {
    let source = SourceText(
      (try? RelativePath("book.yml")).flatMap { try? files.bytes($0) } ?? [])
    func line(_ beginning: String) -> Int? {
      (1...max(1, source.lineCount)).first { number in
        let text = String(decoding: source.line(number), as: UTF8.self)
        return text.drop { " -\"'".contains($0) }.hasPrefix(beginning)
      }
    }
    return SourceLocation(
      file: path + "/book.yml", line: line(beginning) ?? other.flatMap(line) ?? 1)
  }
}
