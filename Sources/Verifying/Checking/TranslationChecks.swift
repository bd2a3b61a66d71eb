import Literate

/// What can be wrong with a translation: its prose. Its code is the original's, and is verified there.
public struct TranslationChecks: Sendable {
  public private(set) var findings: [Diagnostic] = []
  public private(set) var linkCount = 0
  public private(set) var factCount = 0
  /// How many chapters are translated, and how many of their paragraphs.
  public private(set) var chapterCount = 0
  public private(set) var paragraphCount = 0
  /// How many paragraphs have an original that has changed since.
  public private(set) var staleCount = 0
  /// How many paragraphs nobody has said of that they say what the original now says.
  public private(set) var unrecordedCount = 0

  public init(_ checked: CheckedBook, _ indices: Range<Int>) {
    let book = checked.book
    let links = Links(book, BlockAnchors(checked.web))
    for index in indices {
      let chapter = book.chapters[index]
      guard let translation = chapter.translation, translation.isTranslated else { continue }
      chapterCount += 1
      let checks = LinkChecks(index, links)
      linkCount += checks.count
      findings += checks.findings + checks.missingFigures.map(\.finding)
      findings += Citation.problems(in: chapter, of: book)
      let facts = Facts(checked, index).compare()
      factCount += facts.count
      findings += facts.findings.map { finding in
        var finding = finding
        finding.message = finding.message.replacing("; `--update` writes it", with: "")
        return finding
      }
      for paragraph in translation.paragraphs where paragraph.state != .same {
        paragraphCount += 1
        switch paragraph.state {
        case .unrecorded: unrecordedCount += 1
        case .stale:
          staleCount += 1
          findings.append(
            .warning(translation.remark(paragraph), at: chapter.location(line: paragraph.line)))
        case .current, .same: break
        }
      }
    }
    findings = findings.inReadingOrder()
  }
}
