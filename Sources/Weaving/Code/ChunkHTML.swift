import Literate

/// A block of a chunk as a page shows it: its caption, its code in the views that it has, and where
/// the chunk goes on and is used.
struct ChunkHTML {
  private(set) var html = ""

  private let page: Surroundings?
  private var types: TypeTable?

  /// - Parameters:
  ///   - page: Where the text stands in a book; nil for a text alone.
  ///   - types: Takes the names in the code.
  init(_ block: CodeBlock, on page: Surroundings?, types: inout TypeTable?) {
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
      return """
        <div class="chunk">
        <p class="caption">\(caption(verb, name, isLinked: nil))</p>
        \(codeBox(ListingHTML(Listing(block)).html(), nil, block.tag))</div>

        """
    }
    let definition = entry.definition == id ? nil : page.address(of: entry.definition)
    let views = self.views(ChunkView.all(of: id, on: page), id, block.tag, page)
    return """
      <div class="chunk" id="\(page.id(escaped(entry.anchor)))">
      <p class="caption">\(caption(verb, name, isLinked: definition))</p>
      \(views)\(crossReferences(entry, page))</div>

      """
  }

  /// The views, one of them shown at a time.
  private mutating func views(
    _ views: [ChunkView], _ id: BlockID, _ tag: Tag, _ page: Surroundings
  ) -> String {
    // What stands first on the page is what the reader sees first; in print and in an e-book nothing
    // else is seen.
    let order = views.indices.sorted { (views[$0].order, $0) < (views[$1].order, $1) }
    let shown = page.form == .site ? views : order.prefix(1).map { views[$0] }
    let boxes = shown.map { view in
      let code = ListingHTML(
        view.listing, hasLinks: view.hasLinks, table: &types, words: page.words
      ) {
        page.address(of: $0)
      }
      return codeBox(code.html(for: page.form, page.words), nil, tag, code.attribute)
    }
    if boxes.count == 1 {
      return (shown[0].place.map { "<p class=\"place\">\($0)</p>\n" } ?? "") + boxes[0]
    }
    let group = "view:\(page.index)-\(id.block)"
    var html =
      "<div class=\"views\" role=\"group\" aria-label=\"\(page.words("What to show"))\">\n<div class=\"switch\">\n"
    for (number, index) in order.enumerated() {
      let name = "\(group)-\(number)"
      html +=
        "<input type=\"radio\" name=\"\(group)\" id=\"\(name)\"\(number == 0 ? " checked" : "")>"
        + "<label for=\"\(name)\">\(page.words(views[index].title))</label>\n"
    }
    html += "</div>\n"
    for index in order {
      let place = views[index].place.map { "<p class=\"place\">\($0)</p>\n" } ?? ""
      html += "<div class=\"view\">\n\(place)\(boxes[index])</div>\n"
    }
    return html + "</div>\n"
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
      case .insert: "lines added"
      case .change: "lines changed"
      }
    return "\(linked) <span class=\"verb\">\((page?.words ?? .english)(does))</span>"
  }

  private func crossReferences(_ entry: CrossReferences.Entry, _ page: Surroundings) -> String {
    var parts: [String] = []
    if !entry.supersedes.isEmpty {
      let earlier = page.links(to: entry.supersedes, named: false)
      parts.append(page.words("Replaces the version from {}", earlier))
    }
    if let next = entry.next, let following = page.references.entries[next] {
      let word =
        switch following.verb {
        case .replace: "Replaced later in {}"
        case .change: "Changed in {}"
        case .insert: "Added to in {}"
        case .file, .define, .append: "Continued in {}"
        }
      parts.append(page.words(word, page.links(to: [next], named: false)))
    }
    let uses = page.references.uses[entry.name] ?? []
    if !uses.isEmpty { parts.append(page.words("Used in {}", page.links(to: uses, named: true))) }
    return parts.isEmpty ? "" : "<p class=\"links\">\(parts.joined(separator: ". ")).</p>\n"
  }
}
