import Foundation
import Literate

/// Where the links and images of a chapter lead.
struct Links: Sendable {
  enum Target: Equatable {
    /// As it stands: another site, an anchor of the same page.
    case unchanged
    /// Another page of the site.
    case page(String)
    /// A file of the book, which goes to the site as well.
    case file(url: String, path: String)
    /// Why the link leads nowhere.
    case nowhere(String)
  }

  private let book: Book
  private let chapters: [String: Int]
  /// The anchors of each chapter's headings, in the order of the headings.
  let headingAnchors: [[String]]
  private let anchors: [Set<String>]

  init(_ references: CrossReferences) {
    book = references.book
    chapters = Dictionary(
      book.chapters.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    headingAnchors = book.chapters.map { chapter in
      var names = Anchors()
      return chapter.headings.map { names.add($0.text) }
    }
    anchors = zip(headingAnchors, references.anchors).map { Set($0).union($1) }
  }

  /// - Parameters:
  ///   - url: As libcmark gives it, escapes resolved.
  ///   - chapter: The chapter in which it stands.
  func target(of url: String, in chapter: Int) -> Target {
    if url.isEmpty { return .nowhere("this link leads nowhere; name a page, a file or an anchor") }
    if url.hasPrefix("//") || hasScheme(url) { return .unchanged }
    let mark = url.firstIndex(of: "#") ?? url.endIndex
    let fragment = url[mark...].dropFirst()
    let query = url[..<mark].firstIndex(of: "?") ?? mark
    let written = String(url[..<query])
    let path = normalized(written.removingPercentEncoding ?? written)
    if written.isEmpty { return anchorTarget(fragment, in: chapter, url: url) }
    guard let path else {
      return .nowhere("`\(url)` leads out of the book; link to a file in its folder")
    }
    if let other = chapters[path] {
      if case .nowhere(let problem) = anchorTarget(fragment, in: other, url: url) {
        return .nowhere(problem)
      }
      let page = encodedPath(book.chapters[other].slug) + ".html"
      return .page(page + url[query...])
    }
    switch Disk.kindThroughLinks(book.path + "/" + path) {
    case .file where !path.hasSuffix(".md"): return .file(url: url, path: path)
    case .file: return .nowhere("`\(url)` is no chapter of the book")
    case nil:
      let known = path.hasSuffix(".md") ? Array(chapters.keys) : siblings(of: path)
      let nearest = nearestName(to: path, among: known.sorted())
      return .nowhere(
        "there is no `\(path)` in the book" + (nearest.map { "; did you mean `\($0)`?" } ?? ""))
    default: return .nowhere("`\(url)` is not a file")
    }
  }

  private func anchorTarget(_ fragment: Substring, in chapter: Int, url: String) -> Target {
    if fragment.isEmpty { return .unchanged }
    let anchor = fragment.removingPercentEncoding ?? String(fragment)
    if anchors[chapter].contains(anchor) || hasRawAnchor(anchor, chapter) { return .unchanged }
    let nearest = nearestName(to: anchor, among: anchors[chapter].sorted())
    return .nowhere(
      "there is no anchor `#\(anchor)` in \(book.chapters[chapter].name)"
        + (nearest.map { "; did you mean `#\($0)`?" } ?? "; link to a heading"))
  }

  /// Raw HTML may bring anchors of its own.
  private func hasRawAnchor(_ anchor: String, _ chapter: Int) -> Bool {
    if anchor.contains(where: \.isNewline) { return false }
    let text = String(decoding: book.chapters[chapter].source.bytes, as: UTF8.self)
    return ["id=\"\(anchor)\"", "name=\"\(anchor)\"", "id='\(anchor)'", "id=\(anchor)"]
      .contains { text.contains($0) }
  }

  private func siblings(of path: String) -> [String] {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    let names = (try? Disk.names(in: book.path + "/" + folder)) ?? []
    return names.map { folder + $0 }
  }

  private func hasScheme(_ url: String) -> Bool {
    guard let colon = url.firstIndex(of: ":"), let first = url.first, first.isASCII, first.isLetter
    else { return false }
    return url[..<colon].allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0))
    }
  }

  /// The path without `.` and `..`; nil if it leaves the book's folder.
  private func normalized(_ path: String) -> String? {
    if path.hasPrefix("/") { return nil }
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(part)
      } else if parts.popLast() == nil {
        return nil
      }
    }
    return parts.joined(separator: "/")
  }
}
