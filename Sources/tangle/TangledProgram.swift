import ArgumentParser
import Commands
import Literate

/// Reading the book and writing its program.
extension Tangle {
  /// The book's program, and what it tangles to.
  struct TangledProgram {
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

  func readProgram(quietly: Bool = false) throws -> TangledProgram {
    let read = Book(folder: book, through: through?.chapter)
    try refuseTranslation(read)
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
    return TangledProgram(checked, at: point)
  }

  /// A translation's program is the original's, and its chapters' lines are not where the code is.
  func refuseTranslation(_ book: Book) throws {
    guard let original = book.original else { return }
    complain(
      "\(book.path): error: this book is a translation and has no program of its own; name the "
        + "original, \(original.path)")
    throw ExitCode(1)
  }

  func writeArchives(of book: CheckedBook, to folder: String) throws {
    let files = Archives.files(book)
    try reporting {
      try requireEmpty(folder)
      try AtomicWrites(files.map { ("\(folder)/\($0.path)", $0.bytes) })
    }
    say("\(folder): \(files.count) archives")
  }

  func publish(_ program: TangledProgram) throws {
    let tree = FileTree(
      folder: output, tool: "tangle", book: program.book.book.path, keepsLines: true)
    if stitch {
      let edits = try reporting { try tree.plan(program.outputs).edits }
      if !edits.isEmpty { return try carryBack(edits, program, tree) }
    }
    try write(program, to: tree, check ? .check : force ? .overwrite : .write)
  }

  func write(_ program: TangledProgram, to tree: FileTree, _ mode: FileTree.Mode) throws {
    let plan = try reporting { try tree.publish(program.outputs, mode) }
    try writeLineMap(program)
    say("\(tree.folder): \(check ? "as the book gives it" : plan.summary)")
  }

  func carryBack(_ edits: [HandEdit], _ program: TangledProgram, _ tree: FileTree) throws {
    let stitcher = Stitcher(program.book, files: program.files) { "\(tree.folder)/\($0)" }
    let outcome = try reporting {
      let outcome = try stitcher.stitch(edits)
      let sources = program.book.book.chapters
      try AtomicWrites.exchange(
        outcome.chapters.map {
          (sources[$0.chapter].path, sources[$0.chapter].source.bytes, $0.bytes)
        })
      for (chapter, _) in outcome.chapters { say("\(sources[chapter].path): stitched") }
      return outcome
    }
    let settled = Set(outcome.settled.map(\.path))
    let left = edits.filter { !settled.contains($0.path) }
    try write(
      try readProgram(quietly: true), to: tree, .settle(outcome.settled, leaving: left))
    try report(outcome.problems)
  }

  func writeLineMap(_ program: TangledProgram) throws {
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
  func origin(of place: FilePlace, in program: TangledProgram) throws -> String {
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
