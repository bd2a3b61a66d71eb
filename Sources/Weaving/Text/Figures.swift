import Literate

/// Figures, still and interactive.
extension ChapterText {
  /// A paragraph that is one image becomes a figure, its title the caption; an SVG file becomes part
  /// of the page, so that it is there without a second request and takes its colours.
  mutating func replaceFigure(_ node: Node) {
    guard let page, let image = node.firstChild, image.kind == .image, image.next == nil
    else { return }
    let line = node.startLine
    numbers.figures += 1
    let alternative = escaped(image.plainText)
    let caption = image.title.isEmpty ? "" : figureCaption(image.title, line: line, page)
    var picture = "<img src=\"\(escaped(image.url))\" alt=\"\(alternative)\">"
    if form != .ebook, case .file(_, let path) = page.links.target(of: image.url, in: page.index),
      path.hasSuffix(".svg"), let bytes = page.files.bytes(path),
      let text = String(validating: bytes, as: UTF8.self),
      let inlined = inlineSVG(
        text, prefix: "f:\(page.index)-\(numbers.figures)-", alternative: alternative)
    {
      picture = isWide(inlined) ? "<div class=\"wide\" tabindex=\"0\">\n\(inlined)</div>" : inlined
      files.remove(path)
    }
    let name = image.title.isEmpty ? nil : Numbered.name(ofFile: image.url)
    let anchor = name.flatMap {
      numbers.figureNames.insert($0).inserted ? " id=\"\(page.id("fig:" + escaped($0)))\"" : nil
    }
    if document.root.firstChild == node, node.next == nil {
      onlyFigure = (picture + "\n", caption, anchor ?? "")
    }
    node.replace(withHTML: "<figure\(anchor ?? "")>\n\(picture)\n\(caption)</figure>\n")
  }

  /// Whether a picture is so wide that on a phone its letters would be too small to read: there it
  /// keeps its width, and scrolls in a box of its own.
  private func isWide(_ svg: String) -> Bool {
    guard let head = svg.firstRange(of: ">").map({ svg[..<$0.lowerBound] }),
      let width = head.firstMatch(of: /\swidth=["']([0-9.]+)(?:px)?["']/).flatMap({ Double($0.1) })
    else { return false }
    return width > 480
  }

  /// A caption is inline Markdown.
  private mutating func figureCaption(_ text: String, line: Int, _ page: Surroundings) -> String {
    let caption = Document(SourceText(text), lineNumbers: [line])
    var html = escaped(text)
    if let paragraph = caption.root.firstChild, paragraph.kind == .paragraph, paragraph.next == nil
    {
      convertInlines(in: paragraph)
      html = paragraph.innerHTML
    }
    return numbered(html, page)
  }

  /// The last paragraph of an interactive figure's text, if all of it is emphasized, is its caption.
  mutating func takeCaption(_ node: Node) {
    guard let page, node.parent == document.root, node.previous != nil, node.next == nil,
      let words = node.firstChild, words.kind == .emphasis, words.next == nil
    else { return }
    caption = numbered(words.innerHTML, page)
    node.remove()
  }

  private mutating func numbered(_ caption: String, _ page: Surroundings) -> String {
    numbers.captions += 1
    let number = page.labels.labels[page.index].map {
      "<span class=\"number\">\(words("Figure {}", "\($0).\(numbers.captions)"))</span> "
    }
    return "<figcaption>\(number ?? "")\(caption)</figcaption>\n"
  }

  /// An interactive figure: its data, and the fence's text, as Markdown, for print and for readers
  /// without scripts. An image alone in it brings its caption, or the last paragraph is one. On the
  /// page of all chapters it stands still.
  mutating func figureHTML(_ block: CodeBlock, name: String, data: String?) -> String {
    let inner = ChapterText(
      Document(block), on: page?.part(), isInFigure: true, numbers: numbers)
    take(inner)
    let (still, caption, anchor) = inner.onlyFigure ?? (inner.html, inner.caption ?? "", "")
    var asks = ""
    if let data, let page, page.liveProgram != nil,
      let words = page.references.book.settings.figures[data]
    {
      asks = " data-asks=\"\(escaped(words))\" data-answer=\"\(escaped(data))\""
      runs = true
    }
    let opening =
      "<figure class=\"interactive\" data-figure=\"\(escaped(name))\"\(page == nil ? "" : anchor)"
      + "\(asks)>\n"
    guard let page else { return "\(opening)\(inner.html)</figure>\n" }
    let modules = FigureModules(page.files)
    if modules.script(name) == nil {
      error(modules.problem(name), line: block.line, column: block.column)
    }
    interactive.insert(name)
    let values = dataHTML(data, block, page)
    return "\(opening)<div class=\"still\">\n\(still)</div>\n\(form == .ebook ? "" : values)"
      + "\(caption)</figure>\n"
  }

  private mutating func dataHTML(
    _ data: String?, _ block: CodeBlock, _ page: Surroundings
  ) -> String {
    guard let data else { return "" }
    let path = "figures/" + data
    var problem = "there is no `\(path)` in the book; a transcript can write it, or name it right"
    if let bytes = page.files.bytes(path) {
      if page.form == .whole { return "" }
      if let json = embeddedJSON(bytes) {
        return "<script type=\"application/json\">\(json)</script>\n"
      }
      problem = "`\(path)` is not JSON, which a figure's data must be"
    }
    error(problem, line: block.line, column: block.column)
    return ""
  }
}
