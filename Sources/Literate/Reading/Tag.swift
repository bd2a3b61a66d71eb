/// What a fence's info string says: the language, and what the block is to the book.
public struct Tag: Hashable, Sendable {
  /// How a block's lines enter the program.
  public enum Verb: String, CaseIterable, Sendable {
    case file, define, append, replace
  }

  /// What a block is to the book.
  public enum Role: Hashable, Sendable {
    /// None of our business: shown as it is.
    case plain
    /// Lines of the chunk with this name.
    case chunk(Verb, name: String)
    /// Shown, never tangled or run.
    case sketch
    case transcript(TranscriptOptions)
    /// A display formula.
    case formula
    /// An interactive figure, with its data in the book's `figures/`.
    case figure(name: String, data: String?)
  }

  /// What stands behind `console`.
  public struct TranscriptOptions: Hashable, Sendable {
    /// Whether the commands run on the program as it stands at this point of the chapter.
    public var isHere = false
    /// The status with which the last command ends.
    public var status = 0
    /// The chapter that changes what is printed.
    public var superseded: Int?
  }

  /// The first word, as written; empty without one.
  public let language: String
  public let role: Role

  /// Reads an info string as libcmark gives it, escapes and entities resolved.
  ///
  /// - Parameter problem: Called with each mistake, in words that name the remedy.
  public init(_ info: String, problem: (String) -> Void) {
    var words = InfoWords(info)
    let first = words.language
    if let key = words.verbInPlaceOfLanguage {
      problem(
        "the first word of a fence's info string is the language; "
          + "put one before `\(key)=`, such as `text \(info)`")
      language = ""
      role = .sketch
      return
    }
    language = first
    switch first.lowercased() {
    case "swift":
      role = Self.code(&words, isSwift: true, problem)
    case "console":
      role = Self.console(&words, problem)
    case "math":
      role = Self.special("math", &words, .formula, problem)
    case "figure":
      role = Self.figure(&words, problem)
    default:
      if words.holdsVerb {
        role = Self.code(&words, isSwift: false, problem)
      } else {
        role = words.flags.contains("sketch") ? .sketch : .plain
      }
    }
  }

  /// The language in lower case, for comparisons.
  public var languageKey: String { language.lowercased() }

  public var isSwift: Bool { languageKey == "swift" }
}

/// A chunk's name as it is compared: trimmed, each run of white space one space.
public func foldedName(_ name: some StringProtocol) -> String {
  String(name).unicodeScalars.split(whereSeparator: \.isSpace)
    .map { String($0) }.joined(separator: " ")
}

extension Unicode.Scalar {
  /// White space as Unicode has it; most names' letters need no look at a table.
  fileprivate var isSpace: Bool {
    value < 0x80 ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace
  }
}

extension Tag {
  private static func code(
    _ words: inout InfoWords, isSwift: Bool, _ problem: (String) -> Void
  ) -> Role {
    let isSketch = words.takeFlag("sketch")
    let verbs = Verb.allCases.compactMap { verb in
      words.takeValue(verb.rawValue, needs: "a name", problem).map { (verb, $0) }
    }
    let wasBroken = words.isBroken
    words.complain(
      known: Verb.allCases.map(\.rawValue) + ["sketch"], keys: Verb.allCases.map(\.rawValue),
      problem)
    if verbs.count > 1 {
      let list = verbs.map { "`\($0.0.rawValue)`" }.joined(separator: " and ")
      problem("a block has one verb, this one has \(list); keep one of them")
    }
    if isSketch, let verb = verbs.first {
      problem("a sketch is never tangled; drop `sketch` or `\(verb.0.rawValue)`")
    }
    guard let (verb, value) = verbs.first else {
      if isSwift, !isSketch, !wasBroken, !words.isBroken {
        problem(
          "this Swift block is neither tangled nor marked `sketch`; add `file=`, `define=`, "
            + "`append=` or `replace=`, or the word `sketch`")
      }
      return .sketch
    }
    let name = foldedName(value)
    let scalars = name.unicodeScalars
    if scalars.contains(where: { $0 == "\"" || $0 == "`" })
      || zip(scalars, scalars.dropFirst()).contains(where: { $0 == ">" && $1 == ">" })
    {
      problem("a name holds no double quote, no back-tick and no `>>`; rename `\(name)`")
      return .sketch
    }
    if isSketch || verbs.count > 1 { return .sketch }
    return .chunk(verb, name: name)
  }

