import Formulas
import Literate

/// A Markdown text as HTML: libcmark's, but for tagged blocks, formulas, tables and asides, and on a
/// page also headings, links, images and what is said around code.
struct Body {
  private(set) var html = ""
  private(set) var diagnostics: [Diagnostic] = []
  /// Files of the book that the text links to, by their path in it.
  private(set) var files: Set<String> = []

  private let document: Document
  private let page: PageContext?
  private let isInFigure: Bool
  private var types: TypeTable?
  /// The kinds of interactive figures that the text has.
  private(set) var interactive: Set<String> = []
  private var figureCount: Int
  private var captionCount: Int

  /// - Parameters:
  ///   - page: Where the text stands in a book; nil for a text alone.
  ///   - isInFigure: Whether the text is what an interactive figure shows without scripts.
  ///   - figures: How many figures stand before it on the page.
  ///   - captions: How many of them have a caption.
  init(_ document: Document, on page: PageContext?, isInFigure: Bool = false, figures: Int = 0, captions: Int = 0) {
    self.document = document
    self.isInFigure = isInFigure
    self.page = page
    if let page, page.program.types != nil {
      types = TypeTable { (page.address(of: $0), page.name(of: $0)) }
    }
    figureCount = figures
    captionCount = captions
    render()
  }

  private mutating func render() {
    for quote in document.blocks() where quote.kind == .blockQuote { markAside(quote) }
    var headings = 0
    for node in document.blocks() {
      switch node.kind {
      case .codeBlock: replaceCode(node)
      case .heading:
        convertInlines(in: node, line: node.startLine)
        if let page, !page.isPart { rewrap(heading: node, index: headings, page) }
        headings += 1
      case .paragraph:
        let line = node.startLine
        convertInlines(in: node, line: line)
        if page != nil, replaceFigure(node, line: line) { continue }
      case .table: replaceTable(node)
      case .footnote: node.remove()
      default: break
      }
    }
    html = document.html() + (types?.html ?? "")
  }

  private mutating func error(_ message: String, line: Int, column: Int = 1) {
    guard let page else { return }
    diagnostics.append(.error(message, at: page.chapter.location(line: line, column: column)))
  }

  private mutating func warning(_ message: String, line: Int) {
    guard let page else { return }
    diagnostics.append(.warning(message, at: page.chapter.location(line: line)))
  }
}

/// Headings.
extension Body {
  private func rewrap(heading node: Node, index: Int, _ page: PageContext) {
    let level = node.headingLevel
    let anchor = page.links.headingAnchors[page.index][index]
    let number =
      page.sectionNumber(ofHeading: index)
      .map { "<span class=\"number\">\($0)</span> " } ?? ""
    let kicker =
      level == 1 && page.isTitle(heading: index)
      ? page.kicker.map { "<span class=\"kicker\">\($0)</span> " } ?? "" : ""
    let mark =
      level == 1
      ? "" : " <a class=\"anchor\" href=\"#\(anchor)\" aria-label=\"Link to this section\">#</a>"
    node.rewrap(
      opening: "<h\(level) id=\"\(escaped(anchor))\">\(kicker)\(number)",
      closing: "\(mark)</h\(level)>")
  }
}

/// Code, formulas and figures in fences.
extension Body {
  private mutating func replaceCode(_ node: Node) {
    var isFaulty = false
    let tag = Tag(node.info) { _ in isFaulty = true }
    let block = CodeBlock(
      tag: tag, line: node.startLine, column: node.startColumn, text: node.literalBytes)
    switch tag.role {
    case .chunk where !isFaulty:
      let chunk = ChunkHTML(block, on: page, types: &types)
      node.replace(withHTML: chunk.html)
    case .formula where !isFaulty:
      if let formula = formula(node.literal, line: node.startLine + 1, display: true) {
        // On a page a box that scrolls can be reached by keyboard.
        let focus = page == nil ? "" : " tabindex=\"0\""
        node.replace(withHTML: "<div class=\"formula\"\(focus)>\(formula)</div>\n")
      }
    case .transcript where !isFaulty:
      node.replace(withHTML: codeBox(transcriptHTML(block), "console", tag))
    case .figure where isInFigure:
      error(
        "a figure stands in no other figure; put it below", line: block.line, column: block.column)
      node.replace(withHTML: codeBox(escaped(node.literal), nil, tag))
    case .figure(let name, let data) where !isFaulty:
      node.replace(withHTML: figureHTML(block, name: name, data: data))
    case .sketch where !isFaulty:
      let html =
        tag.languageKey == "console"
        ? transcriptHTML(block)
        : ListingHTML(Listing(block, memory: page?.program.memory ?? Memory()).asWritten()).html
      node.replace(withHTML: codeBox(html, "sketch", tag))
    default:
      // On a page the box that scrolls can be reached by keyboard.
      guard page != nil else { return }
      node.replace(withHTML: codeBox(ListingHTML(Listing(plain: block)).html, nil, tag))
    }
  }

