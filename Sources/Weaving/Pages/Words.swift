import Literate

/// What pages say beside the book's own text, in the book's language.
///
/// A text is called by what it is in English; `{}` is where something else is put. Another language is
/// a file in `Theme/words`, or `words:` in `book.yml`; what neither has is said in English.
struct Words: Sendable {
  private let texts: [String: String]

  init(_ settings: BookSettings) {
    texts = Self.texts(in: settings.language).merging(settings.words) { $1 }
  }

  static let english = Words(BookSettings(title: ""))

  /// The text as HTML.
  ///
  /// - Parameter values: What is put for each `{}`, as HTML. A translation whose order is another says
  ///   `{2}` and `{1}`.
  func callAsFunction(_ text: String, _ values: String...) -> String {
    let known = texts[text].map { escaped($0) } ?? text
    if values.isEmpty { return known }
    var output = ""
    var rest = known[...]
    var next = 0
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      output += rest[..<open]
      let number = rest[open..<close].dropFirst()
      let index = number.isEmpty ? next : (Int(number) ?? 0) - 1
      if values.indices.contains(index) {
        output += values[index]
      } else {
        output += rest[open...close]
      }
      next += 1
      rest = rest[rest.index(after: close)...]
    }
    return output + rest
  }

  /// `1 line`, `3 lines`.
  func lines(_ count: Int) -> String {
    count == 1 ? self("1 line") : self("{} lines", "\(count)")
  }

  /// `a`, `a and b`, `a, b and c`.
  func list(_ parts: [String]) -> String {
    guard let last = parts.last, parts.count > 1 else { return parts.joined() }
    return self("{} and {}", parts.dropLast().joined(separator: ", "), last)
  }

  /// Where the site has the texts that scripts say.
  static let scriptPath = "words.js"

  /// The texts that scripts say, by what they are in English; none in English.
  var forScripts: [String: String] { texts }

  /// A script with them.
  var script: OutputFile? {
    if texts.isEmpty { return nil }
    let lines = texts.sorted { $0.key < $1.key }.map { "  \(quoted($0)): \(quoted($1)),\n" }
    return OutputFile(
      path: Self.scriptPath, bytes: Array("globalThis.bookWords = {\n\(lines.joined())};\n".utf8))
  }

  private func quoted(_ text: String) -> String {
    var output = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": output += "\\\(scalar)"
      case "\u{0}"..<" ", "\u{2028}", "\u{2029}", "<":
        let digits = String(scalar.value, radix: 16)
        output += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output + "\""
  }

  /// The languages that have a file.
  static let languages: [String: [UInt8]] = [
    "de": PackageResources.de_txt, "es": PackageResources.es_txt, "fr": PackageResources.fr_txt,
    "ja": PackageResources.ja_txt, "zh": PackageResources.zh_txt,
  ]

  private static let tables = languages.mapValues(table)

  private static func texts(in language: String) -> [String: String] {
    let primary = language.lowercased().prefix { $0 != "-" && $0 != "_" }
    return tables[String(primary)] ?? [:]
  }

  /// Lines `English = another language`; those that begin with `#` are passed over.
  static func table(_ file: [UInt8]) -> [String: String] {
    var texts: [String: String] = [:]
    for line in String(decoding: file, as: UTF8.self).split(separator: "\n")
    where !line.hasPrefix("#") {
      guard let mark = line.firstRange(of: " = ") else { continue }
      texts[String(line[..<mark.lowerBound])] = String(line[mark.upperBound...])
    }
    return texts
  }
}
