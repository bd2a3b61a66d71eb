import Literate

/// What the chapters are called: numbers, letters, or nothing, as their part says.
struct Labels: Sendable {
  /// Such as `3` or `B`; nil in a part without numbering.
  private(set) var labels: [String?] = []
  /// The parts with their chapters' indices; none for chapters before the first of them.
  private(set) var parts: [(part: BookSettings.Part?, chapters: [Int])] = []
  private var isLettered: [Bool] = []
  let words: Words

  init(_ book: Book) {
    words = Words(book.settings)
    var letters = 0
    var current: BookSettings.Part?
    for (index, chapter) in book.chapters.enumerated() {
      let part = book.settings.parts.last { $0.first <= chapter.number }
      if parts.isEmpty || part != current {
        parts.append((part, []))
        current = part
      }
      parts[parts.count - 1].chapters.append(index)
      let numbering = part?.numbering ?? .numbers
      isLettered.append(numbering == .letters)
      switch numbering {
      case .numbers: labels.append("\(chapter.number)")
      case .letters:
        labels.append(BookSettings.Numbering.letter(letters))
        letters += 1
      case .none: labels.append(nil)
      }
    }
  }

  /// `Chapter 3` or `Appendix B`.
  func kicker(_ chapter: Int) -> String? {
    labels[chapter].map { words(isLettered[chapter] ? "Appendix {}" : "Chapter {}", $0) }
  }

  func isAppendix(_ chapter: Int) -> Bool { isLettered[chapter] }

  /// The title with its label before it: `3 Pairs`.
  func fullTitle(_ chapter: Int, _ title: String) -> String {
    labels[chapter].map { "\($0) \(title)" } ?? title
  }
}
