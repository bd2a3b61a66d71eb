import Literate

extension Book {
  /// The book with a text behind its last chapter, as if it were the next one.
  ///
  /// - Parameters:
  ///   - path: The text's file, as diagnostics are to name it.
  ///   - title: Its title if it has none.
  public func followed(by text: [UInt8], from path: String, title: String) -> Book {
    // No chapter of the book has this number.
    let number = Int.max
    let name = String(path.split(separator: "/").last ?? "")
    func chapter(_ text: [UInt8]) -> Chapter {
      Chapter(number: number, name: name, path: path, source: SourceText(text))
    }
    var next = chapter(text)
    if !next.headings.contains(where: { $0.level == 1 }) {
      // At the end, so that no line gets another number.
      next = chapter(text + Array("\n\n# \(title)\n".utf8))
    }
    return with(chapters + [next], diagnostics: folderDiagnostics)
  }

  /// The book through the chapter of an exercise, followed by a chapter's solution to it; nil where
  /// that chapter is none of the book's, or a later one.
  public func solved(_ exercise: Exercise, by chapter: Chapter) -> Book? {
    guard exercise.chapter <= chapter.number, numbers.contains(exercise.chapter) else { return nil }
    let earlier = with(
      chapters.filter { $0.number <= exercise.chapter }, diagnostics: folderDiagnostics)
    return earlier.followed(
      by: chapter.solution(to: exercise), from: chapter.path, title: "Exercise \(exercise)")
  }

  /// What is wrong with the folder and its settings alone.
  private var folderDiagnostics: [Diagnostic] {
    let own = Set(chapters.flatMap(\.diagnostics))
    return diagnostics.filter { !own.contains($0) }
  }
}

extension Verifier {
  /// One of a book whose last chapter is a solution: of that, no prose is checked and nothing rewritten.
  ///
  /// - Parameter whole: One of the whole book, if that is verified too.
  public init(
    ofSolution checked: CheckedBook, options: Options, in whole: Verifier? = nil
  ) throws(Faults) {
    var options = options
    options.updates = false
    options.canUpdate = false
    options.checksProse = false
    do {
      try self.init(checked, options: options, in: whole)
    } catch {
      throw Faults([error])
    }
  }

  /// Verifies the solution to an exercise that a chapter holds.
  ///
  /// - Parameters:
  ///   - index: The chapter's place in the book.
  ///   - onActivity: Called from several threads.
  /// - Throws: What keeps it from being tried.
  public func verifySolution(
    to exercise: Exercise, in index: Int, onActivity: @escaping @Sendable (Activity) -> Void
  ) throws(Faults) -> ChapterReport {
    let chapter = book.chapters[index]
    var report = try remembering(.solution(exercise, chapter: index)) { () throws(Faults) in
      guard let solved = book.solved(exercise, by: chapter) else {
        throw Faults(
          "`solves=\(exercise)` names no exercise of an earlier chapter; write its chapter and its "
            + "number, such as 7.2", at: chapter.location(of: exercise))
      }
      let verifier = try Verifier(ofSolution: CheckedBook(solved), options: options, in: self)
      let last = verifier.book.chapters.count - 1
      return ChapterVerification.whole(verifier, last, onActivity: onActivity)
    }
    if report.made.isEmpty { return report }
    var figures = Figures(self)
    report.findings += figures.compare(report, updating: nil)
    report.figureCount = figures.count(in: report)
    return report
  }
}

extension Chapter {
  /// The exercises that it has blocks for, in reading order.
  public var solvedExercises: [Exercise] {
    var seen: Set<Exercise> = []
    return blocks.compactMap(\.tag.solves).filter { seen.insert($0).inserted }
  }

  /// Where the solution to an exercise begins.
  public func location(of exercise: Exercise) -> SourceLocation {
    let first = blocks.first { $0.tag.solves == exercise }
    return location(line: first?.line ?? 1, column: first?.column ?? 1)
  }

  /// The blocks of a solution as a chapter's text. Each stands on the line on which it stands here,
  /// so that what is said of it names the right one.
  func solution(to exercise: Exercise) -> [UInt8] {
    var lines = [[UInt8]](repeating: [], count: source.lineCount + 1)
    for block in blocks where block.tag.solves == exercise {
      // A fence takes an indentation of up to three spaces off its lines.
      let indentation = Array(repeating: UInt8(ascii: " "), count: min(block.column - 1, 3))
      let fence = source.line(block.line).drop {
        $0 != UInt8(ascii: "`") && $0 != UInt8(ascii: "~")
      }
      let mark = fence.prefix { $0 == fence.first }
      lines[block.line - 1] = indentation + Self.withoutExercise(fence)
      for index in block.lines.indices {
        lines[block.line + index] = indentation + block.lineText(index)
      }
      lines[block.line + block.lines.count] = indentation + mark
    }
    return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
  }

  /// A fence's line without ` solves=…`.
  private static func withoutExercise(_ fence: ArraySlice<UInt8>) -> [UInt8] {
    let key = Array(" solves=".utf8)
    guard let range = fence.firstRange(of: key) else { return Array(fence) }
    let rest = fence[range.upperBound...].drop { $0 != UInt8(ascii: " ") }
    return Array(fence[..<range.lowerBound] + rest)
  }
}
