import Literate

/// Where in the book its terms stand: `terms:` in `book.yml` lists them, and the text is searched.
struct TermIndex {
  struct Place: Hashable {
    let chapter: Int
    /// The heading in whose section it is; nil before the first.
    let heading: Int?
  }

  struct Entry {
    let name: String
    /// Where it is emphasised first, which is where it is explained.
    var home: Place?
    /// The sections in which it stands, in reading order.
    var places: [Place] = []
  }

  private(set) var entries: [Entry]

  init(_ book: Book) {
    entries = book.settings.terms.map { Entry(name: $0.name) }
    if entries.isEmpty { return }
    let forms = book.settings.terms.map { term in
      ([term.name] + term.forms).map { Array(words(in: $0)) }
    }
    // The terms that begin with a word.
    var beginnings: [String: [(term: Int, words: [String])]] = [:]
    for (index, forms) in forms.enumerated() {
      for form in forms {
        if let first = form.first { beginnings[first, default: []].append((index, form)) }
      }
    }
    for (index, chapter) in book.chapters.enumerated() {
      var heading: Int?
      var count = 0
      for node in Document(chapter.source).blocks() {
        if node.kind == .heading {
          heading = count
          count += 1
        }
        guard node.kind == .heading || node.kind == .paragraph else { continue }
        let place = Place(chapter: index, heading: heading)
        for term in Self.found(in: words(in: node.plainText), beginnings)
        where entries[term].places.last != place {
          entries[term].places.append(place)
        }
        for emphasis in node.descendants()
        where emphasis.kind == .emphasis || emphasis.kind == .strong {
          for term in Self.found(in: words(in: emphasis.plainText), beginnings)
          where entries[term].home == nil {
            entries[term].home = place
          }
        }
      }
    }
    entries.sort { ($0.name.lowercased(), $0.name) < ($1.name.lowercased(), $1.name) }
  }

  private static func found(
    in text: [String], _ beginnings: [String: [(term: Int, words: [String])]]
  ) -> Set<Int> {
    var found: Set<Int> = []
    for (index, word) in text.enumerated() {
      for singular in [word, word.hasSuffix("s") ? String(word.dropLast()) : word] {
        for (term, words) in beginnings[singular] ?? [] {
          let here = text[index...].prefix(words.count)
          // The last word may be a plural.
          let isSame =
            here.count == words.count
            && zip(here, words).enumerated().allSatisfy { place, pair in
              pair.0 == pair.1 || place == words.count - 1 && pair.0 == pair.1 + "s"
            }
          if isSame { found.insert(term) }
        }
      }
    }
    return found
  }
}

/// A text's words in lower case.
private func words(in text: String) -> [String] {
  text.lowercased().split { !($0.isLetter || $0.isNumber || $0 == "-" || $0 == "'") }
    .map(String.init)
}

/// The page.
extension Indexes {
  static let termsPath = "terms.html"

  func termsPage(_ links: Links) -> OutputFile? {
    let index = TermIndex(book)
    if index.entries.isEmpty { return nil }
    let rows = index.entries.map { entry in
      var places = entry.places
      if let home = entry.home { places.removeAll { $0 == home } }
      let shown = ((entry.home.map { [$0] } ?? []) + places).enumerated().map { number, place in
        let link = termLink(place, links)
        return number == 0 && entry.home != nil ? "<b>\(link)</b>" : link
      }
      return "<dt>\(escaped(entry.name))</dt>\n<dd>\(shown.joined(separator: ", "))</dd>\n"
    }
    return page(
      Self.termsPath, labels.words("Index of terms"),
      "<h1>\(labels.words("Index of terms"))</h1>\n<dl>\n\(rows.joined())</dl>\n")
  }

  private func termLink(_ place: TermIndex.Place, _ links: Links) -> String {
    let chapter = book.chapters[place.chapter]
    var name = labels.labels[place.chapter] ?? chapter.title
    var anchor = ""
    if let heading = place.heading {
      anchor = "#" + encodedPath(links.headingAnchors[place.chapter][heading])
      let section = labels.sectionNumber(ofHeading: heading, in: place.chapter, book)
      if let section { name = section }
    }
    return "<a href=\"\(encodedPath(chapter.slug)).html\(anchor)\">\(escaped(name))</a>"
  }
}
