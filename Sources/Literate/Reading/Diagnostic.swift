/// What an author should know about the book: a place, a fact, a remedy, and what shows it.
public struct Diagnostic: Error, Hashable, Sendable {
  public enum Severity: String, Sendable {
    case error, warning
  }

  /// A further place that belongs to a diagnostic.
  public struct Note: Hashable, Sendable {
    public var location: SourceLocation
    public var message: String
    /// Lines that stand below the message.
    public var detail: [String]

    public init(_ message: String, at location: SourceLocation, detail: [String] = []) {
      self.location = location
      self.message = message
      self.detail = detail
    }
  }

  public var severity: Severity
  public var location: SourceLocation
  public var message: String
  /// What stands below the message: an excerpt of the chapter, a diff, a linker's words.
  public var detail: [String]
  public var notes: [Note]

  public init(
    _ severity: Severity, _ message: String, at location: SourceLocation, detail: [String] = [],
    notes: [Note] = []
  ) {
    self.severity = severity
    self.location = location
    self.message = message
    self.detail = detail
    self.notes = notes
  }

  public static func error(
    _ message: String, at location: SourceLocation, detail: [String] = [], notes: [Note] = []
  ) -> Diagnostic {
    Diagnostic(.error, message, at: location, detail: detail, notes: notes)
  }

  public static func warning(
    _ message: String, at location: SourceLocation, detail: [String] = [], notes: [Note] = []
  ) -> Diagnostic {
    Diagnostic(.warning, message, at: location, detail: detail, notes: notes)
  }
}

extension Diagnostic: CustomStringConvertible {
  /// The compilers' form: the message, what shows it, and each note likewise.
  public var description: String {
    var lines = ["\(location): \(severity.rawValue): \(message)"] + detail
    for note in notes {
      lines += ["\(note.location): note: \(note.message)"] + note.detail
    }
    return visible(lines.joined(separator: "\n"))
  }
}

extension [Diagnostic] {
  public var hasErrors: Bool {
    contains { $0.severity == .error }
  }

  /// In reading order, each once.
  public func inReadingOrder() -> [Diagnostic] {
    var seen: Set<Diagnostic> = []
    return sorted { $0.location < $1.location }.filter { seen.insert($0).inserted }
  }
}

/// A text in which no control character reaches the terminal: each but a line's end and a tab stands
/// there as `\u{1B}`.
public func visible(_ text: String) -> String {
  func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 && scalar != "\n" && scalar != "\t" || (0x7F...0x9F).contains(scalar.value)
  }
  guard text.unicodeScalars.contains(where: isControl) else { return text }
  var shown = ""
  for scalar in text.unicodeScalars {
    if isControl(scalar) {
      shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    } else {
      shown.unicodeScalars.append(scalar)
    }
  }
  return shown
}
