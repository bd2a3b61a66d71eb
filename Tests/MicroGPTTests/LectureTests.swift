import Foundation
import Testing

@testable import microgpt

/// A training as the lecture's, on Tiny Shakespeare.
private func lecture(
  workers: Workers = .one
) throws -> Lecture<Transformer<Float>> {
  let settings = LectureSettings()
  let (text, tokenizer) = try LectureFixture.tokens()
  var random = TorchRandom(seed: settings.seed)
  let model = Transformer(
    settings, vocabulary: tokenizer.characters.count, kernels: VectorWidth.widest.kernels,
    workers: workers, using: &random)
  return Lecture(model: model, text: text, plan: settings.plan, random: random)
}

/// A small model, and tokens to learn.
private func small(
  workers: Workers = .one, _ change: (inout LectureSettings) -> Void = { _ in }
) -> Lecture<Transformer<Float>> {
  var settings = LectureSettings()
  settings.plan = LecturePlan(batch: 5, length: 9, steps: 6, every: 3)
  settings.plan.batches = 2
  settings.parts.width = 24
  settings.parts.heads = 3
  settings.parts.layers = 2
  settings.parts.context = 9
  change(&settings)
  settings.optimizer.steps = settings.plan.steps
  var random = TorchRandom(seed: 7)
  let text = LongText((0..<400).map { _ in random.integer(below: 19) })
  let model = Transformer(
    settings, vocabulary: 19, kernels: VectorWidth.widest.kernels, workers: workers,
    using: &random)
  return Lecture(model: model, text: text, plan: settings.plan, random: random)
}

extension Lecture<Transformer<Float>> {
  /// Trains, and returns all weights.
  fileprivate mutating func trained(until last: Int = .max) throws -> [Float] {
    try train { news throws(Complaint) in
      guard case .step(let step, _) = news else { return true }
      return step < last
    }
    return model.copyOfWeights
  }
}

@Suite("Lecture")
struct LectureTests {
  @Test("The linear layers begin with PyTorch's weights, all 202,369 of them in every bit")
  func linearWeights() {
    let settings = LectureSettings()
    var random = TorchRandom(seed: settings.seed)
    let model = Transformer(
      settings, vocabulary: 65, kernels: VectorWidth.portable.kernels, workers: .one,
      using: &random)
    #expect(model.parameters.count == 209_729)
    var (digest, count): (UInt64, Int) = (0xCBF2_9CE4_8422_2325, 0)
    for parameter in model.parameters.list {
      switch parameter.start {
      case .normal, .ones, .zeros: continue
      case .weight, .bias: break
      }
      for place in parameter.offset..<parameter.offset + parameter.count {
        digest = (digest ^ UInt64(model.weights[place].bitPattern)) &* 0x100_0000_01B3
        count += 1
      }
    }
    #expect(count == 202_369)
    #expect(digest == 10_237_711_149_387_916_687)
    let tokens = (0..<6).map { model.weights[model.parameters.tokens + $0] }
    let torch: [Float] = [
      0.1807715892791748, -0.06998809427022934, -0.3596234917640686, -0.9152044653892517,
      0.625765323638916, 0.025509923696517944,
    ]
    #expect(zip(tokens, torch).allSatisfy { abs($0 - $1) < 3e-7 })
  }

  @Test(
    "Gradients with every option, and with many together, are what nudges find to 1e-8, and `Float`'s are theirs"
  )
  func gradients() {
    var names: [String] = []
    checkLectures { error in
      names.append(error.name)
      #expect(error.fromNudges < 1e-8, "\(error.name)")
      #expect(error.inFloat < 1e-4, "\(error.name)")
    }
    for name in ["documents", "one round", "accumulate 2", "at random, 16"] {
      #expect(names.contains(name))
    }
  }

  @Test("One thread, two and three give the same bits, with dropout and clipping")
  func threads() throws {
    func weights(_ workers: Workers) throws -> [Float] {
      var lecture = small(workers: workers) {
        $0.parts.dropout = 0.2
        $0.optimizer.clip = 0.5
      }
      return try lecture.trained()
    }
    let one = try weights(.one)
    #expect(try weights(.crew(of: 2)) == one)
    #expect(try weights(.crew(of: 3)) == one)
  }

