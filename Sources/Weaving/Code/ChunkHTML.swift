import Literate

/// A block of a chunk as a page shows it: its caption, its code in the views that it has, and where
/// the chunk goes on and is used.
struct ChunkHTML {
  private(set) var html = ""

  private let page: PageContext?
  private var types: TypeTable?

  /// - Parameters:
  ///   - page: Where the text stands in a book; nil for a text alone.
  ///   - types: Takes the names in the code.
  init(_ block: CodeBlock, on page: PageContext?, types: inout TypeTable?) {
    self.page = page
    self.types = types
    types = nil
    html = render(block)
    types = self.types
  }

  private mutating func render(_ block: CodeBlock) -> String {
    guard case .chunk(let verb, let name) = block.tag.role else { return "" }
    guard let page, let id = page.blockID(atLine: block.line),
      let entry = page.references.entries[id]
    else {
      let code = CodeHTML(block) { "<span class=\"reference\">⟨\(escaped($0))⟩</span>" }
      return """
        <div class="chunk">
        <p class="caption">\(caption(verb, name, isLinked: nil))</p>
        \(codeBox(code.html, nil, block.tag))</div>

        """
    }
    var names = TypeTable.Code(hasLinks: page.program.history.changes[id] == nil)
    let coloured = typed(page.program.lines(of: id), of: id, page, &names)
    let code = CodeHTML(block, coloured: coloured) { name in
      guard let home = page.references.home(of: name, from: page.index) else {
        return escapedReference(name)
      }
      return "<a class=\"reference\" href=\"\(page.address(of: home))\">⟨\(escaped(name))⟩</a>"
    }
    let definition = entry.definition == id ? nil : page.address(of: entry.definition)
    return """
      <div class="chunk" id="\(escaped(entry.anchor))">
      <p class="caption">\(caption(verb, name, isLinked: definition))</p>
      \(views(of: id, alone: (code.html, names.attribute), block.tag, page))\(crossReferences(entry, page))</div>

      """
  }

  /// The chunk as it is written; where it has them, also what it changes in its file, and itself
  /// with all that it refers to, one of them shown at a time.
  private mutating func views(
    of id: BlockID, alone: (html: String, types: String), _ tag: Tag, _ page: PageContext
  ) -> String {
    var views = [("Chunk", alone.html, "", alone.types)]
    if let change = page.program.history.changes[id] {
      var names = TypeTable.Code(hasLinks: true)
      let html = page.program.html(change) { typed($0, page, &names) }
      views.insert(
        ("Change", html, "<p class=\"place\">\(change.caption)</p>\n", names.attribute), at: 0)
    }
    if let lines = page.program.history.expansions[id] {
      var names = TypeTable.Code(hasLinks: false)
      let html = typed(lines, page, &names).map { $0 + "\n" }.joined()
      let name = page.references.verb(of: id) == .append ? "Whole" : "Expanded"
      views.append((name, html, "", names.attribute))
    }
    if views.count == 1 { return codeBox(alone.html, nil, tag, alone.types) }
    let group = "view-\(page.index)-\(id.block)"
    var html = "<div class=\"views\" role=\"group\" aria-label=\"What to show\">\n"
    for (number, view) in views.enumerated() {
      let name = "\(group)-\(number)"
      html +=
        "<input type=\"radio\" name=\"\(group)\" id=\"\(name)\"\(number == 0 ? " checked" : "")>"
        + "<label for=\"\(name)\">\(view.0)</label>\n"
    }
    for view in views {
      html += "<div class=\"view\">\n\(view.2)\(codeBox(view.1, nil, tag, view.3))</div>\n"
    }
    return html + "</div>\n"
  }

  /// A block's lines in colours, their names known to the page's table.
  private mutating func typed(
    _ lines: [String], of block: BlockID, _ page: PageContext, _ code: inout TypeTable.Code
  ) -> [String] {
    lines.enumerated().map { line, html in
      types?.add(html, of: block, line: line, at: page.index, to: &code) ?? html
    }
  }

  /// Lines of files in colours, likewise; nil is a line that is none of the program's.
  private mutating func typed(
    _ lines: [History.Line?], _ page: PageContext, _ code: inout TypeTable.Code
  ) -> [String] {
    lines.map { line in
      guard let line else {
        code.skipLine()
        return ""
      }
      return page.program.html(line) { html, indentation in
        types?.add(
          html, of: line.origin.block, line: line.origin.line, indentation: indentation,
          at: page.index, to: &code) ?? html
      }
    }
  }

  /// What the block is, and what it does to its chunk.
  private func caption(_ verb: Tag.Verb, _ name: String, isLinked address: String?) -> String {
    let title =
      verb == .file || page?.references.isFile(name) == true
      ? "<span class=\"file\">\(escaped(name))</span>"
      : "<span class=\"name\">⟨\(escaped(name))⟩</span>"
    let linked = address.map { "<a href=\"\($0)\">\(title)</a>" } ?? title
    let does =
      switch verb {
      case .file: "file"
      case .define: "defined"
      case .append: "continued"
      case .replace: "replaced"
      }
    return "\(linked) <span class=\"verb\">\(does)</span>"
  }

  private func crossReferences(_ entry: CrossReferences.Entry, _ page: PageContext) -> String {
    var parts: [String] = []
    if !entry.supersedes.isEmpty {
      parts.append("Replaces " + page.links(to: entry.supersedes, named: false))
    }
    if let next = entry.next, let following = page.references.entries[next] {
      let word = following.verb == .replace ? "Replaced in " : "Continued in "
      parts.append(word + page.links(to: [next], named: false))
    }
    let uses = page.references.uses[entry.name] ?? []
    if !uses.isEmpty { parts.append("Used in " + page.links(to: uses, named: true)) }
    return parts.isEmpty ? "" : "<p class=\"links\">\(parts.joined(separator: ". ")).</p>\n"
  }
}
