/// A book's files by paths as they are written; what is no path in the book is not there.
extension BookFiles {
  package func entry(_ path: String) -> Entry? {
    (try? RelativePath(path)).flatMap { entry($0) }
  }

  /// A file's bytes; nil for what cannot be read.
  package func bytes(_ path: String) -> [UInt8]? {
    (try? RelativePath(path)).flatMap { try? bytes($0) }
  }

  /// The names in a folder, sorted.
  ///
  /// - Parameter path: A slash may stand at its end.
  package func names(in path: String) -> [String] {
    let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
    return (try? RelativePath(folder)).map { names(in: $0) } ?? []
  }
}