  @Test("A run that is stopped, saved and loaded goes on to the same bits")
  func resuming() throws {
    for schedule in Schedule.allCases {
      let change = { (settings: inout LectureSettings) in
        settings.optimizer.schedule = schedule
        settings.optimizer.warmUp = 2
        settings.parts.dropout = 0.1
        settings.plan.accumulate = 2
      }
      var whole = small(change)
      let expected = try whole.trained()
      var first = small(change)
      _ = try first.trained(until: 4)
      let bytes = try first.model.saved([:]).bytes(.f32)
      var second = small(change)
      let file = try Safetensors(bytes)
      try second.model.restore(file)
      second.model.step = try #require(Int(file.words["step"] ?? ""))
      second.skip(to: second.model.step)
      #expect(try second.trained() == expected)
    }
  }

  @Test("A batch drawn in two halves has the gradient of the whole")
  func accumulation() {
    var (whole, halves) = (small { $0.plan.batch = 6 }, small { $0.plan.batch = 3 })
    let one = whole.model.learn(whole.batch(of: whole.text.training))
    var plan = halves.plan
    plan.accumulate = 2
    halves = Lecture(
      model: halves.model, text: halves.text, plan: plan, random: halves.random)
    let two = halves.model.learn(halves.batch(of: halves.text.training, learns: true))
    #expect(abs(one - two) < 1e-6)
    #expect(
      zip(whole.model.copyOfWeights, halves.model.copyOfWeights).allSatisfy { abs($0 - $1) < 1e-5 })
  }

  @Test("`Double` and `Float` agree, as do the kernels of all widths")
  func widths() throws {
    let expected = try {
      var one = small(); return try one.trained()
    }()
    for width in VectorWidth.allCases where width.isCompiled && width.isThere {
      var settings = LectureSettings()
      settings.plan = LecturePlan(batch: 5, length: 9, steps: 6, every: 3)
      settings.plan.batches = 2
      (settings.parts.width, settings.parts.heads, settings.parts.layers) = (24, 3, 2)
      settings.parts.context = 9
      settings.optimizer.steps = 6
      var random = TorchRandom(seed: 7)
      let text = LongText((0..<400).map { _ in random.integer(below: 19) })
      let model = Transformer(
        settings, vocabulary: 19, kernels: width.kernels, workers: .one, using: &random)
      var lecture = Lecture(model: model, text: text, plan: settings.plan, random: random)
      let weights = try lecture.trained()
      #expect(zip(weights, expected).allSatisfy { abs($0 - $1) < 1e-4 })
    }
  }

  @Test("Warm-up rises, the cosine falls, and at the end `lowest` is left")
  func schedule() {
    var optimizer = Optimizer()
    (optimizer.schedule, optimizer.warmUp, optimizer.steps) = (.cosine, 10, 110)
    optimizer.lowest = 0.1
    #expect(optimizer.share(of: 5) == 0.5)
    #expect(optimizer.share(of: 10) == 1)
    #expect(abs(optimizer.share(of: 61) - 0.55) < 1e-12)
    #expect(optimizer.share(of: 110) < 0.101)
    #expect(Optimizer().share(of: 1000) == 1)
  }
}

/// Named by MICROGPT_SHAKESPEARE: the notebook's own numbers.
@Suite("The notebook", .enabled(if: LectureFixture.shakespeare != nil))
struct NotebookTests {
  @Test("The first 420 batches begin where PyTorch's do, estimates included")
  func starts() throws {
    var lecture = try lecture()
    for row in try LectureFixture.rows("starts.txt").enumerated() {
      // 200 batches of the training part, 200 of the validation part, then training.
      let isValidation = (200..<400).contains(row.offset)
      let tokens = isValidation ? lecture.text.validation : lecture.text.training
      let windows = lecture.batch(of: tokens)
      let expected = Windows(tokens, at: row.element.map { Int($0) }, length: 32)
      #expect(windows.inputs == expected.inputs, "batch \(row.offset)")
      if windows.inputs != expected.inputs { return }
    }
  }

