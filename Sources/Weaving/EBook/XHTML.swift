import Literate

/// HTML as XHTML: whatever is given, what comes out is well-formed, and holds nothing that an e-book
/// may not.
///
/// What browsers put right in silence is put right here as they do it, as far as it can be told from
/// the tags: elements that end others, ends that were forgotten, attributes without quotes.
struct XHTML {
  /// What stands in the place of a page's body.
  private(set) var text = ""
  /// What a manifest must say of the page: `mathml`, `svg`.
  private(set) var properties: Set<String> = []
  /// Whether there is a picture without a text for those who do not see it.
  private(set) var hasUntoldPicture = false

  /// How deeply elements are nested, as in browsers; the text of deeper ones stands in the last.
  private static let deepest = 512

  private struct Element {
    let name: String
    /// Whether it is of another vocabulary, MathML or SVG.
    let isForeign: Bool
  }

  private var output: [UInt8] = []
  private var open: [Element] = []
  private var ids: Set<String> = []

  init(_ html: String) {
    read(Array(html.utf8), isPicture: false)
  }

  /// An SVG file, without its prolog.
  init(picture svg: String) {
    read(Array(svg.utf8), isPicture: true)
  }

  private mutating func read(_ bytes: [UInt8], isPicture: Bool) {
    output.reserveCapacity(bytes.count + bytes.count / 16)
    var copy = self
    Markup.forEachPiece(of: bytes) { piece in
      switch piece {
      case .text(let text):
        if !isPicture || !copy.open.isEmpty { copy.output += XMLText.text(text).utf8 }
      case .tag(let tag) where tag.isClosing: copy.close(tag, isPicture)
      case .tag(let tag): copy.open(tag, isPicture)
      case .inside("style", let text) where copy.open.last?.isForeign == true:
        copy.output += XMLText.text(text[...]).utf8
      case .inside: break
      case .remark(let remark):
        // In another vocabulary a section of characters is text.
        let start = "<![CDATA[", end = "]]>"
        if copy.open.last?.isForeign == true, remark.starts(with: start.utf8),
          remark.count >= start.utf8.count + end.utf8.count
        {
          copy.output +=
            XMLText.characters(
              remark.dropFirst(start.utf8.count).dropLast(end.utf8.count)
            ).utf8
        }
      }
    }
    self = copy
    while let last = open.popLast() { output += "</\(last.name)>".utf8 }
    text = String(decoding: output, as: UTF8.self)
  }
}

/// Elements.
extension XHTML {
  private mutating func open(_ tag: MarkupTag, _ isPicture: Bool) {
    let isInside = open.last.map { $0.isForeign && $0.name != "foreignObject" } ?? isPicture
    let lower = tag.name.lowercased()
    if isInside || lower == "svg" || lower == "math" {
      openForeign(tag, isInside ? tag.name : lower, isRoot: !isInside || open.isEmpty)
      return
    }
    guard Vocabulary.elements.contains(lower) else { return }
    closeImplied(by: lower)
    guard open.count < Self.deepest || Vocabulary.empty.contains(lower) else { return }
    output += "<\(lower)".utf8
    write(attributes(of: tag, lower), of: lower)
    if Vocabulary.empty.contains(lower) {
      output += "/>".utf8
    } else {
      output += ">".utf8
      open.append(Element(name: lower, isForeign: false))
    }
  }

  private mutating func openForeign(_ tag: MarkupTag, _ name: String, isRoot: Bool) {
    guard XMLText.isName(name), name != "script", tag.isEmpty || open.count < Self.deepest
    else { return }
    output += "<\(name)".utf8
    var attributes: [(String, String)] = []
    for attribute in tag.attributes where !attribute.name.lowercased().hasPrefix("on") {
      attributes.append((attribute.name, attribute.value))
    }
    if isRoot {
      properties.insert(name == "math" ? "mathml" : "svg")
      let space =
        name == "math" ? "http://www.w3.org/1998/Math/MathML" : "http://www.w3.org/2000/svg"
      attributes.removeAll { $0.0 == "xmlns" || $0.0.hasPrefix("xmlns:") }
      attributes.append(("xmlns", space))
      attributes.append(("xmlns:xlink", "http://www.w3.org/1999/xlink"))
    }
    write(attributes, of: nil)
    output += (tag.isEmpty ? "/>" : ">").utf8
    if !tag.isEmpty { open.append(Element(name: name, isForeign: true)) }
  }

