import Literate

/// The name of what programs can read beside the chapters.
enum BookData {
  /// Names everything in the book's folder but its figures and its chapters; these too if a program
  /// mentions `.md`, and so may read them.
  static func name(of book: Book, readsChapters: Bool) -> String {
    var hash = ContentHash()
    var pending = [""]
    while let folder = pending.popLast() {
      for name in (try? Disk.names(in: "\(book.path)/\(folder)")) ?? [] {
        let file = folder + name
        let path = "\(book.path)/\(file)"
        let isText = folder.isEmpty && name.hasSuffix(".md") && !readsChapters
        if name.hasPrefix(".") || file == "figures" || file == "book.yml" || isText { continue }
        switch Disk.kindThroughLinks(path) {
        case .folder where Disk.kind(path) == .folder: pending.append(file + "/")
        case .file:
          hash.add(file)
          hash.add((try? Disk.read(path)) ?? [])
        default: break
        }
      }
    }
    return hash.name
  }
}
