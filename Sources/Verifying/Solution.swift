import Literate

extension Book {
  /// The book with a text behind its last chapter, as if it were the next one.
  ///
  /// - Parameters:
  ///   - path: The text's file, as diagnostics are to name it.
  ///   - title: Its title if it has none.
  public func followed(by text: [UInt8], from path: String, title: String) -> Book {
    // No chapter of the book has this number.
    let number = Int.max
    let name = String(path.split(separator: "/").last ?? "")
    func chapter(_ text: [UInt8]) -> Chapter {
      Chapter(number: number, name: name, path: path, source: SourceText(text))
    }
    var next = chapter(text)
    if !next.headings.contains(where: { $0.level == 1 }) {
      // At the end, so that no line gets another number.
      next = chapter(text + Array("\n\n# \(title)\n".utf8))
    }
    return Book(
      path: self.path, settings: settings, chapters: chapters + [next], numbers: numbers,
      diagnostics: folderDiagnostics)
  }

  /// What is wrong with the folder and its settings alone.
  private var folderDiagnostics: [Diagnostic] {
    let own = Set(chapters.flatMap(\.diagnostics))
    return diagnostics.filter { !own.contains($0) }
  }
}
