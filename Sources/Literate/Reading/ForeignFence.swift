/// A fence's info string as Pandoc, Quarto, Entangled or mdBook write it: `{.swift #name}`,
/// `{swift}`, `swift,ignore`.
struct ForeignFence {
  /// How the same is written here.
  let spelling: String

  /// - Returns: nil for an info string that is none of these.
  init?(_ info: String) {
    var scalars = Substring(info).unicodeScalars
    while let first = scalars.first, first.isSpace { scalars.removeFirst() }
    guard scalars.first == "{" else {
      let word = String(scalars.prefix { !$0.isSpace && $0 != "," })
      guard word.lowercased() == "swift",
        scalars.dropFirst(word.unicodeScalars.count).first == ","
      else { return nil }
      spelling = "\(word) sketch"
      return
    }
    scalars.removeFirst()
    let inner = scalars.prefix { $0 != "}" }
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
}
