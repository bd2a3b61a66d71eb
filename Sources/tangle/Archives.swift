import Compiling
import Literate

/// The program after each chapter, an archive a chapter.
enum Archives {
  /// The files `chapter-NN.zip`: the same bytes for the same book.
  static func files(_ book: CheckedBook) -> [OutputFile] {
    book.programs.enumerated().map { index, tangler in
      let number = String(book.book.chapters[index].number)
      let name = "chapter-" + (number.utf8.count < 2 ? "0" : "") + number
      var zip = Zip()
      for file in tangler.files() {
        zip.add(
          "\(name)/\(file.path)", file.text,
          isExecutable: file.text.starts(with: "#!".utf8))
      }
      return OutputFile(path: name + ".zip", bytes: zip.bytes())
    }
  }
}
