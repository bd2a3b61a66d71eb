import Foundation
import Testing

@testable import microgpt

@Suite("Bench")
struct BenchTests {
  /// What the JSON says of an engine.
  private struct Row: Decodable {
    let engine: String
    let microseconds, least, spread: Double
    let documentsPerSecond, tokensPerSecond, sampledTokensPerSecond, operationsPerSecond: Double
    let loss, shareOfPeak: Double
    let distance: Double?
  }

  private func bench(_ words: String...) throws -> Program.Outcome {
    try Program.run(
      ["bench", "--input", Census.path, "--steps", "3", "--repetitions", "2"] + words,
      in: Folder())
  }

  @Test("There is a row for every engine, and that of objects is equal to itself")
  func rows() throws {
    let outcome = try bench()
    #expect(outcome.status == 0)
    let lines = outcome.lines
    #expect(lines[0].hasPrefix("engine "))
    for name in EngineName.allCases.map(\.rawValue) {
      #expect(lines.contains { $0.hasPrefix(name + " ") }, "\(name)")
    }
    #expect(lines.first { $0.hasPrefix("objects ") }?.contains("equal") == true)
  }

  @Test("As JSON each row has its numbers, and they are above 0")
  func json() throws {
    let outcome = try bench("--format", "json")
    let rows = try JSONDecoder().decode([Row].self, from: Data(outcome.output.utf8))
    #expect(rows.count >= EngineName.allCases.count)
    for row in rows {
      #expect(row.microseconds > 0 && row.documentsPerSecond > 0)
      #expect(row.tokensPerSecond > row.documentsPerSecond)
      #expect(row.sampledTokensPerSecond > 0 && row.operationsPerSecond > 0)
      #expect(row.loss > 1)
      if EngineName(rawValue: row.engine) != nil { #expect((row.distance ?? 1) < 1e-4) }
    }
  }

  @Test("One engine alone has one row, and nothing to be compared with")
  func alone() throws {
    let lines = try bench("--engine", "tape").lines.filter { !$0.isEmpty }
    #expect(lines.count == 2)
    #expect(lines[1].hasPrefix("tape ") && lines[1].contains("  -"))
  }

  @Test("The picture has a bar for each engine")
  func picture() throws {
    let folder = try Folder()
    let outcome = try Program.run(
      "bench", "--input", Census.path, "--steps", "2", "--repetitions", "1", "--plot", "b.svg",
      in: folder)
    #expect(outcome.status == 0)
    let bars = try folder.text("b.svg").components(separatedBy: "<rect ").count - 1
    #expect(bars >= EngineName.allCases.count)
  }

  @Test(
    "Bad settings are told apart",
    arguments: [
      (["--format", "xml"], "unknown format `xml`"),
      (["--repetitions", "0"], "`--repetitions` wants a whole number from 1, not `0`"),
      (["--steps", "0"], "`--steps 0` leaves nothing to measure"),
    ])
  func badSettings(words: [String], complaint: String) throws {
    let outcome = try Program.run(["bench", "--input", Census.path] + words, in: Folder())
    #expect(outcome.status == 64)
    #expect(outcome.messages.contains(complaint))
  }

  @Test("A document's operations are those of the formula")
  func operations() {
    // 7 positions: 7 × (12 × 16² + 27 × 16) in matrices, 16 × 7 × 8 in attention, six of each.
    let learning = Architecture().operations(positions: 7, vocabularySize: 27)
    #expect(learning == 6 * (7 * 3504 + 896))
    #expect(Architecture().adamOperations(vocabularySize: 27) == 14 * 4192)
  }
}
