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
      `append=`, `replace=`, `insert=` or `change=` become the files below the output folder. \
      Files that were edited by hand, and files that tangle did not write, are never lost: see \
      --force and --stitch.

      \(bookHelp)
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

  @Flag(help: "Tangle whenever a file of the book changes, until Control-C.")
  var watch = false

  @Option(
    name: .customLong("git"),
    help: ArgumentHelp(
      "Write the program into a new repository, a commit a chapter.", valueName: "dir"))
  var repository: String?

  @Option(
    name: .customLong("zip"),
    help: ArgumentHelp(
      "Write the program after each chapter as an archive, into a new folder.", valueName: "dir"))
  var archives: String?

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "Give a chapter another number, rewrite what speaks of it, and name what may.",
      valueName: "from> <to"))
  var move: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp("Give a chunk another name everywhere.", valueName: "old> <new"))
  var rename: [String] = []

  @Option(
    help: ArgumentHelp(
      "Write a small book to start from, with a package around it, into a new folder.",
      valueName: "dir"))
  var new: String?

  func validate() throws {
    for (name, path) in [
      ("The book", book), ("--output", output), ("--line-map", lineMap), ("--new", new),
      ("--git", repository), ("--zip", archives),
    ] where path?.isEmpty == true {
      throw ValidationError("\(name) needs a path.")
    }
    let modes = [
      ("--check", check), ("--force", force), ("--stitch", stitch), ("--list", list),
      ("--where", place != nil), ("--new", new != nil), ("--watch", watch),
      ("--git", repository != nil), ("--zip", archives != nil), ("--move", !move.isEmpty),
      ("--rename", !rename.isEmpty),
    ].filter(\.1).map(\.0)
    if modes.count > 1 {
      throw ValidationError("\(modes.joined(separator: " and ")) do not go together.")
    }
    if lineMap != nil,
      let mode = modes.first(where: { !["--force", "--stitch", "--watch"].contains($0) })
    {
      throw ValidationError("--line-map writes a file, which \(mode) does not; drop one of them.")
    }
  }

  mutating func run() throws {
    if let new {
      try reporting { try StarterBook.write(to: new) }
      say(StarterBook.advice(new))
      return
    }
    (move, book) = try Self.words(move, book, "--move", "two numbers of chapters")
    (rename, book) = try Self.words(rename, book, "--rename", "a chunk's name and its new one")
    if watch { return try tangleOnChange() }
    if !move.isEmpty { return try moveChapter() }
    if !rename.isEmpty { return try renameChunk() }
    let program = try readProgram()
    if let repository {
      try Commits.write(CommitHistory(program.book), to: repository)
      say("\(repository): \(program.book.book.chapters.count) commits")
    } else if let archives {
      try writeArchives(of: program.book, to: archives)
    } else if list {
      let list = ChunkList(program.tangler.web)
      say(format == .json ? list.json : list.text)
    } else if let place {
      say(try origin(of: place, in: program))
    } else {
      try publish(program)
    }
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
