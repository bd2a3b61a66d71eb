import Literate

/// Where a text stands in a book.
struct Surroundings {
  let chapter: Chapter
  /// The chapter's place among the chapters, from 0.
  let index: Int
  let references: CrossReferences
  let links: Links
  let labels: Labels
  let program: ShownProgram
  /// The program that the page can run.
  var liveProgram: String?
  var form = PageForm.site
  var files: BookFiles { references.book.files }
  var words: Words { labels.words }
  /// Whether the text is only a part of the chapter, such as what a figure shows for print.
  private(set) var isPart = false
  private let blocksByLine: [Int: Int]

  init(
    index: Int, references: CrossReferences, links: Links, labels: Labels, program: ShownProgram
  ) {
    chapter = references.book.chapters[index]
    self.index = index
    self.references = references
    self.links = links
    self.labels = labels
    self.program = program
    blocksByLine = Dictionary(
      chapter.blocks.enumerated().map { ($1.line, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The same for a part of the chapter.
  func part() -> Surroundings {
    var part = self
    part.isPart = true
    return part
  }

  func blockID(atLine line: Int) -> BlockID? {
    isPart ? nil : blocksByLine[line].map { BlockID(chapter: index, block: $0) }
  }

  var kicker: String? { labels.kicker(index) }

  /// Whether a heading is the one that names the chapter.
  func isTitle(heading: Int) -> Bool {
    chapter.headings.firstIndex { $0.level == 1 } == heading
  }

  /// `3.2` for the second section of chapter 3.
  func sectionNumber(ofHeading index: Int) -> String? {
    labels.sectionNumber(ofHeading: index, in: self.index, references.book)
  }

  /// The address of a block, from this page.
  func address(of block: BlockID) -> String {
    let anchor = references.entries[block].map { "#" + encodedPath($0.anchor) } ?? ""
    return address(ofChapter: block.chapter, anchor)
  }

  /// The address of what stands in a chapter, from this page.
  func address(ofChapter chapter: Int, _ rest: String) -> String {
    form.address(of: references.book.chapters[chapter], rest, isOwn: chapter == index)
  }

  /// The address of a block on its chapter's page, from the page of all chapters.
  func addressOnSite(of block: BlockID) -> String {
    let anchor = references.entries[block].map { "#" + encodedPath($0.anchor) } ?? ""
    return PageForm.site.address(
      of: references.book.chapters[block.chapter], anchor, isOwn: false)
  }

  /// A block's address from any page of the site, and what a sentence on any calls its chapter.
  func placeFromAnywhere(of block: BlockID) -> (address: String, name: String) {
    (addressOnSite(of: block), labels.reference(block.chapter, references.book))
  }

  /// The name of an anchor of this text, as it stands in HTML.
  func id(_ anchor: String) -> String { form.id(anchor, in: chapter) }

  /// What a sentence calls the chapter of a block.
  func name(of block: BlockID) -> String {
    block.chapter == index
      ? words("this chapter") : labels.reference(block.chapter, references.book)
  }

  /// Links to blocks, in words.
  ///
  /// - Parameter named: Whether a block is called by its chunk's name or only by its chapter.
  func links(to blocks: [BlockID], named: Bool) -> String {
    var links: [String] = []
    for block in blocks {
      let place = name(of: block)
      let name = references.entries[block]?.name ?? ""
      let isFile = references.isFile(name)
      let text =
        named
        ? (isFile ? "<span class=\"file\">\(escaped(name))</span>" : "⟨\(escaped(name))⟩")
          + (block.chapter == index ? "" : " (\(escaped(place)))")
        : escaped(place)
      links.append("<a href=\"\(address(of: block))\">\(text)</a>")
    }
    return words.list(links)
  }
}

extension Labels {
  /// `3.2` for the second section of chapter 3; nil for a heading that has no number.
  func sectionNumber(ofHeading heading: Int, in chapter: Int, _ book: Book) -> String? {
    let headings = book.chapters[chapter].headings
    guard headings[heading].level == 2, let label = labels[chapter] else { return nil }
    return "\(label).\(headings[...heading].count { $0.level == 2 })"
  }

  /// How a sentence calls a chapter: `chapter 3`, `appendix B`, or its title.
  func reference(_ chapter: Int, _ book: Book) -> String {
    labels[chapter].map { words(isAppendix(chapter) ? "appendix {}" : "chapter {}", $0) }
      ?? book.chapters[chapter].title
  }
}
