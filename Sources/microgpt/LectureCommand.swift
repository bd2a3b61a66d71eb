// Tangled from 1 chapter, 23-longer-text.md. Do not edit: change the chapters.
/// `microgpt lecture`: the models of the lecture, as its notebook trains them.
func lecture(_ arguments: inout Arguments) throws(Complaint) {
  guard arguments.flag("--bigram") else {
    throw .usage("the only model so far is `--bigram`")
  }
  try lectureTable(&arguments)
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

extension Lecture {
  /// Trains, and prints each estimate.
  mutating func trainAloud() throws(Complaint) {
    try train { step, training, validation in
      let losses = (decimals(training, 4), decimals(validation, 4))
      print("step \(step): train loss \(losses.0), val loss \(losses.1)")
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
