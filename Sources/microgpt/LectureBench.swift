// Tangled from 1 chapter, 30-long-run.md. Do not edit: change the chapters.
/// `microgpt bench --lecture`: how long an iteration of the lecture's model
/// takes, here and in PyTorch.
func benchLecture(_ arguments: inout Arguments) throws(Complaint) {
  let text = try arguments.longText()
  var settings = LectureSettings()
  try arguments.change { settings.declare(to: &$0) }
  let kernels = try arguments.kernels()
  let count = try arguments.number("--iterations", else: 20, atLeast: 1)
  let repetitions = try arguments.number("--repetitions", else: 5, atLeast: 1)
  let hasPeers = arguments.flag("--peers")
  try arguments.finish()
  let tokenizer = Tokenizer(documents: [text])
  let tokens = LongText(
    try tokenizer.encode(text), heldOut: settings.plan.heldOut)
  try settings.plan.check(tokens)
  let size = tokenizer.characters.count
  try settings.parts.check(vocabulary: size)
  let operations = settings.operations(vocabulary: size)
  let teams = coreCount > 1 ? [1, coreCount] : [1]
  for threads in teams {
    var random = TorchRandom(seed: settings.seed)
    let model = Transformer(
      settings, vocabulary: size, kernels: kernels,
      workers: threads > 1 ? .crew(of: threads) : .one, using: &random)
    var lecture = Lecture(
      model: model, text: tokens, plan: settings.plan, random: random)
    for _ in 0..<min(3, count) {
      _ = model.learn(lecture.batch(of: tokens.training, learns: true))
    }
    var times: [Double] = []
    for _ in 0..<repetitions {
      let start = now()
      for _ in 0..<count {
        _ = model.learn(lecture.batch(of: tokens.training, learns: true))
      }
      times.append((now() - start) / Double(count))
    }
    let time = times.sorted()[times.count / 2]
    let share = operations / time / VectorWidth.highestPeak / Double(threads)
    print(
      "microgpt, \(counted(threads))".padded(to: 22)
        + "\(1e3 * time, digits: 2, width: 10) ms"
        + "\(operations / time / 1e9, digits: 1, width: 8) GFLOP/s"
        + "\(100 * share, digits: 0, width: 5) % of peak")
  }
  guard hasPeers else { return }
  let times = try torchTimes(
    settings, vocabulary: size, teams, count, repetitions)
  for (threads, time) in zip(teams, times ?? []) {
    print(
      "PyTorch, \(counted(threads))".padded(to: 22)
        + "\(1e3 * time, digits: 2, width: 10) ms"
        + "\(operations / time / 1e9, digits: 1, width: 8) GFLOP/s")
  }
  if times == nil { print("PyTorch could not be measured") }
}

private func counted(_ threads: Int) -> String {
  threads == 1 ? "1 thread" : "\(threads) threads"
}

extension LectureSettings {
  /// How many operations an iteration takes: a product and its sum are two,
  /// and each product has two more on the way back.
  func operations(vocabulary: Int) -> Double {
    let (width, layers) = (Double(parts.width), Double(parts.layers))
    let weights = 12 * layers * width * width + width * Double(vocabulary)
    let looks = 2 * Double(parts.context) * width * layers
    let rows = Double(plan.batch * plan.accumulate * plan.length)
    return 6 * rows * (weights + looks)
  }
}
