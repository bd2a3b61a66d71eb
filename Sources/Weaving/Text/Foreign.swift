import Literate

/// What looks like another tool's Markdown and is not ours: a word at its line, with the way to say
/// it here.
extension ChapterText {
  mutating func warnOfFrontMatter() {
    guard page?.isPart == false else { return }
    let text = document.text
    let mark = Array(text.line(1))
    guard mark == Array("---".utf8) || mark == Array("+++".utf8) else { return }
    for number in 2..<min(64, max(3, text.lineCount + 1)) where Array(text.line(number)) == mark {
      warning(
        "this looks like front matter and is shown as text; what a book says of itself stands in "
          + "`book.yml`, a chapter's title in its first heading", line: 1)
      return
    }
  }

  mutating func warnOfHeadingMark(_ node: Node) {
    let text = node.plainText
    guard text.hasSuffix("}"), let open = text.firstRange(of: "{"),
      text[open.upperBound...].first.map({ "#.".contains($0) }) == true
    else { return }
    warning(
      "`\(text[open.lowerBound...])` is shown as text; a heading's anchor is made of its words, so "
        + "take it out", line: node.startLine)
  }

  mutating func warnOfDiagram(_ tag: Tag, line: Int) {
    let known = ["mermaid", "plantuml", "graphviz", "dot", "d2", "tikz"]
    guard known.contains(tag.languageKey) else { return }
    warning(
      "a diagram of `\(tag.language)` is shown as text; draw it into an SVG in `figures/` and show "
        + "that as an image", line: line)
  }

  mutating func warnOfForeignText(_ node: Node) {
    // What the page of all chapters says was said of the chapter's own.
    guard page != nil, form != .whole else { return }
    var text = ""
    for child in node.children {
      switch child.kind {
      case .text: text += child.literal
      case .softBreak, .lineBreak: text += "\n"
      default: text += "\0"
      }
    }
    let bytes = Array(text.utf8)
    let line = node.startLine
    if text.hasPrefix(":::") {
      warning(
        "`:::` is shown as text; an aside is a quote that begins `> [!NOTE] A title`", line: line)
    } else if text.hasPrefix("!!! ") {
      warning(
        "`!!!` is shown as text; an aside is a quote that begins `> [!NOTE] A title`", line: line)
    } else if text.utf8.count < 16,
      ["[toc]", "[[toc]]", "[[_toc_]]", "{{toc}}"].contains(text.lowercased())
    {
      warning("`\(text)` is shown as text; every page has its contents beside it", line: line)
    }
    if text.hasPrefix("$$") {
      warning(
        "`$$` is shown as text; a formula of its own is a block ```` ```math ````", line: line)
    } else if bytes.contains(UInt8(ascii: "$")), let formula = Self.dollarFormula(in: text),
      !node.sourceText.contains("\\$")
    {
      warning("`$\(formula)$` is shown as text; a formula is written $`\(formula)`$", line: line)
    }
    if bytes.firstRange(of: Self.igure) != nil { checkFigureNumbers(in: text, line: line) }
    if bytes.firstRange(of: Self.ection) != nil { checkSectionNumbers(in: text, line: line) }
    if bytes.firstRange(of: Self.scheme) != nil, let address = Self.bareAddress(in: text) {
      warning("`\(address)` is no link; write <\(address)>", line: line)
    }
  }

  // Most paragraphs have none of these, and bytes are searched faster than characters.
  private static let igure = Array("igure".utf8)
  private static let ection = Array("ection".utf8)
  private static let scheme = Array("://".utf8)

  /// What stands between two dollar signs and is a formula rather than a sum of money.
  private static func dollarFormula(in text: String) -> Substring? {
    var rest = text[...]
    while let open = rest.firstIndex(of: "$") {
      rest = rest[open...].dropFirst()
      guard let close = rest.firstIndex(of: "$") else { return nil }
      let inside = rest[..<close]
      let behind = rest[close...].dropFirst().first
      let isTight = inside.first?.isWhitespace == false && inside.last?.isWhitespace == false
      let isFormula =
        inside.contains { "\\^_={}".contains($0) }
        || inside.count == 1 && inside.allSatisfy(\.isLetter)
      if isTight, isFormula, !inside.contains("\0"), !inside.contains("\n"), inside.count < 80,
        behind?.isNumber != true
      {
        return inside
      }
    }
    return nil
  }

  private static func bareAddress(in text: String) -> Substring? {
    for scheme in ["https://", "http://"] {
      guard let place = text.firstRange(of: scheme) else { continue }
      let before = text[..<place.lowerBound].last
      guard before == nil || before?.isWhitespace == true || before == "(" else { continue }
      let address = text[place.lowerBound...].prefix { !$0.isWhitespace && !"<>)\0".contains($0) }
      if address.count > scheme.count { return address.last == "." ? address.dropLast() : address }
    }
    return nil
  }
}
