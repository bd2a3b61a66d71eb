import Literate

/// The contents page, and the lists of chapters.
extension Weaver {
  /// The chapters by parts.
  ///
  /// - Parameter current: Whose page this is for; of a long book only the chapters around it are
  ///   listed, so that the pages together do not grow with the square of the book. Nil is the
  ///   contents page, which also tells what is in the parts and the chapters.
  func chapterList(
    current: Int?, heading: String, promises: [String?] = [], inside: String = ""
  ) -> String {
    var shown = book.chapters.indices
    if let current, shown.count > 60 { shown = shown.clamped(to: current - 15..<current + 16) }
    var html = ""
    for (part, all) in labels.parts {
      let chapters = all.filter(shown.contains)
      if chapters.isEmpty { continue }
      if let part { html += "<\(heading)>\(escaped(part.name))</\(heading)>\n" }
      if current == nil, let part { html += opening(of: part) }
      html += "<ul class=\"chapters\">\n"
      for chapter in chapters {
        let label = labels.labels[chapter].map { "<span class=\"number\">\($0)</span> " } ?? ""
        let mark = chapter == current ? " aria-current=\"page\"" : ""
        html +=
          "<li><a href=\"\(address(chapter))\"\(mark)>\(label)"
          + "\(escaped(book.chapters[chapter].title))</a>"
          + promise(promises.indices.contains(chapter) ? promises[chapter] : nil)
          + (chapter == current ? inside : "") + "</li>\n"
      }
      html += "</ul>\n"
    }
    if shown.count < book.chapters.count {
      html +=
        "<p><a href=\"index.html\">\(words("All {} chapters", "\(book.chapters.count)"))</a></p>\n"
    }
    return html
  }

  /// What a part is about, beside its picture.
  private func opening(of part: BookSettings.Part) -> String {
    let summary = part.summary.map { book.settings.html($0) } ?? ""
    guard let file = part.figure,
      let text = book.files.bytes("figures/" + file).map({ String(decoding: $0, as: UTF8.self) }),
      let picture = inlineSVG(text, prefix: "part\(part.first)-", alternative: "")
    else { return summary }
    return "<div class=\"part\">\n<div>\n\(summary)</div>\n"
      + "<div class=\"picture\" aria-hidden=\"true\">\(picture)</div>\n</div>\n"
  }

  /// Parts whose picture is not there, or cannot stand in a page.
  var partDiagnostics: [Diagnostic] {
    let settings = book.files.bytes("book.yml").map { String(decoding: $0, as: UTF8.self) }
    let cited = book.settings.citationProblems(settings ?? "", at: book.path + "/book.yml")
    return cited
      + book.settings.parts.compactMap { part in
        guard let file = part.figure else { return nil }
        let text = book.files.bytes("figures/" + file).map { String(decoding: $0, as: UTF8.self) }
        if let text, inlineSVG(text, prefix: "", alternative: "") != nil { return nil }
        return .error(
          "the picture of the part `\(part.name)`, `figures/\(file)`, is not there, or is no SVG that "
            + "can stand in a page", at: SourceLocation(file: book.path + "/book.yml"))
      }
      + book.settings.figures.keys.sorted().compactMap { file in
        if book.files.bytes("figures/" + file) != nil { return nil }
        return .error(
          "`figures` says how the program writes `\(file)`, which is not in the book's figures/; "
            + "name the data of a figure", at: SourceLocation(file: book.path + "/book.yml"))
      }
  }

  /// What a chapter begins by saying.
  func promise(_ text: String?) -> String {
    text.map { "<p class=\"promise\">\(escaped($0))</p>" } ?? ""
  }

  func contentsPage(_ promises: [String?]) -> String {
    let repository =
      book.settings.repositoryURL.map {
        "<p class=\"source\"><a href=\"\(escaped($0))\">\(words("The book's source"))</a></p>\n"
      } ?? ""
    let start =
      book.chapters.isEmpty
      ? "" : "<p class=\"start\"><a href=\"\(address(0))\">\(words("Start reading"))</a></p>\n"
    let figure = CoverFigure(book)
    var page = Page(
      settings: book.settings, path: "index.html", title: book.settings.title, kind: .cover,
      description: book.settings.subtitle, next: book.chapters.isEmpty ? nil : neighbour(0),
      body: """
        \(cover(start + repository, figure: figure?.html ?? ""))\
        <nav class="book-contents" aria-label="\(words("Contents"))">
        \(chapterList(current: nil, heading: "h2", promises: promises))</nav>
        \(appendages)
        """)
    if let figure {
      page.interactive = [figure.name]
      page.liveProgram = live?.program
    }
    return page.html(theme.template)
  }

  /// What the book has beside its chapters.
  var appendages: String {
    var links = [("book.html", "The whole book on one page")]
    if book.settings.program != nil, program.history.files.contains(where: { !$0.isEmpty }) {
      links.append((ProgramPages.wholePath, "The program"))
    }
    if !references.blocks.isEmpty { links.append((Indexes.chunksPath, "Index of chunks")) }
    if indexes.hasNames { links.append((Indexes.namesPath, "Index of names")) }
    if !book.settings.terms.isEmpty { links.append((Indexes.termsPath, "Index of terms")) }
    if !book.settings.references.isEmpty {
      links.append((ReferenceList.name + ".html", "References"))
    }
    let items = links.map { "<li><a href=\"\($0)\">\(words($1))</a></li>\n" }.joined()
    return "<ul class=\"appendages\">\n\(items)</ul>\n"
  }

  func cover(_ more: String, figure: String = "") -> String {
    let subtitle =
      book.settings.subtitle.map { "<p class=\"subtitle\">\(escaped($0))</p>\n" } ?? ""
    let description =
      book.settings.description
      .map { "<div class=\"description\">\n\(book.settings.html($0))</div>\n" } ?? ""
    let authors =
      book.settings.authors.isEmpty
      ? "" : "<p class=\"authors\">\(escaped(book.settings.authors.joined(separator: ", ")))</p>\n"
    let opening = """
      <div class="cover">
      <h1>\(escaped(book.settings.title))</h1>
      \(subtitle)\(authors)\(more)</div>
      \(figure)\(description)
      """
    // A figure stands beside the title where there is room.
    return figure.isEmpty ? opening : "<div class=\"hero\">\n\(opening)</div>\n"
  }
}
