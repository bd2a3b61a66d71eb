import ArgumentParser
import Commands
import Literate

/// Rewriting chapters.
extension Tangle {
  /// `--move 4 6 book`: a third word is the book's folder.
  static func words(
    _ words: [String], _ book: String, _ option: String, _ what: String
  ) throws -> ([String], book: String) {
    if words.count == 3, book == "chapters" { return (Array(words.prefix(2)), words[2]) }
    if words.isEmpty || words.count == 2 { return (words, book) }
    throw ValidationError("\(option) takes \(what).")
  }

  func moveChapter() throws {
    guard let from = Int(move[0]), let to = Int(move[1]), from >= 0, to >= 0 else {
      throw ValidationError("--move takes two numbers of chapters.")
    }
    let read = Book(folder: book)
    try refuseTranslation(read)
    let checked = try reporting { try CheckedBook(read) }
    let all = Book(folder: book, withDrafts: true)
    let moved = try reporting {
      try ChapterMove(checked, withDrafts: all, from: from, to: to)
    }
    let rewrites = moved.rewrites
    let folder = checked.book.path
    try reporting {
      try AtomicWrites.exchange(
        rewrites.map { rewrite in
          let replaced = rewrites.first { $0.oldName == rewrite.newName }
          return ("\(folder)/\(rewrite.newName)", replaced?.old, rewrite.new)
        })
      let names = Set(rewrites.map(\.newName))
      for rewrite in rewrites where !names.contains(rewrite.oldName) {
        try Disk.removeFile("\(folder)/\(rewrite.oldName)", holding: rewrite.old)
      }
    }
    for rewrite in rewrites {
      say(
        rewrite.oldName == rewrite.newName
          ? "\(folder)/\(rewrite.newName): rewritten"
          : "\(folder)/\(rewrite.oldName): now \(rewrite.newName)")
    }
    try report(moved.warnings)
  }

  func renameChunk() throws {
    let read = Book(folder: book)
    try refuseTranslation(read)
    let checked = try reporting { try CheckedBook(read) }
    let sources = checked.book.chapters
    try reporting {
      let chapters = try ChunkRename(checked, rename[0], to: rename[1]).chapters
      try AtomicWrites.exchange(
        chapters.map { (sources[$0.chapter].path, sources[$0.chapter].source.bytes, $0.bytes) })
      for (chapter, _) in chapters { say("\(sources[chapter].path): rewritten") }
    }
  }
}
