// Tangled from 2 chapters, 15-whole-program.md to 16-stopwatch.md. Do not edit: change the chapters.
/// `microgpt tally`: make up documents with each seed, and count those that
/// differ and those that are in the list.
func tally(_ arguments: inout Arguments) throws(Complaint) {
  let seeds = try arguments.option("--seeds") ?? "42"
  let size = try arguments.number("--held-out", else: 0, atLeast: 0)
  for seed in seeds.split(separator: ",", omittingEmptySubsequences: false) {
    var words = arguments.with("--seed", String(seed))
    var run = try words.run()
    let sampling = try words.sampling(run)
    try words.finish()
    let known = Set(run.documents)
    try run.holdOut(size)
    try run.train()
    var names: [String] = []
    let engine = run.makeEngine()
    for _ in 0..<sampling.samples {
      let document = engine.sample(
        sampling, context: run.settings.architecture.context,
        boundary: run.tokenizer.boundary, using: &run.random)
      names.append(try run.tokenizer.decode(document))
    }
    let letters = names.map { $0.unicodeScalars.count }.reduce(0, +)
    let mean = Double(letters) / Double(max(1, names.count))
    let listed = names.filter(known.contains).count
    print("seed \(seed): different \(Set(names).count)", terminator: "")
    print(", in the list \(listed), letters \(mean, digits: 1)")
  }
}
