import Literate

/// A fence's code or transcript as HTML; figures and formulas are no code.
struct BlockHTML {
  let html: String
  /// Whether it is a transcript that the page can run.
  private(set) var runs = false

  /// - Parameters:
  ///   - page: Where the text stands in a book; nil for a text alone.
  ///   - types: Takes the names in the code.
  /// - Returns: Nothing for a figure, a formula, and what a text alone shows as libcmark does.
  init?(_ block: CodeBlock, on page: Surroundings?, types: inout TypeTable?) {
    let tag = block.tag
    let memory = page?.program.memory ?? Memory()
    let form = page?.form ?? .site
    let words = page?.words ?? .english
    func code(_ listing: Listing, _ kind: String?) -> String {
      codeBox(ListingHTML(listing.marking(tag.marks)).html(for: form, words), kind, tag)
    }
    switch tag.role {
    case .chunk: html = ChunkHTML(block, on: page, types: &types).html
    case .show(let name, let from):
      html = Self.again(name, from, block, page, &types)
    case .failing(let name):
      html = """
        <div class="chunk fails">
        <p class="caption"><span class="name">⟨\(escaped(name))⟩</span> \
        <span class="verb">\(words("does not compile"))</span></p>
        \(code(Listing(block, memory: memory).asWritten(), nil))</div>

        """
    case .compilerMessages: html = code(Listing(plain: block), "console compiler")
    case .transcript(let options):
      let box = codeBox(transcriptHTML(block, form), "console", tag)
      let live = page?.liveProgram.flatMap { LiveTranscript(block, program: $0) }
      html =
        (live?.html(around: box, words) ?? box) + (options.isHere ? Self.here(block, page) : "")
      runs = live != nil
    case .sketch where tag.languageKey == "console":
      html = codeBox(transcriptHTML(block, form), "sketch", tag)
    case .sketch: html = code(Listing(block, memory: memory).asWritten(), "sketch")
    case .figure, .formula: return nil
    case .plain, .input:
      // On a page the box that scrolls can be reached by keyboard.
      guard page != nil else { return nil }
      html = code(Listing(plain: block), nil)
    }
  }

  /// A chunk shown once more, with a link to where it was written.
  private static func again(
    _ name: String, _ from: Int?, _ block: CodeBlock, _ page: Surroundings?,
    _ types: inout TypeTable?
  ) -> String {
    let title = "<span class=\"name\">⟨\(escaped(name))⟩</span>"
    guard let page, let id = page.blockID(atLine: block.line),
      let shown = page.program.history.shown[id]
    else { return "<p class=\"caption\">\(title)</p>\n" }
    let listing = page.program.listing(shown.lines, through: shown.chapter).map { line in
      line.linked { page.references.home(of: $0, from: shown.chapter) }
    }
    let code = ListingHTML(
      listing.marking(block.tag.marks), hasLinks: true, table: &types, words: page.words
    ) {
      page.address(of: $0)
    }
    let home = page.references.home(of: name, from: shown.chapter)
    let link = home.map { "<a href=\"\(page.address(of: $0))\">\(title)</a>" } ?? title
    let place = home.map { escaped(page.name(of: $0)) } ?? ""
    let origin =
      from.map { page.words("again, from {}, as chapter {} leaves it", place, "\($0)") }
      ?? page.words("again, from {}", place)
    return """
      <div class="chunk again">
      <p class="caption">\(link) <span class="verb">\(origin)</span></p>
      \(codeBox(code.html(for: page.form, page.words), nil, block.tag, code.attribute))</div>

      """
  }

  /// How to have the program on which a transcript was run, where that is none of a chapter's end.
  private static func here(_ block: CodeBlock, _ page: Surroundings?) -> String {
    guard let page, page.blockID(atLine: block.line) != nil else { return "" }
    let folder = page.files.name
    let book = folder == "chapters" ? "" : escaped(folder) + " "
    let command =
      "<code>swift run tangle \(book)--through \(escaped(page.chapter.name)):\(block.line) "
      + "--output here</code>"
    let text = page.words("Run on the program as it stands here, which you get by {}", command)
    return "<p class=\"run-here\">\(text)</p>\n"
  }
}

/// A transcript as HTML: the prompt apart from the command, both apart from what is printed.
func transcriptHTML(_ block: CodeBlock, _ form: PageForm) -> String {
  block.lines.indices.map { index in
    let text = block.lineText(index)
    let line = String(decoding: text, as: UTF8.self)
    let html =
      line.hasPrefix("$ ")
      ? "<span class=\"prompt\">$ </span><b>\(escaped(line.dropFirst(2)))</b>" : escaped(line)
    let isMarked = block.tag.marks.contains { $0 ~= index + 1 }
    let marked = isMarked ? "<span class=\"marked\">\(html)</span>" : html
    return form == .ebook
      ? hangingLine(marked, indentation: columns(before: text)) : marked + "\n"
  }.joined()
}

/// Code in its box.
///
/// - Parameters:
///   - code: As HTML.
///   - kind: The class of the box.
///   - types: The attribute that tells of the names.
func codeBox(_ code: String, _ kind: String?, _ tag: Tag, _ types: String = "") -> String {
  let classes = kind.map { " class=\"\($0)\"" } ?? ""
  let language =
    tag.language.isEmpty ? "" : " class=\"language-\(escaped(tag.language.lowercased()))\""
  return "<pre\(classes) tabindex=\"0\"><code\(language)\(types)>\(code)</code></pre>\n"
}
