/// What a compiler or an interpreter says of a line of a file.
struct ToolMessage: Equatable {
  enum Kind: Equatable {
    case error, warning, note
  }

  let kind: Kind
  let file: String
  let line: Int
  var column: Int?
  let text: String
  /// Whether it is not in the form of Swift's and C's compilers, whose excerpts stand below it.
  var isForeign = false
  /// The lines that led to this one, the nearest first.
  var callers: [Frame] = []

  struct Frame: Equatable {
    let file: String
    let line: Int
  }

  /// The message at another of its lines.
  func at(_ frame: Frame) -> ToolMessage {
    ToolMessage(kind: kind, file: frame.file, line: frame.line, text: text, isForeign: isForeign)
  }
}

/// The forms in which tools name lines.
extension ToolMessage {
  /// Reads a tool's output line by line.
  struct Reader {
    enum Line {
      case message(ToolMessage)
      /// Text that belongs to the message before it.
      case text
      /// Text that belongs to none.
      case loose
      /// Part of a form that takes several lines.
      case nothing
    }

    /// Whether the tool failed: then a line that names a place and no kind tells of an error.
    let isFailure: Bool
    /// `error[E0308]: mismatched types`, whose place follows.
    private var headline: (kind: Kind, text: String)?
    /// Where a message of Rust's is read; an empty line ends it, and what follows is of no message.
    private var rust = Rust.none
    /// The place of a Rust panic, whose words follow.
    private var panic: (file: String, line: Int, column: Int?)?
    /// What failed, and from where it was called.
    private var stack: Stack?
    /// The last line that is no frame.
    private var previous = ""

    private enum Rust {
      case none, inside, behind
    }

    private struct Stack {
      enum Form {
        /// The innermost frame is the last, the words follow.
        case python
        /// The words come first: Go's, where frames are every second line.
        case go
        /// The words come first: `at f (main.js:3:5)`.
        case at
      }

      let form: Form
      var text = "this line fails"
      var frames: [Frame] = []
    }

    init(isFailure: Bool) {
      self.isFailure = isFailure
    }

    mutating func read(_ line: String) -> Line {
      if let panic {
        self.panic = nil
        return .message(
          ToolMessage(
            kind: .error, file: panic.file, line: panic.line, column: panic.column, text: line,
            isForeign: true))
      }
      if let line = readStack(line) { return line }
      defer { if !line.isEmpty { previous = line } }
      if line.isEmpty {
        if rust == .inside { rust = .behind }
        headline = nil
        return .nothing
      }
      if let headline, let place = ToolMessage.rustPlace(line) {
        self.headline = nil
        rust = .inside
        return .message(
          ToolMessage(
            kind: headline.kind, file: place.file, line: place.line, column: place.column,
            text: headline.text, isForeign: true))
      }
      if let place = ToolMessage.rustPanic(line) {
        if let text = place.text {
          return .message(
            ToolMessage(
              kind: .error, file: place.file, line: place.line, column: place.column, text: text,
              isForeign: true))
        }
        panic = (place.file, place.line, place.column)
        return .nothing
      }
      if let message = ToolMessage(llvm: line) ?? ToolMessage(typeScript: line) {
        headline = nil
        rust = .none
        return .message(message)
      }
      if rust == .inside { return .text }
      if let head = ToolMessage.rustHeadline(line) {
        headline = head
        return .loose
      }
      if isFailure, let message = ToolMessage(plain: line) { return .message(message) }
      return rust == .behind ? .loose : .text
    }

