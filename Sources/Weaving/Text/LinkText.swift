import Literate

/// What a link says that has no words of its own, and what it may say.
extension Links {
  init(_ references: CrossReferences) { self.init(references.book, references.anchors) }

  /// The name of what a link leads to, such as `Figure 10.2`, as HTML.
  func text(of url: String, in chapter: Int, _ labels: Labels) -> String? {
    guard let (home, anchor) = place(of: url, from: chapter) else { return nil }
    return name(of: anchor, in: home, labels)
  }

  /// `3.2` for what a link leads to, if that is a section with a number.
  func sectionNumber(of url: String, in chapter: Int, _ labels: Labels) -> String? {
    guard let (home, anchor) = place(of: url, from: chapter),
      let heading = headingAnchors[home].firstIndex(of: anchor)
    else { return nil }
    return labels.sectionNumber(ofHeading: heading, in: home, book)
  }

  private func name(of anchor: String, in chapter: Int, _ labels: Labels) -> String? {
    if anchor.isEmpty { return escaped(labels.reference(chapter, book)) }
    if let heading = headingAnchors[chapter].firstIndex(of: anchor) {
      if let number = labels.sectionNumber(ofHeading: heading, in: chapter, book) {
        return labels.words("section {}", number)
      }
      return escaped(book.chapters[chapter].headings[heading].text)
    }
    for kind in [Numbered.Kind.figure, .equation] {
      let some = book.chapters[chapter].numbered.filter { $0.kind == kind }
      guard let index = some.firstIndex(where: { $0.anchor == anchor }) else { continue }
      let number = (labels.labels[chapter].map { $0 + "." } ?? "") + "\(index + 1)"
      return labels.words(kind == .figure ? "Figure {}" : "Equation {}", number)
    }
    guard let name = blocks.chunk(at: anchor, in: chapter) else { return nil }
    return blocks.files.contains(name)
      ? "<span class=\"file\">\(escaped(name))</span>" : "⟨\(escaped(name))⟩"
  }
}
