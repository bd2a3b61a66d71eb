import Foundation
import Literate

/// Whether the links and images of a chapter lead to what is there. Anchors are weave's to check:
/// they are made with the pages.
struct LinkChecks {
  private(set) var findings: [Diagnostic] = []
  /// The figures that are shown and not there, each with what is to be said if no transcript makes
  /// it.
  private(set) var missingFigures: [(name: String, finding: Diagnostic)] = []
  private(set) var count = 0

  /// - Parameter files: The book's chapters by their numbers, those that were not read included.
  init(_ chapter: Chapter, in book: Book, files: [Int: String]) {
    let chapters = Set(files.values)
    Document(chapter.source).forEachBlock { block in
      guard block.kind == .paragraph || block.kind == .heading else { return }
      for node in block.descendants() where node.kind == .link || node.kind == .image {
        let url = node.url
        count += 1
        guard let problem = Self.problem(url, in: book, chapters) else { continue }
        let finding = Diagnostic.error(
          problem, at: chapter.location(line: max(node.startLine, block.startLine)))
        if let name = url.removingPrefix("figures/") {
          missingFigures.append((String(name), finding))
        } else {
          findings.append(finding)
        }
      }
    }
  }

  private static func problem(_ url: String, in book: Book, _ chapters: Set<String>) -> String? {
    let scalars = Array(url.unicodeScalars)
    if scalars.isEmpty || scalars[0] == "#" || scalars[0] == "?"
      || scalars.starts(with: ["/", "/"])
    {
      return nil
    }
    if let colon = scalars.firstIndex(of: ":"),
      scalars[..<colon].allSatisfy({
        $0.isASCII && ($0.properties.isAlphabetic || "0123456789+-.".unicodeScalars.contains($0))
      }),
      colon > 0
    {
      return nil
    }
    let end = scalars.firstIndex { $0 == "#" || $0 == "?" } ?? scalars.count
    var written = String.UnicodeScalarView()
    written.append(contentsOf: scalars[..<end])
    let path = String(written).removingPercentEncoding ?? String(written)
    var parts: [String.UnicodeScalarView.SubSequence] = []
    var leaves = path.unicodeScalars.first == "/"
    for part in path.unicodeScalars.split(separator: "/")
    where !part.elementsEqual(".".unicodeScalars) {
      if part.elementsEqual("..".unicodeScalars) {
        leaves = leaves || parts.popLast() == nil
      } else {
        parts.append(part)
      }
    }
    if leaves { return "`\(url)` leads out of the book; link to a file in its folder" }
    let name = parts.map { String($0) }.joined(separator: "/")
    if chapters.contains(name) || Disk.kindThroughLinks(book.path + "/" + name) == .file {
      return nil
    }
    let known =
      name.hasSuffix(".md") ? chapters.sorted() : siblings(of: name, in: book.path)
    let nearest = nearestName(to: name, among: known)
    return "there is no `\(name)` in the book"
      + (nearest.map { "; did you mean `\($0)`?" } ?? "; name a chapter or a file of the book")
  }

  private static func siblings(of path: String, in folder: String) -> [String] {
    let inner = path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
    return ((try? Disk.names(in: folder + "/" + inner)) ?? []).map { inner + $0 }
  }
}
