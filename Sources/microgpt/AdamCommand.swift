// Tangled from 1 chapter, 08-adam.md. Do not edit: change the chapters.
/// `microgpt adam --gradients "NUMBER …"`: how they move one weight; or with
/// `--every N` how far a gradient of 1 in every Nth step moves it in the end.
func showAdam(_ arguments: inout Arguments) throws(Complaint) {
  let words = try arguments.option("--gradients") ?? "1 1 1 1"
  let pause = try arguments.number("--every", else: 0, atLeast: 0, atMost: 1000)
  let settings = try arguments.settings(else: Settings())
  try arguments.finish()
  let weight = Value(0)
  var adam = Adam(settings, parameters: 1)
  if pause > 0 {
    let steps = 20 * max(pause, 100)
    let last = steps / pause * pause - pause
    var before = 0.0
    for step in 0..<last + pause {
      if step == last { before = weight.data }
      weight.gradient = step % pause == 0 ? 1 : 0
      adam.update([weight], step: step, of: .max)
    }
    print("each gradient moves it down by \(before - weight.data, digits: 2)")
    return
  }
  for (step, word) in words.split(separator: " ").enumerated() {
    guard let gradient = Double(word) else {
      throw .usage("`\(word)` is not a number")
    }
    let before = weight.data
    weight.gradient = gradient
    adam.update([weight], step: step, of: .max)
    let move = weight.data - before
    print("gradient \(gradient, digits: 3, width: 7)", terminator: "")
    print("  m \(adam.m[0], digits: 4, width: 7)", terminator: "")
    print("  v \(adam.v[0], digits: 4, width: 7)", terminator: "")
    print("  moves \(move, digits: 4, width: 7)")
  }
}
