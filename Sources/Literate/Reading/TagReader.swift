/// Reads an info string, key by key.
struct TagReader {
  private let info: String
  private var words: InfoWords
  private(set) var language: String
  private(set) var isBehind = false
  private(set) var marks: [ClosedRange<Int>] = []

  init(_ info: String) {
    self.info = info
    words = InfoWords(info)
    language = words.language
  }

  mutating func read(_ problem: (String) -> Void) -> Tag.Role {
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
  private mutating func readMarks(_ problem: (String) -> Void) {
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

  private mutating func readBehind() { isBehind = words.takeFlag("behind") }
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
    words.complain(known: keys + Self.keys(of: first) + ["behind", "mark", "sketch"], problem)
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

  private mutating func chapter(_ key: String, _ problem: (String) -> Void) -> Int? {
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

  private func rejectBehind(_ what: String, _ problem: (String) -> Void) {
    if isBehind { problem("\(what) is there to be seen; drop `behind`") }
  }
}

/// Transcripts, figures and formulas.
extension TagReader {
  private mutating func console(_ problem: (String) -> Void) -> Tag.Role {
    var options = Tag.TranscriptOptions()
    let isSketch = words.takeFlag("sketch")
    readBehind()
    readMarks(problem)
    options.isHere = words.takeFlag("here")
    options.isStill = words.takeFlag("still")
    options.name = words.takeValue("name", needs: "a name for facts to refer to", problem)
      .map { foldedName($0) }
    options.ending = ending(problem)
    options.superseded = chapter("superseded", problem)
    if let text = words.takeValue("stdin", needs: "what the commands read", problem) {
      options.input = input(text, problem)
    }
    if let text = words.takeValue("tolerance", needs: "a number such as 1e-6", problem) {
      if let number = Double(text), number > 0, number.isFinite {
        options.tolerance = number
      } else {
        problem("`tolerance=\(text)` is no distance of numbers; write one above 0, such as 1e-6")
      }
    }
    rejectVerbs(of: "console", problem)
    words.complain(
      known: [
        "sketch", "here", "still", "behind", "name", "status", "signal", "superseded", "stdin",
        "tolerance", "mark",
      ], problem)
    if isSketch { rejectBehind("a sketch", problem) }
    return isSketch ? .sketch : .transcript(options)
  }

  private mutating func ending(_ problem: (String) -> Void) -> Tag.TranscriptOptions.Ending {
    var ending = Tag.TranscriptOptions.Ending.status(0)
    let status = words.takeValue("status", needs: "a number from 0 to 255", problem)
    if let status {
      if let number = status[...].wholeNumber, (0...255).contains(number) {
        ending = .status(number)
      } else {
        problem("`status=\(status)` is no exit status; write a number from 0 to 255")
      }
    }
    if let name = words.takeValue("signal", needs: "a signal's name such as TERM", problem) {
      if status != nil {
        problem("a command ends with a status or by a signal; keep `status` or `signal`")
      }
      if let signal = Signal(name) {
        ending = .signal(signal)
      } else {
        let meant = nearestName(to: name, among: Signal.names)
        problem(
          "`signal=\(name)` is no signal that ends a command"
            + (meant.map { "; did you mean `\($0)`?" } ?? "; write its name, such as TERM"))
      }
    }
    return ending
  }

  /// A text with Swift's escapes as bytes.
  private func input(_ text: String, _ problem: (String) -> Void) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = text.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "\\" else {
        bytes += Array(String(scalar).utf8)
        continue
      }
      let escape = rest.popFirst()
      switch escape {
      case "n": bytes.append(0x0A)
      case "t": bytes.append(0x09)
      case "r": bytes.append(0x0D)
      case "0": bytes.append(0)
      case "\\", nil: bytes.append(UInt8(ascii: "\\"))
      case let other?:
        problem(
          "`\\\(other)` stands for nothing in `stdin`; `\\n` is a line's end, `\\t` a tab, and a "
            + "backslash is written four times")
      }
    }
    return bytes
  }

  private mutating func figure(_ problem: (String) -> Void) -> Tag.Role {
    let isSketch = words.takeFlag("sketch")
    readBehind()
    let isBroken = words.isBroken
    let name = words.takeValue("name", needs: "the name of a figure", problem)
    let data = words.takeValue("data", needs: "a file in the book's figures folder", problem)
    if name == nil, !isSketch, !isBroken, !words.isBroken {
      problem("a figure needs `name=`, the figure to show")
    }
    if let data, data.unicodeScalars.contains("/") || data == ".." || data == "." {
      problem("`data=\(data)` must name a file in the book's `figures/`, without a folder")
    }
    rejectVerbs(of: "figure", problem)
    words.complain(known: ["sketch", "behind", "name", "data"], problem)
    return isSketch || name == nil ? .sketch : .figure(name: name ?? "", data: data)
  }

  private mutating func special(
    _ language: String, _ role: Tag.Role, _ problem: (String) -> Void
  ) -> Tag.Role {
    let isSketch = words.takeFlag("sketch")
    rejectVerbs(of: language, problem)
    words.complain(known: ["sketch"], problem)
    return isSketch ? .sketch : role
  }

  private mutating func rejectVerbs(of language: String, _ problem: (String) -> Void) {
    for verb in InfoWords.verbs where words.take(verb) {
      problem("a `\(language)` block is not tangled; drop `\(verb)`")
    }
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
