import Foundation
import Testing

@testable import microgpt

/// A number that is held by others, or gone.
private struct Witness {
  weak var value: Value?
}

@Suite("Memory use")
struct MemoryUseTests {
  @Test("Of the numbers behind a loss only the weights outlive it", arguments: [false, true])
  func graph(goesBack: Bool) throws {
    var random = MersenneTwister(seed: 1)
    let architecture = Architecture(width: 4, context: 6, layers: 2, heads: 2)
    let model = Model(architecture, vocabularySize: 5, using: &random)
    let weights = Set(model.parameters.map(ObjectIdentifier.init))
    var witnesses: [Witness] = []
    do {
      let loss = model.loss(of: [4, 0, 1, 1, 2, 4])
      var path = [loss]
      var seen = weights
      while let value = path.popLast() {
        guard seen.insert(ObjectIdentifier(value)).inserted else { continue }
        witnesses.append(Witness(value: value))
        path += value.parents.map { $0.value }
      }
      if goesBack { loss.backward() }
    }
    #expect(witnesses.count > 1000)
    #expect(witnesses.allSatisfy { $0.value == nil })
  }

  /// Ninety graphs of the first model for the census's names fill some 400 MB.
  @Test(
    "Between the 10th and the 100th step a training grows by less than the graphs of ten steps",
    .enabled(if: FileManager.default.fileExists(atPath: "/proc/self/status")))
  func training() throws {
    var sizes: [Int] = []
    let words = ["train", "--input", Census.path, "--steps", "1000000", "--samples", "0"]
    try Program.run(words, in: Folder()) { line, process in
      let isTenth = line.hasPrefix("step   10 /")
      let isHundredth = line.hasPrefix("step  100 /")
      if isTenth || isHundredth { sizes.append(try resident(process)) }
      return isHundredth
    }
    try #require(sizes.count == 2)
    #expect(sizes[1] - sizes[0] < 40_000, "\(sizes) kB")
  }

  /// How much memory `process` has, in kB.
  private func resident(_ process: Int32) throws -> Int {
    let status = try String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmRSS:") })
    return try #require(
      line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap { Int($0) })
  }
}
