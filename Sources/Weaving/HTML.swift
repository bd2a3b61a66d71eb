/// Text as HTML shows it: `&`, `<`, `>` and `"` escaped.
func escaped(_ text: some StringProtocol) -> String {
  var escaped = ""
  escaped.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}

/// A relative link's path, its bytes outside the unreserved characters percent-encoded.
func encodedPath(_ path: some StringProtocol) -> String {
  let plain = Set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/:".utf8)
  return path.utf8.map { byte in
    if plain.contains(byte) { return String(UnicodeScalar(byte)) }
    let digits = String(byte, radix: 16, uppercase: true)
    return "%" + (digits.count < 2 ? "0" : "") + digits
  }.joined()
}

/// Names for a page's anchors, as GitHub forms them from headings: lower case, spaces as hyphens,
/// punctuation dropped; a name that was there before gets a number.
struct Anchors {
  private var taken: Set<String> = []

  mutating func add(_ text: String) -> String {
    var slug = ""
    for character in text.lowercased() {
      if character.isLetter || character.isNumber || character == "-" || character == "_" {
        slug.append(character)
      } else if character.isWhitespace {
        slug.append("-")
      }
    }
    if slug.isEmpty { slug = "section" }
    var name = slug
    var number = 1
    while !taken.insert(name).inserted {
      name = "\(slug)-\(number)"
      number += 1
    }
    return name
  }
}
