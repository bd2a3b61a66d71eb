import ArgumentParser
import Foundation
import Literate

/// How diagnostics are written.
public enum DiagnosticFormat: String, ExpressibleByArgument, CaseIterable, Sendable {
  /// As compilers write them.
  case text
  /// An object a line.
  case json
  /// As GitHub's workflows read them, which show them beside the lines.
  case github

  public func text(_ diagnostic: Diagnostic) -> String {
    switch self {
    case .text: diagnostic.description
    case .json: Self.json(diagnostic)
    case .github:
      ([
        Self.command(
          diagnostic.severity.rawValue, diagnostic.location, diagnostic.message, diagnostic.detail)
      ]
        + diagnostic.notes.map { Self.command("notice", $0.location, $0.message, $0.detail) })
        .joined(separator: "\n")
    }
  }

  private struct Place: Encodable {
    let file: String
    let line: Int?
    let column: Int?
    let severity: String
    let message: String
    let detail: [String]
    var notes: [Place]?

    init(_ location: SourceLocation, _ severity: String, _ message: String, _ detail: [String]) {
      file = location.file
      line = location.line > 0 ? location.line : nil
      column = location.line > 0 ? location.column : nil
      self.severity = severity
      self.message = message
      self.detail = detail
    }
  }

  private static func json(_ diagnostic: Diagnostic) -> String {
    var place = Place(
      diagnostic.location, diagnostic.severity.rawValue, diagnostic.message, diagnostic.detail)
    place.notes = diagnostic.notes.map { Place($0.location, "note", $0.message, $0.detail) }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(place)).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }

  /// `::error file=a.md,line=3,col=1::message`, as the Actions toolkit escapes it.
  private static func command(
    _ word: String, _ location: SourceLocation, _ message: String, _ detail: [String]
  ) -> String {
    func escaped(_ text: String, _ more: Bool) -> String {
      var text = text.replacing("%", with: "%25").replacing("\r", with: "%0D")
        .replacing("\n", with: "%0A")
      if more { text = text.replacing(":", with: "%3A").replacing(",", with: "%2C") }
      return text
    }
    var properties = "file=\(escaped(location.file, true))"
    if location.line > 0 { properties += ",line=\(location.line),col=\(location.column)" }
    let text = ([message] + detail).joined(separator: "\n")
    return "::\(word) \(properties)::\(escaped(text, false))"
  }
}

/// A command whose diagnostics are written in the format that the user chooses.
public protocol DiagnosingCommand: ParsableCommand {
  var format: DiagnosticFormat { get }
}

/// Writes diagnostics to standard error.
public func complain(_ diagnostics: [Diagnostic]) {
  if diagnostics.isEmpty { return }
  let format = Standard.format
  complain(diagnostics.map { format.text($0) }.joined(separator: "\n"))
}
