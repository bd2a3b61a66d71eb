// Tangled from 1 chapter, 29-pieces-of-words.md. Do not edit: change the chapters.
/// `microgpt pieces`: pieces of words, and how a text is cut into them.
func showPieces(_ arguments: inout Arguments) throws(Complaint) {
  let count = try arguments.number(
    "--count", else: 276, atLeast: 256, atMost: 4096)
  let text: String
  if !arguments.has("--input"), let word = arguments.word() {
    text = word
  } else {
    text = try arguments.longText()
  }
  try arguments.finish()
  let pieces = WordPieces(of: text, count: count)
  let bytes = pieces.bytes
  for (i, merge) in pieces.merges.enumerated() {
    let piece = String(decoding: bytes[256 + i], as: UTF8.self)
    print("\(256 + i) = \(merge.first) + \(merge.second)  \(piece.quoted)")
  }
  let tokens = pieces.encode(text)
  print("\(text.utf8.count) bytes are \(tokens.count) tokens")
}
