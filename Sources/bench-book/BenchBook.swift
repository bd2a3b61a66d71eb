import ArgumentParser
import CCmark
import Foundation

@main
struct BenchBook: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench-book",
    abstract: "Times tangle and weave on synthetic books, beside libcmark and noweb.",
    discussion: """
      Build the commands first (`swift build -c release`); they are looked for beside this one. \
      Each time is the median of several runs of the whole process; the processors' time adds up \
      all cores and does not depend on what else the machine does. For books of more and more files \
      it prints how the time grows with their number.
      """)

  @Option(help: "How many chapters the books have.")
  var chapters: [Int] = [101, 301, 1_001]

  @Option(help: "How many files the books tangle whose growth is measured.")
  var files: [Int] = [1_000, 2_000, 4_000]

  @Option(help: "How often each command is run.")
  var runs = 7

  @Option(help: ArgumentHelp("Write one book there and measure nothing.", valueName: "dir"))
  var write: String?

  @Option(help: .hidden)
  var render: String?

  private static var own: String { Bundle.main.executablePath ?? CommandLine.arguments[0] }

  func validate() throws {
    guard runs > 0, (chapters + files).allSatisfy({ (1...100_000).contains($0) }) else {
      throw ValidationError("--runs, --chapters and --files take positive numbers.")
    }
  }

  func run() throws {
    if let write {
      try Self.write(SyntheticBook(chapterCount: chapters.last ?? 1).chapters(), to: write)
      return
    }
    if let render {
      try Self.render(render)
      return
    }
    #if DEBUG
      print("These are debug builds, many times slower than what `swift build -c release` makes.")
    #endif
    for count in chapters { try measure(count) }
    try measureGrowth()
  }

  private static func write(_ chapters: [SyntheticBook.File], to folder: String) throws {
    try FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true)
    for chapter in chapters {
      try Data(chapter.text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(chapter.name)"))
    }
  }

  /// Makes HTML of each file of a folder with libcmark alone, as a process of its own that is measured.
  private static func render(_ folder: String) throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: folder).sorted() {
      let text = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
      text.withUnsafeBytes { text in
        let start = text.baseAddress?.assumingMemoryBound(to: CChar.self)
        free(cmark_markdown_to_html(start, text.count, CMARK_OPT_UNSAFE))
      }
    }
  }

  /// Measures the commands on a book of so many chapters, beside what reads the same text.
  private func measure(_ count: Int) throws {
    let folder = NSTemporaryDirectory() + "bench-book-\(getpid())"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let book = SyntheticBook(chapterCount: count)
    let chapters = book.chapters()
    let source = folder + "/chapters"
    try Self.write(chapters, to: source)
    let bytes = chapters.reduce(0) { $0 + $1.text.utf8.count }
    print("\(count) chapters, \(bytes / 1_000) KB")
    let baseline = try Measurement(Self.own, ["--render", source], runs: runs)
    print("  " + baseline.line("libcmark"))
    if let notangle = Measurement.find("notangle") {
      let text = folder + "/book.nw"
      try Data(book.noweb().utf8).write(to: URL(fileURLWithPath: text))
      let measured = try Measurement(notangle, ["-Rbench/Part1.swift", text], runs: runs)
      print("  " + measured.line("noweb, one file", beside: baseline, called: "libcmark"))
    }
    for (name, measured) in try commands(on: source, in: folder) {
      print("  " + measured.line(name, beside: baseline, called: "libcmark"))
    }
  }

  /// Measures the commands on books of more and more files, each beside the one before.
  private func measureGrowth() throws {
    var last: (count: Int, measured: [String: Measurement]) = (0, [:])
    for count in files {
      let folder = NSTemporaryDirectory() + "bench-book-\(getpid())"
      defer { try? FileManager.default.removeItem(atPath: folder) }
      let source = folder + "/chapters"
      try Self.write(SyntheticBook.files(count), to: source)
      print(
        "\(count) files"
          + (last.count > 0
            ? String(format: ", %.2f × as many", Double(count) / Double(last.count)) : ""))
      var all: [String: Measurement] = [:]
      for (name, measured) in try commands(on: source, in: folder) {
        let before = last.measured[name]
        print("  " + measured.line(name, beside: before, called: "\(last.count) files"))
        all[name] = measured
      }
      last = (count, all)
    }
  }

  /// Both commands, into an empty folder and over what they wrote.
  private func commands(
    on source: String, in folder: String
  ) throws -> [(name: String, measured: Measurement)] {
    let beside = URL(fileURLWithPath: Self.own).deletingLastPathComponent().path
    var all: [(String, Measurement)] = []
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
      let anew = try Measurement(path, arguments, runs: runs) {
        moved += 1
        try? FileManager.default.moveItem(atPath: output, toPath: "\(output)-\(moved)")
      }
      all.append(("\(tool), empty folder", anew))
      all.append(("\(tool), no change", try Measurement(path, arguments, runs: runs)))
    }
    return all
  }
}
