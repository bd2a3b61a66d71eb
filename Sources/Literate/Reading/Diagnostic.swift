/// What an author should know about the book: a place, a fact, a remedy.
public struct Diagnostic: Error, Hashable, Sendable {
  public enum Severity: String, Sendable {
    case error, warning
  }

  /// A further place that belongs to a diagnostic.
  public struct Note: Hashable, Sendable {
    public var location: SourceLocation
    public var message: String

    public init(_ message: String, at location: SourceLocation) {
      self.location = location
      self.message = message
    }
  }

  public var severity: Severity
  public var location: SourceLocation
  public var message: String
  public var notes: [Note]

  public init(
    _ severity: Severity, _ message: String, at location: SourceLocation, notes: [Note] = []
  ) {
    self.severity = severity
    self.location = location
    self.message = message
    self.notes = notes
  }

  public static func error(
    _ message: String, at location: SourceLocation, notes: [Note] = []
  ) -> Diagnostic {
    Diagnostic(.error, message, at: location, notes: notes)
  }

  public static func warning(
    _ message: String, at location: SourceLocation, notes: [Note] = []
  ) -> Diagnostic {
    Diagnostic(.warning, message, at: location, notes: notes)
  }
}

extension Diagnostic: CustomStringConvertible {
  /// The compilers' form, a line for the diagnostic and one for each note.
  public var description: String {
    let first = "\(location): \(severity.rawValue): \(message)"
    return ([first] + notes.map { "\($0.location): note: \($0.message)" })
      .joined(separator: "\n")
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
