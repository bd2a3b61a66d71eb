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
  package func names(in path: String) -> [String] {
    (try? RelativePath(path)).map { names(in: $0) } ?? []
  }
}
