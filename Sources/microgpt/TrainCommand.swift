// Tangled from 8 chapters, 01-names.md to 22-threads.md. Do not edit: change the chapters.
/// `microgpt train`: train a model.
func train(_ arguments: inout Arguments) throws(Complaint) {
  var run = try arguments.run()
  let lossLog = try arguments.destination("--loss-log")
  let isQuiet = arguments.flag("--quiet")
  let last = try arguments.number("--until", else: .max, atLeast: 0)
  try run.holdOut(arguments.number("--held-out", else: 0, atLeast: 0))
  let save = try arguments.destination("--save")
  let precision = try arguments.choice("--dtype", else: Precision.f64)
  if save != nil { watchForInterrupts() }
  let picture = try arguments.destination("--plot")
  let json = try arguments.destination("--json")
  let sampling = try arguments.sampling(run)
  try arguments.finish()
  print("num docs: \(run.documents.count + run.heldOut.count)")
  print("vocab size: \(run.tokenizer.vocabularySize)")
  print("num params: \(run.parameters.count)")
  let losses =
    try isQuiet ? run.train(until: last) : run.trainAloud(until: last)
  if let lossLog {
    let lines = losses.map { "\($0)\n" }.joined()
    try Array(lines.utf8).write(to: lossLog)
  }
  if !run.heldOut.isEmpty {
    let loss = try run.loss(over: run.heldOut)
    print("held-out loss: \(loss, digits: 4)")
  }
  if let picture { try Drawing(losses: losses).write(to: picture) }
  if let json { try writeJSON(CurveData(losses: losses), to: json) }
  if let save {
    try run.saved.bytes(precision).write(to: save)
    print("saved: \(save)")
  }
  if wasInterrupted != 0 {
    print("stopped after step \(run.step) of \(run.settings.steps)")
    return
  }
  if sampling.samples > 0 {
    print("--- inference (new, hallucinated names) ---")
  }
  let engine = run.makeEngine()
  let together =
    sampling.together == 0
    ? nil
    : engine.makeUp(
      sampling, context: run.settings.architecture.context,
      boundary: run.tokenizer.boundary, using: &run.random)
  for number in 0..<sampling.samples {
    let document =
      together?[number]
      ?? engine.sample(
        sampling, context: run.settings.architecture.context,
        boundary: run.tokenizer.boundary, using: &run.random)
    let name = try run.tokenizer.decode(document)
    print("sample \(number + 1, width: 2): \(name)")
  }
}

extension Arguments {
  /// A run as these words want it: a new one, or one that was saved.
  mutating func run() throws(Complaint) -> Run {
    let path = try option("--load")
    let saved = try path.map(load)
    let settings = try settings(else: saved?.settings ?? Settings())
    let engine = try engine()
    let documents = try documents()
    let tokenizer = saved?.tokenizer ?? Tokenizer(documents: documents)
    var run = try Run(settings, tokenizer, documents: documents)
    run.engine = engine
    if let path, let saved {
      try blaming(path) { () throws(Complaint) in try run.restore(saved) }
    }
    return run
  }

  /// What was saved in the file at `path`.
  private func load(_ path: String) throws(Complaint) -> Checkpoint {
    let bytes = try readBytes(at: path)
    return try blaming(path) { () throws(Complaint) in
      try Checkpoint(Safetensors(bytes))
    }
  }

  /// Does `body`; what it complains about is the file at `path`.
  private func blaming<Result>(
    _ path: String, _ body: () throws(Complaint) -> Result
  ) throws(Complaint) -> Result {
    do {
      return try body()
    } catch {
      throw Complaint("cannot load `\(path)`: \(error.message)")
    }
  }

  /// The engine that these words want.
  mutating func engine() throws(Complaint) -> EngineChoice {
    var engine = EngineChoice()
    engine.name = has("--loss-log") ? .objects : .matrix
    engine.name = try choice("--engine", else: engine.name)
    engine.width = try width()
    let cores = coreCount
    let threads = try number("--threads", else: 0, atLeast: 0, atMost: 256)
    guard threads < 2 || engine.name == .simd else {
      throw .usage("only the engine `simd` learns with several threads")
    }
    engine.workers = { batch in
      let count = threads > 0 ? threads : batch > 1 ? cores : 1
      return .crew(of: count)
    }
    return engine
  }
}

#if canImport(Darwin)
  import Darwin
#elseif canImport(Musl)
  import Musl
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(WASILibc)
  import WASILibc
#endif

extension Run {
  /// Trains, and shows each step in a line that takes the place of the last.
  fileprivate mutating func trainAloud(
    until last: Int
  ) throws(Complaint) -> [Double] {
    defer { print("") }
    let steps = settings.steps
    return try train(until: last) { step, loss in
      let place = "step \(step, width: 4) / \(steps, width: 4)"
      print("\(place) | loss \(loss, digits: 4)", terminator: "\r")
      fflush(nil)
    }
  }
}

extension Arguments {
  /// How `run` is to make up documents.
  mutating func sampling(_ run: Run) throws(Complaint) -> Sampling {
    var sampling = Sampling()
    sampling.samples = try number(
      "--samples", else: sampling.samples, atLeast: 0)
    sampling.temperature = try positive(
      "--temperature", else: sampling.temperature)
    sampling.together = try number(
      "--together", else: 0, atLeast: 0, atMost: 1024)
    sampling.prompt = try run.tokenizer.encode(option("--prompt") ?? "")
    let room = run.settings.architecture.context - 1
    guard sampling.prompt.count <= room else {
      throw .usage(
        "the prompt has \(sampling.prompt.count) characters, "
          + "the context has room for \(room)")
    }
    return sampling
  }
}
