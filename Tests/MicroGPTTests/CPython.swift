import Foundation
import Testing

/// What CPython gave for the reference with other constants at its head. The names of the files
/// tell them: the data (census is the book's own, names is names.txt), then what differs.
struct Fixture: CustomTestStringConvertible, Sendable {
  let name: String
  /// The words of the command line that ask for the same.
  let words: [String]
  /// How many weights the reference counts.
  let weights: Int

  init(_ name: String, _ words: String, weights: Int) {
    self.name = name
    self.words = words.split(separator: " ").map(String.init)
    self.weights = weights
  }

  var testDescription: String { name }

  var losses: [Double] {
    get throws {
      try text(of: "losses").split(separator: "\n").map { try #require(Double($0)) }
    }
  }

  var samples: [String] {
    get throws {
      try text(of: "samples").split(separator: "\n", omittingEmptySubsequences: false)
        .dropLast().map(String.init)
    }
  }

  func text(of kind: String) throws -> String {
    String(decoding: try Fixture.bytes("\(name).\(kind)"), as: UTF8.self)
  }

  static func bytes(_ file: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(file))))
  }

  static func path(_ file: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Fixtures/\(file)").path
  }
}

/// Expects CPython's `numbers`: in every bit where the C library is the one that CPython used,
/// glibc. Elsewhere exp, log, pow and cos may differ in the last bit; there 1e-9 is enough.
func expectCPython(
  _ actual: [Double], _ numbers: [Double], sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(actual.count == numbers.count, sourceLocation: sourceLocation)
  for (place, (a, b)) in zip(actual, numbers).enumerated() {
    #if canImport(Glibc)
      let isSame = a.bitPattern == b.bitPattern
    #else
      let isSame = abs(a - b) <= 1e-9
    #endif
    if !isSame {
      Issue.record("\(a) at place \(place), not \(b)", sourceLocation: sourceLocation)
      return
    }
  }
}
