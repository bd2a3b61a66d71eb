import Foundation

/// Where the links and images of a chapter lead: what weave makes addresses of, and verify checks.
package struct Links: Sendable {
  package enum Target: Equatable {
    /// As it stands: another site.
    case elsewhere
    /// A chapter, and what stands behind it in an address: a query, `#` and an anchor, or nothing.
    case chapter(Int, String)
    /// A file of the book, which goes to the site as well.
    case file(url: String, path: String)
    /// Why the link leads nowhere.
    case nowhere(String)
  }

  package let book: Book
  private let chapters: [String: Int]
  /// The files of chapters that the book has and that were not read.
  private let unread: Set<String>
  /// The anchors of each chapter's headings, in the order of the headings.
  package let headingAnchors: [[String]]
  /// All anchors of each chapter, those of raw HTML included.
  private let anchors: [Set<String>]
  /// The anchors that each chapter's headings have in the book that this one translates.
  private let originalAnchors: [[String: String]]
  /// The chapters that have an anchor of what numbers itself, or of a chunk.
  private let homes: [String: [Int]]
  package let blocks: BlockAnchors

  /// - Parameter unread: The files of chapters that the book has and that were not read: links may
  ///   lead to them.
  package init(_ book: Book, _ blocks: BlockAnchors, unread: Set<String> = []) {
    self.book = book
    self.blocks = blocks
    self.unread = unread
    // A link may name a chapter's original, too.
    chapters = Dictionary(
      book.chapters.enumerated().map { ($1.name, $0) }
        + book.chapters.enumerated().compactMap { index, chapter in
          chapter.translation.map { ($0.originalName, index) }
        }, uniquingKeysWith: { first, _ in first })
    let headingAnchors = book.chapters.map { Self.anchors(of: $0.headings) }
    self.headingAnchors = headingAnchors
    originalAnchors = book.chapters.enumerated().map { index, chapter in
      guard let original = chapter.translation?.originalHeadings,
        original.map(\.level) == chapter.headings.map(\.level)
      else { return [:] }
      return Dictionary(
        zip(Self.anchors(of: original), headingAnchors[index]),
        uniquingKeysWith: { first, _ in first })
    }
    var homes: [String: [Int]] = [:]
    var anchors: [Set<String>] = []
    for (index, chapter) in book.chapters.enumerated() {
      let numbered = Set(chapter.numbered.compactMap(\.anchor))
      for anchor in numbered.union(blocks.names(in: index)) {
        homes[anchor, default: []].append(index)
      }
      for anchor in Set(headingAnchors[index]) { homes["sec:" + anchor, default: []].append(index) }
      anchors.append(
        numbered.union(blocks.names(in: index)).union(headingAnchors[index])
          .union(chapter.rawAnchors))
    }
    self.homes = homes
    self.anchors = anchors
  }

  private static func anchors(of headings: [Heading]) -> [String] {
    var names = Anchors()
    return headings.map { names.add($0.text) }
  }

  /// - Parameters:
  ///   - url: As libcmark gives it, escapes resolved.
  ///   - chapter: The chapter in which it stands.
  ///   - suggesting: Whether to look for what was probably meant.
  package func target(of url: String, in chapter: Int, suggesting: Bool = true) -> Target {
    if url.isEmpty { return .nowhere("this link leads nowhere; name a page, a file or an anchor") }
    if let problem = Self.problem(url) { return .nowhere(problem) }
    if Self.scheme(url) != nil { return .elsewhere }
    let (written, query, fragment) = Self.parts(url)
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
      return anchorTarget(fragment, in: other, query, isOwn: false, suggesting)
    }
    if unread.contains(path) { return .elsewhere }
    switch book.files.entry(path) {
    case .file where !path.hasSuffix(".md"): return .file(url: url, path: path)
    case .file where path.hasSuffix(".draft.md"):
      return .nowhere("`\(url)` is a draft, which only drafts can link to; take the link out")
    case .file: return .nowhere("`\(url)` is no chapter of the book")
    case .unreadable(let reason):
      return .nowhere(
        "`\(url)` cannot come to the site: \(reason); put the file itself into the book")
    case .folder: return .nowhere("`\(url)` is not a file")
    case nil:
      let known = path.hasSuffix(".md") ? Array(chapters.keys) + unread : siblings(of: path)
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
    let plain = anchor.hasPrefix("sec:") ? String(anchor.dropFirst(4)) : anchor
    if let own = originalAnchors[chapter][plain] {
      return .chapter(chapter, "#" + encodedPath(own))
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

  /// The chapter and the anchor to which a link leads; nil for one that leads to no chapter.
  package func place(of url: String, from chapter: Int) -> (Int, String)? {
    if Self.scheme(url) != nil { return nil }
    let parts = Self.parts(url)
    let fragment = parts.fragment
    let written = parts.path.removingPercentEncoding ?? parts.path
    var anchor = fragment.removingPercentEncoding ?? String(fragment)
    var place = chapter
    if !written.isEmpty {
      guard let path = normalized(written), let other = chapters[path] else { return nil }
      place = other
    }
    let plain = anchor.hasPrefix("sec:") ? String(anchor.dropFirst(4)) : anchor
    if !anchor.isEmpty, !anchors[place].contains(anchor) {
      if let own = originalAnchors[place][plain] { return (place, own) }
      guard let home = home(of: anchor, from: place, isOwn: written.isEmpty) else { return nil }
      place = home
    }
    if anchor.hasPrefix("sec:") { anchor = String(anchor.dropFirst(4)) }
    return (place, anchor)
  }
}

extension Links {
  /// What a link leads to, by the words that stand there: a heading, a chunk's name, a chapter's title.
  func words(for url: String, in chapter: Int) -> String {
    guard let (home, anchor) = place(of: url, from: chapter) else { return url }
    if let heading = headingAnchors[home].firstIndex(of: anchor) {
      return book.chapters[home].headings[heading].text
    }
    return anchor.isEmpty
      ? book.chapters[home].title : blocks.chunk(at: anchor, in: home) ?? anchor
  }
}

/// Addresses. They are taken apart as bytes: a mark behind a slash or a colon makes another character
/// of it, but no other address.
extension Links {
  /// An address's path, what stands from its query on, and its fragment without the mark.
  private static func parts(
    _ url: String
  ) -> (path: String, rest: Substring, fragment: Substring) {
    let hash = url.utf8.firstIndex(of: UInt8(ascii: "#"))
    let end = hash ?? url.endIndex
    let query = url.utf8[..<end].firstIndex(of: UInt8(ascii: "?")) ?? end
    let fragment = hash.map { url[url.utf8.index(after: $0)...] } ?? ""
    return (String(url[..<query]), url[query...], fragment)
  }

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
    if plain.utf8.starts(with: "//".utf8) || plain.utf8.starts(with: "\\\\".utf8) {
      return "`\(url)` names no scheme and leads nowhere from disk; write `https:` before it"
    }
    if scheme(plain) == nil, parts(plain).path.utf8.contains(UInt8(ascii: "\\")) {
      return "`\(url)` has backslashes, which browsers take for slashes; write slashes"
    }
    return nil
  }

  /// Whether an address is a program, however it is written.
  package static func isScript(_ url: String) -> Bool {
    let plain = withoutControls(url).lowercased().utf8
    return ["javascript:", "vbscript:", "data:text/html", "data:application/xhtml"].contains {
      plain.starts(with: $0.utf8)
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
    let bytes = url.utf8
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), let first = bytes.first,
      isLetter(first)
    else { return nil }
    let isScheme = bytes[..<colon].allSatisfy {
      isLetter($0) || (0x30...0x39).contains($0) || "+-.".utf8.contains($0)
    }
    return isScheme ? url[..<colon].lowercased() : nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }

  /// The path without `.` and `..`; nil if it leaves the book's folder.
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
}
