import Foundation
import Testing

@testable import microgpt

extension Fixture {
  /// On the census's names, which come with the book.
  static let census = [
    Fixture("census", "", weights: 4192),
    Fixture("census-steps50", "--steps 50", weights: 4192),
    Fixture("census-relu2-steps500", "--activation relu2 --steps 500", weights: 4192),
    Fixture("census-layers0-steps100", "--layers 0 --steps 100", weights: 1120),
    Fixture(
      "census-context1-heads16-steps60", "--context 1 --heads 16 --steps 60", weights: 3952),
    Fixture(
      "census-layers3-width8-heads4-steps60-temperature1.0",
      "--layers 3 --width 8 --heads 4 --steps 60 --temperature 1.0", weights: 2864),
    Fixture(
      "census-layers2-width8-heads2-context8-relu2-seed3-steps150-temperature0.7",
      "--layers 2 --width 8 --heads 2 --context 8 --activation relu2 --seed 3 --steps 150 "
        + "--temperature 0.7", weights: 2032),
    Fixture(
      "census-lr0.005-beta10.9-beta20.95-steps200-seed4294967296",
      "--learning-rate 0.005 --beta1 0.9 --beta2 0.95 --steps 200 --seed 4294967296",
      weights: 4192),
  ]

  /// On names.txt, whose 32,033 names do not come with the book.
  static let names = [
    Fixture("names", "", weights: 4192),
    Fixture("names-relu2-steps500", "--activation relu2 --steps 500", weights: 4192),
    Fixture("names-context8-steps100", "--context 8 --steps 100", weights: 4064),
    Fixture("names-layers2-steps30", "--layers 2 --steps 30", weights: 7264),
    Fixture("names-seed7-steps20", "--seed 7 --steps 20", weights: 4192),
    Fixture(
      "names-seed18446744073709551615-steps30", "--seed 18446744073709551615 --steps 30",
      weights: 4192),
    Fixture(
      "names-width8-heads1-steps100", "--width 8 --heads 1 --steps 100", weights: 1328),
    Fixture(
      "names-width24-heads2-seed1-steps40", "--width 24 --heads 2 --seed 1 --steps 40",
      weights: 8592),
  ]

  /// What the reference prints, a line feed for each carriage return.
  func output(documents: Int) throws -> [String] {
    let losses = try losses
    let steps = losses.enumerated().map { step, loss in
      String(format: "step %4ld / %4ld | loss %.4f", step + 1, losses.count, loss)
    }
    let samples = try samples.enumerated().map { number, sample in
      String(format: "sample %2ld: ", number + 1) + sample
    }
    return ["num docs: \(documents)", "vocab size: 27", "num params: \(weights)"]
      + steps + ["", "--- inference (new, hallucinated names) ---"] + samples + [""]
  }
}

/// Where names.txt is, if the environment says so.
private let names = ProcessInfo.processInfo.environment["MICROGPT_NAMES"]

/// The program against the reference, run by CPython 3.11 on the same data with the same constants.
/// The losses are compared in every bit where the C library is CPython's, glibc, and to 1e-9
/// elsewhere; what is printed is compared letter for letter everywhere.
@Suite("Reference")
struct ReferenceTests {
  @Test("On the census's names losses and output are the reference's", arguments: Fixture.census)
  func census(fixture: Fixture) throws {
    try compare(fixture, on: Census.path, documents: 5163)
  }

  @Test(
    "On names.txt, named by MICROGPT_NAMES, losses and output are the reference's",
    .enabled(if: names != nil), arguments: Fixture.names)
  func names32033(fixture: Fixture) throws {
    try compare(fixture, on: try #require(names), documents: 32033)
  }

  private func compare(_ fixture: Fixture, on input: String, documents: Int) throws {
    let folder = try Folder()
    let outcome = try Program.run(
      fixture.words + ["--input", input, "--loss-log", "losses.txt"], in: folder)
    #expect(outcome.status == 0)
    #expect(outcome.messages == "")
    expectCPython(try folder.losses("losses.txt"), try fixture.losses)
    #expect(outcome.samples == (try fixture.samples))
    #expect(outcome.lines == (try fixture.output(documents: documents)))
    #if canImport(Glibc)
      #expect(try folder.text("losses.txt") == fixture.text(of: "losses"))
    #endif
  }

  @Test("Byte for byte the output is the reference's, carriage returns included")
  func bytes() throws {
    let folder = try Folder()
    let outcome = try Program.run("--input", Census.path, "--steps", "50", in: folder)
    let expected = try Fixture.bytes("census-steps50.output")
    #expect(outcome.output.utf8.elementsEqual(expected))
    #expect(expected.filter { $0 == UInt8(ascii: "\r") }.count == 50)
  }

  @Test("An input.txt in the working directory is read, as by the reference")
  func inputFile() throws {
    let folder = try Folder()
    try folder.write(String(repeating: "emma\r\n\n  ava \n", count: 3), to: "input.txt")
    let outcome = try Program.run("--steps", "0", "--samples", "0", in: folder)
    #expect(
      outcome.lines.prefix(3) == ["num docs: 6", "vocab size: 5", "num params: 3488"])
  }

  @Test("In the process the losses are the same, as is what is sampled, without any text between")
  func inProcess() throws {
    let fixture = Fixture.census[1]
    let documents = try Census.names()
    var settings = Settings()
    settings.steps = 50
    var run = try Run(settings, Tokenizer(documents: documents), documents: documents)
    expectCPython(try run.train(until: 50) { _, _ in }, try fixture.losses)
    var samples: [String] = []
    let engine = run.makeEngine()
    for _ in 0..<20 {
      let tokens = engine.sample(
        Sampling(), context: settings.architecture.context,
        boundary: run.tokenizer.boundary, using: &run.random)
      samples.append(try run.tokenizer.decode(tokens))
    }
    #expect(samples == (try fixture.samples))
  }
}
