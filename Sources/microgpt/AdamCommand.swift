// Tangled from 1 chapter, 08-adam.md. Do not edit: change the chapters.
import Foundation

/// `microgpt adam --gradients "NUMBER …"`: how they move one weight.
func showAdam(_ arguments: inout Arguments) throws(Complaint) {
  let words = try arguments.option("--gradients") ?? "1 1 1 1"
  let settings = try arguments.settings(else: Settings())
  try arguments.finish()
  let weight = Value(0)
  var adam = Adam(settings, parameters: 1)
  for (step, word) in words.split(separator: " ").enumerated() {
    guard let gradient = Double(word) else {
      throw .usage("`\(word)` is not a number")
    }
    let before = weight.data
    weight.gradient = gradient
    adam.update([weight], step: step, of: .max)
    let move = weight.data - before
    let numbers = (gradient, adam.m[0], adam.v[0], move)
    print(
      String(
        format: "gradient %7.3f  m %7.4f  v %7.4f  moves %7.4f",
        numbers.0, numbers.1, numbers.2, numbers.3))
  }
}
