import Literate

/// What stands inside paragraphs and headings.
extension ChapterText {
  mutating func convertInlines(in block: Node) {
    let line = block.startLine
    for node in block.descendants() {
      switch node.kind {
      case .code where node.isInImage: uncoverFormula(node)
      case .code: replaceFormula(node, line: node.startLine > 0 ? node.startLine : line)
      case .link, .image: if page != nil { rewriteLink(node, line: line) }
      case .htmlInline where page != nil && node.factQuery != nil: node.remove()
      case .htmlInline: replaceLinks(inHTML: node, line: line)
      default: break
      }
    }
    convertReferences(in: block)
    convertCitations(in: block)
    markStrikethrough(in: block)
  }

  /// `` $`x`$ ``: a code span between two dollar signs that are not escaped.
  private mutating func replaceFormula(_ node: Node, line: Int) {
    guard isFormula(node), let formula = formula(node.literal, line: line, display: false)
    else { return }
    uncoverFormula(node)
    node.replace(withHTML: formula.mathML)
  }

  private func isFormula(_ node: Node) -> Bool {
    guard let before = node.previous, let after = node.next, before.kind == .text,
      after.kind == .text, before.literal.hasSuffix("$"), after.literal.hasPrefix("$")
    else { return false }
    return !isEscaped(node)
  }

  /// Takes away the dollar signs; an image's alternative text tells a formula as it is written.
  private func uncoverFormula(_ node: Node) {
    guard isFormula(node), let before = node.previous, let after = node.next else { return }
    before.setLiteral(String(before.literal.dropLast()))
    after.setLiteral(String(after.literal.dropFirst()))
  }

  /// Whether the dollar sign in front of a code span has a backslash of its own.
  private func isEscaped(_ code: Node) -> Bool {
    var before = code.sourceLine.prefix(max(0, code.startColumn - 1))
    while before.last == UInt8(ascii: "`") { before.removeLast() }
    guard before.last == UInt8(ascii: "$") else { return false }
    let backslashes = before.dropLast().reversed().prefix { $0 == UInt8(ascii: "\\") }
    return backslashes.count % 2 == 1
  }

  private mutating func rewriteLink(_ node: Node, line: Int) {
    guard let page else { return }
    let line = max(line, node.startLine)
    if node.kind == .link { checkNumber(in: node, line: line) }
    if node.kind == .link, node.firstChild == nil,
      let text = page.links.text(of: node.url, in: page.index, page.labels)
    {
      node.append(html: text)
    }
    if page.form == .ebook, isLeftOut(node, page, line: line) { return }
    if let url = follow(node.url, line: line, isImage: node.kind == .image) { node.setURL(url) }
  }

  /// Puts in the place of a link or picture that an e-book cannot hold what it can.
  private mutating func isLeftOut(_ node: Node, _ page: Surroundings, line: Int) -> Bool {
    let target = page.links.target(of: node.url, in: page.index, suggesting: false)
    switch (node.kind, target) {
    case (.image, .elsewhere):
      warning(
        "an e-book brings its pictures along, and `\(node.url.prefix(80))` is elsewhere; put the "
          + "file into the book's folder", line: line)
      node.replace(withHTML: escaped(node.plainText))
      return true
    case (.link, .file(_, let path)):
      if let base = page.references.book.settings.baseURL {
        node.setURL(base + encodedPath(path))
        return true
      }
      warning(
        "an e-book holds no file such as `\(path)`, and where the site has it is not known; say so "
          + "by `base-url` in book.yml", line: line)
      node.rewrap(opening: "", closing: "")
      return true
    default: return false
    }
  }

  /// The new address of a link, if it gets one; files that it leads to come along.
  private mutating func follow(_ url: String, line: Int, isImage: Bool) -> String? {
    guard let page else { return nil }
    switch page.links.target(of: url, in: page.index, suggesting: diagnostics.count < 50) {
    case .elsewhere: return nil
    case .chapter(let chapter, let rest):
      if isImage { error("a chapter is no image", line: line) }
      return page.address(ofChapter: chapter, rest)
    case .file(_, let path):
      files.insert(path)
      return nil
    case .nowhere(let problem):
      error(problem, line: line)
      return nil
    }
  }

