import Literate

/// The elements and attributes of HTML that an e-book takes.
enum Vocabulary {
  static let elements: Set<String> = [
    "a", "abbr", "address", "article", "aside", "b", "bdi", "bdo", "blockquote", "br", "caption",
    "cite", "code", "col", "colgroup", "data", "dd", "del", "details", "dfn", "div", "dl", "dt",
    "em", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "i",
    "img", "input", "ins", "kbd", "li", "mark", "nav", "ol", "p", "pre", "q", "rp", "rt", "ruby",
    "s", "samp", "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody",
    "td", "tfoot", "th", "thead", "time", "tr", "u", "ul", "var", "wbr",
  ]

  /// Those that hold nothing.
  static let empty: Set<String> = ["br", "col", "hr", "img", "input", "wbr"]

  /// Those that end a paragraph.
  static let blocks: Set<String> = [
    "address", "article", "aside", "blockquote", "details", "div", "dl", "figcaption", "figure",
    "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "nav", "ol", "p", "pre",
    "section", "summary", "table", "ul",
  ]

  /// Those out of which nothing is closed by what begins inside.
  static let scopes: Set<String> = ["table", "td", "th", "caption", "foreignObject"]

  private static let everywhere: Set<String> = [
    "id", "class", "title", "lang", "xml:lang", "dir", "style", "hidden", "role", "translate",
    "epub:type",
  ]

  private static let own: [String: Set<String>] = [
    "a": ["href", "hreflang", "rel", "type"], "blockquote": ["cite"], "q": ["cite"],
    "col": ["span"], "colgroup": ["span"], "data": ["value"], "del": ["cite", "datetime"],
    "ins": ["cite", "datetime"], "details": ["open"], "img": ["src", "alt", "width", "height"],
    "input": ["type", "checked", "disabled"], "li": ["value"],
    "ol": ["start", "reversed", "type"], "td": ["colspan", "rowspan", "headers"],
    "th": ["colspan", "rowspan", "headers", "scope", "abbr"], "time": ["datetime"],
  ]

  static func allows(_ attribute: String, on element: String) -> Bool {
    everywhere.contains(attribute) || attribute.hasPrefix("aria-")
      || own[element]?.contains(attribute) == true
  }

  /// Why an author's tag does not come into an e-book; nil for one that does.
  static func problem(_ tag: MarkupTag) -> String? {
    let name = tag.name.lowercased()
    if tag.isClosing || elements.contains(name) || name == "svg" || name == "math" { return nil }
    if ["html", "head", "body"].contains(name) { return nil }
    let rest =
      ["script", "style"].contains(name) ? "it is left out there" : "only what is in it is shown"
    return "an e-book has no element `<\(name)>`; \(rest)"
  }
}