    /// Reads a line of a stack; nil for one of none.
    private mutating func readStack(_ line: String) -> Line? {
      if line.hasPrefix("Traceback (most recent call last)") {
        stack = Stack(form: .python)
        return .nothing
      }
      if let frame = ToolMessage.pythonFrame(line) {
        if stack?.form != .python { stack = Stack(form: .python) }
        stack?.frames.append(frame)
        return .nothing
      }
      if let text = ToolMessage.goPanic(line) {
        // What was caught and thrown again is told twice.
        if stack?.form != .go { stack = Stack(form: .go, text: text) }
        return .nothing
      }
      if let frame = ToolMessage.frameAt(line) {
        if stack?.form != .at { stack = Stack(form: .at, text: previous) }
        stack?.frames.append(frame)
        return .nothing
      }
      guard let stack else { return nil }
      switch stack.form {
      case .python:
        if stack.frames.isEmpty { return nil }
        if line.isEmpty || line.first == " " { return .nothing }
        return end(line).map { .message($0) } ?? .text
      case .go:
        if let frame = ToolMessage.goFrame(line) {
          self.stack?.frames.append(frame)
          return .nothing
        }
        if stack.frames.isEmpty { return nil }
        // The stack of the one that failed comes first.
        if !line.isEmpty { return .nothing }
        return end().map { .message($0) } ?? .text
      case .at:
        return end().map { .message($0) } ?? .text
      }
    }

    /// What is still to be said when nothing more comes.
    mutating func end() -> ToolMessage? {
      guard let panic else { return end(stack?.text ?? "") }
      self.panic = nil
      return ToolMessage(
        kind: .error, file: panic.file, line: panic.line, column: panic.column,
        text: "this line panics", isForeign: true)
    }

    private mutating func end(_ text: String) -> ToolMessage? {
      guard let stack else { return nil }
      self.stack = nil
      let frames = stack.form == .python ? stack.frames.reversed() : stack.frames
      guard let first = frames.first else { return nil }
      return ToolMessage(
        kind: .error, file: first.file, line: first.line, text: text, isForeign: true,
        callers: Array(frames.dropFirst()))
    }
  }

  /// `microgpt/Value.swift:3:5: error: …`, or without the column.
  init?(llvm text: String) {
    for (word, kind) in [
      ("fatal error", Kind.error), ("error", .error), ("warning", .warning), ("note", .note),
      ("remark", .note),
    ] {
      guard let mark = text.firstRange(of: ": \(word): "),
        let place = Self.place(text[..<mark.lowerBound])
      else { continue }
      (self.kind, file, line, column) = (kind, place.file, place.line, place.column)
      self.text = String(text[mark.upperBound...])
      return
    }
    return nil
  }

  /// `./main.go:3:5: …`, in the output of a tool that failed; or `    half_test.go:3: …` of a test,
  /// or `program: main.c:3: main: Assertion …`.
  init?(plain text: String) {
    var text = text.drop { $0 == " " || $0 == "\t" }
    if text.contains(": Assertion "), let name = text.firstRange(of: ": "),
      Self.place(text[..<name.lowerBound]) == nil
    {
      text = text[name.upperBound...]
    }
    guard let mark = text.firstRange(of: ": "), let place = Self.place(text[..<mark.lowerBound]),
      !place.file.contains(" ")
    else { return nil }
    (kind, file, line, column) = (.error, place.file, place.line, place.column)
    self.text = String(text[mark.upperBound...])
    isForeign = true
  }

  /// `main.ts(3,5): error TS2322: …`.
  init?(typeScript text: String) {
    guard let mark = text.firstRange(of: "): "),
      let open = text[..<mark.lowerBound].lastIndex(of: "(")
    else { return nil }
    let numbers = text[text.index(after: open)..<mark.lowerBound].split(separator: ",").map {
      Int($0)
    }
    let rest = text[mark.upperBound...]
    guard numbers.count == 2, let line = numbers[0], let column = numbers[1],
      rest.hasPrefix("error") || rest.hasPrefix("warning"), let colon = rest.firstRange(of: ": ")
    else { return nil }
    kind = rest.hasPrefix("error") ? .error : .warning
    file = String(text[..<open])
    (self.line, self.column) = (line, column)
    self.text = String(rest[colon.upperBound...])
    isForeign = true
  }

