// Tangled from 1 chapter, 15-whole-program.md. Do not edit: change the chapters.
/// `microgpt memory WORD`: what it costs to read a word letter by letter.
func showMemory(_ arguments: inout Arguments) throws(Complaint) {
  var run = try arguments.run()
  let picture = try arguments.destination("--plot")
  let tokens = try arguments.beginning(of: run)
  try arguments.finish()
  try run.train()
  var memory = Memory(layers: run.model.layers.count)
  var read: [Value] = []
  var costs: [(anew: Int, kept: Int)] = []
  print("        anew    kept  difference")
  for (place, token) in tokens.enumerated() {
    let anew = run.model.scores(Array(tokens[...place]))
    let kept = run.model.scores([token], memory: &memory)[0]
    let before = operations(behind: read)
    read += kept
    let cost = (
      anew: operations(behind: anew.flatMap { $0 }),
      kept: operations(behind: read) - before
    )
    costs.append(cost)
    let differences = zip(anew[place], kept).map { abs($0.data - $1.data) }
    print(
      run.tokenizer.name(of: token).padded(to: 4)
        + "\(cost.anew, width: 8)\(cost.kept, width: 8)"
        + "  \(differences.max() ?? 0)")
  }
  if let picture {
    var (anew, kept) = ([(x: 0.0, y: 0.0)], [(x: 0.0, y: 0.0)])
    for (place, cost) in costs.enumerated() {
      let read = Double(place + 1)
      anew.append((read, anew[place].y + Double(cost.anew) / 1000))
      kept.append((read, kept[place].y + Double(cost.kept) / 1000))
    }
    try Drawing(
      curves: [
        Curve(name: "anew", points: anew), Curve(name: "kept", points: kept),
      ],
      across: "tokens read", up: "thousand values", title: "What reading costs",
      description: "A curve climbs ever more steeply above a straight line."
    ).write(to: picture)
  }
}

/// How many values had to be computed for `ends`, weights not counted.
private func operations(behind ends: [Value]) -> Int {
  var seen: Set<ObjectIdentifier> = []
  var path = ends
  var count = 0
  while let value = path.popLast() {
    guard seen.insert(ObjectIdentifier(value)).inserted else { continue }
    let parents = value.parents.map { $0.value }
    if !parents.isEmpty { count += 1 }
    path += parents
  }
  return count
}
