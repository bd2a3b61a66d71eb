import Foundation
import Literate
import TestSupport
import Testing

/// The appendix on how the book is made, typed as a reader would type it.
///
/// Its blocks are read from top to bottom, in one folder:
/// - `write=FILE` (behind any language): the file is written;
/// - `diff edit=FILE`: the lines marked `-` give way to those marked `+`;
/// - `diff try=FILE`: the same until the next commands have run;
/// - `console sketch`: the commands are run and print what stands below them, where `…` stands for
///   any characters of a line;
/// - `read=FILE`: this is what the file holds now;
/// - `chunk="NAME" through=N`: this is what our own book's chunk holds after chapter N.
@Suite struct AppendixTests {
  @Test("Every example of the appendix gives what the page shows", .timeLimit(.minutes(30)))
  func examples() throws {
    let page = try Page()
    #expect(page.steps.count { $0.outcome != nil } >= 15)
    for lie in try Reader().lies(of: page) {
      Issue.record(
        "chapters/\(Page.name):\(lie.line): the page shows\n\(lie.shown)\nbut it is\n\(lie.found)")
    }
  }

  @Test("No outcome on the page can be changed without notice", .timeLimit(.minutes(30)))
  func changedOutcomes() throws {
    let page = try Page()
    let lies = try Reader().lies(of: page.falsified())
    #expect(lies.map(\.line) == page.steps.filter { $0.outcome != nil }.map(\.line))
  }
}

/// The appendix as a list of things to do and to see.
private struct Page {
  static let name = "90-how-this-book-is-made.md"
  static let book = Repository.path + "/chapters"

  struct Step {
    enum Action {
      case write(String)
      case edit(String, isTrial: Bool)
      case run
      case read(String)
      case chunk(String, through: Int)
    }

    let action: Action
    /// Of the block's fence.
    let line: Int
    var text: String

    /// What the page claims; nil where a block only does something.
    var outcome: String? {
      switch action {
      case .write, .edit: nil
      case .run, .read, .chunk: text
      }
    }
  }

  private(set) var steps: [Step] = []

  init() throws {
    let document = Document(SourceText(try Disk.read("\(Page.book)/\(Page.name)")))
    document.forEachBlock { node in
      guard node.kind == .codeBlock, let action = Self.action(node.info) else { return }
      steps.append(Step(action: action, line: node.startLine, text: node.literal))
    }
  }

  private static func action(_ info: String) -> Step.Action? {
    if info == "console sketch" { return .run }
    if let file = value("write", in: info) { return .write(file) }
    if let file = value("edit", in: info) { return .edit(file, isTrial: false) }
    if let file = value("try", in: info) { return .edit(file, isTrial: true) }
    if let file = value("read", in: info) { return .read(file) }
    if let chunk = value("chunk", in: info),
      let last = value("through", in: info).flatMap({ Int($0) })
    {
      return .chunk(chunk, through: last)
    }
    return nil
  }

  /// What stands behind ` key=`, in double quotes or up to a space.
  private static func value(_ key: String, in info: String) -> String? {
    guard let start = info.range(of: " \(key)=")?.upperBound else { return nil }
    let rest = info[start...]
    guard rest.first == "\"" else { return String(rest.prefix { $0 != " " }) }
    return String(rest.dropFirst().prefix { $0 != "\"" })
  }

  /// The page with a word too many in each outcome.
  func falsified() -> Page {
    var page = self
    for index in page.steps.indices where page.steps[index].outcome != nil {
      page.steps[index].text.removeLast()
      page.steps[index].text += " indeed\n"
    }
    return page
  }
}

/// Somebody who reads the page with a terminal beside it.
private struct Reader {
  struct Lie {
    let line: Int
    let shown: String
    let found: String
  }

  private let folder: TemporaryFolder
  private let commands: Commands

  init() throws {
    folder = try TemporaryFolder()
    commands = Commands()
  }

  /// What the page claims and is not so.
  func lies(of page: Page) throws -> [Lie] {
    var lies: [Lie] = []
    var trials: [(file: String, text: String)] = []
    for step in page.steps {
      switch step.action {
      case .write(let file):
        try folder.write(step.text, to: file)
      case .edit(let file, let isTrial):
        let text = try folder.read(file)
        if isTrial { trials.append((file, text)) }
        try folder.write(try edited(text, by: step), to: file)
      case .run, .read, .chunk:
        let found = try outcome(of: step)
        if !matches(found, step.text) {
          lies.append(Lie(line: step.line, shown: step.text, found: found))
        }
        if case .run = step.action {
          for (file, text) in trials.reversed() { try folder.write(text, to: file) }
          trials = []
        }
      }
    }
    return lies
  }

  private func outcome(of step: Page.Step) throws -> String {
    switch step.action {
    case .run:
      return try step.text.split(separator: "\n").filter { $0.hasPrefix("$ ") }.map { line in
        "\(line)\n" + (try commands.run(line.dropFirst(2), in: folder.path))
      }.joined()
    case .read(let file):
      return try folder.read(file)
    case .chunk(let name, let last):
      let web = try CheckedBook(Book(folder: Page.book, through: last)).web
      return String(decoding: try #require(web.expansion(of: name)).text, as: UTF8.self)
    case .write, .edit:
      return ""
    }
  }

  private func edited(_ text: String, by step: Page.Step) throws -> String {
    func lines(_ mark: Character) -> String {
      step.text.split(separator: "\n").filter { $0.first == mark }
        .map { $0.dropFirst() + "\n" }.joined()
    }
    let pieces = text.components(separatedBy: lines("-"))
    try #require(pieces.count == 2, "line \(step.line): the old lines must stand there once")
    return pieces.joined(separator: lines("+"))
  }

  /// Line for line, `…` standing for any characters.
  private func matches(_ found: String, _ shown: String) -> Bool {
    let found = found.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = shown.split(separator: "\n", omittingEmptySubsequences: false)
    return found.count == shown.count && zip(found, shown).allSatisfy(isLine)
  }

  private func isLine(_ found: Substring, _ shown: Substring) -> Bool {
    var parts = shown.split(separator: "…", omittingEmptySubsequences: false)
    guard parts.count > 1 else { return found == shown }
    let (first, last) = (parts.removeFirst(), parts.removeLast())
    guard found.count >= first.count + last.count, found.hasPrefix(first), found.hasSuffix(last)
    else { return false }
    var rest = found.dropFirst(first.count).dropLast(last.count)
    for part in parts where !part.isEmpty {
      guard let range = rest.range(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }
}

/// The commands that were built together with the tests.
private struct Commands {
  /// What `swift run COMMAND …` prints: its standard output, then its standard error.
  func run(_ line: Substring, in folder: String) throws -> String {
    let words = line.split(separator: " ").map(String.init)
    try #require(words.starts(with: ["swift", "run"]) && words.count > 2)
    try #require(["tangle", "verify"].contains(words[2]))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: try Products.path(of: words[2]))
    process.arguments = Array(words.dropFirst(3))
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    let scratch = try TemporaryFolder()
    for name in ["output", "errors"] { try scratch.write("", to: name) }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: scratch.path + "/output")
    process.standardError = FileHandle(forWritingAtPath: scratch.path + "/errors")
    try process.run()
    process.waitUntilExit()
    return (scratch.text("output") ?? "") + (scratch.text("errors") ?? "")
  }
}
