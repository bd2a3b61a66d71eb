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
  public static func < (a: SourceLocation, b: SourceLocation) -> Bool {
    (a.file, a.line, a.column) < (b.file, b.line, b.column)
  }
}
