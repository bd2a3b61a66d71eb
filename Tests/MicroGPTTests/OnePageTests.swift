import Foundation
import TestSupport
import Testing

/// The program on one page against the reference, whose constants it has.
@Suite("One page") struct OnePageTests {
  private static let page = Repository.path + "/Sources/onepage/main.swift"

  @Test("It has fewer lines than the reference, and no option")
  func length() throws {
    let lines = try String(contentsOfFile: Self.page, encoding: .utf8).split(
      separator: "\n", omittingEmptySubsequences: false
    ).dropLast()
    #expect(lines.count < 200)
    #expect(!lines.contains { $0.contains("\"--") })
    #expect(!lines.contains { $0.contains("import Foundation") })
  }

  @Test("It prints what the reference prints, letter for letter")
  func output() throws {
    let outcome = try Program.run(Products.path(of: "onepage"), [Census.path], in: Folder())
    #expect(outcome.status == 0)
    #expect(outcome.messages == "")
    #expect(outcome.lines == (try Fixture.census[0].output(documents: 5163)))
  }

  @Test("With all digits printed, each loss is the reference's in every bit")
  func losses() throws {
    let folder = try Folder()
    let text = try String(contentsOfFile: Self.page, encoding: .utf8)
    let precise = text.replacingOccurrences(of: "loss %.4f", with: "loss %.17g")
    try #require(precise != text)
    try folder.write(precise, to: "main.swift")
    let compiled = try Program.run(
      "/usr/bin/env",
      [
        "swiftc", "-O", "-swift-version", "6", "main.swift",
        Repository.path + "/Sources/onepage/MersenneTwister.swift", "-o", "precise",
      ], in: folder)
    try #require(compiled.status == 0, "\(compiled.messages)")
    let outcome = try Program.run(folder.place("precise"), [Census.path], in: folder)
    let losses = outcome.lines.compactMap { line in
      line.contains(" | loss ") ? line.split(separator: " ").last.flatMap { Double($0) } : nil
    }
    expectCPython(losses, try Fixture.census[0].losses)
    #if canImport(Glibc)
      #expect(losses == (try Fixture.census[0].losses))
    #endif
  }

  @Test("A file that cannot be read is named, and one without documents is no crash")
  func inputs() throws {
    let folder = try Folder()
    let missing = try Program.run(Products.path(of: "onepage"), [], in: folder)
    #expect(missing.status == 1)
    #expect(missing.messages.hasPrefix("input.txt: "))
    try folder.write("\n \n", to: "input.txt")
    let empty = try Program.run(Products.path(of: "onepage"), [], in: folder)
    #expect(empty.status == 0)
    #expect(empty.lines.first == "num docs: 0")
  }
}
