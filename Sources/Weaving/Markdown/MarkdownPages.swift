import Literate

/// The book for those who read by machine: each chapter as Markdown, and `llms.txt`, which says what
/// there is (llmstxt.org).
extension Weaver {
  func markdownPages(_ promises: [String?]) -> [OutputFile] {
    let pages = Array(book.chapters.indices).concurrentMap { index in
      let page = Surroundings(
        index: index, references: references, links: links, labels: labels, program: program)
      let name = page.chapter.path
      return OutputFile(
        path: Self.markdownPath(page.chapter), bytes: MarkdownPage(page).bytes,
        place: { _ in name })
    }
    return pages + [OutputFile(path: "llms.txt", bytes: Array(overview(promises).utf8))]
  }

  static func markdownPath(_ chapter: Chapter) -> String { chapter.slug + ".md" }

  private func overview(_ promises: [String?]) -> String {
    let settings = book.settings
    var text = "# \(foldedName(settings.title))\n\n"
    if let subtitle = settings.subtitle { text += "> \(foldedName(subtitle))\n\n" }
    if let description = settings.description { text += "\(description.trimmingEnd)\n\n" }
    if !settings.authors.isEmpty { text += "By \(settings.authors.joined(separator: ", ")).\n\n" }
    text += """
      Each page is a chapter in Markdown. A fence whose first line says `file=` or `define=` is a \
      piece of the program, a file or a chunk with a name; `append=`, `replace=`, `insert=` and \
      `change=` change one that was there before; a line `<<name>>` stands for the chunk of that \
      name. A fence `console` is what the program printed when the book was checked.

      """
    for part in labels.parts {
      text += "\n## \(foldedName(part.part?.name ?? "Chapters"))\n\n"
      for index in part.chapters {
        let chapter = book.chapters[index]
        let address = (settings.baseURL ?? "") + encodedPath(Self.markdownPath(chapter))
        let title = foldedName(labels.fullTitle(index, chapter.title))
          .replacing("[", with: "\\[").replacing("]", with: "\\]")
        text += "- [\(title)](\(address))"
        if promises.indices.contains(index), let promise = promises[index] {
          text += ": \(foldedName(promise))"
        }
        text += "\n"
      }
    }
    return text
  }
}

extension String {
  fileprivate var trimmingEnd: Substring {
    self[...(lastIndex { !$0.isWhitespace } ?? startIndex)]
  }
}
