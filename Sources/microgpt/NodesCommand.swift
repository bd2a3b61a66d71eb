// Tangled from 2 chapters, 16-stopwatch.md to 17-tape.md. Do not edit: change the chapters.
/// Numbers that have been counted.
struct NodeCount {
  private var seen: Set<ObjectIdentifier> = []

  /// How many numbers `values` are and were made from that have not been
  /// counted yet. They must not go out of use before the last count.
  mutating func new(behind values: [Value]) -> Int {
    let before = seen.count
    var path = values
    while let value = path.popLast() {
      let parents = value.parents
      if parents.isEmpty { continue }
      guard seen.insert(ObjectIdentifier(value)).inserted else { continue }
      path += parents.map { $0.value }
    }
    return seen.count - before
  }
}

extension Model {
  /// How many numbers each part of the model makes for the loss of `sequence`.
  fileprivate func nodes(
    of sequence: [Int]
  ) -> [(label: String, count: Int)] {
    let tokens = Array(sequence.dropLast())
    var nodes = NodeCount()
    var stream = tokens.indices.map { embed(tokens[$0], at: $0) }
    var parts: [(label: String, count: Int)] = []
    parts.append(("embedding", nodes.new(behind: stream.flatMap { $0 })))
    for layer in layers {
      var memory = Memory.Layer()
      let looks = attention(stream.map(rmsNorm), in: layer, memory: &memory)
      stream = zip(looks, stream).map(add)
      parts.append(("attention", nodes.new(behind: stream.flatMap { $0 })))
      let thoughts = stream.map { think(rmsNorm($0), in: layer) }
      stream = zip(thoughts, stream).map(add)
      parts.append(("MLP", nodes.new(behind: stream.flatMap { $0 })))
    }
    let scores = stream.map { linear($0, unembedding) }
    parts.append(("scores", nodes.new(behind: scores.flatMap { $0 })))
    let surprises = zip(scores, sequence.dropFirst()).map(crossEntropy)
    let loss = sum(surprises) * (1 / Double(tokens.count))
    parts.append(("loss", nodes.new(behind: [loss])))
    return parts
  }
}

/// `microgpt nodes WORD`: how many numbers its loss is made of.
func countNodes(_ arguments: inout Arguments) throws(Complaint) {
  let run = try arguments.run()
  let picture = try arguments.destination("--plot")
  let tokens = try arguments.beginning(of: run)
  try arguments.finish()
  let sequence = tokens + [run.tokenizer.boundary]
  let parts = run.model.nodes(of: sequence)
  let total = parts.map { $0.count }.reduce(0, +)
  for part in parts + [("together", total)] {
    print("\(part.label.padded(to: 12))\(part.count, width: 7)")
  }
  if run.engine.name == .tape {
    let engine = TapeEngine(
      run.settings, vocabularySize: run.tokenizer.vocabularySize,
      learned: run.learned)
    let count = engine.nodes(of: sequence)
    print("\("on the tape".padded(to: 12))\(count, width: 7)")
  }
  if let picture {
    try Drawing(
      bars: parts, across: "part of the model",
      title: "What the loss of a name is made of",
      description: "A bar for each part, as high as it makes numbers."
    ).write(to: picture)
  }
}
