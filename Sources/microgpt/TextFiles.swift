// Tangled from 1 chapter, 24-longer-text.md. Do not edit: change the chapters.
extension Arguments {
  /// The text of this run: that of `--input`, a file or a folder, else of
  /// `input.txt` in the working directory, else of this book; no more of it
  /// than `--first` says.
  mutating func longText() throws(Complaint) -> String {
    let wish = try option("--input")
    let most = try number("--first", else: Int.max, atLeast: 1)
    var path = try inputPath(wish)
    let list = "/data/names.txt"
    let isBook = wish == nil && path.hasSuffix("/chapters" + list)
    if isBook { path.removeLast(list.count) }
    let text: String
    if let names = namesInFolder(path) {
      text = readFiles(names, in: path, endingIn: isBook ? ".md" : "")
    } else {
      text = try readText(at: path)
    }
    if text.isEmpty { throw Complaint("`\(path)` holds no text") }
    return String(text.unicodeScalars.prefix(most))
  }
}

/// The text of all files that `names` lead to from the folder at `path` and
/// whose names end in `ending`.
private func readFiles(
  _ names: [String], in path: String, endingIn ending: String
) -> String {
  var text = ""
  var waiting = names.map { path + "/" + $0 }
  while let next = waiting.popLast() {
    if let names = namesInFolder(next) {
      waiting += names.map { next + "/" + $0 }
    } else if next.hasSuffix(ending), let part = try? readText(at: next),
      !part.utf8.contains(0)
    {
      text += part
    }
  }
  return text
}

/// `number` with `places` digits after the point, as C's `printf` rounds it.
func decimals(_ number: Double, _ places: Int) -> String {
  number.fixed(places)
}