  /// Links and pictures in the author's own HTML lead where those in Markdown do.
  mutating func replaceLinks(inHTML node: Node, line: Int) {
    guard let page else { return }
    let html = node.literal
    guard html.contains("=") || form == .ebook else { return }
    // The tags come in order, so each line is counted once.
    var rest = html.utf8[...]
    var (line, offset) = (max(line, node.startLine), 0)
    var changed = self
    let new = Markup.rewritten(html) { tag in
      line += rest.prefix(tag.offset - offset).count { $0 == 0x0A }
      rest = rest.dropFirst(tag.offset - offset)
      offset = tag.offset
      if form == .ebook {
        if changed.foreignElements == 0, let problem = Vocabulary.problem(tag) {
          changed.warning(problem, line: line)
        }
        if ["svg", "math"].contains(tag.name.lowercased()), !tag.isEmpty {
          changed.foreignElements += tag.isClosing ? -1 : 1
        }
      }
      for index in tag.attributes.indices {
        let attribute = tag.attributes[index]
        if attribute.addresses.isEmpty {
          tag.attributes[index].value = page.named(
            attribute.value, asValueOf: attribute.name.lowercased())
          continue
        }
        for address in attribute.addresses {
          let url = changed.follow(
            address, line: line, isImage: tag.isImage || attribute.holdsSeveralAddresses)
          guard let url, !attribute.holdsSeveralAddresses else { continue }
          tag.attributes[index].value = escaped(url)
        }
      }
    }
    self = changed
    if new != html { node.setLiteral(new) }
  }

  /// `~~struck~~`, both marks in one text, as GitHub reads it.
  private func markStrikethrough(in block: Node) {
    let hasTildes = block.descendants().contains {
      $0.kind == .text && $0.literal.utf8.contains(UInt8(ascii: "~"))
    }
    if !hasTildes || block.sourceText.contains("\\~") { return }
    for parent in [block] + block.descendants() where parent.firstChild != nil {
      if parent.kind == .image || parent.isInImage { continue }
      var opener: Node?
      var current = parent.firstChild
      while let node = current {
        current = node.next
        guard node.kind == .text, let (before, behind) = split(node.literal, opener == nil)
        else { continue }
        let mark = node.splitOff(before: before, behind: behind)
        current = mark.next
        if let open = opener {
          open.replace(withHTML: "<del>")
          mark.replace(withHTML: "</del>")
          opener = nil
        } else {
          opener = mark
        }
      }
    }
  }

  /// What stands before and behind the first two tildes in a text that may open or close.
  private func split(_ text: String, _ isOpening: Bool) -> (String, String)? {
    var start = text.startIndex
    while let mark = text[start...].firstRange(of: "~~") {
      let before = text[..<mark.lowerBound]
      let behind = text[mark.upperBound...]
      start = mark.upperBound
      if before.last == "~" || behind.first == "~" {
        start = text[start...].firstIndex { $0 != "~" } ?? text.endIndex
        continue
      }
      let side = isOpening ? behind.first : before.last
      if side.map(\.isWhitespace) == true { continue }
      return (String(before), String(behind))
    }
    return nil
  }
}

extension Surroundings {
  /// The value of an attribute of raw HTML, with the anchors in it named as those of the page.
  fileprivate func named(_ value: String, asValueOf attribute: String) -> String {
    switch attribute {
    case "id", "for", "name": id(value)
    case "aria-labelledby", "aria-describedby", "aria-controls":
      value.split(separator: " ").map { id(String($0)) }.joined(separator: " ")
    default: value.replacing("url(#", with: "url(#" + id(""))
    }
  }
}
