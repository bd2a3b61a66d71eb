// Tangled from 8 chapters, 01-names.md to 30-long-run.md. Do not edit: change the chapters.
#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

/// `microgpt lecture`: the models of the lecture, as its notebook trains them.
func lecture(_ arguments: inout Arguments) throws(Complaint) {
  if arguments.flag("--bigram") {
    try lectureTable(&arguments)
  } else {
    try lectureTransformer(&arguments)
  }
}

private func lectureTable(_ arguments: inout Arguments) throws(Complaint) {
  let text = try arguments.longText()
  let seed = try arguments.number("--seed", else: UInt64(1337), atLeast: 0)
  var plan = LecturePlan(batch: 32, length: 8, steps: 3000, every: 300)
  plan.judgesLast = false
  try arguments.change { plan.declare(to: &$0) }
  let rate = try arguments.positive("--learning-rate", else: 0.01)
  let samples = try arguments.number("--samples", else: 500, atLeast: 0)
  try arguments.finish()
  let tokenizer = Tokenizer(documents: [text])
  let tokens = LongText(try tokenizer.encode(text), heldOut: plan.heldOut)
  try plan.check(tokens)
  var random = TorchRandom(seed: seed)
  let size = tokenizer.characters.count
  let table = LogitTable(size: size, rate: rate, using: &random)
  var lecture = Lecture(model: table, text: tokens, plan: plan, random: random)
  try lecture.trainAloud()
  let written = lecture.write(samples, after: [0])
  print(try tokenizer.decode(written))
}

/// Prints an estimate in the notebook's words.
private func tell(_ news: LectureNews) {
  guard case .estimate(let step, let training, let validation) = news else {
    return
  }
  let losses = (decimals(training, 4), decimals(validation, 4))
  print("step \(step): train loss \(losses.0), val loss \(losses.1)")
  fflush(nil)
}

extension Lecture {
  /// Trains, and prints each estimate.
  mutating func trainAloud() throws(Complaint) {
    try train { news throws(Complaint) in
      tell(news)
      return true
    }
  }
}

extension Arguments {
  /// Changes what `declare` tells of as these words want it.
  mutating func change(
    _ declare: (inout EachSetting) -> Void
  ) throws(Complaint) {
    var each = EachSetting(self)
    declare(&each)
    self = each.arguments
    if let complaint = each.complaint { throw complaint }
  }
}

extension LecturePlan {
  /// Tells `each` of the plan's numbers.
  mutating func declare(to each: inout EachSetting) {
    each.number(
      "accumulate", &accumulate, from: 1, to: 4096, "draws N batches for a step")
    each.number(
      "batch", &batch, from: 1, to: 4096, "learns from N windows a step")
    each.number(
      "context", &length, from: 1, to: 65_536, "sees N tokens at most")
    each.number("steps", &steps, from: 0, "takes N steps")
    each.number("every", &every, from: 1, "is judged after every N steps")
    each.number("estimates", &batches, from: 1, "is judged by N batches")
    each.fraction("held-out", &heldOut, "keeps X of the text to judge by")
  }
}

extension LecturePlan {
  /// Complains if `text` is too short for a window.
  func check(_ text: LongText) throws(Complaint) {
    if text.boundary != nil {
      for (part, purpose) in [
        (text.training, "to learn from"), (text.validation, "to judge by"),
      ] where text.boundaries(of: part).count < 2 {
        throw Complaint(
          "the text has no line \(purpose): each line is a document, and "
            + "--held-out \(heldOut) of them are kept; take a longer text, or "
            + "--examples windows")
      }
      return
    }
    for (part, purpose) in [
      (text.training, "to learn from"), (text.validation, "to judge by"),
    ] where part.count <= length + 1 {
      throw Complaint(
        "the text has \(part.count) tokens \(purpose), too few for a "
          + "--context of \(length)")
    }
  }
}

