/// A place in one of the book's files, as editors and compilers write it.
public struct SourceLocation: Hashable, Sendable {
  /// The file's path as the user would type it, such as `chapters/05-autograd.md`.
  public var file: String
  /// The line, from 1; 0 where the whole file is meant.
  public var line: Int
  /// The column in bytes, from 1.
  public var column: Int

  public init(file: String, line: Int = 0, column: Int = 1) {
    self.file = file
    self.line = line
    self.column = column
  }
}

extension SourceLocation: CustomStringConvertible {
  /// `file:line:column`, or `file` alone where no line is meant.
  public var description: String {
    line > 0 ? "\(file):\(line):\(column)" : file
  }
}

extension SourceLocation: Comparable {
  /// Chapters of a folder are in the order of their numbers, before its other files.
  public static func < (a: SourceLocation, b: SourceLocation) -> Bool {
    if a.file == b.file { return (a.line, a.column) < (b.line, b.column) }
    let (first, second) = (a.folderAndNumber, b.folderAndNumber)
    return (first.folder, first.number, a.file) < (second.folder, second.number, b.file)
  }

  private var folderAndNumber: (folder: Substring, number: Int) {
    let start = file.lastIndex(of: "/").map { file.index(after: $0) } ?? file.startIndex
    let digits = file[start...].prefix { $0.isASCII && $0.isNumber }
    let isChapter = digits.count >= 2 && file[start...].hasSuffix(".md")
    return (file[..<start], isChapter ? Int(digits) ?? .max : .max)
  }
}
