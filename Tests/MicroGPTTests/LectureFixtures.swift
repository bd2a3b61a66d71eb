import Foundation
import Testing

@testable import microgpt

/// What PyTorch 2.13 gave for the lecture's two models on Tiny Shakespeare, on a CPU, with one
/// thread and the seed 1337.
enum LectureFixture {
  /// Where Tiny Shakespeare is, if the environment says so.
  static let shakespeare = ProcessInfo.processInfo.environment["MICROGPT_SHAKESPEARE"]

  /// Where the weights are that PyTorch began and ended with, if the environment says so.
  static let weights = ProcessInfo.processInfo.environment["MICROGPT_LECTURE_WEIGHTS"]

  static func text(_ name: String) throws -> String {
    String(decoding: try Fixture.bytes("lecture/\(name)"), as: UTF8.self)
  }

  /// The numbers in each line of a file.
  static func rows(_ name: String) throws -> [[Double]] {
    try text(name).split(separator: "\n").map { line in
      try line.split(separator: " ").map { try #require(Double($0)) }
    }
  }

  /// The lines that the notebook prints for the estimates in the file `name`.
  static func lines(_ name: String) throws -> [String] {
    try rows(name).map { row in
      String(format: "step %d: train loss %.4f, val loss %.4f", Int(row[0]), row[1], row[2])
    }
  }

  static func tokens() throws -> (LongText, Tokenizer) {
    let text = try readText(at: try #require(shakespeare))
    let tokenizer = Tokenizer(documents: [text])
    return (LongText(try tokenizer.encode(text)), tokenizer)
  }
}
