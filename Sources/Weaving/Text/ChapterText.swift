import Formulas
import Literate

/// A Markdown text as HTML: libcmark's, but for tagged blocks, formulas, tables, asides, footnotes and
/// what else CommonMark does not know; on a page also headings, links, images and what is said
/// around code.
struct ChapterText {
  private(set) var html = ""
  var diagnostics: [Diagnostic] = []
  /// Files of the book that the text links to, by their path in it.
  var files: Set<String> = []
  /// The kinds of interactive figures that the text has.
  var interactive: Set<String> = []
  /// Whether it has a transcript that the page can run, or a figure that asks the program.
  var runs = false
  /// What it tells of the names in its code.
  var notes: Set<TypeNote> = []
  /// The picture and the caption of a text that is one figure and nothing else.
  var onlyFigure: (picture: String, caption: String, anchor: String)?
  /// The caption at the end of an interactive figure's text.
  var caption: String?
  var numbers: PageNumbers
  /// How many elements of raw HTML are open whose inside is SVG or MathML.
  var foreignElements = 0

  let document: Document
  let page: Surroundings?
  let isInFigure: Bool
  private var types: TypeTable?
  /// Whether the block before stands behind the page, in a row that goes on.
  private var isRowOpen = false

  /// - Parameters:
  ///   - page: Where the text stands in a book; nil for a text alone.
  ///   - isInFigure: Whether the text is what an interactive figure shows without scripts.
  ///   - numbers: What the page has counted so far, where the text is a part of it.
  ///   - closing: HTML to stand at the text's end, in its last paragraph.
  init(
    _ document: Document, on page: Surroundings?, isInFigure: Bool = false,
    numbers: PageNumbers? = nil, closing: String = ""
  ) {
    self.document = document
    self.isInFigure = isInFigure
    self.page = page
    if let page, page.form == .site, page.program.types != nil {
      types = TypeTable { page.placeFromAnywhere(of: $0) }
    }
    self.numbers = numbers ?? PageNumbers(document)
    let ending = rewrite(isWhole: numbers == nil, closing)
    html = document.html() + ending
  }

  /// A text of no book, as bytes: those that are not UTF-8 come through as libcmark gives them.
  static func bytes(of document: Document) -> [UInt8] {
    var text = ChapterText(document)
    let ending = text.rewrite(isWhole: true, "")
    return document.htmlBytes() + Array(ending.utf8)
  }

  private init(_ document: Document) {
    self.document = document
    page = nil
    isInFigure = false
    numbers = PageNumbers(document)
  }

  /// Makes of the document's tree what it is to be as HTML.
  ///
  /// - Returns: What stands behind it.
  private mutating func rewrite(isWhole: Bool, _ closing: String) -> String {
    warnOfFrontMatter()
    for quote in document.blocks() where quote.kind == .blockQuote { markAside(quote) }
    for paragraph in document.blocks() where paragraph.kind == .paragraph {
      markDefinitions(paragraph)
    }
    var headings = 0
    for node in document.blocks() {
      markStale(node)
      switch node.kind {
      case .codeBlock: replaceCode(node)
      case .htmlBlock: replaceLinks(inHTML: node, line: node.startLine)
      case .heading:
        convertInlines(in: node)
        warnOfHeadingMark(node)
        if let page, !page.isPart { rewrap(heading: node, index: headings, page) }
        headings += 1
      case .paragraph:
        warnOfForeignText(node)
        markTask(node)
        convertInlines(in: node)
        if page != nil { replaceFigure(node) }
        if isInFigure { takeCaption(node) }
      case .table: replaceTable(node)
      case .footnote: node.remove()
      default: break
      }
    }
    let last = document.root.lastChild
    if !closing.isEmpty, let last, last.kind == .paragraph { last.append(html: " " + closing) }
    var ending = ""
    if !closing.isEmpty, last?.kind != .paragraph { ending += "<p>\(closing)</p>\n" }
    if isWhole { ending += footnotesHTML() }
    if let types, !types.isEmpty {
      ending += types.html
      notes.formUnion(types.notes)
    }
    return ending
  }

  /// The name of an anchor, as it stands in HTML.
  func id(_ anchor: String) -> String { page?.id(anchor) ?? anchor }

  /// A link to an anchor of the text.
  func link(_ anchor: String) -> String {
    page.map { $0.address(ofChapter: $0.index, "#" + anchor) } ?? "#" + anchor
  }

  var form: PageForm { page?.form ?? .site }
  var words: Words { page?.words ?? .english }

  mutating func error(_ message: String, line: Int, column: Int = 1) {
    guard let page else { return }
    diagnostics.append(.error(message, at: page.chapter.location(line: line, column: column)))
  }

  mutating func warning(_ message: String, line: Int) {
    guard let page else { return }
    diagnostics.append(.warning(message, at: page.chapter.location(line: line)))
  }
}

