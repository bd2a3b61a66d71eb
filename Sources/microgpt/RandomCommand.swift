// Tangled from 1 chapter, 01-names.md. Do not edit: change the chapters.
/// `microgpt random`: the first numbers of each kind for a seed.
func showRandom(_ arguments: inout Arguments) throws(Complaint) {
  let fresh = try arguments.generator()
  let picture = try arguments.option("--plot")
  try arguments.finish()
  var random = fresh
  print("random: \(random.random()) \(random.random())")
  random = fresh
  let pair = (0..<2).map { _ in random.gauss(mean: 0, deviation: 1) }
  print("gauss: \(pair[0]) \(pair[1])")
  random = fresh
  var digits = Array(0...9)
  random.shuffle(&digits)
  print("shuffle: \(digits.map { "\($0)" }.joined(separator: " "))")
  random = fresh
  let chosen = (0..<10).map { _ in random.choices(weights: [6, 3, 1]) }
  print("choices: \(chosen.map { "\($0)" }.joined(separator: " "))")
  if let picture {
    random = fresh
    var bins = (-16...16).map { quarter in
      (label: quarter % 4 == 0 ? "\(quarter / 4)" : "", count: 0)
    }
    for _ in 0..<10_000 {
      let number = random.gauss(mean: 0, deviation: 1)
      let bin = Int((number * 4).rounded()) + 16
      if bins.indices.contains(bin) { bins[bin].count += 1 }
    }
    try Drawing(
      bars: bins, across: "value drawn", title: "Ten thousand Gaussians",
      description: "Bars a quarter wide that rise to 0 and fall after it."
    ).write(to: picture)
  }
}