  /// An interactive figure: its data, and the fence's text, as Markdown, for print and for readers
  /// without scripts. An image alone in it brings its caption.
  private mutating func figureHTML(_ block: CodeBlock, name: String, data: String?) -> String {
    let inner = Body(
      Document(block), on: page?.part(), isInFigure: true, figures: figureCount,
      captions: captionCount)
    diagnostics += inner.diagnostics
    files.formUnion(inner.files)
    (figureCount, captionCount) = (inner.figureCount, inner.captionCount)
    let opening = "<figure class=\"interactive\" data-figure=\"\(escaped(name))\">\n"
    guard let page else { return "\(opening)\(inner.html)</figure>\n" }
    let modules = FigureModules(book: page.chapter.folder)
    if modules.script(name) == nil {
      error(modules.problem(name), line: block.line, column: block.column)
    }
    interactive.insert(name)
    let (still, caption) = inner.figureParts
    return "\(opening)<div class=\"still\">\n\(still)</div>\n\(dataHTML(data, block, page))"
      + "\(caption)</figure>\n"
  }

  /// The text, without the figure around it if it is a single one, and that figure's caption.
  private var figureParts: (still: String, caption: String) {
    let (opening, closing) = ("<figure>\n", "</figure>\n")
    guard html.hasPrefix(opening), html.hasSuffix(closing),
      html.ranges(of: opening).count == 1
    else { return (html, "") }
    let inside = html.dropFirst(opening.count).dropLast(closing.count)
    let caption = inside.firstRange(of: "<figcaption>")?.lowerBound ?? inside.endIndex
    return (String(inside[..<caption]), String(inside[caption...]))
  }

  private mutating func dataHTML(
    _ data: String?, _ block: CodeBlock, _ page: PageContext
  ) -> String {
    guard let data else { return "" }
    let path = "figures/" + data
    var problem = "there is no `\(path)` in the book; a transcript can write it, or name it right"
    if let bytes = try? Disk.read(page.chapter.folder + "/" + path) {
      if let json = embeddedJSON(bytes) {
        return "<script type=\"application/json\">\(json)</script>\n"
      }
      problem = "`\(path)` is not JSON, which a figure's data must be"
    }
    error(problem, line: block.line, column: block.column)
    return ""
  }

  private mutating func formula(_ tex: String, line: Int, display: Bool) -> String? {
    do throws(FormulaError) {
      return try Formula(tex, display: display).mathML
    } catch {
      let breaks = tex.utf8.prefix(error.offset).count { $0 == 0x0A }
      self.error("in this formula: \(error.message)", line: line + breaks)
      return nil
    }
  }
}

/// What stands inside paragraphs and headings.
extension Body {
  private mutating func convertInlines(in block: Node, line: Int) {
    for node in block.descendants() {
      switch node.kind {
      case .code: replaceFormula(node, line: node.startLine > 0 ? node.startLine : line)
      case .link, .image: if page != nil { rewriteLink(node, line: line) }
      default: break
      }
    }
  }

  /// `` $`x`$ ``: a code span between two dollar signs that are not escaped.
  private mutating func replaceFormula(_ node: Node, line: Int) {
    guard let before = node.previous, let after = node.next, before.kind == .text,
      after.kind == .text, before.literal.hasSuffix("$"), after.literal.hasPrefix("$"),
      !isEscaped(node),
      let formula = formula(node.literal, line: line, display: false)
    else { return }
    before.setLiteral(String(before.literal.dropLast()))
    after.setLiteral(String(after.literal.dropFirst()))
    node.replace(withHTML: formula)
  }

  /// Whether the dollar sign in front of a code span has a backslash of its own.
  private func isEscaped(_ code: Node) -> Bool {
    let line = code.sourceLine
    var before = line.prefix(max(0, code.startColumn - 1))
    while before.last == UInt8(ascii: "`") { before.removeLast() }
    guard before.last == UInt8(ascii: "$") else { return false }
    let backslashes = before.dropLast().reversed().prefix { $0 == UInt8(ascii: "\\") }
    return backslashes.count % 2 == 1
  }

