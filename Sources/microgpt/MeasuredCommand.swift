// Tangled from 1 chapter, 23-floor.md. Do not edit: change the chapters.
/// `microgpt measured FILE`: what was measured, on what, and when.
func showMeasured(_ arguments: inout Arguments) throws(Complaint) {
  guard let path = arguments.word() else {
    throw .usage("name a file with measurements")
  }
  try arguments.finish()
  let file = JSON(reading: try readBytes(at: path))
  guard let machine = file?["machine"]?.words, let date = file?["date"]?.words,
    let commit = file?["commit"]?.words,
    case .table(let times)? = file?["times"],
    case .table(let shares)? = file?["shares"]
  else {
    throw Complaint("`\(path)` does not hold measurements")
  }
  print("\(machine); \(date); commit \(commit)")
  for (title, figures) in [("", times), ("share of ", shares)] {
    for (name, figure) in figures.sorted(by: { $0.key < $1.key }) {
      guard case .number(let number) = figure else {
        throw Complaint("`\(name)` in `\(path)` is not a number")
      }
      print((title + name).padded(to: 24) + number.significant(6))
    }
  }
}
