import Yams

/// What `book.yml` says of citations and of the index of terms.
extension SettingsReader {
  static let referenceKeys = ["key", "text", "author", "title", "in", "year", "url"]
  static let termKeys = ["term", "forms"]

  /// A list of entries with a `key:`, and a `text:` in Markdown or `author:`, `title:`, `in:` and
  /// `year:`.
  mutating func references(_ node: Yams.Node) -> [BookSettings.Reference] {
    guard case .sequence(let sequence) = node else {
      error("`references` is a list of entries with a `key:` and a `text:`", node.mark)
      return []
    }
    var references: [BookSettings.Reference] = []
    for entry in sequence {
      guard case .mapping(let mapping) = entry, let key = mapping["key"]?.string, isCitation(key)
      else {
        error(
          "a reference has a `key:` of letters, digits and `-_.:` between them, by which the text cites it",
          entry.mark)
        continue
      }
      for (name, _) in mapping {
        guard let name = name.string, !Self.referenceKeys.contains(name) else { continue }
        warn(ofUnknown: name, entry.mark, known: Self.referenceKeys)
      }
      func part(_ name: String) -> String? {
        mapping[name]?.string.flatMap { $0.isEmpty ? nil : $0 }
      }
      let parts = [
        part("author"), part("title").map { "*\($0)*" }, part("in"), part("year"),
      ].compactMap { $0 }
      guard let text = part("text") ?? (parts.isEmpty ? nil : parts.joined(separator: ", ") + ".")
      else {
        error("the reference `\(key)` says nothing; give it a `text:`, or a `title:`", entry.mark)
        continue
      }
      if references.contains(where: { $0.key == key }) {
        error("the reference `\(key)` is there twice; keep one of them", entry.mark)
        continue
      }
      references.append(BookSettings.Reference(key: key, text: text, url: part("url")))
    }
    return references
  }

  private func isCitation(_ key: String) -> Bool {
    Citation.isKey(key)
  }

  /// A list of words, or of `term:` with other `forms:`.
  mutating func terms(_ node: Yams.Node) -> [BookSettings.Term] {
    guard case .sequence(let sequence) = node else {
      error("`terms` is a list of words; write each on a line `- …`", node.mark)
      return []
    }
    return sequence.compactMap { entry in
      if case .mapping(let mapping) = entry, let name = mapping["term"]?.string, !name.isEmpty {
        for (key, _) in mapping {
          guard let key = key.string, !Self.termKeys.contains(key) else { continue }
          warn(ofUnknown: key, entry.mark, known: Self.termKeys)
        }
        return BookSettings.Term(
          name: name, forms: mapping["forms"].map { texts($0, "forms") } ?? [])
      }
      return text(entry, "terms").map { BookSettings.Term(name: $0) }
    }
  }
}
