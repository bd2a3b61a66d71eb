/// Reads an info string, key by key.
struct TagReader {
  private let info: String
  var words: InfoWords
  private(set) var language: String
  private(set) var isBehind = false
  private(set) var marks: [ClosedRange<Int>] = []
  private(set) var solves: Exercise?

  init(_ info: String) {
    self.info = info
    words = InfoWords(info)
    language = words.language
  }

  mutating func read(_ problem: (String) -> Void) -> Tag.Role {
    let isOurs = ["swift", "console", "stdin"].contains(language.lowercased()) || words.holdsVerb
    guard isOurs, let text = words.takeValue("solves", needs: "an exercise such as 7.2", problem)
    else { return role(problem) }
    guard let exercise = Exercise(text) else {
      problem("`solves=\(text)` names no exercise; write its chapter and its number, such as 7.2")
      return .sketch
    }
    var isFaulty = false
    let role = role { fault in
      isFaulty = true
      problem(fault)
    }
    switch role {
    case .chunk, .transcript, .input:
      rejectBehind("a solution", problem)
      solves = exercise
    default:
      if !isFaulty {
        problem(
          "`solves` goes with a block that changes the program or runs it; give it a verb such as "
            + "`replace=`, or drop `solves`")
      }
    }
    return .sketch
  }

  private mutating func role(_ problem: (String) -> Void) -> Tag.Role {
    if let key = words.verbInPlaceOfLanguage {
      problem(
        "the first word of a fence's info string is the language; "
          + "put one before `\(key)=`, such as `text \(info)`")
      language = ""
      return .sketch
    }
    if let spelling = ForeignFence(info)?.spelling {
      problem("this is another tool's way to begin a fence; write `\(spelling)`")
      return .sketch
    }
    switch language.lowercased() {
    case "swift": return code(isSwift: true, problem)
    case "console": return console(problem)
    case "stdin": return special("stdin", .input, problem)
    case "math": return special("math", .formula, problem)
    case "figure": return figure(problem)
    case "text" where words.flags.contains("compiler"):
      _ = words.takeFlag("compiler")
      return special("text compiler", .compilerMessages, problem)
    default:
      if words.holdsVerb { return code(isSwift: false, problem) }
      if !words.flags.contains("sketch"), !words.keys.contains("mark") { return .plain }
      return sketch(problem)
    }
  }

  /// A block of another language that is only shown: the rest of its words is none of our business.
  private mutating func sketch(_ problem: (String) -> Void) -> Tag.Role {
    readBehind()
    readMarks(problem)
    rejectBehind("a sketch", problem)
    return .sketch
  }

  /// The keys and flags that may stand at several kinds of blocks.
  mutating func readMarks(_ problem: (String) -> Void) {
    guard let text = words.takeValue("mark", needs: "numbers of lines", problem) else { return }
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map {
        $0.trimmingPrefix(while: \.isWhitespace).wholeNumber
      }
      if ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil, first > 0,
        first <= last
      {
        marks.append(first...last)
      } else {
        problem("`mark=\"\(text)\"` names no lines; write their numbers, such as `mark=\"3,5-7\"`")
        return
      }
    }
  }

  mutating func readBehind() { isBehind = words.takeFlag("behind") }
}

