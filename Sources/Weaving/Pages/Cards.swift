import Literate

/// The picture that stands for a chapter where its address is shared: its number, its title, what it
/// begins by saying. There is one only where the book has an address, since a picture is asked for by
/// its whole address.
extension Weaver {
  func cards(_ summaries: [String?]) -> [OutputFile] {
    guard book.settings.baseURL != nil else { return [] }
    let chapters = book.chapters.indices.map { index in
      card(
        Self.cardPath(of: encodedPath(book.chapters[index].slug)),
        above: [labels.labels[index], book.settings.title].compactMap { $0 }
          .joined(separator: " · "),
        title: book.chapters[index].title, below: summaries[index])
    }
    return [
      card(
        Self.cardPath(of: "index"), above: book.settings.authors.joined(separator: ", "),
        title: book.settings.title, below: book.settings.subtitle)
    ] + chapters
  }

  /// Where the card of a page is, by the page's name without its ending.
  static func cardPath(of page: String) -> String { "cards/\(page).svg" }

  private func card(
    _ path: String, above: String, title: String, below: String?
  ) -> OutputFile {
    let titles = Self.wrapped(title, to: 24, lines: 3)
    let first = 250 - 40 * (titles.count - 1)
    var rows = titles.enumerated().map { index, line in
      "<text x=\"90\" y=\"\(first + 90 * index)\" class=\"title\">\(escaped(line))</text>\n"
    }
    let start = first + 90 * titles.count - 10
    rows += Self.wrapped(below ?? "", to: 62, lines: 3).enumerated().map { index, line in
      "<text x=\"90\" y=\"\(start + 46 * index)\" class=\"below\">\(escaped(line))</text>\n"
    }
    let svg = """
      <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 630" width="1200" height="630">
      <style>
        text { font-family: Charter, Georgia, serif; fill: #24211d; }
        .title { font-size: 80px; font-weight: 600; }
        .below, .above { font-size: 34px; fill: #6a6359; }
      </style>
      <rect width="1200" height="630" fill="#fffdf9"/>
      <rect width="24" height="630" fill="#a8480f"/>
      <text x="90" y="110" class="above">\(escaped(above))</text>
      \(rows.joined())<path d="M90 560C300 560 340 420 1110 590" fill="none" stroke="#a8480f" \
      stroke-width="5" opacity="0.5"/>
      </svg>

      """
    return OutputFile(path: path, bytes: Array(svg.utf8))
  }

  /// A text in lines of at most so many characters; what does not fit ends in `…`.
  private static func wrapped(_ text: String, to width: Int, lines most: Int) -> [String] {
    var lines: [String] = []
    for word in text.split(whereSeparator: \.isWhitespace) {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else if lines.count == most {
        lines[most - 1] = lines[most - 1].prefix(width - 1) + "…"
        break
      } else {
        lines.append(word.count > width ? word.prefix(width - 1) + "…" : String(word))
      }
    }
    return lines
  }
}
