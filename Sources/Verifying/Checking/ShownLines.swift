import Compiling
import Literate

/// Whether what a chapter shows is what is compiled.
struct ShownLines {
  let book: Book
  /// The chapter's place in the book.
  let chapter: Int
  /// The files of the programs that are built for the chapter.
  let compiled: [TangledFile]
  /// What else the book tangles.
  let others: [TangledFile]

  /// The Swift blocks of the chapter with lines that are in none of the programs, but for those of
  /// other targets.
  func unverified() -> [Diagnostic] {
    let (compiled, others) = (compiled.blockLines(), others.blockLines())
    return book.chapters[chapter].blocks.enumerated().compactMap { index, block in
      guard block.tag.isSwift, case .chunk(_, let name) = block.tag.role else { return nil }
      let id = BlockID(chapter: chapter, block: index)
      let lines = block.lines.indices.filter { block.lines[$0].isCode }.map {
        BlockLine(block: id, line: $0)
      }
      if lines.allSatisfy(compiled.contains) || lines.contains(where: others.contains) {
        return nil
      }
      return .error(
        "this code is in no program that verify builds for this chapter, at its end or at a "
          + "`console here`; \(remedy(name, after: index))",
        at: book.chapters[chapter].location(line: block.line, column: block.column))
    }
  }

  private func remedy(_ name: String, after index: Int) -> String {
    let later = book.chapters[chapter].blocks[(index + 1)...]
    let replacement = later.first { block in
      if case .chunk(.replace, name) = block.tag.role { true } else { false }
    }
    if let replacement {
      return "put a `console here` transcript before `\(name)` is replaced on line "
        + "\(replacement.line), or mark this block `sketch`"
    }
    return "refer to `\(name)` by a line `<<\(name)>>` that the program has, put a `console here` "
      + "transcript behind this block if it is replaced later, or mark it `sketch`"
  }
}

extension CodeLine {
  /// Whether the line itself is tangled and holds something.
  fileprivate var isCode: Bool {
    switch kind {
    case .text, .escaped: true
    case .blank, .reference: false
    }
  }
}
