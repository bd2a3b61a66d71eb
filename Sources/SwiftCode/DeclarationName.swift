/// A declaration's name as the compiler prints it: `Swift.(file).Array extension.append`.
struct DeclarationName {
  let module: String
  /// The types around it.
  let context: [String]
  let base: String

  init?(_ text: String) {
    guard let mark = text.firstRange(of: ".(file).") else { return nil }
    module = Self.shown(String(text[..<mark.lowerBound]))
    var rest = text[mark.upperBound...]
    if rest.last.map({ "/=-+!*%<>&|^~?.".contains($0) }) == true {
      let letters = rest.reversed().drop { "/=-+!*%<>&|^~?.".contains($0) }.count
      base = String(rest.dropFirst(letters + (letters > 0 ? 1 : 0)))
      rest = rest.prefix(letters)
      context = Self.types(rest)
    } else {
      var parts = Self.types(rest)
      guard let last = parts.popLast() else { return nil }
      base = String(last.prefix { $0 != "(" })
      context = parts
    }
    if base.isEmpty { return nil }
  }

  /// The parts between periods that stand in no brackets, without the word `extension`.
  private static func types(_ text: Substring) -> [String] {
    var parts: [String] = []
    var part = ""
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == ".", depth == 0 {
        parts.append(part)
        part = ""
      } else {
        part.append(character)
      }
    }
    if !part.isEmpty { parts.append(part) }
    return parts.map { $0.hasSuffix(" extension") ? String($0.dropLast(10)) : $0 }
  }

  /// A module as a program imports it.
  static func shown(_ module: String) -> String {
    switch module {
    case "SwiftGlibc": "Glibc"
    case "FoundationEssentials", "FoundationInternationalization": "Foundation"
    default: module.hasPrefix("_") ? "Swift" : module
    }
  }

  var qualified: String { (context + [base]).joined(separator: ".") }

  /// Whether the name is one to read; operators are not, nor what only the compiler calls.
  var isShown: Bool {
    base.first?.isLetter == true && !context.contains { $0.hasPrefix("_") || $0.contains(" ") }
  }

  /// A method's type without that of `self`: of `([Int]) -> (Int) -> ()` the end.
  func withoutSelf(_ type: String) -> String {
    var depth = 0
    guard type.first == "(" else { return type }
    for (index, character) in zip(type.indices, type) {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if depth == 0 {
        let rest = type[type.index(after: index)...]
        return rest.hasPrefix(" -> ") ? String(rest.dropFirst(4)) : type
      }
    }
    return type
  }
}

extension String {
  /// A type without the compiler's remarks on who may assign to it and who owns it.
  var shownType: String {
    (hasPrefix("@lvalue ") ? String(dropFirst(8)) : self)
      .replacing("__owned ", with: "").replacing("__shared ", with: "")
  }
}
