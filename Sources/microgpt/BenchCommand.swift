// Tangled from 4 chapters, 16-stopwatch.md to 30-long-run.md. Do not edit: change the chapters.
/// `microgpt bench`: how fast each engine learns and samples.
func bench(_ arguments: inout Arguments) throws(Complaint) {
  if arguments.flag("--lecture") {
    try benchLecture(&arguments)
    return
  }
  let isAlone = arguments.has("--engine")
  let run = try arguments.run()
  let repetitions = try arguments.number(
    "--repetitions", else: 5, atLeast: 1, atMost: 1000)
  guard run.settings.steps <= 1_000_000 else {
    throw .usage("`--steps` is 1000000 at most for `bench`")
  }
  let picture = try arguments.destination("--plot")
  let format = try arguments.option("--format") ?? "text"
  guard ["text", "json"].contains(format) else {
    throw .unknown("format", format, among: ["text", "json"])
  }
  let wantsPeers = arguments.flag("--peers")
  let original = try arguments.option("--reference")
  try arguments.finish()
  guard run.settings.steps > 0 else {
    throw .usage("`--steps 0` leaves nothing to measure")
  }
  let names = isAlone ? [run.engine.name] : EngineName.allCases
  var contestants: [Contestant] = []
  for name in names {
    var one = run
    one.engine.name = name
    contestants.append(try Contestant(name.rawValue, one))
  }
  let cores = coreCount
  for threads in isAlone ? [] : [1, cores] {
    var one = run
    one.engine.name = .simd
    one.settings.batch = 64
    one.engine.workers = { _ in .crew(of: threads) }
    let name = "64 a step, \(threads)×"
    contestants.append(try Contestant(name, one))
  }
  for i in contestants.indices { contestants[i].warmUp() }
  for _ in 0..<repetitions {
    for i in contestants.indices { contestants[i].repeatOnce(of: repetitions) }
  }
  let reference = contestants.first { $0.name == EngineName.objects.rawValue }
  let rows = contestants.map { one in
    let isSame = one.settings.batch == run.settings.batch
    return one.row(against: isSame ? reference?.losses : nil)
  }
  if format == "json" {
    var text = ""
    guard rows.json.write(into: &text) else {
      throw Complaint("what was measured cannot be written as JSON")
    }
    print(text)
  } else {
    print(BenchRow.heading)
    for row in rows { print(row.line) }
  }
  if let picture {
    try Drawing(rows).write(to: picture)
  }
  if rows.contains(where: { $0.spread > 0.25 }) {
    say("the machine was not quiet: some times differ by a quarter\n")
  }
  if wantsPeers && format == "text" {
    for peer in try peers(of: run, reference: original) { print(peer) }
  }
}

extension BenchRow {
  /// What the columns are called.
  fileprivate static var heading: String {
    "engine".padded(to: 14) + " µs/step  spread   docs/s  tokens/s"
      + "  sampled/s  GFLOP/s    loss  from objects"
      + "  of peak"
  }

  fileprivate var line: String {
    let time =
      "\(microseconds, digits: 1, width: 8)"
      + " \(100 * spread, digits: 0, width: 6)%"
    let speed =
      " \(documentsPerSecond, digits: 0, width: 8)"
      + " \(tokensPerSecond, digits: 0, width: 9)"
      + " \(sampledTokensPerSecond, digits: 0, width: 10)"
      + " \(operationsPerSecond / 1e9, digits: 2, width: 8)"
    let far = distance.map { $0 == 0 ? "equal" : $0.scientific(1) }
    return engine.padded(to: 14) + time + speed + "  " + loss.fixed(4)
      + "  " + (far ?? "-")
      + "  \(100 * shareOfPeak, digits: 1, width: 5)%"
  }
}
