import Literate

/// Asides, tasks and definitions.
extension ChapterText {
  /// `> [!NOTE]` and its kin on the first line of a quote that stands in no other block; what stands
  /// behind it on the line is the aside's title.
  mutating func markAside(_ quote: Node) {
    guard quote.parent?.kind == .document, let paragraph = quote.firstChild,
      paragraph.kind == .paragraph
    else { return }
    guard let mark = paragraph.firstChild, mark.kind == .text, mark.literal.hasPrefix("[!"),
      let close = mark.literal.firstIndex(of: "]")
    else { return }
    let marker = mark.literal
    let kinds = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"]
    let written = marker[..<close].dropFirst(2)
    guard let word = kinds.first(where: { $0 == written.uppercased() }) else {
      if !written.isEmpty, written.allSatisfy(\.isLetter) {
        warning(
          "there is no aside `[!\(written)]`; give one of \(kinds.joined(separator: ", ")) a title, "
            + "such as `> [!NOTE] \(written.capitalized)`", line: quote.startLine)
      }
      return
    }
    let end = paragraph.children.first { $0.kind == .softBreak || $0.kind == .lineBreak }
    guard end != nil || paragraph.next != nil else { return }
    mark.setLiteral(String(marker[close...].dropFirst().drop(while: \.isWhitespace)))
    let name = word.lowercased()
    let title = words("\(name.prefix(1).uppercased())\(name.dropFirst())")
    let opening = "<div class=\"aside \(name)\" role=\"note\">"
    let hasTitle = paragraph.children.prefix { $0 != end }.contains {
      $0.kind != .text || !$0.literal.allSatisfy(\.isWhitespace)
    }
    if hasTitle {
      convertInlines(in: paragraph)
      if let end { end.replace(withHTML: "</p>\n<p>") }
      paragraph.unwrap(opening: "<p class=\"aside-title\">", closing: "</p>")
      quote.rewrap(opening: opening, closing: "</div>")
    } else {
      for node in paragraph.children.prefix(while: { $0 != end }) { node.remove() }
      if let end { end.remove() } else { paragraph.remove() }
      quote.rewrap(
        opening: "\(opening)\n<p class=\"aside-title\">\(title)</p>", closing: "</div>")
    }
  }

  /// `[ ]` or `[x]` at the beginning of a list's item.
  mutating func markTask(_ paragraph: Node) {
    guard paragraph.parent?.kind == .item, paragraph.previous == nil,
      let text = paragraph.firstChild, text.kind == .text,
      let mark = ["[ ] ", "[x] ", "[X] "].first(where: text.literal.hasPrefix),
      paragraph.sourceLine.dropFirst(paragraph.startColumn - 1).first == UInt8(ascii: "[")
    else { return }
    let checked = mark == "[ ] " ? "" : " checked=\"\""
    text.setLiteral(String(text.literal.dropFirst(3)))
    text.insertBefore(html: "<input type=\"checkbox\"\(checked) disabled=\"\" />")
  }

  /// A term on a line, and on the lines below what it means, each behind a colon and a space.
  mutating func markDefinitions(_ paragraph: Node) {
    var breaks: [(node: Node, isMeaning: Bool)] = []
    var current = paragraph.firstChild
    while let node = current {
      if node.kind == .softBreak { breaks.append((node, node.next?.beginsMeaning == true)) }
      current = node.next
    }
    guard breaks.contains(where: \.isMeaning), paragraph.firstChild?.beginsMeaning == false
    else { return }
    convertInlines(in: paragraph)
    var isMeaning = false
    for (index, (node, begins)) in breaks.enumerated() {
      let next = index + 1 < breaks.count && breaks[index + 1].isMeaning
      guard begins || next || !isMeaning else { continue }
      if begins, let text = node.next {
        text.setLiteral(String(text.literal.dropFirst(2).drop { $0 == " " }))
      }
      node.replace(
        withHTML: "</\(isMeaning ? "dd" : "dt")>\n<\(begins ? "dd" : "dt")>")
      isMeaning = begins
    }
    paragraph.unwrap(opening: "<dl>\n<dt>", closing: "</dd>\n</dl>")
  }
}

extension Node {
  /// Puts HTML in the place of a paragraph's own tags, without a line end between them and the text.
  fileprivate func unwrap(opening: String, closing: String) {
    firstChild?.insertBefore(html: opening)
    append(html: closing)
    rewrap(opening: "", closing: "")
  }

  fileprivate var beginsMeaning: Bool { kind == .text && literal.hasPrefix(": ") }
}
