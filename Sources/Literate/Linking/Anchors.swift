/// Names for a page's anchors, as GitHub forms them from headings: lower case, spaces as hyphens,
/// punctuation dropped; a name that was there before gets a number.
///
/// They hold no colon: what the page itself names has one, so that the two never meet.
package struct Anchors {
  private var taken: Set<String> = []
  /// The number that a name was given last.
  private var numbers: [String: Int] = [:]

  package init() {}

  package mutating func add(_ text: String) -> String {
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
    var number = numbers[slug] ?? 0
    while !taken.insert(name).inserted {
      number += 1
      name = "\(slug)-\(number)"
    }
    numbers[slug] = number
    return name
  }
}
