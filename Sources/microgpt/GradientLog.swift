// Tangled from 1 chapter, 28-gradient-flow.md. Do not edit: change the chapters.
extension Transformer {
  /// A line for each parameter: the norms of its weights, of its gradient and
  /// of how far it has moved since it was in `old`.
  func norms(since old: [Number], step: Int) -> String {
    parameters.list.map { parameter in
      let places = parameter.offset..<parameter.offset + parameter.count
      func norm(_ number: (Int) -> Number) -> String {
        let sum = places.reduce(0.0) { sum, place in
          sum + Double(number(place)) * Double(number(place))
        }
        return sum.squareRoot().scientific(6)
      }
      let weight = norm { weights[$0] }
      let gradient = norm { gradients[$0] }
      let update = norm { weights[$0] - old[$0] }
      return "\(step),\(parameter.name),\(weight),\(gradient),\(update)\n"
    }.joined()
  }
}
