import Literate

/// A site as it was woven, with what it was woven from.
struct Woven: Sendable {
  /// What becomes of a chapter.
  struct ChapterPage: Sendable {
    let file: OutputFile
    let description: String?
    /// The chapter on the page that holds the whole book.
    let article: String
    let search: OutputFile
    let found: (name: String, title: String, bits: [UInt8])
    let diagnostics: [Diagnostic]
    let assets: Set<String>
    /// The interactive figures on it, by their kinds.
    let interactive: Set<String>
    /// What is told of the names in its code.
    let notes: Set<TypeNote>
  }

  /// The pages made from all chapters.
  struct Derived: Sendable {
    /// What the chapters are about.
    let summaries: [String?]
    let program: [OutputFile]
    /// What the program's pages tell of the names in it.
    let notes: Set<TypeNote>
    let indexes: [OutputFile]
  }

  let book: Book
  let files: FolderState
  let program: ShownProgram
  let pages: [ChapterPage]
  let derived: Derived

  /// Whether a book differs at most in the prose of chapters, which no other chapter's page shows.
  func hasSameFrame(as other: Book, _ otherFiles: FolderState) -> Bool {
    book.path == other.path && book.settings == other.settings
      && book.chapters.count == other.chapters.count && files == otherFiles
      && zip(book.chapters, other.chapters).allSatisfy { $0.hasSameFrame(as: $1) }
  }

  /// A chapter's page, if the chapter is as it was.
  func page(_ index: Int, of other: Book) -> ChapterPage? {
    book.chapters[index].hasSameText(as: other.chapters[index]) ? pages[index] : nil
  }
}

extension Chapter {
  fileprivate func hasSameText(as other: Chapter) -> Bool {
    path == other.path && source.bytes == other.source.bytes && translation == other.translation
  }

  /// Whether all that other pages can show of the chapter, or lead to in it, is the same.
  fileprivate func hasSameFrame(as other: Chapter) -> Bool {
    hasSameText(as: other)
      || path == other.path && title == other.title && blocks.count == other.blocks.count
        && headings.map(\.level) == other.headings.map(\.level)
        && headings.map(\.text) == other.headings.map(\.text)
        && zip(blocks, other.blocks).allSatisfy { $0.tag == $1.tag && $0.text == $1.text }
        && numbered == other.numbered && linesWithAnchors == other.linesWithAnchors
  }

  /// The lines in which raw HTML may bring anchors.
  private var linesWithAnchors: [[UInt8]] {
    (1...max(1, source.lineCount)).map { Array(source.line($0)) }.filter { line in
      line.firstRange(of: Array("id=".utf8)) != nil
        || line.firstRange(of: Array("name=".utf8)) != nil
    }
  }
}
