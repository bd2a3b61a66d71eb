import Literate

/// A picture of the book as an e-book holds it.
struct EBookPicture {
  let bytes: [UInt8]
  let mediaType: String

  /// - Returns: Nothing for a file of a kind that readers need not show, and for an SVG that is none.
  init?(_ path: String, _ bytes: [UInt8]) {
    guard let type = Self.mediaType(path) else { return nil }
    mediaType = type
    guard type == "image/svg+xml" else {
      self.bytes = bytes
      return
    }
    let text = String(decoding: bytes, as: UTF8.self)
    guard let start = text.firstRange(of: "<svg")?.lowerBound else { return nil }
    let still = Self.withoutDark(String(text[start...]))
    let drawn = XHTML(picture: Self.resolved(still)).text
    self.bytes = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(drawn)\n".utf8)
  }

  /// The kinds of pictures that every reader shows (EPUB 3.3, section 3.2).
  static func mediaType(_ path: String) -> String? {
    let ending = path.lowercased().split(separator: ".").last.map(String.init) ?? ""
    return [
      "svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg",
      "gif": "image/gif", "webp": "image/webp",
    ][ending]
  }

  /// A drawing for light paper: it stands on paper of its own, whatever the reader's is.
  private static func withoutDark(_ svg: String) -> String {
    var output = ""
    var rest = svg[...]
    while let mark = rest.firstRange(of: "@media") {
      guard let open = rest[mark.upperBound...].firstIndex(of: "{"),
        rest[mark.upperBound..<open].filter({ !$0.isWhitespace })
          .contains("prefers-color-scheme:dark")
      else {
        output += rest[..<mark.upperBound]
        rest = rest[mark.upperBound...]
        continue
      }
      output += rest[..<mark.lowerBound]
      var depth = 0
      let close = rest[open...].firstIndex { character in
        if character == "{" { depth += 1 }
        if character == "}" { depth -= 1 }
        return depth == 0
      }
      rest = close.map { rest[rest.index(after: $0)...] } ?? ""
    }
    return output + rest
  }

  /// The drawing with each `var(--name, value)` in it resolved: there are readers that do not know
  /// variables, and none has the page's.
  private static func resolved(_ svg: String) -> String {
    let values = variables(in: svg)
    var svg = svg
    // A variable may stand for another, but no drawing needs many steps.
    for _ in 0..<8 {
      var output = ""
      var rest = svg[...]
      while let mark = rest.firstRange(of: "var(") {
        output += rest[..<mark.lowerBound]
        let inside = rest[mark.upperBound...]
        var depth = 1
        let close = inside.firstIndex { character in
          if character == "(" { depth += 1 }
          if character == ")" { depth -= 1 }
          return depth == 0
        }
        guard let close else {
          output += rest[mark]
          rest = inside
          continue
        }
        let parts = inside[..<close].split(
          separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        let name = foldedName(String(parts[0]))
        let fallback = parts.count > 1 ? foldedName(String(parts[1])) : nil
        output += values[name] ?? fallback ?? "currentColor"
        rest = rest[rest.index(after: close)...]
      }
      output += rest
      if output == svg { break }
      svg = output
    }
    return svg
  }

  /// The variables that the drawing sets, the last of each name.
  private static func variables(in svg: String) -> [String: String] {
    var values: [String: String] = [:]
    var rest = svg[...]
    while let mark = rest.firstRange(of: "--") {
      let name = rest[mark.upperBound...].prefix {
        $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_"
      }
      let behind = rest[name.endIndex...].drop(while: \.isWhitespace)
      rest = rest[name.endIndex...]
      guard behind.first == ":", !name.isEmpty else { continue }
      let value = behind.dropFirst().prefix { !";}\"".contains($0) }
      values["--" + name] = foldedName(String(value))
      rest = rest[value.endIndex...]
    }
    return values
  }
}
