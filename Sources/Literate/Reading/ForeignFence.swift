/// A fence's info string as Pandoc, Quarto, Entangled or mdBook write it: `{.swift #name}`,
/// `{swift}`, `swift,ignore`, `python file:a.py`.
struct ForeignFence {
  /// How the same is written here.
  let spelling: String

  /// - Returns: nil for an info string that is none of these.
  init?(_ info: String) {
    var scalars = Substring(info).unicodeScalars
    while let first = scalars.first, first.isSpace { scalars.removeFirst() }
    guard let open = scalars.first, open == "{" || open == "[" && Self.holdsVerb(info, "=") else {
      guard let spelling = Self.separated(String(scalars)) else { return nil }
      self.spelling = spelling
      return
    }
    let close: Unicode.Scalar = open == "{" ? "}" : "]"
    scalars.removeFirst()
    let inner = scalars.prefix { $0 != close }
    let behind = String(scalars.dropFirst(inner.count + 1))
    let separators: Set<Unicode.Scalar> = [" ", "\t", ",", "{"]
    var language: String?
    var name: String?
    var pairs: [String] = []
    for word in inner.split(whereSeparator: separators.contains).map({ String($0) }) {
      if word.hasPrefix("#") {
        name = String(word.dropFirst())
      } else if word.unicodeScalars.contains("=") {
        if word.hasPrefix("=") { language = String(word.dropFirst()) } else { pairs.append(word) }
      } else if language == nil {
        language = word.hasPrefix(".") ? String(word.dropFirst()) : word
      }
    }
    let verbs = pairs.filter { pair in InfoWords.verbs.contains { pair.hasPrefix($0 + "=") } }
    var words = [language ?? "text"] + verbs
    if verbs.isEmpty, let name, !name.isEmpty {
      words.append(name.contains(" ") ? "define=\"\(name)\"" : "define=\(name)")
    }
    let rest = behind.split(whereSeparator: \.isWhitespace).map(String.init)
    words += rest.filter { word in InfoWords.verbs.contains { word.hasPrefix($0 + "=") } }
    if words.count == 1, words[0].lowercased() == "swift" { words.append("sketch") }
    spelling = words.joined(separator: " ")
  }

  /// `swift,file=a.swift`, `swift:file=a.swift`, `python file:a.py`, `rust,ignore file=a.rs` as they
  /// are written here; nil for what is none of these.
  private static func separated(_ info: String) -> String? {
    guard info.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ":") })
    else { return nil }
    var words = info.split(whereSeparator: \.isWhitespace).map(String.init)
    guard let first = words.first else { return nil }
    let scalars = first.unicodeScalars
    let language = String(scalars.prefix { $0 != "," && $0 != ":" })
    var behind = scalars.dropFirst(language.unicodeScalars.count + 1)
    while !behind.isEmpty, !isVerb(behind) {
      behind = behind.drop { $0 != "," && $0 != ":" }.dropFirst()
    }
    while behind.last == "," { behind.removeLast() }
    var isForeign = !behind.isEmpty
    let hasComma = scalars.contains(",")
    if isForeign {
      words.replaceSubrange(..<1, with: [language, String(behind)])
    } else if hasComma || scalars.last == ":",
      words.dropFirst().contains(where: { isVerb($0.unicodeScalars[...]) })
    {
      words[0] = language
      isForeign = true
    } else if hasComma, language.lowercased() == "swift" {
      return "\(language) sketch"
    }
    for index in words.indices.dropFirst() {
      for verb in InfoWords.verbs where words[index].utf8.starts(with: (verb + ":").utf8) {
        let value = words[index].unicodeScalars.dropFirst(verb.unicodeScalars.count + 1)
        if value.isEmpty { continue }
        words[index] = "\(verb)=\(Substring(value))"
        isForeign = true
      }
    }
    if isForeign, words[0].isEmpty { words[0] = "text" }
    return isForeign ? words.joined(separator: " ") : nil
  }

  /// Whether a word begins with a verb and what gives it a value.
  private static func isVerb(_ word: Substring.UnicodeScalarView) -> Bool {
    InfoWords.verbs.contains { verb in
      word.starts(with: "\(verb)=".unicodeScalars) || word.starts(with: "\(verb):".unicodeScalars)
    }
  }

  /// Whether a word begins with a verb and this sign.
  private static func holdsVerb(_ info: String, _ sign: String) -> Bool {
    info.split(whereSeparator: \.isWhitespace).contains { word in
      InfoWords.verbs.contains { word.hasPrefix($0 + sign) || word.hasPrefix("[" + $0 + sign) }
    }
  }
}