  @Test("The first estimate has PyTorch's digits, and 100 losses are within 1e-4 of its own")
  func hundredBatches() throws {
    var lecture = try lecture()
    var losses: [Double] = []
    var norms: [Double] = []
    try lecture.train { [model = lecture.model] news throws(Complaint) in
      switch news {
      case .estimate(_, let training, let validation):
        #expect(String(format: "%.4f %.4f", training, validation) == "4.4116 4.4022")
      case .step(_, let loss):
        if losses.isEmpty {
          norms = model.parameters.list.map { parameter in
            model.kernels.squares(model.gradients + parameter.offset, parameter.count).squareRoot()
          }
        }
        losses.append(loss)
      }
      return losses.count < 100
    }
    let torch = try LectureFixture.rows("losses.txt").prefix(100).map { $0[0] }
    #expect(zip(losses, torch).allSatisfy { abs($0 - $1) < 1e-4 })
    let lines = try LectureFixture.text("gradient-norms.txt").split(separator: "\n")
    #expect(lines.count == norms.count)
    for (line, norm) in zip(lines, norms) {
      let words = line.split(separator: " ")
      #expect(abs(norm / (Double(words[1]) ?? 0) - 1) < 1e-5, "\(words[0])")
    }
  }

  @Test(
    "With PyTorch's final weights the 2,000 characters are PyTorch's",
    .enabled(if: LectureFixture.weights != nil))
  func sample() throws {
    let folder = try Folder()
    let weights = try #require(LectureFixture.weights) + "/final.safetensors"
    let outcome = try Program.run(
      "lecture", "--input", try #require(LectureFixture.shakespeare), "--load", weights,
      "--after", "5000", "--samples", "2000", in: folder)
    #expect(outcome.messages == "")
    let text = outcome.output.split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
    #expect(text.last.map(String.init) == (try LectureFixture.text("sample.txt")) + "\n")
  }

  /// Takes half a minute on two quiet cores.
  @Test(
    "With MICROGPT_LONG set, all 51 estimates are within 0.02 of PyTorch's, the last within 0.01",
    .enabled(if: ProcessInfo.processInfo.environment["MICROGPT_LONG"] != nil))
  func wholeLog() throws {
    var lecture = try lecture(workers: .crew(of: coreCount))
    var rows = try LectureFixture.rows("evaluations.txt")[...]
    try lecture.train { news throws(Complaint) in
      guard case .estimate(let step, let training, let validation) = news,
        let row = rows.popFirst()
      else { return true }
      let bound = rows.isEmpty ? 0.01 : 0.02
      #expect(Double(step) == row[0])
      #expect(abs(training - row[1]) < bound && abs(validation - row[2]) < bound)
      return true
    }
    #expect(rows.isEmpty)
  }
}

@Suite("WordPieces")
struct WordPiecesTests {
  @Test("aaabdaaabac is merged as in minbpe: aa, then aaa, then aaab")
  func example() {
    let pieces = WordPieces(of: "aaabdaaabac", count: 259)
    #expect(pieces.merges.map { [$0.first, $0.second] } == [[97, 97], [256, 97], [257, 98]])
    #expect(pieces.encode("aaabdaaabac") == [258, 100, 258, 97, 99])
  }

  @Test("Of pairs that are equally frequent the first in the text is merged")
  func ties() {
    let pieces = WordPieces(of: "xyabxyab", count: 257)
    #expect(pieces.merges.map { [$0.first, $0.second] } == [[120, 121]])
  }

  @Test("No pair is left that comes twice: there are fewer pieces than were asked for")
  func few() {
    #expect(WordPieces(of: "abc", count: 300).count == 256)
    #expect(WordPieces(of: "", count: 300).count == 256)
  }

  @Test("What is encoded is decoded to the same text, whatever it holds")
  func roundTrip() {
    let pieces = WordPieces(of: String(repeating: "the cat sat on the mat. ", count: 9), count: 290)
    for text in ["", "the", "the thé", "a\r\nb\u{0}", "🙂 the 🙂", "ttthhheee the the"] {
      #expect(pieces.decode(pieces.encode(text)) == text)
    }
    var random = TorchRandom(seed: 1)
    for _ in 0..<200 {
      let count = random.integer(below: 40)
      let scalars = (0..<count).map { _ in
        Unicode.Scalar(UInt32(random.integer(below: 0xD800))) ?? "a"
      }
      var text = String.UnicodeScalarView()
      text.append(contentsOf: scalars)
      #expect(pieces.decode(pieces.encode(String(text))).unicodeScalars.elementsEqual(text))
    }
  }
}

@Suite("The lecture's command")
struct LectureCommandTests {
  private let words = [
    "lecture", "--input", Census.path, "--steps", "4000", "--every", "1000", "--estimates", "1",
    "--width", "16", "--samples", "0", "--dropout", "0.1", "--schedule", "cosine",
  ]

