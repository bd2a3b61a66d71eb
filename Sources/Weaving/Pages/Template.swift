import Literate

/// A file that says what stands around a page's text: HTML with slots such as `{{title}}`.
///
/// A slot alone on its line is filled with whole lines, and an empty one takes its line away.
struct Template: Sendable {
  enum Slot: String, CaseIterable {
    /// The language of `book.yml`.
    case language
    /// The attribute of a page that is read from right to left.
    case direction
    /// The page's title, behind it the book's.
    case title
    /// What search engines and other sites are told, and the pages before and after.
    case metadata
    /// The link over the frame to the text.
    case skip
    /// What the tools in the head are called.
    case search, keys, colours
    /// What stands before an address of the site; empty where it is in the page's own folder.
    case home
    /// The book's title.
    case book
    /// Links to the chapters before and after, for the page's head.
    case neighbours
    /// The link to the contents beside the text, if there are any.
    case contentsLink = "contents-link"
    /// What a page's interactive figures load.
    case scripts
    /// The class of a page that has contents beside the text.
    case beside
    /// The class of a page that is as wide as the window.
    case width
    /// The text.
    case content
    /// Links to the page's source and to the program after the chapter.
    case edit
    /// Links to the chapters before and after, for the page's foot.
    case turning
    /// The contents beside the text.
    case sidebar
  }

  private enum Piece {
    case text(String)
    case slot(Slot)
    case line(Slot)

    var isContent: Bool {
      switch self {
      case .text: false
      case .slot(let slot), .line(let slot): slot == .content
      }
    }
  }

  private var pieces: [Piece] = []

  /// - Parameters:
  ///   - path: The file, for what is wrong with it.
  ///   - diagnostics: Takes slots that there are not, and that there is none for the text.
  init(_ text: String, path: String, diagnostics: inout [Diagnostic]) {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    for (index, line) in lines.enumerated() {
      let parts = Self.parts(of: line)
      for part in parts where part.isSlot && Slot(rawValue: part.text) == nil {
        let column = line[..<part.start].utf8.count + 1
        diagnostics.append(
          .error(
            "there is no slot `{{\(part.text)}}`; \(Self.remedy(part.text))",
            at: SourceLocation(file: path, line: index + 1, column: column)))
      }
      let slots = parts.compactMap { $0.isSlot ? Slot(rawValue: $0.text) : nil }
      let isBare = parts.allSatisfy { $0.isSlot || $0.text.allSatisfy(\.isWhitespace) }
      if let slot = slots.first, slots.count == 1, isBare {
        pieces.append(.line(slot))
        continue
      }
      for part in parts {
        if !part.isSlot {
          pieces.append(.text(part.text))
        } else if let slot = Slot(rawValue: part.text) {
          pieces.append(.slot(slot))
        }
      }
      pieces.append(.text("\n"))
    }
    if !pieces.contains(where: \.isContent) {
      diagnostics.append(
        .error(
          "this template has no `{{content}}`; put it where a page's text belongs",
          at: SourceLocation(file: path, line: 1)))
    }
  }

  /// The page.
  ///
  /// - Parameter value: What a slot holds, as HTML.
  func html(_ value: (Slot) -> String) -> String {
    var html = ""
    for piece in pieces {
      switch piece {
      case .text(let text): html += text
      case .slot(let slot): html += value(slot)
      case .line(let slot):
        let lines = value(slot)
        html += lines
        if !lines.isEmpty, !lines.hasSuffix("\n") { html += "\n" }
      }
    }
    return html
  }

  /// A line's text and its slots, told by their names.
  private static func parts(
    of line: Substring
  ) -> [(text: String, isSlot: Bool, start: String.Index)] {
    var parts: [(text: String, isSlot: Bool, start: String.Index)] = []
    var rest = line
    var from = line.startIndex
    while let open = rest.firstRange(of: "{{") {
      rest = rest[open.upperBound...]
      // A slot holds no brace, so that no text is looked through twice.
      let end = rest.firstIndex { $0 == "{" || $0 == "}" } ?? rest.endIndex
      guard rest[end...].hasPrefix("}}") else { continue }
      let close = (lowerBound: end, upperBound: rest.index(end, offsetBy: 2))
      let inside = rest[..<close.lowerBound].drop(while: \.isWhitespace)
      let name = String(inside.prefix { !$0.isWhitespace })
      guard let first = name.first, first.isLetter,
        name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }),
        inside.dropFirst(name.count).allSatisfy(\.isWhitespace)
      else { continue }
      parts.append((String(line[from..<open.lowerBound]), false, from))
      parts.append((name, true, open.lowerBound))
      from = close.upperBound
      rest = line[from...]
    }
    parts.append((String(line[from...]), false, from))
    return parts.filter { $0.isSlot || !$0.text.isEmpty }
  }

  private static func remedy(_ name: String) -> String {
    let names = Slot.allCases.map(\.rawValue)
    return nearestName(to: name, among: names).map { "did you mean `{{\($0)}}`?" }
      ?? "there are \(names.map { "`\($0)`" }.joined(separator: ", "))"
  }
}
