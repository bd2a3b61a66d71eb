import Foundation
import Literate

/// Where the links and images of a chapter lead.
struct Links: Sendable {
  enum Target: Equatable {
    /// As it stands: another site.
    case elsewhere
    /// A chapter, and what stands behind it in an address: a query, `#` and an anchor, or nothing.
    case chapter(Int, String)
    /// A file of the book, which goes to the site as well.
    case file(url: String, path: String)
    /// Why the link leads nowhere.
    case nowhere(String)
  }

  let book: Book
  private let chapters: [String: Int]
  /// The anchors of each chapter's headings, in the order of the headings.
  let headingAnchors: [[String]]
  /// All anchors of each chapter, those of raw HTML included.
  private let anchors: [Set<String>]
  /// The chapters that have an anchor of what numbers itself, or of a chunk.
  private let homes: [String: [Int]]
  private let references: CrossReferences

  init(_ references: CrossReferences) {
    self.references = references
    book = references.book
    chapters = Dictionary(
      book.chapters.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    headingAnchors = book.chapters.map { chapter in
      var names = Anchors()
      return chapter.headings.map { names.add($0.text) }
    }
    var homes: [String: [Int]] = [:]
    var anchors: [Set<String>] = []
    for (index, chapter) in book.chapters.enumerated() {
      let numbered = Set(chapter.numbered.compactMap(\.anchor))
      for anchor in numbered.union(references.anchors[index]) {
        homes[anchor, default: []].append(index)
      }
      for anchor in Set(headingAnchors[index]) { homes["sec:" + anchor, default: []].append(index) }
      anchors.append(
        numbered.union(references.anchors[index]).union(headingAnchors[index])
          .union(Self.rawAnchors(chapter.source)))
    }
    self.homes = homes
    self.anchors = anchors
  }

  /// - Parameters:
  ///   - url: As libcmark gives it, escapes resolved.
  ///   - chapter: The chapter in which it stands.
  ///   - suggesting: Whether to look for what was probably meant.
  func target(of url: String, in chapter: Int, suggesting: Bool = true) -> Target {
    if url.isEmpty { return .nowhere("this link leads nowhere; name a page, a file or an anchor") }
    if let problem = Self.problem(url) { return .nowhere(problem) }
    if Self.scheme(url) != nil { return .elsewhere }
    let mark = url.firstIndex(of: "#") ?? url.endIndex
    let fragment = url[mark...].dropFirst()
    let query = url[..<mark].firstIndex(of: "?") ?? mark
    let written = String(url[..<query])
    if written.isEmpty {
      return anchorTarget(fragment, in: chapter, url[...], isOwn: true, suggesting)
    }
    guard let decoded = written.removingPercentEncoding else {
      return .nowhere("`\(url)` is not UTF-8 where it has percent signs; write the name as it is")
    }
    guard let path = normalized(decoded) else {
      return .nowhere("`\(url)` leads out of the book; link to a file in its folder")
    }
    if let other = chapters[path] {
      return anchorTarget(fragment, in: other, url[query...], isOwn: false, suggesting)
    }
    switch book.files.entry(path) {
    case .file where !path.hasSuffix(".md"): return .file(url: url, path: path)
    case .file: return .nowhere("`\(url)` is no chapter of the book")
    case .unreadable(let reason):
      return .nowhere(
        "`\(url)` cannot come to the site: \(reason); put the file itself into the book")
    case .folder: return .nowhere("`\(url)` is not a file")
    case nil:
      let known = path.hasSuffix(".md") ? Array(chapters.keys) : siblings(of: path)
      let nearest = suggesting ? nearestName(to: path, among: known.sorted()) : nil
      return .nowhere(
        "there is no `\(path)` in the book" + (nearest.map { "; did you mean `\($0)`?" } ?? ""))
    }
  }

  /// - Parameter rest: The query and the anchor as they are written.
  private func anchorTarget(
    _ fragment: Substring, in chapter: Int, _ rest: Substring, isOwn: Bool, _ suggesting: Bool
  ) -> Target {
    let anchor = fragment.removingPercentEncoding ?? String(fragment)
    if anchor.isEmpty || anchors[chapter].contains(anchor) {
      return .chapter(chapter, String(rest))
    }
    if let home = home(of: anchor, from: chapter, isOwn: isOwn) {
      let name = anchor.hasPrefix("sec:") ? String(anchor.dropFirst(4)) : anchor
      return .chapter(home, "#" + encodedPath(name))
    }
    let nearest = suggesting ? nearestName(to: anchor, among: anchors[chapter].sorted()) : nil
    return .nowhere(
      "there is no anchor `#\(anchor)` in \(book.chapters[chapter].name)"
        + (nearest.map { "; did you mean `#\($0)`?" } ?? "; link to a heading"))
  }

  /// The chapter that has what `fig:`, `eq:`, `sec:` or `chunk:` names: this one, or else, for a link
  /// that names no file, the only other.
  private func home(of anchor: String, from chapter: Int, isOwn: Bool) -> Int? {
    guard let known = homes[anchor] else { return nil }
    if known.contains(chapter) { return chapter }
    return isOwn && known.count == 1 ? known.first : nil
  }

  private func siblings(of path: String) -> [String] {
    let parent = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let names = parent.isEmpty ? book.files.names(in: nil) : book.files.names(in: parent)
    return names.map { parent + $0 }
  }
}

/// What a link says that has no words of its own, and what it may say.
extension Links {
  /// The name of what a link leads to, such as `Figure 10.2`, as HTML.
  func text(of url: String, in chapter: Int, _ labels: Labels) -> String? {
    guard let (home, anchor) = place(of: url, from: chapter) else { return nil }
    return name(of: anchor, in: home, labels)
  }

