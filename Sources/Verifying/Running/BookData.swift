import Literate

/// The name of what programs can read beside the chapters.
enum BookData {
  /// Names everything in the book's folder but its figures and its chapters; these too if a program
  /// mentions `.md`, and so may read them.
  static func name(of book: Book, readsChapters: Bool) -> String {
    var hash = ContentHash()
    for file in paths(of: book, withChapters: readsChapters) {
      hash.add(file)
      hash.add((try? Disk.read("\(book.path)/\(file)")) ?? [])
    }
    return hash.name
  }

  /// The same as files of a working folder that the book's lies in; without the chapters, and
  /// without what the site is made from.
  static func files(of book: Book) -> [LaidFile] {
    let folder = Disk.resolved(book.path).split(separator: "/").last.map { $0 + "/" } ?? ""
    return paths(of: book, withChapters: false).compactMap { file in
      if file.hasPrefix("theme/") || file.hasSuffix(".md") { return nil }
      return (try? Disk.read("\(book.path)/\(file)")).map {
        LaidFile(path: folder + file, bytes: $0)
      }
    }
  }

  /// The paths of files in the book's folder that programs may read, but for its figures; what a
  /// link leads to outside the folder is none of them.
  private static func paths(of book: Book, withChapters readsChapters: Bool) -> [String] {
    var found: [String] = []
    var pending = [""]
    while let folder = pending.popLast() {
      for name in (try? Disk.names(in: "\(book.path)/\(folder)")) ?? [] {
        let file = folder + name
        let path = "\(book.path)/\(file)"
        let isText = folder.isEmpty && name.hasSuffix(".md") && !readsChapters
        if name.hasPrefix(".") || file == "figures" || file == "book.yml" || isText { continue }
        switch Disk.kindThroughLinks(path) {
        case .folder where Disk.kind(path) == .folder: pending.append(file + "/")
        case .file where Disk.kind(path) == .file || Disk.isInside(path, book.path):
          found.append(file)
        default: break
        }
      }
    }
    return found
  }
}
