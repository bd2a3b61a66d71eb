import Literate

/// What stands between a chapter's code blocks, as far as it can be checked.
struct Prose {
  /// A name in back-ticks.
  struct Name {
    let literal: String
    let location: SourceLocation
  }

  /// `chapter 5` in running text.
  struct Mention {
    let text: String
    let number: Int?
    /// Where the link around it leads; nil outside links.
    let target: String?
    let location: SourceLocation
  }

  private(set) var names: [Name] = []
  private(set) var mentions: [Mention] = []
  /// The files of `figures/` that the chapter shows.
  private(set) var figures: Set<String> = []

  init(_ chapter: Chapter) {
    let document = Document(chapter.source)
    for block in document.runningTexts {
      let nodes = block.descendants()
      readNames(nodes, chapter)
      for node in nodes where node.kind == .image { readFigure(node.url) }
      if block.kind == .paragraph { readMentions(nodes, chapter) }
    }
    for block in chapter.blocks {
      guard case .figure(_, let data) = block.tag.role else { continue }
      if let data { figures.insert(data) }
      for node in Document(SourceText(block.text)).blocks() where node.kind == .paragraph {
        for image in node.descendants() where image.kind == .image { readFigure(image.url) }
      }
    }
  }

  private mutating func readFigure(_ url: String) {
    guard let name = url.removingPrefix("figures/"), !name.isEmpty else { return }
    figures.insert(String(name))
  }

  private mutating func readNames(_ nodes: [Node], _ chapter: Chapter) {
    for node in nodes where node.kind == .code && !node.isFormula {
      names.append(
        Name(
          literal: node.literal,
          location: chapter.location(line: node.startLine, column: node.startColumn)))
    }
  }

  private mutating func readMentions(_ nodes: [Node], _ chapter: Chapter) {
    var text: [UInt8] = []
    // Where each text node's bytes begin in `text`.
    var starts: [(offset: Int, node: Node)] = []
    for node in nodes {
      switch node.kind {
      case .text:
        starts.append((text.count, node))
        text += Array(node.literal.replacing("\u{A0}", with: " ").utf8)
      case .softBreak, .lineBreak: text.append(0x20)
      case .code, .htmlInline, .image: text.append(0)
      default: break
      }
    }
    for range in Self.mentions(in: text) {
      guard let (offset, node) = starts.last(where: { $0.offset <= range.lowerBound }),
        !node.isInImage
      else { continue }
      let mention = String(decoding: text[range], as: UTF8.self)
      mentions.append(
        Mention(
          text: mention, number: mention.split(separator: " ").last.flatMap { Int($0) },
          target: node.enclosingLink?.url,
          location: chapter.location(
            line: node.startLine, column: node.startColumn + range.lowerBound - offset)))
    }
  }

  /// Where the word `chapter`, spaces and a number stand.
  private static func mentions(in text: [UInt8]) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var i = 0
    while let word = text[i...].firstRange(of: Array("hapter ".utf8)) {
      i = word.upperBound
      guard word.lowerBound > 0, text[word.lowerBound - 1] | 0x20 == UInt8(ascii: "c") else {
        continue
      }
      let start = word.lowerBound - 1
      if start > 0, isWordByte(text[start - 1]) { continue }
      while i < text.count, text[i] == 0x20 { i += 1 }
      let digits = text[i...].prefix { (0x30...0x39).contains($0) }
      i = digits.endIndex
      if digits.isEmpty || (i < text.count && isWordByte(text[i])) { continue }
      found.append(start..<i)
    }
    return found
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte)
      || byte == 0x5F || byte >= 0x80
  }
}

extension Node {
  /// Whether a code span stands between dollar signs.
  fileprivate var isFormula: Bool {
    guard let previous, let next, previous.kind == .text, next.kind == .text else { return false }
    return previous.literal.hasSuffix("$") && next.literal.hasPrefix("$")
  }

  private var ancestors: some Sequence<Node> {
    sequence(first: self) { $0.parent }
  }

  fileprivate var enclosingLink: Node? { ancestors.first { $0.kind == .link } }
}

extension StringProtocol {
  func removingPrefix(_ prefix: String) -> SubSequence? {
    hasPrefix(prefix) ? dropFirst(prefix.count) : nil
  }
}

extension Prose {
  /// Mentions of chapters that are no links to them.
  ///
  /// - Parameter files: The book's chapters by their numbers.
  func faultyMentions(files: [Int: String]) -> [Diagnostic] {
    mentions.compactMap { mention in
      let file = mention.number.flatMap { files[$0] }
      guard let target = mention.target else {
        guard let file else {
          return .error(
            "the book has no `\(mention.text)`; mention a chapter that there is, by a link to its "
              + "file", at: mention.location)
        }
        return Diagnostic(
          .warning, "write this as a link, so that it is checked: `[\(mention.text)](\(file))`",
          at: mention.location)
      }
      let page = target.prefix { $0 != "#" && $0 != "?" }
      let name = page.removingPrefix("./") ?? page[...]
      // A link out of the book may speak of another book's chapter.
      if name.contains("/") || name.contains(":") { return nil }
      guard let file else {
        return .error(
          "the book has no `\(mention.text)`; mention a chapter that there is",
          at: mention.location)
      }
      if name == file { return nil }
      return .error(
        "this link says `\(mention.text)` and leads to `\(target)`; "
          + "that chapter is `\(file)`", at: mention.location)
    }
  }

  /// Names in back-ticks that nothing declares.
  func unknownNames(_ known: KnownNames) -> [Diagnostic] {
    names.compactMap { name in
      guard let unknown = known.unknownPart(of: name.literal) else { return nil }
      let remedy =
        unknown.nearest.map { "did you mean `\($0)`? Else " } ?? ""
      return .error(
        "nothing in the program through this chapter, nor in Swift, is named `\(unknown.name)`; "
          + remedy + "list it under `foreign:` in book.yml", at: name.location)
    }
  }
}