private func lectureTransformer(
  _ arguments: inout Arguments
) throws(Complaint) {
  var given = arguments
  let text = try arguments.longText()
  let source = try given.option("--input").map { " --input \($0)" } ?? ""
  let path = try arguments.option("--load")
  let saved = try path.map { path throws(Complaint) in
    try blaming(path) { () throws(Complaint) in
      try Safetensors(readBytes(at: path))
    }
  }
  var settings = LectureSettings()
  if let saved { try settings.take(saved.words) }
  try arguments.change { settings.declare(to: &$0) }
  let kernels = try arguments.kernels()
  let workers = try arguments.threads()
  let precision = try arguments.choice("--dtype", else: Precision.f32)
  let samples = try arguments.number("--samples", else: 500, atLeast: 0)
  let save = try arguments.destination("--save")
  let until = try arguments.number("--until", else: -1, atLeast: 1)
  let saveEvery = try arguments.number("--save-every", else: 0, atLeast: 0)
  let after = try arguments.number("--after", else: -1, atLeast: 0)
  let pieceCount = try arguments.number(
    "--pieces", else: 0, atLeast: 0, atMost: 4096)
  guard pieceCount == 0 || pieceCount >= 256 else {
    throw .usage("`--pieces` wants at least the 256 bytes")
  }
  let knowsUnknown = try arguments.choice("--unknown", else: Unknown.off)
  let gradientLog = try arguments.destination("--log-gradients")
  let keepsBest = arguments.flag("--best")
  let picture = try arguments.destination("--plot")
  try arguments.finish()
  switch precision {
  case .f32: try run(kernels)
  case .f64: try run(preciseCalculations())
  }

  func run<Number: BinaryFloatingPoint>(
    _ kernels: Calculations<Number>
  ) throws(Complaint) {
    let plan = settings.plan
    let isWhole = settings.examples == .windows || text.utf8.contains(10)
    let whole = isWhole ? text : text + "\n"
    let known = try TextVocabulary(saved?.words ?? [:])
    let tokenizer =
      known
      ?? TextVocabulary(
        of: whole, heldOut: plan.heldOut, pieces: pieceCount,
        unknown: knowsUnknown)
    let tokens =
      switch settings.examples {
      case .windows: try LongText(text, tokenizer, heldOut: plan.heldOut)
      case .documents:
        try LongText(
          documentsOf: text, tokenizer, heldOut: plan.heldOut, seed: settings.seed)
      }
    let size = tokenizer.count
    try settings.plan.check(tokens)
    try settings.parts.check(vocabulary: size)
    var random = TorchRandom(seed: settings.seed)
    let model = Transformer(
      settings, vocabulary: size, kernels: kernels, workers: workers,
      using: &random)
    let millions = Double(model.parameters.count) / 1e6
    print("\(decimals(millions, 6)) M parameters")
    var lecture = Lecture(
      model: model, text: tokens, plan: settings.plan, random: random)
    let before = lecture.step
    var best = (loss: Double.infinity, step: 0, weights: [Number]())
    var curves = [Curve(name: "validation", points: [])]
    curves.append(Curve(name: "training", points: []))
    var norms = "step,tensor,weight,gradient,update\n"
    var old: [Number] = []
    let perCharacter =
      Double(tokens.validation.count) / Double(tokens.validationCharacters)
    if let path, let saved {
      try blaming(path) { () throws(Complaint) in
        try model.restore(saved)
        let step = saved.words["step"].map { Int($0) ?? -1 } ?? 0
        guard step >= 0 else { throw Complaint("its step is not a number") }
        model.step = after >= 0 ? after : step
      }
      lecture.skip(to: model.step)
    }
    var words = settings.described.words
    for (name, word) in tokenizer.words { words[name] = word }
    func keep(at path: String) throws(Complaint) {
      try model.saved(words).bytes(precision).write(to: path)
    }
    watchForInterrupts()
    var isStopped = false
    var progress = Progress()
    model.stepAtStart = model.step
    try lecture.train { news throws(Complaint) in
      if case .estimate = news { progress.clear() }
      tell(news)
      if case .estimate(let step, let training, let validation) = news {
        curves[0].points.append((Double(step), validation))
        curves[1].points.append((Double(step), training))
        if keepsBest && validation < best.loss {
          best = (validation, step, model.copyOfWeights)
        }
      }
      switch news {
      case .estimate where gradientLog != nil:
        old = model.copyOfWeights
      case .step(let step, _) where !old.isEmpty:
        norms += model.norms(since: old, step: step)
        old = []
      default: break
      }
      if tokenizer.hasPieces, case .estimate(_, _, let validation) = news {
        let bits = validation * perCharacter / logarithm(2)
        print("  \(decimals(bits, 3)) bits a character")
      }
      if case .step(let step, _) = news {
        let path = save ?? "lecture.safetensors"
        if wasInterrupted != 0 || step == until {
          isStopped = true
          progress.clear()
          try keep(at: path)
          print("stopped after step \(step); this goes on:")
          let goal = save.map { " --save \($0)" } ?? ""
          print("  microgpt lecture\(source) --load \(path)\(goal)")
          return false
        }
        if saveEvery > 0 && step % saveEvery == 0 { try keep(at: path) }
      }
      if case .step(let step, let loss) = news {
        progress.show(
          step, of: settings.plan.steps, done: step - model.stepAtStart,
          loss: loss)
      }
      return true
    }
    if keepsBest && !best.weights.isEmpty {
      model.take(best.weights)
      print("best: step \(best.step), val loss \(decimals(best.loss, 4))")
    }
    if isStopped { return }
    if let save {
      try keep(at: save)
      print("saved: \(save)")
    }
    if lecture.step > before || samples > 0 {
      let lineEnd = tokenizer.hasPieces ? Int(UInt8(ascii: "\n")) : 0
      let start = [tokens.boundary ?? lineEnd]
      print(try tokenizer.decode(lecture.write(samples, after: start)))
    }
    if let picture {
      try Drawing(
        curves: curves, across: "step", up: "loss",
        title: "The loss on what is learned, and on what is not",
        description: "Two curves that fall, and part where the model overfits."
      ).write(to: picture)
    }
    if let gradientLog {
      try Array(norms.utf8).write(to: gradientLog)
      print("written: \(gradientLog)")
    }
  }
}
