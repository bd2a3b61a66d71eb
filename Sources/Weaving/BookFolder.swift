import Literate

/// A book's folder, out of which nothing is read: what a link in it leads to elsewhere counts as not
/// there.
struct BookFolder: Sendable {
  enum Entry: Equatable {
    case file, other
    /// It is there, but a symbolic link leads out of the book.
    case outside
  }

  let path: String
  private let resolved: String

  init(_ path: String) {
    self.path = path
    resolved = Disk.resolved(path)
  }

  /// What stands at a path in the book; nil where nothing does.
  func entry(_ relative: String) -> Entry? {
    let place = path + "/" + relative
    guard let kind = Disk.kindThroughLinks(place) else { return nil }
    let inside = resolved == "/" ? resolved : resolved + "/"
    guard Disk.resolved(place).utf8.starts(with: inside.utf8) else { return .outside }
    return kind == .file ? .file : .other
  }

  /// A file's bytes; nil for what stands outside.
  func read(_ relative: String) throws(DiskError) -> [UInt8]? {
    if entry(relative) == .outside { return nil }
    return try Disk.read(path + "/" + relative)
  }

  /// The names in a folder of the book, sorted; none where there is no such folder.
  func names(in relative: String) -> [String] {
    guard entry(relative) == .other else { return [] }
    return (try? Disk.names(in: path + "/" + relative)) ?? []
  }
}
