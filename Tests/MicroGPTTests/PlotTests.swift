import Foundation
import Testing

@testable import microgpt

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Counts the elements of an XML text; nil if it is not well-formed.
private func elements(of xml: String) -> [String: Int]? {
  final class Counter: NSObject, XMLParserDelegate {
    var counts: [String: Int] = [:]

    func parser(
      _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
      qualifiedName: String?, attributes: [String: String]
    ) {
      counts[name, default: 0] += 1
    }
  }
  let counter = Counter()
  let parser = XMLParser(data: Data(xml.utf8))
  parser.delegate = counter
  return parser.parse() ? counter.counts : nil
}

/// Whether nothing stands in a picture that C prints for what is no number.
private func hasOnlyNumbers(_ svg: String) -> Bool {
  !svg.contains("nan") && !svg.contains("inf")
}

private func lossPlot(_ losses: [Double]) -> String { Drawing(losses: losses).svg }

@Suite("Plots")
struct PlotTests {
  @Test("The loss plot has two curves, two axes, their labels, and is well-formed")
  func losses() throws {
    let losses = (0..<300).map { step -> Double in
      let wiggle = Double(step % 7) / 10
      return 3.3 - Double(step) / 300 + wiggle
    }
    let svg = lossPlot(losses)
    let counts = try #require(elements(of: svg))
    #expect(counts["title"] == 1 && counts["desc"] == 1)
    #expect(svg.contains(">step</text>") && svg.contains(">loss</text>"))
    #expect(svg.contains(">each step</text>") && svg.contains(">mean of 100</text>"))
    #expect(try #require(counts["polyline"]) >= 5)
    #expect(hasOnlyNumbers(svg))
  }

  @Test(
    "Few losses, equal ones and huge ones are drawn too",
    arguments: [
      [], [3.3], [2, 2, 2], [1e-300, 0], [1e300, -1e300], [.leastNonzeroMagnitude],
      [1e9, 1_000_000_001], [1e20, 1e20],
    ] as [[Double]])
  func fewLosses(losses: [Double]) {
    let svg = lossPlot(losses)
    #expect(elements(of: svg) != nil)
    #expect(hasOnlyNumbers(svg))
  }

  @Test("On an axis through 0 the 0 has no sign")
  func zero() {
    let curve = Curve(name: "", points: [(x: -0.5, y: -0.5), (x: 3, y: 3)])
    let chart = Drawing(curves: [curve], across: "", up: "", title: "", description: "")
    #expect(chart.svg.contains(">0</text>") && !chart.svg.contains(">-0</text>"))
  }

  @Test("A hundred thousand losses make a picture of less than 100 KB")
  func manyLosses() {
    let svg = lossPlot((0..<100_000).map { Double($0 % 100) })
    #expect(elements(of: svg) != nil)
    #expect(svg.utf8.count < 100_000)
  }

  @Test("The mean of the last numbers runs along, from the first on")
  func smoothed() {
    #expect([1, 3, 5, 7].smoothed(over: 2) == [1, 2, 4, 6])
    #expect([1, 3, 5].smoothed(over: 100) == [1, 2, 3])
    #expect([Double]().smoothed(over: 3).isEmpty)
  }

  @Test("--plot writes the losses of the training")
  func command() throws {
    let folder = try Folder()
    let outcome = try Program.run(
      "--input", Census.path, "--width", "4", "--heads", "1", "--context", "4", "--steps", "5",
      "--samples", "0", "--quiet", "--plot", "loss.svg", in: folder)
    #expect(outcome.status == 0)
    #expect(outcome.output.hasSuffix("drawn: loss.svg\n"))
    let counts = try #require(elements(of: try folder.text("loss.svg")))
    #expect(counts["svg"] == 1)
  }

  @Test("`attend` shows a map for each head, its rows 1 in sum, and draws them")
  func attend() throws {
    let folder = try Folder()
    let outcome = try Program.run(
      "attend", "emma", "--input", Census.path, "--layers", "2", "--width", "4", "--heads", "2",
      "--context", "6", "--steps", "3", "--plot", "attention.svg", in: folder)
    #expect(outcome.status == 0)
    let rows = outcome.lines.compactMap { line -> [Double]? in
      let numbers = line.split(separator: " ").dropFirst().compactMap { Double($0) }
      return numbers.isEmpty || !line.contains(".") ? nil : numbers
    }
    #expect(rows.map(\.count) == Array(repeating: [1, 2, 3, 4, 5], count: 4).flatMap { $0 })
    for row in rows { #expect(abs(row.reduce(0, +) - 1) < 0.03) }
    let svg = try folder.text("attention.svg")
    let counts = try #require(elements(of: svg))
    #expect(counts["title"] == 1 && counts["desc"] == 1)
    #expect(try #require(counts["rect"]) > 40)
  }

  @Test(
    "`attend` refuses a word too long, one with unknown characters, and none",
    arguments: [
      (["attend"], 64), (["attend", "abcdefghijklmnop"], 64), (["attend", "zoë"], 1),
    ] as [([String], Int32)])
  func attendRefuses(words: [String], status: Int32) {
    var arguments = Arguments(words + ["--input", Census.path])
    let complaint = #expect(throws: Complaint.self) { try run(&arguments) }
    #expect(complaint?.status == status)
  }

  @Test("`next` shows what is expected at five temperatures, the most probable first")
  func next() throws {
    let folder = try Folder()
    let outcome = try Program.run(
      "next", "emm", "--input", Census.path, "--width", "4", "--heads", "2", "--context", "6",
      "--steps", "3", "--plot", "next.svg", in: folder)
    #expect(outcome.status == 0)
    let rows = outcome.lines.map { $0.split(separator: " ").compactMap { Double($0) } }
    #expect(rows.first == [0.1, 0.5, 1, 2, 10])
    let shares = rows.dropFirst().filter { $0.count == 5 }
    #expect(shares.count == 10)
    for (row, below) in zip(shares, shares.dropFirst()) {
      #expect(zip(row, below).allSatisfy { $0 >= $1 })
    }
    // The colder, the more of all falls to the first.
    #expect(zip(shares[1], shares[1].dropFirst()).allSatisfy { $0 >= $1 })
    #expect(elements(of: try folder.text("next.svg")) != nil)
  }

  @Test("`scale` shows the size of the stream behind the embedding, which is 1, and each layer")
  func scale() throws {
    let outcome = try Program.run(
      "scale", "emma", "--input", Census.path, "--layers", "3", "--width", "4", "--heads", "2",
      "--steps", "0", in: Folder())
    #expect(outcome.status == 0)
    let lines = outcome.lines.filter { !$0.isEmpty }
    let names = ["embedding", "layer 0", "layer 1", "layer 2"]
    #expect(
      lines.dropFirst().dropLast().map { $0.prefix(9).filter { $0 != " " } }
        == names.map { $0.filter { $0 != " " } })
    let embedding = try #require(lines.first { $0.hasPrefix("embedding") })
    let first = try #require(embedding.split(separator: " ").last.flatMap { Double($0) })
    #expect(abs(first - 1) < 0.01)
  }
}
