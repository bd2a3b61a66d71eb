import Literate

/// Translations.
extension ChapterText {
  /// Says above a paragraph that its original has changed since it was translated, and above a chapter
  /// that it is not translated.
  mutating func markStale(_ node: Node) {
    guard let page, let translation = page.chapter.translation else { return }
    if !page.isPart, !translation.isTranslated, node == document.root.firstChild {
      node.insertBefore(
        html: "<p class=\"stale\" lang=\"\(escaped(page.references.book.settings.language))\">"
          + words("This chapter is not translated yet.") + "</p>\n")
    }
    let line = node.startLine
    guard let paragraph = translation.paragraphs.first(where: { $0.line == line }),
      paragraph.state == .stale
    else { return }
    switch node.kind {
    case .paragraph, .heading, .table, .codeBlock, .htmlBlock: break
    default: return
    }
    node.insertBefore(
      html: "<p class=\"stale\">"
        + words("The original of what follows has changed since it was translated.") + "</p>\n")
    warning(translation.remark(paragraph), line: line)
  }
}
