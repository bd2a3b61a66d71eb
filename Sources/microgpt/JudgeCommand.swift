// Tangled from 2 chapters, 08-adam.md to 10-attention.md. Do not edit: change the chapters.
/// `microgpt judge`: train with several seeds, show the loss after letters.
func judge(_ arguments: inout Arguments) throws(Complaint) {
  let list = try arguments.option("--seeds") ?? "1"
  let letters = try arguments.option("--after") ?? "qxa"
  let isCount = arguments.flag("--count")
  let seeds = list.split(separator: ",", omittingEmptySubsequences: false)
  var columns: [[Double]] = []
  for seed in seeds {
    var words = arguments.with("--seed", String(seed))
    var run = try words.run()
    try words.finish()
    if isCount {
      columns.append(letters.unicodeScalars.map(run.namesRead))
    } else {
      let tokens = try run.tokenizer.encode(letters)
      try run.train()
      columns.append(try run.losses(after: tokens))
    }
  }
  let (word, digits) = isCount ? ("with", 0) : ("after", 4)
  let names = letters.unicodeScalars.map { "\(word) \($0)" }
  print("            mean" + seeds.map { "  seed \($0)" }.joined())
  for (row, name) in (isCount ? names : names + ["all"]).enumerated() {
    let numbers = columns.map { $0[row] }
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let cells = ([mean] + numbers).map { "\($0, digits: digits, width: 8)" }
    print(name.padded(to: 8) + cells.joined())
  }
}

extension Run {
  /// How many of the names that the first steps read contain `letter`.
  fileprivate func namesRead(with letter: Unicode.Scalar) -> Double {
    let names = documents.prefix(settings.steps)
    return Double(names.filter { $0.unicodeScalars.contains(letter) }.count)
  }

  /// The mean loss of the guesses in all documents after each of `tokens`, and
  /// of all guesses.
  fileprivate func losses(after tokens: [Int]) throws(Complaint) -> [Double] {
    var totals = Array(repeating: 0.0, count: tokenizer.vocabularySize)
    var counts = totals
    for document in documents {
      let sequence = try tokenizer.sequence(of: document)
      let count = model.guesses(in: sequence)
      let scores = model.scores(Array(sequence.prefix(count)))
      for (place, row) in scores.enumerated() {
        totals[sequence[place]] += crossEntropy(row, sequence[place + 1]).data
        counts[sequence[place]] += 1
      }
    }
    let all = totals.reduce(0, +) / counts.reduce(0, +)
    return tokens.map { totals[$0] / counts[$0] } + [all]
  }
}
