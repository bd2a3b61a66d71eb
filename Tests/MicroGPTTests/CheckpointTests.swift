import Foundation
import Testing

@testable import microgpt

/// A model that is quickly trained.
private let small = [
  "--input", Census.path, "--width", "8", "--heads", "2", "--context", "8",
  "--activation", "relu2", "--seed", "5", "--quiet",
]

/// What `--load` says of the file that `change` makes of a small model.
private func refusal(of change: (inout Safetensors) -> Void) throws -> Complaint? {
  var file = try savedRun().saved
  change(&file)
  let folder = try Folder()
  try Data(file.bytes(.f64)).write(to: URL(fileURLWithPath: folder.place("a.safetensors")))
  var arguments = Arguments([
    "--input", Census.path, "--load", folder.place("a.safetensors"), "--samples", "0", "--quiet",
    "--bogus",
  ])
  let complaint = #expect(throws: Complaint.self) { try run(&arguments) }
  guard let complaint else { return nil }
  let message = complaint.message.replacingOccurrences(of: folder.path + "/", with: "")
  return Complaint(message, status: complaint.status)
}

private func savedRun() throws -> Run {
  let documents = try Census.names()
  var settings = Settings()
  settings.architecture.width = 4
  settings.architecture.heads = 2
  settings.architecture.context = 4
  settings.steps = 4
  var run = try Run(settings, Tokenizer(documents: documents), documents: documents)
  _ = try run.train(until: 2) { _, _ in }
  return run
}

extension Safetensors {
  fileprivate mutating func replace(_ name: String, _ change: (Tensor) -> Tensor?) {
    tensors = tensors.compactMap { $0.name == name ? change($0) : $0 }
  }
}

@Suite("Checkpoint")
struct CheckpointTests {
  @Test("A training that stops, is saved and loaded gives the bits of one that does not stop")
  func resumed() throws {
    let folder = try Folder()
    let steps = ["--steps", "30"]
    let whole = try Program.run(
      small + steps + ["--loss-log", "whole.txt", "--save", "whole.safetensors"], in: folder)
    let first = try Program.run(
      small + steps + [
        "--until", "13", "--loss-log", "first.txt", "--save", "half.safetensors", "--samples", "0",
      ], in: folder)
    // The settings come from the file.
    let second = try Program.run(
      [
        "--input", Census.path, "--quiet", "--load", "half.safetensors", "--loss-log",
        "second.txt", "--save", "parts.safetensors",
      ], in: folder)
    for outcome in [whole, first, second] {
      #expect(outcome.status == 0)
      #expect(outcome.messages == "")
    }
    #expect(try folder.losses("first.txt").count == 13)
    #expect(try folder.text("first.txt") + folder.text("second.txt") == folder.text("whole.txt"))
    #expect(try folder.bytes("parts.safetensors") == folder.bytes("whole.safetensors"))
    #expect(second.samples == whole.samples)
  }

  @Test("A model that is done is loaded, takes no step more, and samples as it did")
  func done() throws {
    let folder = try Folder()
    let trained = try Program.run(
      small + ["--steps", "5", "--save", "a.safetensors"], in: folder)
    let loaded = try Program.run(
      "--input", Census.path, "--load", "a.safetensors", "--loss-log", "none.txt", in: folder)
    #expect(loaded.samples == trained.samples)
    #expect(try folder.bytes("none.txt").isEmpty)
    #expect(!loaded.output.contains("step "))
  }

  @Test("More steps than at first can be asked for")
  func moreSteps() throws {
    let folder = try Folder()
    _ = try Program.run(small + ["--steps", "5", "--save", "a.safetensors"], in: folder)
    let outcome = try Program.run(
      "--input", Census.path, "--load", "a.safetensors", "--steps", "8", "--loss-log", "b.txt",
      in: folder)
    #expect(outcome.status == 0)
    #expect(try folder.losses("b.txt").count == 3)
  }