/// Headings.
extension ChapterText {
  private func rewrap(heading node: Node, index: Int, _ page: Surroundings) {
    let level = node.headingLevel
    let anchor = page.links.headingAnchors[page.index][index]
    let number =
      page.sectionNumber(ofHeading: index)
      .map { "<span class=\"number\">\($0)</span> " } ?? ""
    let kicker =
      level == 1 && page.isTitle(heading: index)
      ? page.kicker.map { "<span class=\"kicker\">\($0)</span> " } ?? "" : ""
    let mark =
      level == 1 || form == .ebook
      ? ""
      : " <a class=\"anchor\" href=\"\(link(anchor))\" "
        + "aria-label=\"\(words("Link to this section"))\">#</a>"
    node.rewrap(
      opening: "<h\(level) id=\"\(id(escaped(anchor)))\">\(kicker)\(number)",
      closing: "\(mark)</h\(level)>")
  }
}

/// Code and formulas in fences.
extension ChapterText {
  private mutating func replaceCode(_ node: Node) {
    let (block, isFaulty) = block(of: node)
    let tag = block.tag
    let (opening, closing) = isFaulty ? ("", "") : row(node, block)
    switch tag.role {
    case .formula where !isFaulty: replaceFormula(block, at: node)
    case .figure where isInFigure:
      error(
        "a figure stands in no other figure; put it below", line: block.line, column: block.column)
      node.replace(withHTML: codeBox(escaped(node.literal), nil, tag))
    case .figure(let name, let data) where !isFaulty:
      node.replace(withHTML: opening + figureHTML(block, name: name, data: data) + closing)
    case _ where isFaulty:
      if page != nil {
        node.replace(
          withHTML: codeBox(ListingHTML(Listing(plain: block)).html(for: form, words), nil, tag))
      }
    default:
      if tag.role == .plain { warnOfDiagram(tag, line: block.line) }
      if form == .whole, tag.isBehind {
        node.replace(withHTML: opening + anchorAlone(block) + closing)
      } else if let code = BlockHTML(block, on: page, types: &types) {
        node.replace(withHTML: opening + code.html + closing)
        runs = runs || code.runs
      }
    }
  }

  /// A block as its chapter has read it; one of no chapter is read here.
  private func block(of node: Node) -> (block: CodeBlock, isFaulty: Bool) {
    if let page, let id = page.blockID(atLine: node.startLine) {
      return (page.chapter.blocks[id.block], false)
    }
    var isFaulty = false
    let tag = Tag(node.info) { _ in isFaulty = true }
    let block = CodeBlock(
      tag: tag, line: node.startLine, column: node.startColumn, text: node.literalBytes)
    return (block, isFaulty)
  }

  /// What stands around a block that is behind the page, in a row with its neighbours.
  private mutating func row(_ node: Node, _ block: CodeBlock) -> (opening: String, closing: String)
  {
    guard page != nil, block.tag.isBehind else { return ("", "") }
    var blocks = [block]
    var next = node.next
    while let neighbour = next, neighbour.kind == .codeBlock {
      let block = self.block(of: neighbour).block
      guard block.tag.isBehind else { break }
      blocks.append(block)
      next = neighbour.next
    }
    let opening = isRowOpen ? "" : BehindRow(blocks, on: page).opening
    isRowOpen = blocks.count > 1
    return (opening, isRowOpen ? "" : BehindRow.closing(for: form))
  }

  /// What is left of plumbing on paper: where links lead to.
  private func anchorAlone(_ block: CodeBlock) -> String {
    guard let page, let id = page.blockID(atLine: block.line),
      let entry = page.references.entries[id]
    else { return "" }
    return "<span id=\"\(page.id(escaped(entry.anchor)))\"></span>\n"
  }

  private mutating func replaceFormula(_ block: CodeBlock, at node: Node) {
    let (tex, label) = Numbered.label(ofFormula: node.literal)
    guard let formula = formula(tex, line: node.startLine + 1, display: true) else { return }
    // On a page a box that scrolls can be reached by keyboard.
    let focus = page == nil ? "" : " tabindex=\"0\""
    let long = formula.width > 48 ? " long" : ""
    var (anchor, number) = ("", "")
    if let page, let label, numbers.equationNames.insert(label).inserted {
      anchor = " id=\"\(id("eq:" + escaped(label)))\""
      let chapter = page.labels.labels[page.index].map { $0 + "." } ?? ""
      number = "<span class=\"number\">(\(chapter)\(numbers.equationNames.count))</span>"
    }
    node.replace(
      withHTML: "<div\(anchor) class=\"formula\(long)\"\(focus)>\(formula.mathML)\(number)</div>\n")
  }

  mutating func formula(_ tex: String, line: Int, display: Bool) -> Formula? {
    do throws(FormulaError) {
      return try Formula(tex, display: display)
    } catch {
      let breaks = tex.utf8.prefix(error.offset).count { $0 == 0x0A }
      self.error("in this formula: \(error.message)", line: line + breaks)
      return nil
    }
  }
}
