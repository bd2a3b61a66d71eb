/// The words of an info string behind the language.
struct InfoWords {
  private enum Word {
    case flag(String)
    case pair(key: String, value: String)

    var key: String {
      switch self {
      case .flag(let word): word
      case .pair(let key, _): key
      }
    }
  }

  let language: String
  private var words: [Word] = []
  private var quoteProblems: [String] = []
  /// Whether something was wrong that may hide a key or a flag.
  private(set) var isBroken = false

  /// The keys that make a fence of any language our business.
  static let verbs = Tag.Verb.keywords + ["show", "fails"]

  /// The keys whose value is a line of a chunk, which may hold double quotes and then stands in
  /// single ones.
  private static let lineKeys: Set = ["after", "before", "from", "to"]

  /// The words that take a value; the others are flags.
  private static let keys = lineKeys.union(
    verbs + [
      "mark", "name", "data", "status", "signal", "superseded", "stdin", "tolerance", "solves",
    ])

  /// What is not taken for a quote here but was surely meant as one, and how it ends.
  private static let otherQuotes: [Unicode.Scalar: Set<Unicode.Scalar>] = [
    "'": ["'"], "\u{2018}": ["\u{2019}"], "\u{2019}": ["\u{2019}"],
    "\u{201C}": ["\u{201D}", "\u{201C}"], "\u{201D}": ["\u{201D}"],
    "\u{201E}": ["\u{201C}", "\u{201D}"], "\u{AB}": ["\u{BB}"], "`": ["`"],
  ]

  /// Scalars are read, not characters: a mark that combines with a quote does not hide it.
  init(_ info: String) {
    var rest = Substring(info).unicodeScalars
    _ = Self.take(&rest) { $0.isSpace }
    language = Self.take(&rest) { !$0.isSpace }
    while true {
      _ = Self.take(&rest) { $0.isSpace }
      guard !rest.isEmpty else { break }
      words.append(read(&rest))
    }
  }

  private static func take(
    _ rest: inout Substring.UnicodeScalarView, while isPart: (Unicode.Scalar) -> Bool
  ) -> String {
    let part = rest.prefix(while: isPart)
    rest = rest[part.endIndex...]
    return String(part)
  }

  private mutating func read(_ rest: inout Substring.UnicodeScalarView) -> Word {
    let head = Self.take(&rest) { !$0.isSpace && $0 != "=" }
    guard rest.popFirst() == "=" else { return .flag(head) }
    guard let quote = rest.first, quote == "\"" || quote == "'" && Self.lineKeys.contains(head)
    else {
      if let closing = rest.first.flatMap({ Self.otherQuotes[$0] }), Self.keys.contains(head) {
        rest.removeFirst()
        let value = Self.take(&rest) { !closing.contains($0) }
        _ = rest.popFirst()
        quoteProblems.append(
          "the value of `\(head)` stands in another kind of quotes; write `\(head)=\"\(value)\"`")
        return .pair(key: head, value: value)
      }
      return .pair(key: head, value: Self.take(&rest) { !$0.isSpace })
    }
    rest.removeFirst()
    let value = Self.take(&rest) { $0 != quote }
    if rest.popFirst() == nil {
      quoteProblems.append(
        "the quote behind `\(head)=` is never closed; add a `\(quote)` at its end")
    } else {
      let behind = Self.take(&rest) { !$0.isSpace }
      if !behind.isEmpty {
        quoteProblems.append(
          "the quote behind `\(head)=` is followed by `\(behind)`; put a space between them")
      }
    }
    return .pair(key: head, value: value)
  }

  /// `file=a.txt` where the language should be: the key.
  var verbInPlaceOfLanguage: String? {
    guard let end = language.unicodeScalars.firstIndex(of: "=") else { return nil }
    let key = language[..<end]
    return Self.isNearVerb(key) ? String(key) : nil
  }

  var flags: [String] {
    words.compactMap { if case .flag(let word) = $0 { word } else { nil } }
  }

  /// The keys that have a value.
  var keys: [String] {
    words.compactMap { if case .pair(let key, _) = $0 { key } else { nil } }
  }

  /// Whether one of the verbs stands here, or a key one letter away from one of the first four.
  var holdsVerb: Bool {
    words.contains { word in
      switch word {
      case .flag(let word): Self.oldVerbs.contains(word)
      case .pair(let key, _): Self.isNearVerb(key)
      }
    }
  }

  private static let oldVerbs = ["file", "define", "append", "replace"]

  private static func isNearVerb(_ key: some StringProtocol) -> Bool {
    if verbs.contains(String(key)) { return true }
    let letters = Array(key)
    return oldVerbs.contains { verb in
      abs(verb.count - letters.count) <= 1 && editDistance(letters, Array(verb)) <= 1
    }
  }

  mutating func takeFlag(_ name: String) -> Bool {
    guard let first = words.firstIndex(where: { if case .flag(name) = $0 { true } else { false } })
    else { return false }
    words.remove(at: first)
    return true
  }

  /// Takes out every word with this key, flag or pair.
  mutating func take(_ key: String) -> Bool {
    let count = words.count
    words.removeAll { $0.key == key }
    return words.count < count
  }

  mutating func takeValue(
    _ key: String, needs what: String, _ problem: (String) -> Void
  ) -> String? {
    let found = words.filter { $0.key == key }
    guard let first = found.first else { return nil }
    words.removeAll { $0.key == key }
    if found.count > 1 {
      problem("`\(key)` is given twice; keep one of them")
      isBroken = true
    }
    guard case .pair(_, let value) = first else {
      problem("`\(key)` needs a value; write `\(key)=` and \(what)")
      isBroken = true
      return nil
    }
    if value.unicodeScalars.allSatisfy(\.isSpace) {
      problem("the value of `\(key)` is empty; write \(what) behind `\(key)=`")
      isBroken = true
      return nil
    }
    return value
  }

  /// Reports what is left: unknown words, flags given twice, quotes that went wrong.
  mutating func complain(known: [String], _ problem: (String) -> Void) {
    for message in quoteProblems {
      problem(message)
      isBroken = true
    }
    var reported: Set<String> = []
    for word in words where reported.insert(word.key).inserted {
      isBroken = true
      switch word {
      case .pair(let key, _) where known.contains(key):
        problem("`\(key)` takes no value; write `\(key)` alone")
      case .flag(let flag) where known.contains(flag):
        problem("`\(flag)` is given twice; keep one of them")
      case .pair(let key, let value):
        let nearest = nearestName(to: key, among: known)
        let meant = nearest.map { Self.keys.contains($0) ? "`\($0)=\(value)`" : "`\($0)`" }
        problem("unknown key `\(key)`" + Self.remedy(meant, known))
      case .flag(let flag):
        let meant = nearestName(to: flag, among: known).map { Self.spelled($0) }
        problem("unknown flag `\(flag)`" + Self.remedy(meant, known))
      }
    }
  }

  private static func spelled(_ word: String) -> String {
    keys.contains(word) ? "`\(word)=`" : "`\(word)`"
  }

  private static func remedy(_ meant: String?, _ known: [String]) -> String {
    if let meant { return "; did you mean \(meant)?" }
    let list = known.map(spelled).joined(separator: ", ")
    return list.isEmpty ? "; drop it" : "; what can stand here: \(list)"
  }
}
