import Literate

/// An SVG file as part of a page: its prolog dropped, its ids, classes, styles and the references
/// among them made its own.
///
/// Nil is what must stay a file of its own, which browsers show without running anything: what is no
/// SVG, has scripts, or needs its prolog.
///
/// - Parameters:
///   - prefix: What goes in front of each name, so that two pictures on a page do not meet.
///   - alternative: The text for readers who do not see it, where the picture has no title.
func inlineSVG(_ text: String, prefix: String, alternative: String) -> String? {
  guard let start = text.firstRange(of: "<svg")?.lowerBound,
    let behind = text[start...].dropFirst(4).first, behind.isWhitespace || behind == ">",
    !text[..<start].contains("<!ENTITY"), !text[..<start].contains("<?xml-stylesheet")
  else { return nil }
  var svg = String(text[start...])
  while let last = svg.last, last.isWhitespace { svg.removeLast() }
  guard svg.hasSuffix("</svg>"), let names = SVGNames(svg) else { return nil }
  let root = prefix + (names.root ?? "root")
  let sheet = StyleSheet(
    scope: "#" + StyleSheet.escaped(root), prefix: prefix, ids: names.ids)
  var isFirst = true
  return Markup.rewritten(svg, style: sheet.scoped) { tag in
    for index in tag.attributes.indices {
      let attribute = tag.attributes[index]
      tag.attributes[index].value = names.renamed(attribute.name, attribute.value, sheet)
    }
    guard isFirst else { return }
    isFirst = false
    if tag["aria-label"] == nil, tag["aria-labelledby"] == nil {
      if tag["role"] == nil { tag.added += " role=\"img\"" }
      if !alternative.isEmpty || !names.hasTitle {
        tag.added += " aria-label=\"\(alternative)\""
      }
    }
    if names.hasStyle, names.root == nil { tag.added += " id=\"\(root)\"" }
  }
}

/// What an SVG calls its parts.
private struct SVGNames {
  private(set) var ids: Set<String> = []
  private(set) var root: String?
  private(set) var hasTitle = false
  private(set) var hasStyle = false

  /// Nil for an SVG that does something.
  init?(_ svg: String) {
    var names = (ids: Set<String>(), root: String?.none, title: false, style: false)
    var isActive = false
    var isFirst = true
    Markup.forEachTag(in: svg) { tag in
      switch tag.name.lowercased() {
      case "script": isActive = true
      case "title": names.title = true
      case "style": names.style = true
      default: break
      }
      for attribute in tag.attributes {
        let name = attribute.name.lowercased()
        if name.hasPrefix("on") || Links.isScript(attribute.value) { isActive = true }
        if name == "id", !attribute.value.isEmpty {
          names.ids.insert(attribute.value)
          if isFirst { names.root = attribute.value }
        }
      }
      isFirst = false
    }
    if isActive { return nil }
    (ids, root, hasTitle, hasStyle) = names
  }

  /// What an attribute's value becomes.
  func renamed(_ attribute: String, _ value: String, _ sheet: StyleSheet) -> String {
    switch attribute {
    case "id": return value.isEmpty ? value : sheet.prefix + value
    case "class":
      if !hasStyle { return value }
      return value.split(whereSeparator: \.isWhitespace).map { sheet.prefix + $0 }
        .joined(separator: " ")
    case "href", "xlink:href":
      let name = String(value.dropFirst())
      return value.hasPrefix("#") && ids.contains(name) ? "#" + sheet.prefix + name : value
    case "aria-labelledby", "aria-describedby", "aria-controls", "aria-owns":
      return value.split(whereSeparator: \.isWhitespace).map {
        ids.contains(String($0)) ? sheet.prefix + $0 : String($0)
      }.joined(separator: " ")
    case "begin", "end":
      return value.split(separator: ";", omittingEmptySubsequences: false).map { time in
        let name = String(time.prefix { $0 != "." }).filter { !$0.isWhitespace }
        return ids.contains(name) && time.contains(".")
          ? String(time).replacing(name, with: sheet.prefix + name, maxReplacements: 1)
          : String(time)
      }.joined(separator: ";")
    default:
      return value.contains("url(") || attribute == "style"
        ? sheet.renamedReferences(value) : value
    }
  }
}
