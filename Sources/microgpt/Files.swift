// Tangled from 1 chapter, 01-names.md. Do not edit: change the chapters.
import Foundation

/// Where the documents are: in the file `wish`, else in `input.txt` in the
/// working directory, else in the list of names that comes with the book.
func inputPath(_ wish: String?) throws(Complaint) -> String {
  if let wish { return wish }
  let files = FileManager.default
  if files.fileExists(atPath: "input.txt") { return "input.txt" }
  for start in [Bundle.main.bundlePath, files.currentDirectoryPath] {
    var folder = start[...]
    while let slash = folder.lastIndex(of: "/") {
      let path = folder + "/chapters/data/names.txt"
      if files.fileExists(atPath: String(path)) { return String(path) }
      folder = folder[..<slash]
    }
  }
  throw Complaint("no `input.txt` here: name a file with `--input FILE`")
}

/// The text in the file at `path`, which must be UTF-8.
func readText(at path: String) throws(Complaint) -> String {
  guard let bytes = FileManager.default.contents(atPath: path) else {
    let exists = FileManager.default.fileExists(atPath: path)
    throw Complaint(
      exists ? "cannot read `\(path)`" : "there is no file `\(path)`")
  }
  let text = String(decoding: bytes, as: UTF8.self)
  guard text.utf8.elementsEqual(bytes) else {
    let sound = zip(text.utf8, bytes).prefix { $0 == $1 }
    let line = 1 + sound.filter { $0.0 == UInt8(ascii: "\n") }.count
    throw Complaint("`\(path)` is not UTF-8: look at line \(line)")
  }
  return text
}

extension Drawing {
  /// Writes the picture to `path` whole, or not at all.
  func write(to path: String) throws(Complaint) {
    do {
      let file = URL(fileURLWithPath: path)
      try Data(svg.utf8).write(to: file, options: .atomic)
    } catch {
      throw Complaint("cannot write `\(path)`")
    }
    print("drawn: \(path)")
  }
}
