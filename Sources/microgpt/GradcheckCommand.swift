// Tangled from 8 chapters, 05-chain-rule.md to 25-block.md. Do not edit: change the chapters.
/// `microgpt gradcheck`: gradients against nudges.
func checkGradients(_ arguments: inout Arguments) throws(Complaint) {
  if arguments.flag("--lecture") {
    try checkLecture(&arguments)
    return
  }
  let bound = try arguments.positive("--bound", else: 1e-6)
  let settings = try arguments.settings(else: smallSettings)
  let documents = try arguments.documents()
  let engine = arguments.has("--engine") ? try arguments.engine() : nil
  let isByHand = arguments.flag("--by-hand")
  let picture = isByHand ? try arguments.destination("--plot") : nil
  let shares = isByHand ? try arguments.destination("--shares") : nil
  try arguments.finish()
  var worst = 0.0
  let report = { (name: String, error: Double) in
    print(name.padded(to: 24) + error.scientific(1))
    worst = max(worst, error)
  }
  if isByHand {
    for piece in pieceErrors() { report(piece.name, piece.error) }
    let (n, k, m) = (5, 6, 3)
    if let picture {
      try Drawing([
        ProductShape(
          result: "Y", left: "X", right: "W turned",
          rows: n, summed: k, columns: m),
        ProductShape(
          result: "dX", left: "dY", right: "W", rows: n, summed: m, columns: k),
        ProductShape(
          result: "dW", left: "dY turned", right: "X",
          rows: m, summed: n, columns: k),
      ]).write(to: picture)
    }
    if let shares {
      var check = PieceCheck()
      try Drawing(check.attentionGrids()).write(to: shares)
    }
  } else if let engine {
    var still = settings
    (still.learningRate, still.beta1, still.steps) = (0, 0, 1)
    var run = try Run(
      still, Tokenizer(documents: documents), documents: documents)
    run.engine = engine
    let sequence = try run.tokenizer.sequence(of: run.documents[0])
    report(
      "model of \(run.parameters.count) weights",
      run.engine.name == .simd
        ? run.distanceFromMatrix(of: sequence)
        : run.makeEngine().gradientError(of: sequence)
    )
  } else {
    for operation in operations {
      let (a, b) = (Value(0.7), Value(-1.3))
      report(operation.name, gradientError([a, b]) { operation.of(a, b) })
    }
    let run = try Run(
      settings, Tokenizer(documents: documents), documents: documents)
    let sequence = try run.tokenizer.sequence(of: run.documents[0])
    let error = gradientError(run.parameters) { run.model.loss(of: sequence) }
    report("model of \(run.parameters.count) weights", error)
  }
  guard worst <= bound else {
    throw Complaint("a gradient is off by \(worst), more than \(bound)")
  }
}

/// Settings of a model that is quickly nudged in every weight.
private var smallSettings: Settings {
  var settings = Settings()
  settings.architecture = Architecture(
    width: 4, context: 4, layers: 2, heads: 2)
  return settings
}

/// `microgpt gradcheck --lecture`: gradients of transformers against nudges,
/// and in `Float` against those in `Double`.
private func checkLecture(_ arguments: inout Arguments) throws(Complaint) {
  let bound = try arguments.positive("--bound", else: 1e-8)
  try arguments.finish()
  var (worst, roughest) = (0.0, 0.0)
  print("options".padded(to: 24) + "from nudges  Float from Double")
  checkLectures { error in
    print(
      error.name.padded(to: 24) + error.fromNudges.scientific(1).padded(to: 13)
        + error.inFloat.scientific(1))
    worst = error.fromNudges <= worst ? worst : error.fromNudges
    roughest = error.inFloat <= roughest ? roughest : error.inFloat
  }
  guard worst <= bound else {
    throw Complaint("a gradient is off by \(worst), more than \(bound)")
  }
  guard roughest <= 1e-4 else {
    throw Complaint("a gradient in `Float` is off by \(roughest) of the most")
  }
  print("all are below".padded(to: 24) + bound.scientific(0) + "        1e-04")
}