  private mutating func rewriteLink(_ node: Node, line: Int) {
    guard let page else { return }
    let line = max(line, node.startLine)
    switch page.links.target(of: node.url, in: page.index) {
    case .unchanged: break
    case .page(let url):
      if node.kind == .image {
        diagnostics.append(
          .error("a chapter is no image", at: page.chapter.location(line: line)))
      }
      node.setURL(url)
    case .file(_, let path): files.insert(path)
    case .nowhere(let problem):
      diagnostics.append(.error(problem, at: page.chapter.location(line: line)))
    }
  }
}

/// Images that stand alone.
extension Body {
  /// A paragraph that is one image becomes a figure, its title the caption; an SVG file becomes part
  /// of the page, so that it takes the page's colours.
  private mutating func replaceFigure(_ node: Node, line: Int) -> Bool {
    guard let page, let image = node.firstChild, image.kind == .image, image.next == nil
    else { return false }
    figureCount += 1
    let alternative = escaped(image.plainText)
    let caption = image.title.isEmpty ? "" : figureCaption(image.title, page)
    var picture = "<img src=\"\(escaped(image.url))\" alt=\"\(alternative)\">"
    if case .file(_, let path) = page.links.target(of: image.url, in: page.index),
      path.hasSuffix(".svg"), let bytes = try? Disk.read(page.chapter.folder + "/" + path),
      let inlined = inlineSVG(
        String(decoding: bytes, as: UTF8.self), prefix: "figure-\(page.index)-\(figureCount)-",
        alternative: alternative)
    {
      picture = inlined
      files.remove(path)
    }
    node.replace(withHTML: "<figure>\n\(picture)\n\(caption)</figure>\n")
    return true
  }

  private mutating func figureCaption(_ text: String, _ page: PageContext) -> String {
    captionCount += 1
    let number = page.labels.labels[page.index].map {
      "<span class=\"number\">Figure \($0).\(captionCount)</span> "
    }
    return "<figcaption>\(number ?? "")\(escaped(text))</figcaption>\n"
  }
}

/// Pipe tables.
extension Body {
  private mutating func replaceTable(_ node: Node) {
    guard let table = document.table(at: node) else { return }
    let cells = document.cells(ofTableAt: node).map { cell in
      guard let cell else { return "" }
      convertInlines(in: cell, line: cell.startLine)
      return cell.innerHTML
    }
    for row in table.overfullRows {
      warning(
        "this row has more cells than the table's head; what is in them is not shown",
        line: node.startLine + 2 + row)
    }
    let columns = table.alignments.count
    var html = "<table>\n<thead>\n"
    html += row(cells[..<columns], "th", table.alignments)
    html += "</thead>\n"
    if !table.rows.isEmpty {
      html += "<tbody>\n"
      for start in stride(from: columns, to: cells.count, by: columns) {
        html += row(cells[start..<start + columns], "td", table.alignments)
      }
      html += "</tbody>\n"
    }
    html += "</table>\n"
    node.replace(
      withHTML: page == nil ? html : "<div class=\"table\" tabindex=\"0\">\n\(html)</div>\n")
  }

  private func row(
    _ cells: ArraySlice<String>, _ name: String, _ alignments: [Table.Alignment?]
  ) -> String {
    var html = "<tr>\n"
    for (cell, alignment) in zip(cells, alignments) {
      let style =
        switch alignment {
        case .left: " style=\"text-align: left\""
        case .center: " style=\"text-align: center\""
        case .right: " style=\"text-align: right\""
        case nil: ""
        }
      html += "<\(name)\(style)>\(cell)</\(name)>\n"
    }
    return html + "</tr>\n"
  }
}

/// Asides.
extension Body {
  /// `> [!NOTE]` and its kin, alone on the first line of a quote that stands in no other block.
  private func markAside(_ quote: Node) {
    guard quote.parent?.kind == .document, let paragraph = quote.firstChild,
      paragraph.kind == .paragraph
    else { return }
    var marker = ""
    var nodes: [Node] = []
    var current = paragraph.firstChild
    while let node = current, node.kind == .text {
      marker += node.literal
      nodes.append(node)
      current = node.next
    }
    let words = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"]
    let text = marker.filter { !$0.isWhitespace }.uppercased()
    guard let word = words.first(where: { text == "[!\($0)]" }),
      current?.kind == .softBreak || current?.kind == .lineBreak
        || current == nil && paragraph.next != nil
    else { return }
    let rest = current
    for node in nodes { node.remove() }
    if let rest { rest.remove() } else { paragraph.remove() }
    let name = word.lowercased()
    quote.rewrap(
      opening: "<div class=\"aside \(name)\" role=\"note\">\n<p class=\"aside-title\">"
        + "\(name.prefix(1).uppercased())\(name.dropFirst())</p>",
      closing: "</div>")
  }
}