  private static func console(_ words: inout InfoWords, _ problem: (String) -> Void) -> Role {
    var options = TranscriptOptions()
    let isSketch = words.takeFlag("sketch")
    options.isHere = words.takeFlag("here")
    if let status = words.takeValue("status", needs: "a number from 0 to 255", problem) {
      if let number = Int(status), (0...255).contains(number) {
        options.status = number
      } else {
        problem("`status=\(status)` is no exit status; write a number from 0 to 255")
      }
    }
    if let chapter = words.takeValue("superseded", needs: "a chapter's number", problem) {
      if let number = Int(chapter), number >= 0 {
        options.superseded = number
      } else {
        problem("`superseded=\(chapter)` names no chapter; write its number")
      }
    }
    rejectVerbs(in: &words, of: "console", problem)
    words.complain(
      known: ["sketch", "here", "status", "superseded"], keys: ["status", "superseded"], problem)
    return isSketch ? .sketch : .transcript(options)
  }

  private static func figure(_ words: inout InfoWords, _ problem: (String) -> Void) -> Role {
    let isSketch = words.takeFlag("sketch")
    let isBroken = words.isBroken
    let name = words.takeValue("name", needs: "the name of a figure", problem)
    let data = words.takeValue("data", needs: "a file in the book's figures folder", problem)
    if name == nil, !isSketch, !isBroken, !words.isBroken {
      problem("a figure needs `name=`, the figure to show")
    }
    if let data, data.contains("/") || data == ".." || data == "." {
      problem("`data=\(data)` must name a file in the book's `figures/`, without a folder")
    }
    rejectVerbs(in: &words, of: "figure", problem)
    words.complain(known: ["sketch", "name", "data"], keys: ["name", "data"], problem)
    return isSketch || name == nil ? .sketch : .figure(name: name ?? "", data: data)
  }

  private static func special(
    _ language: String, _ words: inout InfoWords, _ role: Role, _ problem: (String) -> Void
  ) -> Role {
    let isSketch = words.takeFlag("sketch")
    rejectVerbs(in: &words, of: language, problem)
    words.complain(known: ["sketch"], keys: [], problem)
    return isSketch ? .sketch : role
  }

  private static func rejectVerbs(
    in words: inout InfoWords, of language: String, _ problem: (String) -> Void
  ) {
    for verb in Verb.allCases where words.take(verb.rawValue) {
      problem("a `\(language)` block is not tangled; drop `\(verb.rawValue)`")
    }
  }
}

/// The words of an info string behind the language.
private struct InfoWords {
  enum Word {
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
    guard rest.first == "\"" else {
      return .pair(key: head, value: Self.take(&rest) { !$0.isSpace })
    }
    rest.removeFirst()
    let value = Self.take(&rest) { $0 != "\"" }
    if rest.popFirst() == nil {
      quoteProblems.append("the quote behind `\(head)=` is never closed; add a `\"` at its end")
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
    guard let end = language.firstIndex(of: "=") else { return nil }
    let key = language[..<end]
    return Self.isNearVerb(key) ? String(key) : nil
  }

  var flags: [String] {
    words.compactMap { if case .flag(let word) = $0 { word } else { nil } }
  }

  /// Whether one of the four verbs stands here, or a key one letter away from one.
  var holdsVerb: Bool {
    words.contains { word in
      switch word {
      case .flag(let word): Tag.Verb(rawValue: word) != nil
      case .pair(let key, _): Self.isNearVerb(key)
      }
    }
  }

  private static func isNearVerb(_ key: some StringProtocol) -> Bool {
    let letters = Array(key)
    return Tag.Verb.allCases.contains { verb in
      abs(verb.rawValue.count - letters.count) <= 1
        && editDistance(letters, Array(verb.rawValue)) <= 1
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
    if value.allSatisfy(\.isWhitespace) {
      problem("the value of `\(key)` is empty; write \(what) behind `\(key)=`")
      isBroken = true
      return nil
    }
    return value
  }

  /// Reports what is left: unknown words, flags given twice, quotes that went wrong.
  mutating func complain(known: [String], keys: [String], _ problem: (String) -> Void) {
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
        let meant = nearest.map { keys.contains($0) ? "`\($0)=\(value)`" : "`\($0)`" }
        problem("unknown key `\(key)`" + Self.remedy(meant, known, keys))
      case .flag(let flag):
        let meant = nearestName(to: flag, among: known).map {
          keys.contains($0) ? "`\($0)=`" : "`\($0)`"
        }
        problem("unknown flag `\(flag)`" + Self.remedy(meant, known, keys))
      }
    }
  }

  private static func remedy(_ meant: String?, _ known: [String], _ keys: [String]) -> String {
    if let meant { return "; did you mean \(meant)?" }
    let list = known.map { keys.contains($0) ? "`\($0)=`" : "`\($0)`" }
    return list.isEmpty ? "; drop it" : "; what can stand here: \(list.joined(separator: ", "))"
  }
}
