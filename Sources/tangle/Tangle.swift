import ArgumentParser
import Commands
import Foundation
import Literate

@main
struct Tangle: DiagnosingCommand {
  static let configuration = CommandConfiguration(
    commandName: "tangle",
    abstract: "Writes the program that a book's chapters contain.",
    discussion: """
      A book is a folder of chapters named NN-slug.md. Code blocks tagged `file=`, `define=`, \
      `append=` or `replace=` become the files below the output folder. Files that were edited by \
      hand, and files that tangle did not write, are never lost: see --force and --stitch.
      """,
    version: toolVersion)

  static func main() { runAsProcess() }

  @Argument(help: ArgumentHelp("The book's folder.", valueName: "book"))
  var book = "chapters"

  @Option(help: ArgumentHelp("The folder to write below.", valueName: "dir"))
  var output = "Sources"

  @Option(
    help: ArgumentHelp(
      "Take chapters up to this number only, or the program as it is at a line of a chapter.",
      valueName: "n|chapter:line"))
  var through: Through?

  @Flag(help: "Write nothing; name every file that is not as the book gives it.")
  var check = false

  @Flag(help: "Overwrite tangled files that were edited by hand.")
  var force = false

  @Flag(help: "Carry hand edits of tangled files back into the chapters.")
  var stitch = false

  @Flag(help: "Print the chunks: where each is defined and used, and in which files it ends up.")
  var list = false

  @Option(
    help: ArgumentHelp(
      "How the list, errors and warnings are written.", valueName: "text|json|github"))
  var format = DiagnosticFormat.text

  @Option(
    name: .customLong("where"),
    help: ArgumentHelp(
      "Print the chapter's line that a tangled line is from.", valueName: "file:line"))
  var place: FilePlace?

  @Option(help: ArgumentHelp("Write where every tangled line is from, as JSON.", valueName: "file"))
  var lineMap: String?

  @Option(
    help: ArgumentHelp("Write a small book to start from into a new folder.", valueName: "dir"))
  var new: String?

  func validate() throws {
    for (name, path) in [
      ("The book", book), ("--output", output), ("--line-map", lineMap), ("--new", new),
    ] where path?.isEmpty == true {
      throw ValidationError("\(name) needs a path.")
    }
    let modes = [
      ("--check", check), ("--force", force), ("--stitch", stitch), ("--list", list),
      ("--where", place != nil), ("--new", new != nil),
    ].filter(\.1).map(\.0)
    if modes.count > 1 {
      throw ValidationError("\(modes.joined(separator: " and ")) do not go together.")
    }
    if lineMap != nil, let mode = modes.first(where: { $0 != "--force" && $0 != "--stitch" }) {
      throw ValidationError("--line-map writes a file, which \(mode) does not; drop one of them.")
    }
  }

  func run() throws {
    if let new {
      try reporting { try StarterBook.write(to: new) }
      say(StarterBook.advice(new))
      return
    }
    let program = try readProgram()
    if list {
      let list = ChunkList(program.tangler.web)
      say(format == .json ? list.json : list.text)
    } else if let place {
      say(try origin(of: place, in: program))
    } else {
      try publish(program)
    }
  }

  /// The book's program, and what it tangles to.
  private struct Program {
    let book: CheckedBook
    let tangler: Tangler
    let files: [TangledFile]

    var web: Web { tangler.web }
    var outputs: [OutputFile] { files.map { $0.output(tangler.web) } }

    init(_ book: CheckedBook, at point: Point) {
      self.book = book
      tangler = Tangler(book, at: point)
      files = tangler.files()
    }
  }

  private func readProgram(quietly: Bool = false) throws -> Program {
    let read = Book(folder: book, through: through?.chapter)
    let checked = try reporting { try CheckedBook(read) }
    if !quietly { try report(checked.warnings) }
    var point = Point.end
    if case .line(let chapter, let line) = through {
      guard let found = read.point(atLine: line, of: chapter) else {
        throw ValidationError("\(book) has no chapter \(chapter).")
      }
      point = found
      try report(checked.problems(at: point))
    }
    return Program(checked, at: point)
  }

