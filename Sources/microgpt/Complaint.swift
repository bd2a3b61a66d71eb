// Tangled from 2 chapters, 01-names.md to 02-tokens.md. Do not edit: change the chapters.
/// What is wrong, said to the person who typed the command.
struct Complaint: Error {
  let message: String
  /// What the program tells the shell when it ends.
  let status: Int32

  init(_ message: String, status: Int32 = 1) {
    self.message = message
    self.status = status
  }
}

extension Complaint {
  /// A complaint about the command line itself.
  static func usage(_ message: String) -> Complaint {
    Complaint(message, status: 64)
  }
}

extension Complaint {
  /// A complaint about `word`, which is none of `names`.
  static func unknown(
    _ kind: String, _ word: String, among names: [String]
  ) -> Complaint {
    let near = names.min { strokes($0, word) < strokes($1, word) }
    guard let near, strokes(near, word) <= 2 else {
      return .usage("unknown \(kind) `\(word)`; try `microgpt help`")
    }
    return .usage("unknown \(kind) `\(word)`; did you mean `\(near)`?")
  }
}

/// How many letters to put in, take out or change to make `b` of `a`.
private func strokes(_ a: String, _ b: String) -> Int {
  let b = Array(b)
  var row = Array(0...b.count)
  for letter in a {
    var diagonal = row[0]
    row[0] += 1
    for j in b.indices {
      let changed = diagonal + (letter == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(changed, row[j] + 1, diagonal + 1)
    }
  }
  return row[b.count]
}
