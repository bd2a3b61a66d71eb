import Literate

/// What programs can read beside the chapters: all in the book's folder but its figures and, for
/// programs that do not read them, its chapters.
struct BookData {
  private let book: Book
  private let paths: [RelativePath]
  /// What stands among them and is no file of the book.
  private let strays: [BookFiles.Stray]

  init(_ book: Book, readsChapters: Bool) {
    self.book = book
    (paths, strays) = book.files.everything(below: nil) { path in
      let isText = path.parts.count == 1 && path.text.hasSuffix(".md") && !readsChapters
      return path.text != "figures" && path.text != "book.yml" && !isText
    }
  }

  /// A name for all of it; nil where a link leads to what is not known.
  var name: String? {
    if !strays.isEmpty { return nil }
    var hash = ContentHash()
    for path in paths {
      hash.add(path.text)
      hash.add((try? book.files.bytes(path)) ?? [])
    }
    return hash.name
  }

  /// The same as files of a working folder that the book's lies in, without the texts and without
  /// what the site is made from.
  ///
  /// - Throws: What cannot be among them.
  func files() throws(Faults) -> [LaidFile] {
    var faults = strays.filter { isLaid($0.path) }.map { fault($0.path, $0.reason) }
    var files: [LaidFile] = []
    let folder = book.files.name.isEmpty ? "" : book.files.name + "/"
    for path in paths where isLaid(path) && !path.text.hasSuffix(".md") {
      do throws(DiskError) {
        files.append(LaidFile(path: folder + path.text, bytes: try book.files.bytes(path)))
      } catch {
        faults.append(fault(path, error.reason))
      }
    }
    if !faults.isEmpty { throw Faults(faults) }
    return files
  }

  /// What programs would read of other folders: none of it belongs to the book.
  var faults: [Diagnostic] {
    strays.filter { !$0.isInside && isLaid($0.path) }.map { fault($0.path, $0.reason) }
  }

  private func isLaid(_ path: RelativePath) -> Bool { path.parts.first != "theme" }

  private func fault(_ path: RelativePath, _ reason: String) -> Diagnostic {
    .error(
      "this cannot be data of the book: \(reason); put the file itself into the book's folder, or "
        + "take it out", at: SourceLocation(file: book.path + "/" + path.text))
  }
}