  private func publish(_ program: Program) throws {
    let tree = FileTree(folder: output, tool: "tangle", book: book, keepsLines: true)
    if stitch {
      let edits = try reporting { try tree.plan(program.outputs).edits }
      if !edits.isEmpty { return try carryBack(edits, program, tree) }
    }
    try write(program, to: tree, check ? .check : force ? .overwrite : .write)
  }

  private func write(_ program: Program, to tree: FileTree, _ mode: FileTree.Mode) throws {
    let plan = try reporting { try tree.publish(program.outputs, mode) }
    try writeLineMap(program)
    say("\(tree.folder): \(check ? "as the book gives it" : plan.summary)")
  }

  private func carryBack(_ edits: [HandEdit], _ program: Program, _ tree: FileTree) throws {
    let stitcher = Stitcher(program.book, files: program.files) { "\(tree.folder)/\($0)" }
    try reporting {
      let chapters = try stitcher.stitch(edits)
      let sources = program.book.book.chapters
      try AtomicWrites.exchange(
        chapters.map { (sources[$0.chapter].path, sources[$0.chapter].source.bytes, $0.bytes) })
      for (chapter, _) in chapters { say("\(sources[chapter].path): stitched") }
    }
    try write(try readProgram(quietly: true), to: tree, .settle(edits))
  }

  private func writeLineMap(_ program: Program) throws {
    guard let lineMap, !check else { return }
    let bytes = Array(LineMap(program.web, program.files).json.utf8)
    let known = try? Disk.read(lineMap)
    if known == bytes { return }
    if let known, !known.isEmpty, known.first != UInt8(ascii: "{") {
      complain(
        "\(lineMap): error: this file is no line map and is not overwritten; name another one")
      throw ExitCode(1)
    }
    _ = try reporting { try AtomicWrites([(lineMap, bytes)]) }
  }

  /// The chapter and line of a tangled line.
  ///
  /// - Throws: Exit status 1 for a line that tangle added itself or a file that it does not write.
  private func origin(of place: FilePlace, in program: Program) throws -> String {
    let path = Disk.relativePath(to: place.file, from: output)
    guard
      let file = program.files.first(where: { $0.path == place.file })
        ?? program.files.first(where: { $0.path == path })
    else {
      let nearest = nearestName(to: place.file, among: program.files.map(\.path))
      complain(
        "error: the book tangles no file `\(place.file)`"
          + (nearest.map { "; did you mean `\($0)`?" } ?? ""))
      throw ExitCode(1)
    }
    guard file.origins.indices.contains(place.line - 1) else {
      complain("error: \(file.path) has \(file.origins.count) lines")
      throw ExitCode(1)
    }
    guard let origin = file.origins[place.line - 1] else {
      complain("\(place.file):\(place.line): tangle added this line itself")
      throw ExitCode(1)
    }
    let location = program.web.location(origin.block, line: origin.line)
    return "\(location.file):\(location.line)"
  }
}

/// How much of the book to take: `8`, or `08-adam.md:269`.
enum Through: ExpressibleByArgument {
  case chapter(Int)
  case line(chapter: String, Int)

  init?(argument: String) {
    if let number = Int(argument) {
      guard number >= 0 else { return nil }
      self = .chapter(number)
    } else if let place = FilePlace(argument: argument), number(of: place.file) != nil {
      self = .line(chapter: place.file, place.line)
    } else {
      return nil
    }
  }

  /// The number of the last chapter to read.
  var chapter: Int? {
    switch self {
    case .chapter(let number): number
    case .line(let file, _): number(of: file)
    }
  }
}

/// The number in a chapter's file name.
private func number(of file: String) -> Int? {
  let name = file.split(separator: "/").last ?? ""
  return Int(name.prefix { $0.isASCII && $0.isNumber })
}

/// `FILE:LINE`.
struct FilePlace: ExpressibleByArgument {
  let file: String
  let line: Int

  init?(argument: String) {
    guard let colon = argument.lastIndex(of: ":"), colon != argument.startIndex,
      let line = Int(argument[argument.index(after: colon)...]), line > 0
    else { return nil }
    file = String(argument[..<colon])
    self.line = line
  }
}
