import Literate

/// What a page counts as it goes on.
struct PageNumbers {
  /// How many figures it has, and how many of them have a caption.
  var figures = 0
  var captions = 0
  /// The names of those that have an anchor.
  var figureNames: Set<String> = []
  var equationNames: Set<String> = []
  var notes: FootnoteNumbers

  /// - Parameter document: The page's text.
  init(_ document: Document) { notes = FootnoteNumbers(document) }
}

/// The footnotes of a page, numbered in the order in which its text comes to speak of them.
struct FootnoteNumbers {
  private var texts: [String: Document] = [:]
  /// The names of those that were referred to.
  private(set) var order: [String] = []
  private var uses: [String: (number: Int, count: Int)] = [:]
  /// Those whose name another had before.
  private(set) var repeated: [(name: String, line: Int)] = []

  init(_ document: Document) {
    for (name, text) in document.footnotes {
      let key = name.lowercased()
      if texts[key] == nil {
        texts[key] = text
      } else {
        repeated.append((name, text.root.firstChild?.startLine ?? 1))
      }
    }
  }

  /// Those that nothing has referred to, with their lines.
  var unused: [(name: String, line: Int)] {
    texts.filter { uses[$0.key] == nil }.map { ($0.key, $0.value.root.firstChild?.startLine ?? 1) }
      .sorted { ($0.line, $0.name) < ($1.line, $1.name) }
  }

  func text(_ name: String) -> Document? { texts[name] }

  /// How often a footnote is referred to.
  func count(_ name: String) -> Int { uses[name]?.count ?? 0 }

  /// The footnote's number, and how often it was referred to by now; nil if there is none.
  mutating func refer(to name: String) -> (number: Int, use: Int)? {
    let key = name.lowercased()
    guard texts[key] != nil else { return nil }
    if uses[key] == nil { order.append(key) }
    let use = uses[key].map { ($0.number, $0.count + 1) } ?? (order.count, 1)
    uses[key] = use
    return use
  }

  /// The anchor of a reference.
  static func anchor(_ number: Int, use: Int) -> String {
    "note-ref:\(number)" + (use == 1 ? "" : "-\(use)")
  }
}

/// Footnotes.
extension ChapterText {
  /// `[^name]` becomes the footnote's number, unless a backslash stands before it.
  mutating func convertReferences(in block: Node) {
    var marks: [(name: String, isEscaped: Bool)]?
    for node in block.descendants() where node.kind == .text && !node.isInImage {
      var rest = node
      while let open = rest.literal.firstRange(of: "[^"),
        let close = rest.literal[open.upperBound...].firstIndex(of: "]")
      {
        let text = rest.literal
        let name = String(text[open.upperBound..<close])
        let behind = text[close...].dropFirst()
        let mark = rest.splitOff(before: String(text[..<open.lowerBound]), behind: String(behind))
        guard let next = mark.next, next != mark else { break }
        rest = next
        if name.isEmpty || name.contains(where: \.isWhitespace) { continue }
        var left = marks ?? Self.marks(in: block.sourceText)
        let place = left.firstIndex { $0.name == name }
        let isEscaped = place.map { left.remove(at: $0).isEscaped } ?? false
        marks = left
        if !isEscaped { refer(to: name, at: mark, line: block.startLine) }
      }
    }
  }

  private mutating func refer(to name: String, at mark: Node, line: Int) {
    guard let (number, use) = numbers.notes.refer(to: name) else {
      warning(
        "there is no footnote `[^\(name)]`; add a line `[^\(name)]: …` to the chapter", line: line)
      return
    }
    let anchor = FootnoteNumbers.anchor(number, use: use)
    mark.replace(
      withHTML: "<sup class=\"note\"><a id=\"\(id(anchor))\" href=\"\(link("note:\(number)"))\" "
        + (form == .ebook ? "epub:type=\"noteref\" role=\"doc-noteref\" " : "")
        + "aria-label=\"\(words("Note {}", "\(number)"))\">\(number)</a></sup>")
  }

  /// The references in a text as it is written, code left out.
  private static func marks(in source: String) -> [(name: String, isEscaped: Bool)] {
    var found: [(String, Bool)] = []
    var rest = source[...]
    var backslashes = 0
    while let character = rest.first {
      if character == "`", backslashes % 2 == 0 {
        let run = rest.prefix { $0 == "`" }
        let inside = rest[run.endIndex...]
        rest = inside.firstRange(of: run).map { inside[$0.upperBound...] } ?? inside
        continue
      }
      if rest.hasPrefix("[^"), let close = rest.firstIndex(of: "]") {
        found.append((String(rest[..<close].dropFirst(2)), backslashes % 2 == 1))
      }
      backslashes = character == "\\" ? backslashes + 1 : 0
      rest = rest.dropFirst()
    }
    return found
  }

  /// The footnotes' texts, each with links back to where it is referred to.
  mutating func footnotesHTML() -> String {
    var items = ""
    var index = 0
    while index < numbers.notes.order.count {
      let name = numbers.notes.order[index]
      index += 1
      guard let text = numbers.notes.text(name) else { continue }
      let back = (1...max(1, numbers.notes.count(name))).map { use in
        "<a class=\"back\" \(form == .ebook ? "role=\"doc-backlink\" " : "")href=\"\(link(FootnoteNumbers.anchor(index, use: use)))\" "
          + "aria-label=\"\(words("Back to the text"))\">↩</a>"
      }
      let inner = ChapterText(
        text, on: page?.part(), numbers: numbers, closing: back.joined(separator: " "))
      take(inner)
      switch form {
      case .site, .whole: items += "<li id=\"\(id("note:\(index)"))\">\n\(inner.html)</li>\n"
      case .ebook:
        items +=
          "<aside id=\"note:\(index)\" epub:type=\"footnote\" role=\"doc-footnote\">\n"
          + "<p class=\"number\">\(index).</p>\n\(inner.html)</aside>\n"
      }
    }
    for (name, line) in numbers.notes.unused {
      warning("nothing refers to the footnote `[^\(name)]`", line: line)
    }
    for (name, line) in numbers.notes.repeated {
      warning("there is a footnote `[^\(name)]` before this one, which is shown", line: line)
    }
    if items.isEmpty { return "" }
    return form == .ebook
      ? "<section class=\"notes\" epub:type=\"footnotes\" aria-label=\"\(words("Notes"))\">\n\(items)</section>\n"
      : "<section class=\"notes\" aria-label=\"\(words("Notes"))\">\n<ol>\n\(items)</ol>\n</section>\n"
  }

  /// Counts a part of the text in.
  mutating func take(_ inner: ChapterText) {
    diagnostics += inner.diagnostics
    files.formUnion(inner.files)
    interactive.formUnion(inner.interactive)
    runs = runs || inner.runs
    notes.formUnion(inner.notes)
    numbers = inner.numbers
  }
}
