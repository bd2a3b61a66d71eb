import Compiling
import Literate

/// What the compiler understood of the names in a book's program, chapter by chapter.
package struct Types: Sendable {
  /// A name in a line of a block.
  package struct Name: Sendable {
    /// Where it begins in the line, and how long it is, in bytes.
    package let column: Int
    package let length: Int
    /// Its meaning's place among the chapter's.
    let meaning: Int
  }

  /// A declaration, as the program declares it through a chapter.
  package struct Meaning: Sendable {
    package let text: TypedFiles.Meaning
    /// The block that declares it.
    package let block: BlockID?
    /// The line of the block's content that does, from 0.
    let line: Int
  }

  /// A use of something that the program declares.
  package struct Mention: Sendable {
    package let block: BlockID
    package let declaration: BlockLine
    private let text: String

    init(block: BlockID, declaration: BlockLine, text: String) {
      self.block = block
      self.declaration = declaration
      self.text = text
    }

    /// The type that is made, where an initializer is meant.
    package var madeType: String? {
      text.firstRange(of: ".init").flatMap { text[..<$0.lowerBound].split(separator: ".").last }
        .map(String.init)
    }

    /// Whether a declaration by this name is meant, where several stand on one line.
    package func isOf(_ name: String) -> Bool {
      text.split { !$0.isLetter && !$0.isNumber && $0 != "_" }.contains { $0 == name }
    }
  }

  private struct Chapter: Sendable {
    var meanings: [Meaning] = []
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
  /// The chapters of which nothing is known, and why.
  package let diagnostics: [Diagnostic]
  /// The compiler's version.
  package let compiler: String

  /// Asks the compiler, with the flags that verify uses.
  ///
  /// - Parameters:
  ///   - checked: The book.
  ///   - earlier: What was found out before; it is the answer again for a book whose code has not
  ///     changed.
  /// - Returns: Nothing for a book without a program.
  /// - Throws: Why the compiler cannot be asked at all.
  package init?(_ checked: CheckedBook, since earlier: Types? = nil) throws(Diagnostic) {
    let book = checked.book
    if let earlier, earlier.program == book.settings.program, earlier.code == Self.code(of: book) {
      self = earlier
      return
    }
    guard var compilation = try Compilation(of: checked) else { return nil }
    compilation.timeLimit = .seconds(60)
    self.init(checked, compilation)
  }

  private static func code(of book: Book) -> [[Code]] {
    book.chapters.map { $0.blocks.map { Code(role: $0.tag.role, text: $0.text) } }
  }

  package init(_ checked: CheckedBook, _ compilation: Compilation) {
    let book = checked.book
    program = compilation.name
    compiler = compilation.toolchain.version
    code = Self.code(of: book)
    var last: [String: TangledFile] = [:]
    var questions: [TypeChecker.Question] = []
    for tangler in checked.programs {
      let program = compilation.program(tangler)
      let shown = program.files.filter { file in
        last[file.path].map { $0.text != file.text || $0.origins != file.origins } ?? true
      }
      questions.append(TypeChecker.Question(program: program, shown: shown.map(\.path)))
      last = Dictionary(uniqueKeysWithValues: program.files.map { ($0.path, $0) })
    }
    var diagnostics: [Diagnostic] = []
    var chapters: [Chapter] = []
    for (question, answer) in zip(questions, TypeChecker(compilation).answers(questions)) {
      let at = book.chapters[chapters.count]
      switch answer {
      case .files(let files): chapters.append(Self.chapter(files, question.program.files))
      case .refusal:
        chapters.append(Chapter())
        diagnostics.append(
          .warning(
            "the program through this chapter does not compile, and so its pages say nothing of "
              + "the names in its code; `verify --chapter \(at.number)` tells why",
            at: at.location(line: 1)))
      case .trouble(let message):
        chapters.append(Chapter())
        diagnostics.append(
          .warning(
            "\(message), and so this chapter's page says nothing of the names in its code",
            at: at.location(line: 1)))
      }
    }
    self.chapters = chapters
    self.diagnostics = diagnostics
  }

  /// The compiler's answer, told of the book's blocks.
  private static func chapter(_ typed: TypedFiles, _ files: [TangledFile]) -> Chapter {
    let files = Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0) })
    func origin(_ file: TangledFile, _ line: Int) -> Origin? {
      file.origins.indices.contains(line - 1) ? file.origins[line - 1] : nil
    }
    var chapter = Chapter()
    chapter.meanings = typed.meanings.map { meaning in
      let origin = files[meaning.file].flatMap { origin($0, meaning.line) }
      return Meaning(text: meaning, block: origin?.block, line: origin?.line ?? 0)
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
          Name(column: column, length: name.length, meaning: name.meaning))
      }
    }
    return chapter
  }

  /// The names in a block's line as the program through a chapter understands it.
  package func names(in block: BlockID, line: Int, at chapter: Int) -> [Name] {
    chapters[chapter].names[BlockLine(block: block, line: line)] ?? []
  }

  /// What the blocks of a chapter use.
  package func mentions(at chapter: Int) -> [Mention] {
    let known = chapters[chapter]
    return known.names.filter { $0.key.block.chapter == chapter }.flatMap { line, names in
      names.compactMap { name in
        let meaning = known.meanings[name.meaning]
        guard let home = meaning.block, !meaning.text.isLocal else { return nil }
        return Mention(
          block: line.block, declaration: BlockLine(block: home, line: meaning.line),
          text: meaning.text.declaration)
      }
    }
  }

  package func meaning(_ name: Name, at chapter: Int) -> Meaning {
    chapters[chapter].meanings[name.meaning]
  }
}