  @Test("Ctrl-C saves and says how to go on, and going on ends with the same bytes")
  func interrupted() throws {
    let folder = try Folder()
    let whole = try Program.run(words + ["--save", "whole.safetensors"], in: folder)
    #expect(whole.status == 0)
    var said: [String] = []
    try Program.run(words, in: folder) { line, process in
      said.append(String(line))
      if line.hasPrefix("step 0:") { kill(process, SIGINT) }
      return line.contains("--load lecture.safetensors")
    }
    #expect(said.contains { $0.hasPrefix("stopped after step ") })
    let rest = try Program.run(
      "lecture", "--input", Census.path, "--load", "lecture.safetensors", "--samples", "0",
      "--save", "parts.safetensors", in: folder)
    #expect(rest.status == 0)
    #expect(rest.messages == "")
    #expect(rest.lines.contains { $0.hasPrefix("step 3999:") })
    #expect(
      said.last == "  microgpt lecture --input \(Census.path) --load lecture.safetensors")
    #expect(try folder.bytes("parts.safetensors") == folder.bytes("whole.safetensors"))
  }

  @Test("`--until` stops as Ctrl-C would, and saves where `--save` says")
  func until() throws {
    let folder = try Folder()
    let words = [
      "lecture", "--input", Census.path, "--steps", "6", "--every", "3", "--estimates", "1",
      "--width", "16", "--samples", "0",
    ]
    let whole = try Program.run(words + ["--save", "whole.safetensors"], in: folder)
    let half = try Program.run(words + ["--until", "3", "--save", "half.safetensors"], in: folder)
    #expect(
      half.lines.contains(
        "  microgpt lecture --input \(Census.path) --load half.safetensors --save half.safetensors")
    )
    let rest = try Program.run(
      "lecture", "--input", Census.path, "--load", "half.safetensors", "--samples", "0", "--save",
      "half.safetensors", in: folder)
    func steps(_ outcome: Program.Outcome) -> [String] {
      outcome.lines.filter { $0.hasPrefix("step") }
    }
    #expect(steps(rest).count == 2)
    #expect(steps(rest) == steps(whole).suffix(2))
    #expect(try folder.bytes("half.safetensors") == folder.bytes("whole.safetensors"))
  }

  @Test("Documents are rows that begin and end with the line's end, cut to the context")
  func documents() throws {
    let text = "anna\nbo\n\n  chrysanthemum \n"
    let vocabulary = TextVocabulary(of: text, heldOut: 0.1, pieces: 0, unknown: .off)
    let documents = try LongText(documentsOf: text, vocabulary, heldOut: 0.4, seed: 1)
    #expect(documents.boundary == 0)
    #expect(documents.boundaries(of: documents.training).count == 2)
    #expect(documents.boundaries(of: documents.validation).count == 3)
    let all = try vocabulary.decode(documents.training + documents.validation)
    #expect(Set(all.split(separator: "\n")) == ["anna", "bo", "chrysanthemum"])
    let settings = LectureSettings()
    var random = TorchRandom(seed: 1)
    var plan = settings.plan
    (plan.batch, plan.length) = (40, 6)
    var parts = settings.parts
    (parts.width, parts.heads, parts.layers, parts.context) = (8, 2, 1, 6)
    let model = Transformer<Float>(
      parts, vocabulary: vocabulary.count, kernels: VectorWidth.portable.kernels, windows: 40)
    model.parameters.draw(parts, using: &random) { model.weights[$0] = $1 }
    var lecture = Lecture(model: model, text: documents, plan: plan, random: random)
    let batch = lecture.batch(
      of: documents.validation, between: lecture.boundaries.validation)
    #expect(batch.count == 40)
    var rows: Set<String> = []
    for (start, end) in zip(batch.bounds, batch.bounds.dropFirst()) {
      #expect(batch.inputs[start] == 0)
      rows.insert(try vocabulary.decode(Array(batch.targets[start..<end])))
    }
    #expect(rows.count == 2)
    #expect(rows.isSubset(of: ["anna\n", "bo\n", "chrysa"]))
    // The loss of rows of different lengths is the mean over all their targets.
    var (sum, count) = (0.0, 0)
    for (start, end) in zip(batch.bounds, batch.bounds.dropFirst()) {
      var one = Windows([], at: [], length: 0)
      one.add((batch.inputs[start..<end] + batch.targets[end - 1..<end])[...])
      sum += model.loss(of: one) * Double(end - start)
      count += end - start
    }
    #expect(abs(sum / Double(count) - model.loss(of: batch)) < 1e-5)
  }

  @Test("`--held-out` says how much is kept to judge by, `--first` how much is read")
  func heldOut() throws {
    let folder = try Folder()
    try folder.write(String(repeating: "abcdefghi\n", count: 40), to: "text.txt")
    for words in [["--held-out", "0.05"], ["--held-out", "0.95"], ["--first", "200"]] {
      let outcome = try Program.run(["lecture", "--input", "text.txt"] + words, in: folder)
      #expect(outcome.status == 1)
      #expect(outcome.messages.contains("tokens to "), "\(outcome.messages)")
    }
    #expect(LongText(Array(0..<1000), heldOut: 0.25).validation == Array(750..<1000))
    let base = ["--steps", "2", "--estimates", "1", "--samples", "3"]
    for model in [["--bigram"], ["--examples", "documents"], ["--pieces", "260"], []] {
      let outcome = try Program.run(
        ["lecture", "--input", "text.txt", "--held-out", "0.5"] + base + model, in: folder)
      #expect(outcome.status == 0, "\(model) \(outcome.messages)")
    }
  }

  @Test("Of documents there must be one to learn from and one to judge by, however short they are")
  func fewDocuments() throws {
    let folder = try Folder()
    try folder.write("a single line", to: "one.txt")
    try folder.write("a\nb", to: "two.txt")
    let words = ["--examples", "documents", "--steps", "1", "--estimates", "1", "--samples", "2"]
    let one = try Program.run(["lecture", "--input", "one.txt"] + words, in: folder)
    #expect(one.status == 1)
    #expect(one.messages.contains("the text has no line to learn from"), "\(one.messages)")
    #expect(one.messages.contains("--examples windows"))
    let two = try Program.run(["lecture", "--input", "two.txt"] + words, in: folder)
    #expect(two.status == 0, "\(two.messages)")
  }

  @Test("With `--help`, a command tells its own options")
  func help() throws {
    let folder = try Folder()
    for (command, options) in [
      ("lecture", ["--save-every", "--dropout", "--threads", "--unknown"]),
      ("bench", ["--lecture", "--iterations", "--engine", "--dropout"]),
      ("gradcheck", ["--lecture", "--bound"]), ("train", ["--batch", "--seeds"]),
      ("torch", ["--seed"]),
    ] {
      let outcome = try Program.run(command, "--help", in: folder)
      #expect(outcome.status == 0)
      #expect(outcome.lines.first?.hasPrefix("usage: microgpt \(command) ") == true)
      for option in options { #expect(outcome.output.contains(option), "\(command) \(option)") }
    }
  }

  @Test("What cannot be is refused with a sentence")
  func refusals() throws {
    let folder = try Folder()
    try folder.write("abc abd", to: "short.txt")
    try folder.write("not a file of tensors", to: "bad.safetensors")
    for (words, sentence) in [
      (["--input", "short.txt"], "too few"),
      (["--heads", "5"], "cannot share"),
      (["--width", "20000", "--heads", "1"], "no room"),
      (["--pieces", "10"], "256 bytes"),
      (["--load", "none.safetensors"], "there is no file"),
      (["--load", "bad.safetensors"], "cannot load"),
      (["--norm", "bath"], "unknown norm"),
    ] {
      let outcome = try Program.run(["lecture"] + words, in: folder)
      #expect(outcome.status != 0)
      #expect(outcome.messages.contains(sentence), "\(outcome.messages)")
      #expect(outcome.output == "")
    }
  }

  @Test("A token stands for what was never seen, and pieces need none")
  func unknown() throws {
    let folder = try Folder()
    try folder.write(String(repeating: "abc abd ", count: 600), to: "old.txt")
    try folder.write(String(repeating: "abc xyz ", count: 600), to: "new.txt")
    let base = ["--steps", "1", "--estimates", "1", "--samples", "0"]
    for option in [["--unknown", "on"], ["--pieces", "260"], []] {
      let first = try Program.run(
        ["lecture", "--input", "old.txt", "--save", "m.safetensors"] + option + base, in: folder)
      #expect(first.status == 0)
      let next = try Program.run(
        ["lecture", "--input", "new.txt", "--load", "m.safetensors", "--steps", "2"], in: folder)
      #expect((next.status == 0) == !option.isEmpty)
      #expect(option.isEmpty == next.messages.contains("train one with --unknown on"))
    }
  }
}
