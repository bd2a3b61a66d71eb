import Literate

/// Characters as XML takes them.
enum XMLText {
  /// Text of HTML, its entities resolved but for those that XML knows.
  static func text(_ bytes: ArraySlice<UInt8>) -> String {
    escaped(String(decoding: bytes, as: UTF8.self), isAttribute: false)
  }

  /// An attribute's value, as it is written between its quotes in HTML.
  static func attribute(_ value: String) -> String { escaped(value, isAttribute: true) }

  /// Characters that stand for themselves.
  static func characters(_ bytes: ArraySlice<UInt8>) -> String {
    text(Array(Weaving.escaped(String(decoding: bytes, as: UTF8.self)).utf8)[...])
  }

  private static func escaped(_ text: String, isAttribute: Bool) -> String {
    // What most texts hold needs nothing.
    let needs = text.utf8.contains { byte in
      byte < 0x20 && byte != 0x0A || byte >= 0xEF || "&<>\"".utf8.contains(byte)
    }
    if !needs { return text }
    var output = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch scalar {
      case "&":
        let name = rest.prefix { $0 != ";" && $0 != "&" && !$0.isSpace }.prefix(40)
        guard !name.isEmpty, rest[name.endIndex...].first == ";",
          let meant = character(of: String(name))
        else {
          output += "&amp;".unicodeScalars
          continue
        }
        rest = rest[name.endIndex...].dropFirst()
        output += meant.unicodeScalars
      case "<": output += "&lt;".unicodeScalars
      case ">": output += "&gt;".unicodeScalars
      case "\"" where isAttribute: output += "&quot;".unicodeScalars
      default: output.append(isAllowed(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return String(output)
  }

  /// The characters that XML 1.0 lets stand in a text.
  private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x20...0xD7FF, 0xE000...0xFFFD, 0x10000...0x10FFFF: true
    default: false
    }
  }

  /// What `&name;` stands for, as it is written in XML; nil for what no entity is called.
  private static func character(of name: String) -> String? {
    if ["amp", "lt", "gt", "quot"].contains(name) { return "&\(name);" }
    // libcmark knows the names.
    let written = "&\(name);"
    let meant = Document(SourceText(written)).root.firstChild?.plainText ?? ""
    if meant.isEmpty || meant == written { return nil }
    return Weaving.escaped(
      String(
        String.UnicodeScalarView(meant.unicodeScalars.map { isAllowed($0) ? $0 : "\u{FFFD}" })))
  }

  /// An address, already escaped for XML, without the characters that none may hold.
  static func address(_ value: String) -> String {
    var output = ""
    for scalar in value.unicodeScalars {
      switch scalar {
      case " ", "\\", "^", "`", "{", "|", "}", "\t", "\n", "\r":
        let digits = String(scalar.value, radix: 16, uppercase: true)
        output += "%" + (digits.count < 2 ? "0" : "") + digits
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output.replacing("&lt;", with: "%3C").replacing("&gt;", with: "%3E")
      .replacing("&quot;", with: "%22")
  }

  /// Whether a word can be the name of an element or an attribute; at most one colon.
  static func isName(_ word: String) -> Bool {
    guard let first = word.unicodeScalars.first, first.properties.isAlphabetic || first == "_"
    else { return false }
    let colons = word.unicodeScalars.count { $0 == ":" }
    let known = ["xml", "xlink", "epub", "xmlns"]
    if colons > 0 {
      guard colons == 1, let prefix = word.split(separator: ":").first,
        known.contains(String(prefix)), !word.hasSuffix(":")
      else { return false }
    }
    return word.unicodeScalars.allSatisfy {
      $0.isASCII
        && ($0.properties.isAlphabetic || (0x30...0x39).contains($0.value)
          || "-._:".unicodeScalars.contains($0))
    }
  }
}
