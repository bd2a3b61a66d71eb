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
      /// Part of a form that takes several lines.
      case nothing
    }

    /// Whether the tool failed: then a line that names a place and no kind tells of an error.
    let isFailure: Bool
    /// `error[E0308]: mismatched types`, whose place follows.
    private var headline: (kind: Kind, text: String)?
    /// The frames of a Python traceback, the innermost last.
    private var frames: [Frame] = []

    init(isFailure: Bool) {
      self.isFailure = isFailure
    }

    mutating func read(_ line: String) -> Line {
      if line.hasPrefix("Traceback (most recent call last)") {
        frames = []
        return .nothing
      }
      if let frame = ToolMessage.pythonFrame(line) {
        frames.append(frame)
        return .nothing
      }
      if !frames.isEmpty {
        if line.first == " " { return .nothing }
        guard let message = end(line) else { return .text }
        return .message(message)
      }
      if let headline, let place = ToolMessage.rustPlace(line) {
        self.headline = nil
        return .message(
          ToolMessage(
            kind: headline.kind, file: place.file, line: place.line, column: place.column,
            text: headline.text, isForeign: true))
      }
      if let message = ToolMessage(llvm: line) ?? ToolMessage(typeScript: line) {
        headline = nil
        return .message(message)
      }
      if let head = ToolMessage.rustHeadline(line) {
        headline = head
        return .text
      }
      if isFailure, let message = ToolMessage(plain: line) { return .message(message) }
      return .text
    }

    /// What is still to be said when nothing more comes.
    mutating func end() -> ToolMessage? { end("this line fails") }

    private mutating func end(_ text: String) -> ToolMessage? {
      guard let last = frames.last else { return nil }
      let callers = Array(frames.dropLast().reversed())
      frames = []
      return ToolMessage(
        kind: .error, file: last.file, line: last.line, text: text, isForeign: true,
        callers: callers)
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

  /// `./main.go:3:5: …`, in the output of a tool that failed.
  init?(plain text: String) {
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