  /// `file:line:column` or `file:line`.
  private static func place(_ text: Substring) -> (file: String, line: Int, column: Int?)? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 2, let last = Int(parts[parts.count - 1]), last > 0 else { return nil }
    if parts.count >= 3, let line = Int(parts[parts.count - 2]), line > 0 {
      return (parts.dropLast(2).joined(separator: ":"), line, last)
    }
    let file = parts.dropLast().joined(separator: ":")
    return file.isEmpty ? nil : (file, last, nil)
  }

  /// `error[E0308]: mismatched types`.
  private static func rustHeadline(_ line: String) -> (Kind, String)? {
    for (word, kind) in [("error", Kind.error), ("warning", .warning)] {
      guard line.hasPrefix(word), let colon = line.firstRange(of: ": ") else { continue }
      let code = line[..<colon.lowerBound].dropFirst(word.count)
      if code.isEmpty || code.hasPrefix("[") && code.hasSuffix("]") {
        return (kind, String(line[colon.upperBound...]))
      }
    }
    return nil
  }

  /// `  --> src/main.rs:3:5`.
  private static func rustPlace(_ line: String) -> (file: String, line: Int, column: Int?)? {
    guard let arrow = line.firstRange(of: "--> "),
      line[..<arrow.lowerBound].allSatisfy({ $0 == " " })
    else { return nil }
    return place(line[arrow.upperBound...])
  }

  /// `thread 'main' panicked at src/main.rs:3:5:`, whose words follow, or as Rust wrote it before,
  /// `thread 'main' panicked at 'the words', src/main.rs:3:5`.
  private static func rustPanic(
    _ line: String
  ) -> (file: String, line: Int, column: Int?, text: String?)? {
    guard line.hasPrefix("thread '"), let mark = line.firstRange(of: " panicked at ") else {
      return nil
    }
    let rest = line[mark.upperBound...]
    if rest.hasSuffix(":"), let place = place(rest.dropLast()) {
      return (place.file, place.line, place.column, nil)
    }
    guard let comma = rest.ranges(of: ", ").last, let place = place(rest[comma.upperBound...])
    else { return nil }
    return (place.file, place.line, place.column, String(rest[..<comma.lowerBound]))
  }

  /// `panic: the words`.
  private static func goPanic(_ line: String) -> String? {
    let text = line.drop { $0 == "\t" }
    for start in ["panic: ", "fatal error: all goroutines"] where text.hasPrefix(start) {
      return String(text)
    }
    return nil
  }

  /// `\t/tmp/main.go:3 +0x1d`.
  private static func goFrame(_ line: String) -> Frame? {
    guard line.first == "\t" else { return nil }
    let text = line.dropFirst().prefix { $0 != " " }
    return place(text).map { Frame(file: $0.file, line: $0.line) }
  }

  /// `    at f (main.js:3:5)`, `    at main.js:3:5`, `\tat Main.main(Main.java:3)`.
  private static func frameAt(_ line: String) -> Frame? {
    let text = line.drop { $0 == " " || $0 == "\t" }
    guard text.startIndex != line.startIndex, text.hasPrefix("at ") else { return nil }
    var named = text.dropFirst(3)
    if named.last == ")", let open = named.lastIndex(of: "(") {
      named = named[named.index(after: open)...].dropLast()
    }
    if named.hasPrefix("file://") { named = named.dropFirst(7) }
    return place(named).map { Frame(file: $0.file, line: $0.line) }
  }

  /// `  File "main.py", line 3, in <module>`.
  private static func pythonFrame(_ line: String) -> Frame? {
    let text = line.drop { $0 == " " }
    guard text.hasPrefix("File \""), let end = text.firstRange(of: "\", line ") else { return nil }
    let digits = text[end.upperBound...].prefix { $0.isASCII && $0.isNumber }
    guard let number = Int(digits) else { return nil }
    let start = text.index(text.startIndex, offsetBy: 6)
    return Frame(file: String(text[start..<end.lowerBound]), line: number)
  }
}