  @Test("The file holds the reference's tensors, what Adam remembers, settings and vocabulary")
  func contents() throws {
    let file = try savedRun().saved
    #expect(
      file.tensors.map(\.name) == [
        "wte", "wpe", "lm_head", "layer0.attn_wq", "layer0.attn_wk", "layer0.attn_wv",
        "layer0.attn_wo", "layer0.mlp_fc1", "layer0.mlp_fc2", "adam.m", "adam.v",
      ])
    #expect(file.tensors[0].shape == [27, 4])
    #expect(
      file.words == [
        "layers": "1", "width": "4", "heads": "2", "context": "4", "activation": "relu",
        "batch": "1",
        "steps": "4", "seed": "42", "learning-rate": "0.01", "beta1": "0.85", "beta2": "0.99",
        "step": "2", "vocabulary": "abcdefghijklmnopqrstuvwxyz",
      ])
  }

  @Test("Settings are read back as they were, to the last bit")
  func settings() throws {
    let documents = ["ab\"c", "d\\é"]
    var settings = Settings()
    settings.architecture.activation = .relu2
    settings.architecture.layers = 2
    settings.learningRate = 0.1 + 0.2
    settings.beta2 = 0.9999999999999999
    settings.seed = .max
    let run = try Run(settings, Tokenizer(documents: documents), documents: documents)
    let back = try Checkpoint(Safetensors(run.saved.bytes(.f64)))
    #expect(back.settings.learningRate == 0.1 + 0.2)
    #expect(back.settings.beta2 == 0.9999999999999999)
    #expect(back.settings.seed == .max)
    #expect(back.settings.architecture.activation == .relu2)
    #expect(back.settings.architecture.layers == 2)
    #expect(back.step == 0)
    #expect(back.tokenizer?.vocabulary == "\"\\abcdé")
  }

  @Test("In four bytes a number the model is half as large, and nearly as good")
  func floats() throws {
    let folder = try Folder()
    _ = try Program.run(small + ["--steps", "5", "--save", "a", "--dtype", "F64"], in: folder)
    _ = try Program.run(small + ["--steps", "5", "--save", "b", "--dtype", "F32"], in: folder)
    let (long, short) = (try folder.bytes("a").count, try folder.bytes("b").count)
    #expect(short * 2 < long + 2000)
    let (exact, near) = (try Safetensors(folder.bytes("a")), try Safetensors(folder.bytes("b")))
    for (tensor, other) in zip(exact.tensors, near.tensors) {
      #expect(tensor.numbers.map { Double(Float($0)) } == other.numbers)
    }
    let loaded = try Program.run("--input", Census.path, "--load", "b", in: folder)
    #expect(loaded.status == 0 && loaded.samples.count == 20)
  }

  @Test(
    "A model that Python's safetensors wrote, without steps, is loaded",
    arguments: ["f64", "f32"])
  func python(precision: String) throws {
    let folder = try Folder()
    try folder.write("anna\nnan\n", to: "input.txt")
    let path = Fixture.path("python-\(precision).safetensors")
    let loaded = try Program.run(
      "--load", path, "--steps", "0", "--samples", "3", "--save", "ours", in: folder)
    #expect(loaded.status == 0)
    #expect(loaded.messages == "")
    #expect(loaded.samples.count == 3)
    let theirs = try Safetensors(Fixture.bytes("python-\(precision).safetensors"))
    let ours = try Safetensors(folder.bytes("ours"))
    for tensor in theirs.tensors {
      #expect(ours.tensors.first { $0.name == tensor.name }?.numbers == tensor.numbers)
    }
  }

  @Test("A file that lacks a tensor, or has it in another shape, is refused by name")
  func wrongTensors() throws {
    let missing = try refusal { $0.replace("layer0.mlp_fc1") { _ in nil } }
    #expect(missing?.message == "cannot load `a.safetensors`: it has no tensor `layer0.mlp_fc1`")
    #expect(missing?.status == 1)
    let turned = try refusal {
      $0.replace("layer0.mlp_fc1") { Tensor(name: $0.name, shape: [4, 16], numbers: $0.numbers) }
    }
    let start = "cannot load `a.safetensors`: its `layer0.mlp_fc1` is"
    #expect(turned?.message.hasPrefix(start) == true)
    let withoutAdam = try refusal { $0.replace("adam.v") { _ in nil } }
    #expect(withoutAdam?.message == "cannot load `a.safetensors`: it has no tensor `adam.v`")
  }

  @Test("A weight that is not a number is refused", arguments: [Double.nan, .infinity])
  func notANumber(number: Double) throws {
    let complaint = try refusal {
      $0.replace("wpe") {
        Tensor(name: $0.name, shape: $0.shape, numbers: $0.numbers.dropLast() + [number])
      }
    }
    #expect(complaint?.message.hasPrefix("cannot load `a.safetensors`: ") == true)
    #expect(complaint?.message.contains("`wpe`") == true)
  }

  @Test(
    "Words that make no sense are refused",
    arguments: [
      ("heads", "3"), ("heads", "none"), ("width", "-4"), ("step", "-1"), ("steps", ""),
      ("activation", "tanh"), ("learning-rate", "fast"), ("beta1", "2"), ("seed", "-1"),
      ("vocabulary", "ba"), ("vocabulary", "aa"), ("vocabulary", "abc"), ("width", "8"),
      ("layers", "2"), ("context", "5"), ("layers", "9223372036854775807"),
    ])
  func wrongWords(name: String, text: String) throws {
    let complaint = try refusal { $0.words[name] = text }
    #expect(complaint != nil)
    #expect(complaint?.message.hasPrefix("unknown option") == false)
  }

  @Test(
    "What is no such file is refused, and what is wrong with it is said",
    arguments: [
      "", "garbage", String(repeating: "\u{7}", count: 500), "{}", "\u{2}\0\0\0\0\0\0\0[]",
    ])
  func garbage(text: String) throws {
    let folder = try Folder()
    try folder.write(text, to: "a.safetensors")
    let outcome = try Program.run(
      "--input", Census.path, "--load", "a.safetensors", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(outcome.messages.hasPrefix("microgpt: cannot load `a.safetensors`: "))
    #expect(outcome.messages.filter { $0 == "\n" }.count == 1)
  }

  @Test("A missing file and a folder are refused", arguments: ["none.safetensors", "."])
  func missing(path: String) throws {
    let outcome = try Program.run("--input", Census.path, "--load", path, in: Folder())
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("`\(path)`"))
  }

  @Test("Documents with characters beyond the saved vocabulary are refused")
  func otherDocuments() throws {
    let folder = try Folder()
    try folder.write("zoë\n", to: "other.txt")
    _ = try Program.run(small + ["--steps", "4", "--until", "2", "--save", "a"], in: folder)
    let outcome = try Program.run("--input", "other.txt", "--load", "a", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.messages == "microgpt: no document has the character `ë` (EB)\n")
  }
}
