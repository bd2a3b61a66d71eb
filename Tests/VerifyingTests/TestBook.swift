import Literate
import TestSupport

@testable import Verifying

/// A book in a folder of its own, deleted with this object.
final class TestBook {
  private let home: TemporaryFolder
  var root: String { home.path }
  var path: String { root + "/chapters" }

  /// - Parameters:
  ///   - chapters: The chapters' texts by their files' names.
  ///   - settings: What book.yml holds; nil for none.
  init(_ chapters: [String: String], settings: String? = "program: demo") throws {
    home = try TemporaryFolder("verify-test")
    for (name, text) in chapters { try write(name, text) }
    if let settings { try write("book.yml", settings + "\n") }
  }

  func write(_ name: String, _ text: String) throws {
    try AtomicWrites([("\(path)/\(name)", Array(text.utf8))])
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Disk.read("\(path)/\(name)"), as: UTF8.self)
  }

  /// What a run of verify reports.
  struct Outcome {
    var reports: [ChapterReport] = []

    var findings: [Diagnostic] { reports.flatMap(\.findings) }
    var compiledCount: Int { reports.reduce(0) { $0 + $1.compiledCount } }
    var runCount: Int { reports.reduce(0) { $0 + $1.runCount } }

    /// The chapters that were verified, and not known from before.
    var verified: [String] {
      reports.filter { !$0.isKnown }.compactMap { $0.chapter.split(separator: "/").last }
        .map(String.init)
    }
    /// What was held against something, in all chapters.
    var counts: [Int] {
      reports.reduce(into: [0, 0, 0, 0]) { counts, report in
        for (index, count) in [
          report.checkedCount, report.commandCount, report.factCount, report.linkCount,
        ].enumerated() { counts[index] += count }
      }
    }

    /// The findings as `01-a.md:3:1: error: …`, without what stands below them.
    var messages: [String] {
      findings.map { finding in
        var location = finding.location
        location.file = String(location.file.split(separator: "/").last ?? "")
        return "\(location): \(finding.severity.rawValue): \(finding.message)"
      }
    }
  }

  func verify(
    updating: Bool = false, allTranscripts: Bool = false, timeLimit: Duration = .seconds(1_200),
    outputLimit: Int = 1 << 20, jobs: Int = 2, data: [String: String] = [:],
    memory: Verifier.Memory? = nil
  ) throws -> Outcome {
    let book = Book(folder: path)
    var options = Verifier.Options()
    options.updates = updating
    options.timeLimit = timeLimit
    options.outputLimit = outputLimit
    options.jobs = jobs
    options.data = data.mapValues { Array($0.utf8) }
    let verifier = try Verifier(CheckedBook(book), options: options, memory: memory)
    var outcome = Outcome()
    verifier.verify(book.chapters.indices, onActivity: { _ in }) { outcome.reports.append($0) }
    if updating { verifier.updateFacts(book.chapters.indices) { outcome.reports.append($0) } }
    if allTranscripts {
      verifier.verifyAllTranscripts(onActivity: { _ in }) { outcome.reports.append($0) }
    }
    return outcome
  }
}

extension TestBook {
  /// A book of one chapter with the program `demo`: `main`, then `text`.
  convenience init(main: String, _ text: String = "") throws {
    try self.init([
      "01-a.md": "# A\n\n```swift file=demo/main.swift\n\(main)\n```\n\n\(text)\n"
    ])
  }
}
