// Tangled from 1 chapter, 01-names.md. Do not edit: change the chapters.
/// Where the documents are: in the file `option`, else in `input.txt` in the
/// working directory, else in the list of names that comes with the book.
func inputPath(_ option: String?) throws(Complaint) -> String {
  if let option { return option }
  if isThere("input.txt") { return "input.txt" }
  for start in [programFolder, workingFolder] {
    var folder = start[...]
    while true {
      let path = folder + "/chapters/data/names.txt"
      if isThere(String(path)) { return String(path) }
      guard let slash = folder.lastIndex(of: "/") else { break }
      folder = folder[..<slash]
    }
  }
  throw Complaint("no `input.txt` here: name a file with `--input FILE`")
}

/// The bytes of the file at `path`.
func readBytes(at path: String) throws(Complaint) -> [UInt8] {
  guard let bytes = contents(of: path) else {
    throw Complaint(
      isThere(path) ? "cannot read `\(path)`" : "there is no file `\(path)`")
  }
  return bytes
}

/// The text in the file at `path`, which must be UTF-8.
func readText(at path: String) throws(Complaint) -> String {
  let bytes = try readBytes(at: path)
  let text = String(decoding: bytes, as: UTF8.self)
  guard text.utf8.elementsEqual(bytes) else {
    let sound = zip(text.utf8, bytes).prefix { $0 == $1 }
    let line = 1 + sound.filter { $0.0 == UInt8(ascii: "\n") }.count
    throw Complaint("`\(path)` is not UTF-8: look at line \(line)")
  }
  return text
}

extension [UInt8] {
  /// Writes these bytes to the file at `path`, whole or not at all. If
  /// something is there already, it must be a file, for it is replaced.
  func write(to path: String) throws(Complaint) {
    guard writeWhole(self, to: path) else {
      throw Complaint("cannot write `\(path)`")
    }
  }
}

extension Drawing {
  /// Writes the picture to `path`, and says so.
  func write(to path: String) throws(Complaint) {
    try Array(svg.utf8).write(to: path)
    print("drawn: \(path)")
  }
}
