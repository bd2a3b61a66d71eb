import ArgumentParser
import Foundation

@main
struct BenchBook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-book",
    abstract: "Times tangle and weave on synthetic books, beside cmark and noweb.",
    discussion: """
      Build the commands first (`swift build -c release`); they are looked for beside this one. \
      Each time is the median of several runs of the whole process; the processors' time adds up \
      all cores and does not depend on what else the machine does.
      """)

  @Option(help: "How many chapters the books have.")
  var chapters: [Int] = [101, 301, 1_001]

  @Option(help: "How often each command is run.")
  var runs = 7

  @Option(help: ArgumentHelp("Write one book there and measure nothing.", valueName: "dir"))
  var write: String?

  func validate() throws {
    guard runs > 0, chapters.allSatisfy({ (1...100_000).contains($0) }) else {
      throw ValidationError("--runs and --chapters take positive numbers.")
    }
  }

  func run() throws {
    if let write {
      try Self.write(SyntheticBook(chapterCount: chapters.last ?? 1), to: write)
      return
    }
    for count in chapters { try measure(count) }
  }

  private static func write(_ book: SyntheticBook, to folder: String) throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    for chapter in book.chapters() {
      try Data(chapter.text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(chapter.name)"))
    }
  }

  private func measure(_ count: Int) throws {
    let folder = NSTemporaryDirectory() + "bench-book-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let book = SyntheticBook(chapterCount: count)
    let source = folder + "/chapters"
    try Self.write(book, to: source)
    let files = book.chapters().map { "\(source)/\($0.name)" }
    let bytes = book.chapters().reduce(0) { $0 + $1.text.utf8.count }
    print("\(count) chapters, \(bytes / 1_000) KB")

    var baseline: Measurement?
    func report(_ name: String, _ measured: Measurement) {
      var line = name.padding(toLength: 22, withPad: " ", startingAt: 0)
      line = String(
        format: "  %@%6.0f ms (%.0f to %.0f), processors %5.0f ms, %4.0f MB", line,
        measured.median * 1_000, (measured.times.first ?? 0) * 1_000,
        (measured.times.last ?? 0) * 1_000, measured.processorMedian * 1_000,
        Double(measured.peakMemory) / 1e6)
      if let baseline {
        line += String(
          format: "; %.2f × cmark, processors %.2f ×", measured.median / baseline.median,
          measured.processorMedian / baseline.processorMedian)
      }
      print(line)
    }

    if let cmark = Measurement.find("cmark") {
      let measured = try Measurement(cmark, ["--unsafe"] + files, runs: runs)
      report("cmark", measured)
      baseline = measured
    } else {
      print("  cmark is not installed; there is nothing to compare with")
    }
    if let notangle = Measurement.find("notangle") {
      let text = folder + "/book.nw"
      try Data(book.noweb().utf8).write(to: URL(fileURLWithPath: text))
      report(
        "noweb, one file", try Measurement(notangle, ["-Rbench/Part1.swift", text], runs: runs))
    }
    let beside = (Bundle.main.executablePath ?? "").split(
      separator: "/", omittingEmptySubsequences: false
    ).dropLast().joined(separator: "/")
    for tool in ["tangle", "weave"] {
      let path = "\(beside)/\(tool)"
      guard FileManager.default.isExecutableFile(atPath: path) else {
        print("  \(tool) is not built; `swift build -c release --product \(tool)` builds it")
        continue
      }
      let output = "\(folder)/\(tool)"
      let arguments = [source, "--output", output]
      // Moved away, not removed: some disks are slow to give out what was freed a moment ago.
      var moved = 0
      report(
        "\(tool), empty folder",
        try Measurement(path, arguments, runs: runs) {
          moved += 1
          try? FileManager.default.moveItem(atPath: output, toPath: "\(output)-\(moved)")
        })
      report("\(tool), no change", try Measurement(path, arguments, runs: runs))
    }
  }
}
