// Tangled from 2 chapters, 03-pairs.md to 04-slopes.md. Do not edit: change the chapters.
/// `microgpt slopes`: find the pair table by going downhill.
func showSlopes(_ arguments: inout Arguments) throws(Complaint) {
  let documents = try arguments.documents()
  let steps = try arguments.number("--steps", else: 200, atLeast: 0)
  let rate = try arguments.positive("--learning-rate", else: 5)
  let picture = try arguments.option("--plot")
  try arguments.finish()
  let tokenizer = Tokenizer(documents: documents)
  let size = tokenizer.vocabularySize
  guard size <= 5000 else {
    throw Complaint("a table of the pairs of \(size) tokens is too large")
  }
  let sequences = try documents.map(tokenizer.sequence)
  let table = Bigram(of: sequences, vocabularySize: size)
  var weights = PairWeights(uniformOver: size)
  let (token, next) = (tokenizer.boundary, 0)
  let loss = { weight in
    weights.loss(over: table, if: weight, after: token, next)
  }
  print("weights: \(size * size)")
  print("weight of \(tokenizer.name(of: next)) after BOS, and the loss:")
  for weight in [0.9, 1, 1.1] {
    print("\(weight, digits: 1, width: 5)  \(loss(weight), digits: 6)")
  }
  print("slope \(slope(of: loss, at: 1), digits: 6)")
  let squares = weights.slopes(over: table).joined().map { $0 * $0 }
  print("squares of all slopes \(squares.reduce(0, +), digits: 6)")
  if let picture {
    let weights = stride(from: 0.2, through: 5, by: 0.05)
    let touch = { weight in loss(1) + slope(of: loss, at: 1) * (weight - 1) }
    try Drawing(
      curves: [
        Curve(name: "the loss", points: weights.map { ($0, loss($0)) }),
        Curve(name: "its slope at 1", points: weights.map { ($0, touch($0)) }),
      ],
      across: "weight", up: "loss", title: "The loss in one weight",
      description: "A curve that falls and turns, and a line that touches it."
    ).write(to: picture)
  }
  let shown = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
  for step in 0...steps {
    if step == 0 || step == steps || shown.contains(step) {
      let loss = weights.loss(over: table)
      print("steps \(step, width: 4)  loss \(loss, digits: 4)")
    }
    if step < steps { weights.descend(over: table, rate: rate) }
  }
  let lowest = weights.rows.joined().filter { $0 <= 0.001 }.count
  var occurring = ""
  for (token, row) in weights.rows.enumerated() {
    for (next, weight) in row.enumerated()
    where weight <= 0.001 && table.counts[token][next] > 0 {
      let pair = [token, next].map(tokenizer.name).joined(separator: " ")
      occurring += ", \(occurring.isEmpty ? "of pairs that occur " : "")\(pair)"
    }
  }
  print("weights at the floor: \(lowest)\(occurring)")
}
