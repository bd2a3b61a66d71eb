/// A point of the book: how much of it is read.
public enum Point: Hashable, Sendable {
  /// Before the first block.
  case start
  /// After the chapter with this place among the chapters read, from 0.
  case endOfChapter(Int)
  /// Before a block.
  case before(BlockID)
  /// After the last chapter read.
  case end
}

extension Book {
  /// The block before which the program stands at a line of a chapter: the first tagged one whose
  /// fence is on that line or below it; the chapter's end where there is none.
  ///
  /// - Parameter name: The chapter's file name, or its path as diagnostics write it.
  /// - Returns: nil if no chapter that was read has this name.
  public func point(atLine line: Int, of name: String) -> Point? {
    guard let chapter = chapters.firstIndex(where: { $0.name == name || $0.path == name })
    else { return nil }
    guard let block = chapters[chapter].blocks.firstIndex(where: { $0.line >= line })
    else { return .endOfChapter(chapter) }
    return .before(BlockID(chapter: chapter, block: block))
  }
}
