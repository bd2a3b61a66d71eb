// Tangled from 1 chapter, 10-attention.md. Do not edit: change the chapters.
/// `microgpt echoes FILE`: writes words of five letters that end in the letter
/// that they begin with, and are random otherwise.
func writeEchoes(_ arguments: inout Arguments) throws(Complaint) {
  var random = try arguments.generator()
  guard let path = arguments.word() else {
    throw .usage("`echoes` wants the name of a file to write")
  }
  try arguments.finish()
  let letters = Array("abcdefgh")
  let even = letters.map { _ in 1.0 }
  var text = ""
  for _ in 0..<3000 {
    let drawn = (0..<4).map { _ in letters[random.choices(weights: even)] }
    text += String(drawn + [drawn[0]]) + "\n"
  }
  try Array(text.utf8).write(to: path)
  print("written: \(path)")
}
