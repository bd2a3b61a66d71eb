/// A style sheet made to rule a part of a page alone, for pictures whose style sheets were written
/// for pages of their own.
struct StyleSheet {
  /// What a rule may reach: this element and what is below it, as a selector.
  let scope: String
  /// What stands before each id, class and animation of the part's own.
  let prefix: String
  /// The ids that the part has.
  let ids: Set<String>

  /// The style sheet with selectors that reach no further, and with the part's own names.
  func scoped(_ css: String) -> String {
    let text = Array(Self.withoutMarks(css).unicodeScalars)
    var output = ""
    var position = 0
    // The blocks that are open and hold rules, such as that of `@media`.
    while position < text.count {
      let start = position
      guard let end = Self.end(of: text, from: start, at: ["{", "}", ";"]) else {
        return output + Self.string(text[start...])
      }
      let prelude = Self.string(text[start..<end])
      position = end + 1
      switch text[end] {
      case "}": output += prelude + "}"
      case ";":
        // An import would rule the whole page.
        if !Self.trimmed(prelude).hasPrefix("@import") { output += prelude + ";" }
      default:
        let head = Self.trimmed(prelude)
        if Self.holdsRules(head) {
          output += prelude + "{"
          continue
        }
        let bodyEnd = Self.endOfBlock(text, from: position)
        let body = renamedReferences(Self.string(text[position..<bodyEnd]))
        if head.hasPrefix("@") {
          output += renamedAnimation(prelude) + "{" + body + "}"
        } else {
          output += selectors(prelude) + "{" + body + "}"
        }
        position = bodyEnd + 1
      }
    }
    return output
  }

  /// What `url(#…)` and the names of animations in a value or a rule's body become.
  func renamedReferences(_ css: String) -> String {
    var output = ""
    var rest = css[...]
    while let place = rest.firstRange(of: "url(") {
      output += rest[..<place.upperBound]
      rest = rest[place.upperBound...]
      let head = rest.prefix { $0 == " " || $0 == "\"" || $0 == "'" }
      let quoted =
        rest.hasPrefix("&quot;") ? rest.prefix(6) : rest.hasPrefix("&apos;") ? rest.prefix(6) : head
      let inside = rest[quoted.endIndex...]
      output += quoted
      rest = inside
      guard inside.first == "#" else { continue }
      let name = inside.dropFirst().prefix { !"\"') &".contains($0) }
      output += "#" + (ids.contains(String(name)) ? prefix : "") + name
      rest = inside[name.endIndex...]
    }
    output += rest
    return renamedAnimationValues(output)
  }
}

extension StyleSheet {
  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private static func trimmed(_ text: String) -> Substring {
    text.drop(while: \.isWhitespace)
  }

  /// Without comments, and without the marks that hide a style sheet from XML and old browsers.
  private static func withoutMarks(_ css: String) -> String {
    var css = css
    for mark in ["<![CDATA[", "]]>", "<!--", "-->"] { css = css.replacing(mark, with: "") }
    var output = ""
    var rest = css[...]
    while let open = rest.firstRange(of: "/*") {
      output += rest[..<open.lowerBound]
      guard let close = rest[open.upperBound...].firstRange(of: "*/") else { return output }
      rest = rest[close.upperBound...]
    }
    return output + rest
  }

  /// Where the next of some characters stands, strings and brackets left out.
  private static func end(
    of text: [Unicode.Scalar], from start: Int, at ends: Set<Unicode.Scalar>
  ) -> Int? {
    var quote: Unicode.Scalar?
    var brackets = 0
    var position = start
    while position < text.count {
      let scalar = text[position]
      if scalar == "\\" {
        position += 2
        continue
      }
      if let open = quote {
        if scalar == open { quote = nil }
      } else if scalar == "\"" || scalar == "'" {
        quote = scalar
      } else if scalar == "(" || scalar == "[" {
        brackets += 1
      } else if scalar == ")" || scalar == "]" {
        brackets = max(0, brackets - 1)
      } else if brackets == 0 || scalar == "{" || scalar == "}", ends.contains(scalar) {
        return position
      }
      position += 1
    }
    return nil
  }

