/// An SVG file as part of a page: its prolog dropped, its ids made the page's own; nil for what is no
/// SVG.
///
/// - Parameters:
///   - prefix: What goes in front of each id, so that two pictures on a page do not meet.
///   - alternative: The text for readers who do not see it, where the picture has no title.
func inlineSVG(_ text: String, prefix: String, alternative: String) -> String? {
  guard let start = text.firstRange(of: "<svg"), let end = text.firstRange(of: "</svg>"),
    !text.contains("<script")
  else { return nil }
  var svg = String(text[start.lowerBound..<text.endIndex])
  while let last = svg.last, last.isWhitespace { svg.removeLast() }
  guard svg.hasSuffix("</svg>"), end.lowerBound > start.lowerBound else { return nil }
  for quote in ["\"", "'"] {
    let names = svg.components(between: " id=" + quote, and: quote)
    for name in Set(names).sorted() where !name.isEmpty {
      let new = prefix + name
      svg = svg.replacing(" id=\(quote)\(name)\(quote)", with: " id=\(quote)\(new)\(quote)")
      svg = svg.replacing("url(#\(name))", with: "url(#\(new))")
      svg = svg.replacing("href=\(quote)#\(name)\(quote)", with: "href=\(quote)#\(new)\(quote)")
      for attribute in ["aria-labelledby", "aria-describedby"] {
        for value in Set(svg.components(between: " \(attribute)=" + quote, and: quote)) {
          let words = value.split(separator: " ").map { $0 == name ? Substring(new) : $0 }
          svg = svg.replacing(
            " \(attribute)=\(quote)\(value)\(quote)",
            with: " \(attribute)=\(quote)\(words.joined(separator: " "))\(quote)")
        }
      }
    }
  }
  let tagEnd = svg.firstIndex(of: ">") ?? svg.startIndex
  let isNamed = svg[..<tagEnd].contains("aria-label")
  if !isNamed {
    let role = svg[..<tagEnd].contains("role=") ? "" : " role=\"img\""
    let label =
      !alternative.isEmpty || !svg.contains("<title") ? " aria-label=\"\(alternative)\"" : ""
    svg = "<svg" + role + label + svg.dropFirst(4)
  }
  return svg
}

extension String {
  /// What stands between each `opening` and the `closing` behind it.
  fileprivate func components(between opening: String, and closing: String) -> [String] {
    var found: [String] = []
    var rest = self[...]
    while let start = rest.firstRange(of: opening) {
      rest = rest[start.upperBound...]
      guard let end = rest.firstRange(of: closing) else { break }
      found.append(String(rest[..<end.lowerBound]))
      rest = rest[end.upperBound...]
    }
    return found
  }
}
