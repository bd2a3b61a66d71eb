// Tangled from 3 chapters, 10-attention.md to 15-whole-program.md. Do not edit: change the chapters.
/// `microgpt attend WORD`: what each position of a word looks at.
func attend(_ arguments: inout Arguments) throws(Complaint) {
  var run = try arguments.run()
  let picture = try arguments.destination("--plot")
  let wantsNumbers = arguments.flag("--numbers")
  let json = try arguments.destination("--json")
  let tokens = try arguments.beginning(of: run)
  try arguments.finish()
  try run.train()
  let names = tokens.map(run.tokenizer.name)
  let maps = run.model.attentionMaps(tokens)
  for map in maps {
    show(map, names)
    if wantsNumbers { showNumbers(of: map, names) }
  }
  if let picture {
    let drawing =
      wantsNumbers
      ? Drawing(numbersOf: maps, names: names) : Drawing(maps, names: names)
    try drawing.write(to: picture)
  }
  if let json {
    try writeJSON(AttentionData(run, tokens, maps: maps), to: json)
  }
}

extension Arguments {
  /// The boundary and the tokens of the next word, if the context of `run` has
  /// room for them.
  mutating func beginning(of run: Run) throws(Complaint) -> [Int] {
    guard let word = word() else { throw .usage("a word is wanted") }
    return try run.beginning(word)
  }
}

extension Run {
  /// The boundary and the tokens of `word`, if the context has room for them.
  func beginning(_ word: String) throws(Complaint) -> [Int] {
    let tokens = try tokenizer.encode(word)
    let room = settings.architecture.context - 1
    guard tokens.count <= room else {
      throw .usage("`\(word)` is too long: the context has room for \(room)")
    }
    return [tokenizer.boundary] + tokens
  }
}

/// What attention there is: for each position, a share for each up to it.
struct AttentionMap {
  let name: String
  let rows: [[Double]]
  var queries: [[Double]] = []
  var keys: [[Double]] = []
  var values: [[Double]] = []
}

extension AttentionMap {
  init(
    _ name: String, queries: [[Value]], keys: [[Value]], values: [[Value]]
  ) {
    self.name = name
    rows = queries.indices.map { place in
      attentionWeights(queries[place], Array(keys[...place])).map { $0.data }
    }
    self.queries = queries.map { $0.map { $0.data } }
    self.keys = keys.map { $0.map { $0.data } }
    self.values = values.map { $0.map { $0.data } }
  }
}

/// Prints `map`, whose positions are called `names`.
private func show(_ map: AttentionMap, _ names: [String]) {
  print(map.name)
  print("    " + names.map { "  " + $0.padded(to: 4) }.joined())
  for (name, row) in zip(names, map.rows) {
    let shares = row.map { "  \($0, digits: 2)" }
    print(name.padded(to: 4) + shares.joined())
  }
}

/// Prints how the last position of `map` comes by what it hears.
private func showNumbers(of map: AttentionMap, _ names: [String]) {
  guard let query = map.queries.last, let shares = map.rows.last,
    let asking = names.last
  else { return }
  print(line("query", asking, query))
  for (name, key) in zip(names, map.keys) {
    let product = zip(query, key).map { $0 * $1 }.reduce(0, +)
    print(line("key", name, key) + "  product \(product, digits: 2, width: 5)")
  }
  for ((name, value), share) in zip(zip(names, map.values), shares) {
    print(line("value", name, value) + "  share \(share, digits: 2, width: 7)")
  }
  let heard = query.indices.map { i in
    zip(shares, map.values).map { $0 * $1[i] }.reduce(0, +)
  }
  print(line("heard", asking, heard))
}

private func line(
  _ role: String, _ name: String, _ numbers: [Double]
) -> String {
  role.padded(to: 6) + name.padded(to: 4)
    + numbers.map { "\($0, digits: 2, width: 6)" }.joined()
}

extension Model {
  /// What each layer looks at while it reads `tokens`.
  func attentionMaps(_ tokens: [Int]) -> [AttentionMap] {
    var maps: [AttentionMap] = []
    for (index, layer) in layers.enumerated() {
      let stream = streams(tokens)[index]
      let seen = stream.map(rmsNorm)
      let queries = seen.map { linear($0, layer.query) }
      let keys = seen.map { linear($0, layer.key) }
      let values = seen.map { linear($0, layer.value) }
      for (head, part) in architecture.parts.enumerated() {
        let cut = { (rows: [[Value]]) in rows.map { Array($0[part]) } }
        maps.append(
          AttentionMap(
            "layer \(index), head \(head)",
            queries: cut(queries), keys: cut(keys), values: cut(values)))
      }
    }
    return maps
  }

  /// The stream before each layer, and after the last.
  func streams(_ tokens: [Int]) -> [[[Value]]] {
    var streams = [tokens.indices.map { embed(tokens[$0], at: $0) }]
    for (index, layer) in layers.enumerated() {
      var memory = Memory.Layer()
      streams.append(pass(streams[index], through: layer, memory: &memory))
    }
    return streams
  }
}
