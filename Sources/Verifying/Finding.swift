import Literate

/// Something that verify found: a diagnostic with the lines that show it.
public struct Finding: Error, Hashable, Sendable {
  /// A place that belongs to the finding.
  struct Note: Hashable, Sendable {
    var location: SourceLocation
    var message: String
    var detail: [String] = []
  }

  public let severity: Diagnostic.Severity
  public let location: SourceLocation
  public let message: String
  /// What stands below the message: an excerpt of the chapter, a diff, a linker's words.
  public var detail: [String]
  var notes: [Note]

  init(
    _ severity: Diagnostic.Severity, _ message: String, at location: SourceLocation,
    detail: [String] = [], notes: [Note] = []
  ) {
    self.severity = severity
    self.location = location
    self.message = message
    self.detail = detail
    self.notes = notes
  }

  init(_ diagnostic: Diagnostic) {
    self.init(
      diagnostic.severity, diagnostic.message, at: diagnostic.location,
      notes: diagnostic.notes.map { Note(location: $0.location, message: $0.message) })
  }

  static func error(
    _ message: String, at location: SourceLocation, detail: [String] = [], notes: [Note] = []
  ) -> Finding {
    Finding(.error, message, at: location, detail: detail, notes: notes)
  }
}

extension Finding: CustomStringConvertible {
  /// The compilers' form: the message, what shows it, the notes.
  public var description: String {
    var lines = ["\(location): \(severity.rawValue): \(message)"] + detail
    for note in notes {
      lines += ["\(note.location): note: \(note.message)"] + note.detail
    }
    return lines.joined(separator: "\n")
  }
}

extension [Finding] {
  public var hasErrors: Bool {
    contains { $0.severity == .error }
  }
}