/// Code: tangled, shown, or held against the compiler.
extension TagReader {
  private mutating func code(isSwift: Bool, _ problem: (String) -> Void) -> Tag.Role {
    let isSketch = words.takeFlag("sketch")
    readBehind()
    readMarks(problem)
    let keys = InfoWords.verbs
    var found: [(verb: String, name: String)] = []
    for key in keys {
      let what = key == "show" || key == "fails" ? "the name of a chunk" : "a name"
      if let value = words.takeValue(key, needs: what, problem) { found.append((key, value)) }
    }
    let verbs = found.map(\.verb)
    let first = verbs.first
    let from = first == "change" ? line("from", problem) : nil
    let to = first == "change" ? line("to", problem) : nil
    let number = first == "show" ? chapter("from", problem) : nil
    let after = first == "insert" ? line("after", problem) : nil
    let before = first == "insert" ? line("before", problem) : nil
    let wasBroken = words.isBroken
    words.complain(
      known: keys + Self.keys(of: first) + ["behind", "mark", "sketch", "solves"], problem)
    if verbs.count > 1 {
      let list = verbs.map { "`\($0)`" }.joined(separator: " and ")
      problem("a block has one verb, this one has \(list); keep one of them")
    }
    if isSketch, let first {
      problem("a sketch is never tangled; drop `sketch` or `\(first)`")
    }
    guard let (verb, value) = found.first else {
      if isSwift, !isSketch, !wasBroken, !words.isBroken {
        problem(
          "this Swift block is neither tangled nor marked `sketch`; add `file=`, `define=`, "
            + "`append=` or `replace=`, or the word `sketch`")
      }
      rejectBehind("a sketch", problem)
      return .sketch
    }
    let name = foldedName(value)
    if let fact = Self.unusable(name) {
      problem(fact)
      return .sketch
    }
    if isSketch || verbs.count > 1 { return .sketch }
    switch verb {
    case "file": return .chunk(.file, name: name)
    case "define": return .chunk(.define, name: name)
    case "append": return .chunk(.append, name: name)
    case "replace": return .chunk(.replace, name: name)
    case "insert": return insert(name, after: after, before: before, wasBroken, problem)
    case "change": return change(name, from, to, wasBroken, problem)
    case "show":
      rejectBehind("a block that shows a chunk", problem)
      return .show(name, from: number)
    default:
      rejectBehind("a listing that must not compile", problem)
      if !isSwift {
        problem("`fails` is for Swift; make the language `swift`, or mark the block `sketch`")
        return .sketch
      }
      return .failing(name)
    }
  }

  private static func keys(of verb: String?) -> [String] {
    switch verb {
    case "insert": ["after", "before"]
    case "change": ["from", "to"]
    case "show": ["from"]
    default: []
    }
  }

  private static func unusable(_ name: String) -> String? {
    let scalars = name.unicodeScalars
    guard
      scalars.contains(where: { $0 == "\"" || $0 == "`" })
        || zip(scalars, scalars.dropFirst()).contains(where: { $0 == ">" && $1 == ">" })
    else { return nil }
    return "a name holds no double quote, no back-tick and no `>>`; rename `\(name)`"
  }

  private mutating func line(_ key: String, _ problem: (String) -> Void) -> String? {
    words.takeValue(key, needs: "a line of the chunk", problem)
  }

  mutating func chapter(_ key: String, _ problem: (String) -> Void) -> Int? {
    guard let value = words.takeValue(key, needs: "a chapter's number", problem) else { return nil }
    if let number = value[...].wholeNumber { return number }
    problem("`\(key)=\(value)` names no chapter; write its number")
    return nil
  }

  private func insert(
    _ name: String, after: String?, before: String?, _ wasBroken: Bool,
    _ problem: (String) -> Void
  ) -> Tag.Role {
    switch (after, before) {
    case (let line?, nil): return .chunk(.insert(.after, line: line), name: name)
    case (nil, let line?): return .chunk(.insert(.before, line: line), name: name)
    case (nil, nil):
      if !wasBroken {
        problem("`insert` needs a line; write `after=` or `before=` and a line of `\(name)`")
      }
    default: problem("`insert` goes `after` a line or `before` one; keep one of them")
    }
    return .sketch
  }

  private func change(
    _ name: String, _ from: String?, _ to: String?, _ wasBroken: Bool,
    _ problem: (String) -> Void
  ) -> Tag.Role {
    if let from { return .chunk(.change(from: from, to: to), name: name) }
    if !wasBroken {
      problem("`change` needs a line; write `from=` and the first line of `\(name)` to change")
    }
    return .sketch
  }

  func rejectBehind(_ what: String, _ problem: (String) -> Void) {
    if isBehind { problem("\(what) is there to be seen; drop `behind`") }
  }
}

extension Substring {
  /// The number if there is nothing but digits; nil also for one that no Int holds.
  var wholeNumber: Int? {
    let text = trimmingSuffix(while: \.isWhitespace)
    return !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  private func trimmingSuffix(while isPart: (Character) -> Bool) -> Substring {
    var text = self
    while let last = text.last, isPart(last) { text.removeLast() }
    return text
  }
}
