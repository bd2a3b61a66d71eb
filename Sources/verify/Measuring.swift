import Commands
import Foundation
import Verifying

/// What `--report` prints.
extension Verify {
  func printMeasures() throws {
    let read = try readBook()
    let chapters = read.chapters.filter { chapter == nil || $0.number == chapter }
    if chapters.isEmpty { try Commands.report(read.diagnostics) }
    let measures = chapters.map { ChapterMeasure($0) }
    if format == .json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
      say(String(decoding: try encoder.encode(measures), as: UTF8.self))
    } else {
      say(measures.table)
    }
  }
}