  private mutating func close(_ tag: MarkupTag, _ isPicture: Bool) {
    let isForeign = open.last?.isForeign ?? isPicture
    let name = isForeign ? tag.name : tag.name.lowercased()
    guard let index = open.lastIndex(where: { $0.name == name }) else { return }
    // Nothing outside is closed from inside another vocabulary.
    if isForeign, open[index...].contains(where: { !$0.isForeign }) { return }
    closeAll(from: index)
  }

  private mutating func closeAll(from index: Int) {
    while open.count > index, let last = open.popLast() { output += "</\(last.name)>".utf8 }
  }

  /// Closes what cannot go on before an element of this name.
  private mutating func closeImplied(by name: String) {
    if Vocabulary.blocks.contains(name) { close(["p"], within: Vocabulary.scopes) }
    switch name {
    case "li": close(["li"], within: ["ul", "ol"])
    case "dt", "dd": close(["dt", "dd"], within: ["dl"])
    case "tr": close(["tr"], within: ["table"])
    case "td", "th": close(["td", "th"], within: ["tr", "table"])
    case "thead", "tbody", "tfoot": close(["thead", "tbody", "tfoot"], within: ["table"])
    case "a": close(["a"], within: Vocabulary.scopes)
    case "h1", "h2", "h3", "h4", "h5", "h6":
      close(["h1", "h2", "h3", "h4", "h5", "h6"], within: Vocabulary.scopes)
    default: break
    }
  }

  /// Closes the innermost of these elements, if it is open inside the innermost of the others.
  private mutating func close(_ names: Set<String>, within scopes: Set<String>) {
    for index in open.indices.reversed() {
      if names.contains(open[index].name) {
        closeAll(from: index)
        return
      }
      if scopes.contains(open[index].name) { return }
    }
  }
}

/// Attributes.
extension XHTML {
  private mutating func attributes(
    of tag: MarkupTag, _ element: String
  ) -> [(String, String)] {
    var attributes: [(String, String)] = []
    for attribute in tag.attributes {
      var name = attribute.name.lowercased()
      if element == "a", name == "name", tag["id"] == nil { name = "id" }
      if name == "align", ["left", "right", "center"].contains(attribute.value.lowercased()) {
        attributes.append(("style", "text-align: \(attribute.value.lowercased())"))
        continue
      }
      guard Vocabulary.allows(name, on: element) else { continue }
      attributes.append((name, attribute.value))
    }
    // Code runs from left to right in every language.
    if element == "pre", tag["dir"] == nil { attributes.append(("dir", "ltr")) }
    if element == "img" {
      let alternative = tag["alt"] ?? ""
      if alternative.isEmpty { hasUntoldPicture = true }
      if tag["alt"] == nil { attributes.append(("alt", "")) }
    }
    return attributes
  }

  /// - Parameter element: nil for one of another vocabulary.
  private mutating func write(_ attributes: [(name: String, value: String)], of element: String?) {
    var seen: Set<String> = []
    for (name, value) in attributes {
      guard XMLText.isName(name), seen.insert(name).inserted else { continue }
      var value = XMLText.attribute(value)
      switch name {
      case "id":
        if value.isEmpty || value.contains(where: \.isWhitespace) { continue }
        guard ids.insert(value).inserted else { continue }
      case "href", "src", "cite", "poster", "data", "xlink:href":
        value = XMLText.address(EBookName.address(value))
      case "checked", "disabled", "hidden", "open", "reversed":
        if element != nil { value = name }
      default: break
      }
      output += " \(name)=\"\(value)\"".utf8
    }
  }
}
