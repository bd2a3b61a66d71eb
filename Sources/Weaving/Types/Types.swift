import Literate

/// What the compiler understood of the names in a book's program, chapter by chapter.
public struct Types: Sendable {
  /// A name in a line of a block.
  struct Name: Sendable {
    /// Where it begins in the line, and how long it is, in bytes.
    let column: Int
    let length: Int
    /// Its note's place among the chapter's.
    let note: Int
  }

  /// A declaration, as the program declares it through a chapter.
  struct Note: Sendable {
    let text: TypedFiles.Note
    /// The block that declares it.
    let block: BlockID?
  }

  private struct BlockLine: Hashable {
    let block: BlockID
    let line: Int
  }

  private struct Chapter: Sendable {
    var notes: [Note] = []
    var names: [BlockLine: [Name]] = [:]
  }

  /// What of a block makes the program.
  private struct Code: Equatable {
    let role: Tag.Role
    let text: [UInt8]
  }

  private let chapters: [Chapter]
  private let code: [[Code]]
  private let program: String

  /// - Parameters:
  ///   - book: A book without errors.
  ///   - compiler: The compiler's version.
  ///   - earlier: What was found out before; it is the answer again for a book whose code has not
  ///     changed.
  /// - Returns: Nothing for a book without a program.
  public init?(_ book: Book, compiler: String, since earlier: Types? = nil) {
    if let earlier, earlier.program == book.settings.program, earlier.code == Self.code(of: book) {
      self = earlier
      return
    }
    self.init(book, compiler: compiler, cache: Self.cache(of: book.path))
  }

  private static func code(of book: Book) -> [[Code]] {
    book.chapters.map { $0.blocks.map { Code(role: $0.tag.role, text: $0.text) } }
  }

  /// - Parameter cache: The folder for what is kept for the next time.
  init?(_ book: Book, compiler: String, cache: String?) {
    guard let program = book.settings.program else { return nil }
    self.program = program
    code = Self.code(of: book)
    var web = Web(book)
    var last: [String: TangledFile] = [:]
    var questions: [TypeChecker.Question] = []
    for _ in book.chapters {
      web.readChapter()
      let files = Tangler(web).files().filter {
        $0.path.hasPrefix(program + "/") && $0.path.lowercased().hasSuffix(".swift")
      }
      let shown = files.filter { file in
        last[file.path].map { $0.text != file.text || $0.origins != file.origins } ?? true
      }
      questions.append(TypeChecker.Question(files: files, shown: shown.map(\.path)))
      last = Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0) })
    }
    let checker = TypeChecker(program: program, compiler: compiler, cache: cache)
    chapters = zip(questions, checker.answers(questions)).map { question, answer in
      answer.map { Self.chapter($0, question.files) } ?? Chapter()
    }
  }

  /// A folder in the package that the book belongs to; nil for a book that belongs to none.
  private static func cache(of book: String) -> String? {
    var folder = Disk.resolved(book)[...]
    while !folder.isEmpty {
      if Disk.kindThroughLinks(folder + "/Package.swift") == .file {
        return folder + "/.build/weave-types"
      }
      folder = folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)]
    }
    return nil
  }

  /// The compiler's answer, told of the book's blocks.
  private static func chapter(_ typed: TypedFiles, _ files: [TangledFile]) -> Chapter {
    let files = Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0) })
    func origin(_ file: TangledFile, _ line: Int) -> Origin? {
      file.origins.indices.contains(line - 1) ? file.origins[line - 1] : nil
    }
    var chapter = Chapter()
    chapter.notes = typed.notes.map { note in
      Note(text: note, block: files[note.file].flatMap { origin($0, note.line)?.block })
    }
    for (path, occurrences) in typed.occurrences.sorted(by: { $0.key < $1.key }) {
      guard let file = files[path] else { continue }
      for name in occurrences {
        guard let origin = origin(file, name.line) else { continue }
        let column = name.column - 1 - file.indentation(of: origin).count
        let line = BlockLine(block: origin.block, line: origin.line)
        // A chunk that is used twice is understood as it stands where it comes first.
        if column < 0 || chapter.names[line]?.last.map({ $0.column >= column }) == true { continue }
        chapter.names[line, default: []].append(
          Name(column: column, length: name.length, note: name.note))
      }
    }
    return chapter
  }

  /// The names in a block's line as the program through a chapter understands it.
  func names(in block: BlockID, line: Int, at chapter: Int) -> [Name] {
    chapters[chapter].names[BlockLine(block: block, line: line)] ?? []
  }

  func note(_ name: Name, at chapter: Int) -> Note { chapters[chapter].notes[name.note] }
}