  /// `3.2` for what a link leads to, if that is a section with a number.
  func sectionNumber(of url: String, in chapter: Int, _ labels: Labels) -> String? {
    guard let (home, anchor) = place(of: url, from: chapter),
      let heading = headingAnchors[home].firstIndex(of: anchor)
    else { return nil }
    return labels.sectionNumber(ofHeading: heading, in: home, book)
  }

  private func place(of url: String, from chapter: Int) -> (Int, String)? {
    if Self.scheme(url) != nil { return nil }
    let mark = url.firstIndex(of: "#") ?? url.endIndex
    let written = url[..<mark].removingPercentEncoding ?? String(url[..<mark])
    let fragment = url[mark...].dropFirst()
    var anchor = fragment.removingPercentEncoding ?? String(fragment)
    var place = chapter
    if !written.isEmpty {
      guard let path = normalized(written), let other = chapters[path] else { return nil }
      place = other
    }
    if !anchor.isEmpty, !anchors[place].contains(anchor) {
      guard let home = home(of: anchor, from: place, isOwn: written.isEmpty) else { return nil }
      place = home
    }
    if anchor.hasPrefix("sec:") { anchor = String(anchor.dropFirst(4)) }
    return (place, anchor)
  }

  private func name(of anchor: String, in chapter: Int, _ labels: Labels) -> String? {
    if anchor.isEmpty { return escaped(labels.reference(chapter, book)) }
    if let heading = headingAnchors[chapter].firstIndex(of: anchor) {
      if let number = labels.sectionNumber(ofHeading: heading, in: chapter, book) {
        return labels.words("section {}", number)
      }
      return escaped(book.chapters[chapter].headings[heading].text)
    }
    for kind in [Numbered.Kind.figure, .equation] {
      let some = book.chapters[chapter].numbered.filter { $0.kind == kind }
      guard let index = some.firstIndex(where: { $0.anchor == anchor }) else { continue }
      let number = (labels.labels[chapter].map { $0 + "." } ?? "") + "\(index + 1)"
      return labels.words(kind == .figure ? "Figure {}" : "Equation {}", number)
    }
    let block = references.entries.first { $0.key.chapter == chapter && $0.value.anchor == anchor }
    guard let name = block?.value.name else { return nil }
    return references.isFile(name)
      ? "<span class=\"file\">\(escaped(name))</span>" : "⟨\(escaped(name))⟩"
  }
}

/// Addresses.
extension Links {
  /// Why an address may not stand in a book.
  private static func problem(_ url: String) -> String? {
    if isScript(url) {
      return
        "`\(url.prefix(40))` runs a script, which no link of a book does; link to a page or a file"
    }
    let plain = withoutControls(url)
    if scheme(plain) == "file" {
      return
        "`\(url)` leads to a file of the reader's own; put the file into the book and link to it"
    }
    if plain.hasPrefix("//") || plain.hasPrefix("\\\\") {
      return "`\(url)` names no scheme and leads nowhere from disk; write `https:` before it"
    }
    let path = plain.prefix { $0 != "#" && $0 != "?" }
    if scheme(plain) == nil, path.contains("\\") {
      return "`\(url)` has backslashes, which browsers take for slashes; write slashes"
    }
    return nil
  }

  /// Whether an address is a program, however it is written.
  static func isScript(_ url: String) -> Bool {
    let plain = withoutControls(url).lowercased()
    return ["javascript:", "vbscript:", "data:text/html", "data:application/xhtml"].contains {
      plain.hasPrefix($0)
    }
  }

  /// Browsers pass over white space before an address and over tabs and line ends in it.
  private static func withoutControls(_ url: String) -> String {
    var scalars = String.UnicodeScalarView()
    for scalar in url.unicodeScalars where scalar.value > 0x20 { scalars.append(scalar) }
    return String(scalars)
  }

  /// An address's scheme in lower case.
  private static func scheme(_ url: String) -> String? {
    guard let colon = url.firstIndex(of: ":"), let first = url.first, first.isASCII, first.isLetter
    else { return nil }
    let scheme = url[..<colon]
    let isScheme = scheme.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0))
    }
    return isScheme ? scheme.lowercased() : nil
  }

  /// The path without `.` and `..`; nil if it leaves the book's folder. It is taken apart as bytes:
  /// a mark behind a slash makes another character of it, but no other path.
  private func normalized(_ path: String) -> String? {
    let bytes = Array(path.utf8)
    if bytes.first == UInt8(ascii: "/") { return nil }
    var parts: [ArraySlice<UInt8>] = []
    for part in bytes.split(separator: UInt8(ascii: "/")) where !part.elementsEqual(".".utf8) {
      if !part.elementsEqual("..".utf8) {
        parts.append(part)
      } else if parts.popLast() == nil {
        return nil
      }
    }
    return String(decoding: Array(parts.joined(separator: Array("/".utf8))), as: UTF8.self)
  }

  /// The values of `id` and `name` in a chapter's text: raw HTML may bring anchors of its own.
  private static func rawAnchors(_ source: SourceText) -> Set<String> {
    let bytes = source.bytes
    var found: Set<String> = []
    var position = 0
    while let equals = bytes[position...].firstIndex(of: UInt8(ascii: "=")) {
      position = equals + 1
      let before = bytes[..<equals].suffix(4)
      guard before.suffix(2).elementsEqual("id".utf8) || before.elementsEqual("name".utf8)
      else { continue }
      var value = bytes[position...].prefix(400)
      if let quote = value.first, quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
        value = value.dropFirst().prefix { $0 != quote }
      } else {
        value = value.prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") }
      }
      found.insert(String(decoding: value, as: UTF8.self))
    }
    return found
  }
}