  private static func endOfBlock(_ text: [Unicode.Scalar], from start: Int) -> Int {
    var depth = 0
    var position = start
    while let next = end(of: text, from: position, at: ["{", "}"]) {
      if text[next] == "{" {
        depth += 1
      } else if depth == 0 {
        return next
      } else {
        depth -= 1
      }
      position = next + 1
    }
    return text.count
  }

  private static func holdsRules(_ head: Substring) -> Bool {
    ["@media", "@supports", "@layer", "@container", "@scope", "@starting-style"].contains {
      head.hasPrefix($0)
    }
  }

  private func renamedAnimation(_ prelude: String) -> String {
    guard let name = Self.trimmed(prelude).split(separator: " ").dropFirst().first,
      prelude.contains("keyframes")
    else { return prelude }
    return prelude.replacing(" \(name)", with: " \(animation(name))")
  }

  private func animation(_ name: some StringProtocol) -> String {
    // Marks are left out: in a value a name needs none.
    prefix.filter { $0.isLetter || $0.isNumber || $0 == "-" } + name
  }

  private static let animationWords: Set<String> = [
    "none", "linear", "ease", "ease-in", "ease-out", "ease-in-out", "step-start", "step-end",
    "infinite", "normal", "reverse", "alternate", "alternate-reverse", "forwards", "backwards",
    "both", "running", "paused", "inherit", "initial", "unset", "revert", "auto",
  ]

  private func renamedAnimationValues(_ css: String) -> String {
    guard css.contains("animation") else { return css }
    return css.split(separator: ";", omittingEmptySubsequences: false).map { declaration in
      let parts = declaration.split(separator: ":", maxSplits: 1)
      guard parts.count == 2 else { return String(declaration) }
      let property = String(parts[0]).filter { !$0.isWhitespace }
      guard property == "animation" || property == "animation-name" else {
        return String(declaration)
      }
      let words = parts[1].split(separator: " ", omittingEmptySubsequences: false).map { word in
        let name = String(word).filter { $0 != "," && !$0.isWhitespace }
        let isName =
          name.first.map { $0.isLetter || $0 == "_" || $0 == "-" } == true && !name.contains("(")
          && !Self.animationWords.contains(name)
        return isName ? String(word).replacing(name, with: animation(name)) : String(word)
      }
      return "\(parts[0]):\(words.joined(separator: " "))"
    }.joined(separator: ";")
  }

  /// A list of selectors, each held to the scope: what it is about is the scope's element or stands
  /// below it.
  private func selectors(_ prelude: String) -> String {
    let text = Array(prelude.unicodeScalars)
    var selectors: [String] = []
    var start = 0
    while start <= text.count {
      let end = Self.end(of: text, from: start, at: [","]) ?? text.count
      selectors.append(selector(Self.string(text[start..<end])))
      start = end + 1
    }
    return selectors.joined(separator: ", ") + " "
  }

  private func selector(_ text: String) -> String {
    let text = String(
      text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    if text.isEmpty { return text }
    let named = named(text)
    // What has a name of the part's own is in it, and so is what stands below that.
    if named != text, !text.contains(where: { "(~+".contains($0) }) { return named }
    // What is behind two colons is a part of the element that has no place of its own.
    let element = named.firstRange(of: "::")?.lowerBound ?? named.endIndex
    return "\(named[..<element]):where(\(scope), \(scope) *)\(named[element...])"
  }

  /// A selector with the part's own ids and classes.
  private func named(_ selector: String) -> String {
    var output = ""
    var quote: Character?
    var rest = selector[...]
    while let character = rest.popFirst() {
      output.append(character)
      if character == "\\" {
        if let next = rest.popFirst() { output.append(next) }
      } else if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        quote = character
      } else if character == "#" || character == ".", rest.first?.isNumber != true {
        output += Self.escaped(prefix)
      }
    }
    return output
  }

  static func escaped(_ prefix: String) -> String { prefix.replacing(":", with: "\\:") }
}
