// Tangled from 2 chapters, 03-pairs.md to 06-learned-table.md. Do not edit: change the chapters.
/// `microgpt table [WORD]`: learn the pair table, see what it thinks.
func learnTable(_ arguments: inout Arguments) throws(Complaint) {
  let documents = try arguments.documents()
  let steps = try arguments.number("--steps", else: 1000, atLeast: 1)
  let rate = try arguments.positive("--learning-rate", else: 50)
  let picture = try arguments.option("--plot")
  let word = arguments.word()
  try arguments.finish()
  let tokenizer = Tokenizer(documents: documents)
  let size = tokenizer.vocabularySize
  guard size <= 5000 else {
    throw Complaint("a table of the pairs of \(size) tokens is too large")
  }
  let sequences = try documents.map(tokenizer.sequence)
  let table = Bigram(of: sequences, vocabularySize: size)
  let learned = LearnedTable(size: size)
  var losses: [Double] = []
  for step in 1...steps {
    let loss = learned.loss(over: table)
    losses.append(loss.data)
    loss.backward()
    learned.descend(rate: rate)
    if step == steps || [1, 10, 100].contains(step) {
      print("step \(step, width: 4): loss \(loss.data, digits: 4)")
    }
  }
  let counted = table.loss(over: sequences)
  print("counted:   loss \(counted, digits: 4)")
  let scores = learned.rows.joined().map { $0.data }
  let (low, high) = (scores.min() ?? 0, scores.max() ?? 0)
  print("scores: \(low, digits: 1) to \(high, digits: 1)")
  var widest = (gap: 0.0, pair: "")
  for token in 0..<size {
    let ours = softmax(learned.rows[token]).map { $0.data }
    let theirs = table.probabilities(after: token)
    for next in 0..<size where abs(ours[next] - theirs[next]) > widest.gap {
      let names = [token, next].map(tokenizer.name)
      widest = (abs(ours[next] - theirs[next]), names.joined(separator: " "))
    }
  }
  print("widest gap: \(widest.gap, digits: 4) for \(widest.pair)")
  if let picture {
    let curve = losses.enumerated().map { (x: Double($0 + 1), y: $1) }
    let floor = [(x: 1, y: counted), (x: Double(steps), y: counted)]
    try Drawing(
      curves: [
        Curve(name: "learned", points: curve),
        Curve(name: "counted", points: floor),
      ],
      across: "step", up: "loss", title: "Learning the pair table",
      description: "A curve falls steeply, then slowly, towards a level line."
    ).write(to: picture)
  }
  if let word {
    let tokens = try tokenizer.sequence(of: word)
    for (token, next) in zip(tokens, tokens.dropFirst()) {
      let names = [token, next].map(tokenizer.name).joined(separator: " ")
      let p = softmax(learned.rows[token])[next].data
      let surprise = crossEntropy(learned.rows[token], next).data
      print("\(names.padded(to: 8))\(p, digits: 4)  \(surprise, digits: 4)")
    }
  }
}
