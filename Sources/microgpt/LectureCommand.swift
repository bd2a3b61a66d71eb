// Tangled from 2 chapters, 23-longer-text.md to 24-block.md. Do not edit: change the chapters.
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
  let tokens = LongText(try tokenizer.encode(text))
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
    each.number("batch", &batch, from: 1, to: 4096, "learns from N windows a step")
    each.number("context", &length, from: 1, to: 65_536, "sees N tokens at most")
    each.number("steps", &steps, from: 0, "takes N steps")
    each.number("every", &every, from: 1, "is judged after every N steps")
    each.number("estimates", &batches, from: 1, "is judged by N batches")
  }
}

extension LecturePlan {
  /// Complains if `text` is too short for a window.
  func check(_ text: LongText) throws(Complaint) {
    guard text.validation.count > length + 1 else {
      throw Complaint(
        "the text has \(text.validation.count) tokens to judge by, too few "
          + "for a --context of \(length)")
    }
  }
}

private func lectureTransformer(
  _ arguments: inout Arguments
) throws(Complaint) {
  let text = try arguments.longText()
  var settings = LectureSettings()
  try arguments.change { settings.declare(to: &$0) }
  let kernels = try arguments.kernels()
  let workers = try arguments.threads()
  let precision = try arguments.choice("--dtype", else: Precision.f32)
  let samples = try arguments.number("--samples", else: 500, atLeast: 0)
  try arguments.finish()
  switch precision {
  case .f32: try run(kernels)
  case .f64: try run(preciseKernels())
  }

  func run<Number: BinaryFloatingPoint>(
    _ kernels: Kernels<Number>
  ) throws(Complaint) {
    let tokenizer = Tokenizer(documents: [text])
    let tokens = LongText(try tokenizer.encode(text))
    try settings.plan.check(tokens)
    let size = tokenizer.characters.count
    try settings.parts.check(vocabulary: size)
    var random = TorchRandom(seed: settings.seed)
    let model = Transformer(
      settings, vocabulary: size, kernels: kernels, workers: workers,
      using: &random)
    let millions = Double(model.parameters.count) / 1e6
    print("\(decimals(millions, 6)) M parameters")
    var lecture = Lecture(
      model: model, text: tokens, plan: settings.plan, random: random)
    try lecture.trainAloud()
    print(try tokenizer.decode(lecture.write(samples, after: [0])))
  }
}
