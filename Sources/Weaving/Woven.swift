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
    book.hasSameFrame(as: other) && files == otherFiles
  }

  /// A chapter's page, if the chapter is as it was.
  func page(_ index: Int, of other: Book) -> ChapterPage? {
    book.chapters[index].hasSameText(as: other.chapters[index]) ? pages[index] : nil
  }
}
