/// Transcripts, figures and formulas.
extension TagReader {
  mutating func console(_ problem: (String) -> Void) -> Tag.Role {
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
    let data = words.takeValue("data", needs: "the name of a file that is given", problem)
    options.data = (data ?? "").split(separator: " ").map(String.init)
    for name in options.data where !name.isFileName {
      problem("`data=\(name)` must be the name of a file, without a folder")
    }
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
        "tolerance", "mark", "solves", "data",
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

  mutating func figure(_ problem: (String) -> Void) -> Tag.Role {
    let isSketch = words.takeFlag("sketch")
    readBehind()
    let isBroken = words.isBroken
    let name = words.takeValue("name", needs: "the name of a figure", problem)
    let data = words.takeValue("data", needs: "a file in the book's figures folder", problem)
    if name == nil, !isSketch, !isBroken, !words.isBroken {
      problem("a figure needs `name=`, the figure to show")
    }
    if let data, !data.isFileName {
      problem("`data=\(data)` must name a file in the book's `figures/`, without a folder")
    }
    rejectVerbs(of: "figure", problem)
    words.complain(known: ["sketch", "behind", "name", "data"], problem)
    return isSketch || name == nil ? .sketch : .figure(name: name ?? "", data: data)
  }

  mutating func special(
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

extension String {
  /// Whether it names a file of a folder, not one in a folder further down or up.
  public var isFileName: Bool {
    !isEmpty && self != "." && self != ".." && !unicodeScalars.contains { $0 == "/" || $0 == "\0" }
  }
}
