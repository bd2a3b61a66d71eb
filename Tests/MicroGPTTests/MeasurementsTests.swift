import Foundation
import Testing

@testable import microgpt

/// What was measured for the book, in `chapters/data/measurements.json`.
@Suite("Measurements")
struct MeasurementsTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let path = root.appending(path: "chapters/data/measurements.json").path

  /// The lines that the program prints of them.
  private func lines() throws -> [String] {
    let outcome = try Program.run("measured", Self.path, in: Folder())
    #expect(outcome.status == 0)
    return outcome.lines
  }

  private func number(_ name: String) throws -> Double {
    let line = try #require(try lines().first { $0.hasPrefix(name + " ") })
    return try #require(line.split(separator: " ").last.flatMap { Double($0) })
  }

  @Test("The program says on what machine they were measured, when, and at which commit")
  func origin() throws {
    let first = try #require(try lines().first)
    #expect(first.contains(/; \d{4}-\d\d-\d\d; commit [0-9a-f]{7,}$/))
  }

  @Test(
    "The README's times of a step are those that were measured",
    arguments: [
      ("objects", "objects", "ms", 1e-3), ("tape", "tape", "ms", 1e-3),
      ("matrix", "matrix AVX-512", "µs", 1), ("simd", "lanes AVX-512", "µs", 1),
    ])
  func readme(engine: String, name: String, unit: String, scale: Double) throws {
    let text = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    let row = try #require(text.split(separator: "\n").first { $0.hasPrefix("| `\(engine)` |") })
    let cell = row.split(separator: "|")[2].trimmingCharacters(in: .whitespaces)
    #expect(cell.hasSuffix(" " + unit))
    let digits = cell.dropLast(unit.count + 1)
    let places = digits.split(separator: ".").last?.count ?? 0
    #expect(digits == (try number(name) * scale).fixed(places), "\(row)")
  }

  @Test("The README's times of the lecture's model are those that were measured, beside PyTorch")
  func lecture() throws {
    let path = Self.root.appending(path: "chapters/data/lecture.json").path
    let outcome = try Program.run("measured", path, in: Folder())
    #expect(outcome.status == 0)
    func number(_ name: String) throws -> Double {
      let line = try #require(outcome.lines.first { $0.hasPrefix(name + " ") })
      return try #require(line.split(separator: " ").last.flatMap { Double($0) })
    }
    let text = try String(contentsOf: Self.root.appending(path: "README.md"), encoding: .utf8)
    for (title, name) in [("`lecture`", "lecture"), ("PyTorch 2.15", "PyTorch")] {
      let times = [try number("\(name) 1"), try number("\(name) 2")].map { $0.fixed(2) }
      #expect(text.contains("| \(title) | \(times[0]) ms | \(times[1]) ms |"))
    }
    #expect(try number("relative 2") <= 0.25)
  }

  @Test("What is no file of measurements is named")
  func others() throws {
    let folder = try Folder()
    try folder.write("{\"machine\": \"one\"}", to: "other.json")
    let outcome = try Program.run("measured", "other.json", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.messages == "microgpt: `other.json` does not hold measurements\n")
  }
}
