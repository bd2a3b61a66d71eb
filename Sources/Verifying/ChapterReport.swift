import Literate

/// What came of verifying a chapter.
public struct ChapterReport: Sendable {
  /// The chapter's path.
  public let chapter: String
  /// Whether it was made before, and nothing that it depends on has changed since.
  public internal(set) var isKnown = false
  /// What verify did for it, such as `compiled in 3.1 s, 4 commands run in 0.2 s`.
  public internal(set) var work = ""
  public internal(set) var findings: [Diagnostic] = []
  public internal(set) var compiledCount = 0
  /// How many programs were held against the compiler, those that were known included.
  public internal(set) var checkedCount = 0
  /// How many listings that must not compile were tried.
  public internal(set) var listingCount = 0
  public internal(set) var commandCount = 0
  /// How many of the commands were really run; the others were known.
  public internal(set) var runCount = 0
  /// How many transcripts did not run since a file that they need was not given, by its name.
  public internal(set) var skipped: [String: Int] = [:]
  /// How many files of `figures/` its transcripts made.
  public internal(set) var figureCount = 0
  /// How many numbers in the prose were compared.
  public internal(set) var factCount = 0
  /// How many links were followed.
  public internal(set) var linkCount = 0
  /// The files that were rewritten.
  public internal(set) var updated: [String] = []

  /// The figures that it shows and that are not there.
  var missingFigures: [(name: String, finding: Diagnostic)] = []
  /// The files of `figures/` that its transcripts made, as they made them.
  var made: [MadeFile] = []
  /// The words of commands that did not run: what they would have made is not missed.
  var skippedWords: Set<String> = []
  /// The chapter's new text, if its transcripts are to be rewritten.
  var newText: [UInt8]?
  /// Whether nothing of the chapter is rewritten though something differs.
  var isUpdateRefused = false
  /// Whether every transcript ran to its end.
  var isComplete = true
  /// Whether the same is found again, without anything being compiled or run, where a memory's frame
  /// and the texts that it keeps with a report are the same.
  var isLasting = true
  /// The files of `figures/` that the chapter's text shows.
  var shownFigures: Set<String>?

  init(chapter: String) {
    self.chapter = chapter
  }

  /// Where what it tells stands.
  var places: [SourceLocation] {
    findings.flatMap { [$0.location] + $0.notes.map(\.location) } + made.map(\.location)
  }
}

/// A file that a transcript wrote and that the book shows.
struct MadeFile: Sendable {
  let name: String
  /// The name of its content, by which it is kept.
  let content: String
  /// The command that wrote it.
  let location: SourceLocation
}
