import Literate
import Verifying

/// The sums of a run.
struct Tally {
  var errorCount = 0
  var compiledCount = 0
  var commandCount = 0
  var runCount = 0
  var checkedCount = 0
  var listingCount = 0
  var figureCount = 0
  var factCount = 0
  var linkCount = 0
  /// How many transcripts did not run, by the file that they need.
  var skipped: [String: Int] = [:]

  /// Whether anything of the book was held against something.
  var hasChecked: Bool {
    checkedCount + commandCount + listingCount + figureCount + factCount > 0
  }

  mutating func add(_ report: ChapterReport) {
    add(report.findings)
    checkedCount += report.checkedCount
    listingCount += report.listingCount
    figureCount += report.figureCount
    factCount += report.factCount
    linkCount += report.linkCount
    compiledCount += report.compiledCount
    commandCount += report.commandCount
    runCount += report.runCount
    skipped.merge(report.skipped, uniquingKeysWith: +)
  }

  mutating func add(_ findings: [Diagnostic]) {
    errorCount += findings.count { $0.severity == .error }
  }

  /// Such as `3 programs compiled, 5 of 9 commands run, 2 facts compared`.
  var sums: String {
    var sums = [
      "\(counted(compiledCount, "program")) compiled",
      "\(runCount) of \(counted(commandCount, "command")) run",
    ]
    if listingCount > 0 { sums.append("\(counted(listingCount, "listing")) found not to compile") }
    let compared = [(figureCount, "figure"), (factCount, "fact"), (linkCount, "link")]
      .filter { $0.0 > 0 }.map { counted($0.0, $0.1) }
    if !compared.isEmpty { sums.append(compared.joined(separator: ", ") + " compared") }
    return sums.joined(separator: ", ")
  }
}

/// Such as `1 error` or `3 errors`.
func counted(_ number: Int, _ noun: String) -> String {
  "\(number) \(noun)\(number == 1 ? "" : "s")"
}
