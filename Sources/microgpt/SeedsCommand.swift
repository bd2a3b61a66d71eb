// Tangled from 1 chapter, 09-training-loop.md. Do not edit: change the chapters.
/// `microgpt train`: train a model; with `--seeds N,…`, one for each seed.
func trainOnSeeds(_ arguments: inout Arguments) throws(Complaint) {
  guard let list = try arguments.option("--seeds") else {
    return try train(&arguments)
  }
  let size = try arguments.number("--held-out", else: 0, atLeast: 0)
  var rows: [[Double]] = []
  for seed in list.split(separator: ",", omittingEmptySubsequences: false) {
    var words = arguments.with("--seed", String(seed))
    var run = try words.run()
    try words.finish()
    try run.holdOut(size)
    let losses = try run.train().suffix(100)
    var row = [losses.reduce(0, +) / Double(losses.count)]
    if size > 0 { row.append(try run.loss(over: run.heldOut)) }
    if rows.isEmpty {
      print("seed    last 100" + (size > 0 ? "    held out" : ""))
    }
    show(String(seed), row)
    rows.append(row)
  }
  let columns = rows.first?.indices ?? 0..<0
  let means = columns.map { column in
    rows.map { $0[column] }.reduce(0, +) / Double(rows.count)
  }
  show("mean", means)
}

/// Prints a line of the table.
private func show(_ name: String, _ numbers: [Double]) {
  let columns = numbers.map { "\($0, digits: 4, width: 12)" }
  print(name.padded(to: 4) + columns.joined())
}
