import Yams

/// What `book.yml` says of a book.
public struct BookSettings: Sendable, Equatable {
  /// How the chapters of a part are numbered on the page.
  public enum Numbering: String, Sendable, CaseIterable {
    case numbers, letters, none
  }

  /// A part of the book: it runs from its first chapter to the next part's.
  public struct Part: Sendable, Equatable {
    public var name: String
    /// The number in the file name of the part's first chapter.
    public var first: Int
    public var numbering: Numbering
    /// What the part is about, in Markdown, for the contents page.
    public var summary: String?
    /// A picture in the book's `figures/` that stands for the part on the contents page.
    public var figure: String?

    /// Whether its chapters are read by the preview only.
    public var isDraft = false

    public init(
      name: String, first: Int, numbering: Numbering, summary: String? = nil,
      figure: String? = nil, isDraft: Bool = false
    ) {
      (self.name, self.first, self.numbering) = (name, first, numbering)
      (self.summary, self.figure) = (summary, figure)
      self.isDraft = isDraft
    }
  }

  /// Something that the text cites.
  public struct Reference: Sendable, Equatable {
    /// The word in `[@…]`.
    public var key: String
    /// Who wrote it, what it is, where it is found, in Markdown.
    public var text: String
    public var url: String?
  }

  /// A word of the index of terms.
  public struct Term: Sendable, Equatable {
    public var name: String
    /// Other forms in which the text has it.
    public var forms: [String] = []
  }

  public var title: String
  public var subtitle: String?
  /// What the book is, in Markdown, for the contents page.
  public var description: String?
  public var authors: [String] = []
  /// A language tag such as `en`.
  public var language = "en"
  /// Where the site is published, ending in a slash.
  public var baseURL: String?
  /// Where the book's source can be seen.
  public var repositoryURL: String?
  public var parts: [Part] = []
  /// The programs that transcripts run.
  public var programs: [Program] = []
  /// What is laid into the transcripts' working folder: paths in the book's folder, or of tangled
  /// files, in which `*` stands for any characters of a part.
  public var files: [String] = []
  /// What is added to the environment of programs.
  public var environment: [String: String] = [:]
  /// The figure that the contents page opens with: `figure`, `data`, `still`; and `image`, the
  /// e-book's cover.
  public var cover: [String: String] = [:]
  /// By the numbers of chapters, the words behind the program's name that stand for the model of
  /// that stage of the book, for readers to run on data of their own.
  public var models: [String: String] = [:]
  /// By the names of figures' data, the words behind the program's name that write them anew, in the
  /// page; `{word=emma}` stands for what a reader sets.
  public var figures: [String: String] = [:]
  /// Whether tangled files say where their lines come from, in languages that have a way to.
  public var hasLineDirectives = false
  /// What can be cited, in the order in which it is listed.
  public var references: [Reference] = []
  /// What the index of terms lists.
  public var terms: [Term] = []
  /// What pages say in the book's language, by what they say in English.
  public var words: [String: String] = [:]
  /// Whether pages are named without the chapters' numbers.
  public var hasSlugs = false
  /// The chapters' files, with an anchor or without, by addresses that led to them once.
  public var redirects: [String: String] = [:]
  /// Whether the program runs in the site's pages too.
  public var isLive = false
  /// Files in `figures/` that no transcript makes.
  public var drawn: [String] = []
  /// Names in back-ticks that stand for nothing in the program or in Swift.
  public var foreign: [String] = []

  public init(title: String) {
    self.title = title
  }

  /// Reads `book.yml`.
  ///
  /// - Parameters:
  ///   - path: The file's path for diagnostics.
  ///   - title: The book's title where the file gives none.
  ///   - chapters: The chapters' numbers, among which the first of each part must be; nil does not
  ///     check that.
  public init(
    yaml: String, path: String, title: String, chapters: [Int]? = nil,
    diagnostics: inout [Diagnostic]
  ) {
    self.init(title: title)
    var reader = SettingsReader(path: path, chapters: chapters)
    if let root = reader.compose(yaml) { reader.read(root, into: &self) }
    diagnostics += reader.diagnostics
  }
}

struct SettingsReader {
  static let keys = [
    "title", "subtitle", "description", "authors", "language", "base-url", "repository", "parts",
    "program", "programs", "files", "environment", "drawn", "foreign", "live", "cover",
    "models", "figures",
    "slug", "redirects", "words",
    "line-directives", "references", "terms",
  ]

  static let coverKeys = ["figure", "data", "still", "image"]

  static let partKeys = ["name", "first", "numbering", "summary", "figure", "draft"]

  let path: String
  let chapters: [Int]?
  var diagnostics: [Diagnostic] = []

  init(path: String, chapters: [Int]?) {
    self.path = path
    self.chapters = chapters
  }

  mutating func compose(_ yaml: String) -> Yams.Node? {
    if let line = YAMLAnchors.firstLine(in: yaml) {
      diagnostics.append(
        .error(
          "a book's settings have no anchors and aliases (`&name`, `*name`); write the value out, "
            + "or put a text that begins so in quotes",
          at: SourceLocation(file: path, line: line)))
      return nil
    }
    guard !isTooDeep(yaml) else {
      error(
        "this file is nested too deeply to be a book's settings; a list of parts is the deepest",
        nil)
      return nil
    }
    do {
      // Yams takes a byte order mark for the beginning of a first key.
      let hasMark = yaml.unicodeScalars.first == "\u{FEFF}"
      return try Yams.compose(yaml: String(yaml.unicodeScalars.dropFirst(hasMark ? 1 : 0)))
    } catch let problem as YamlError {
      let (mark, text) = Self.describe(problem)
      error("this is not YAML: \(text); mend it, or put texts in quotes", mark)
    } catch {
      self.error("this is not YAML: \(error); mend it, or put texts in quotes", nil)
    }
    return nil
  }

  /// Yams composes by recursion; no book's settings need depth.
  private func isTooDeep(_ yaml: String) -> Bool {
    var brackets = 0
    for line in yaml.utf8.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      let indicators = line.prefix {
        $0 == 0x20 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "?")
      }
      if indicators.count > 200 { return true }
      for byte in line where byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{") {
        brackets += 1
      }
    }
    return brackets > 500
  }

  private static func describe(_ problem: YamlError) -> (Mark?, String) {
    switch problem {
    case .scanner(_, let text, let mark, _), .parser(_, let text, let mark, _),
      .composer(_, let text, let mark, _):
      (mark, text)
    case .duplicatedKeysInMapping(let keys, let context):
      (context.mark, "the key \(keys.map { "`\($0)`" }.joined(separator: ", ")) is given twice")
    default: (nil, "\(problem)".split(separator: "\n").first.map(String.init) ?? "")
    }
  }

  mutating func error(_ message: String, _ mark: Mark?) {
    diagnostics.append(.error(message, at: location(mark)))
  }

  private func location(_ mark: Mark?) -> SourceLocation {
    SourceLocation(file: path, line: mark?.line ?? 1, column: mark?.column ?? 1)
  }

  mutating func read(_ root: Yams.Node, into settings: inout BookSettings) {
    if case .scalar(let scalar) = root, scalar.string.isEmpty { return }
    guard case .mapping(let mapping) = root else {
      error("a book's settings are `key: value` lines; the first could be `title: …`", root.mark)
      return
    }
    for (key, value) in mapping {
      guard let name = key.string else {
        error("a key must be a word, such as `title`", key.mark)
        continue
      }
      switch name {
      case "title": settings.title = text(value, name) ?? settings.title
      case "subtitle": settings.subtitle = text(value, name)
      case "description": settings.description = text(value, name)
      case "authors": settings.authors = texts(value, name)
      case "language": settings.language = text(value, name) ?? settings.language
      case "base-url":
        settings.baseURL = text(value, name).map { $0.hasSuffix("/") ? $0 : $0 + "/" }
      case "repository": settings.repositoryURL = text(value, name)
      case "parts": settings.parts = parts(value)
      case "program" where mapping["programs"] != nil:
        error("`program` and `programs` name the book's programs twice; keep `programs`", key.mark)
      case "program": settings.program = program(value)
      case "programs": settings.programs = programs(value)
      case "files": settings.files = paths(value, name)
      case "environment": settings.environment = variables(value, name)
      case "drawn": settings.drawn = texts(value, name)
      case "cover":
        settings.cover = variables(value, name)
        for key in settings.cover.keys.sorted() where !Self.coverKeys.contains(key) {
          warn(ofUnknown: key, value.mark, known: Self.coverKeys)
        }
      case "models":
        settings.models = variables(value, name)
        for key in settings.models.keys.sorted() {
          guard let chapters, !chapters.contains(where: { String($0) == key }) else { continue }
          error("there is no chapter \(key) for a model; name a chapter by its number", value.mark)
        }
      case "figures": settings.figures = variables(value, name)
      case "live": settings.isLive = flag(value, name)
      case "line-directives": settings.hasLineDirectives = flag(value, name)
      case "references": settings.references = references(value)
      case "terms": settings.terms = terms(value)
      case "words": settings.words = variables(value, name)
      case "slug": settings.hasSlugs = flag(value, name)
      case "redirects": settings.redirects = variables(value, name)
      case "foreign": settings.foreign = texts(value, name)
      default:
        warn(ofUnknown: name, key.mark, known: Self.keys)
      }
    }
  }

  mutating func warn(ofUnknown key: String, _ mark: Mark?, known: [String]) {
    let meant = nearestName(to: key, among: known)
    diagnostics.append(
      .warning(
        "unknown key `\(key)`"
          + (meant.map { "; did you mean `\($0)`?" }
            ?? "; known are \(known.map { "`\($0)`" }.joined(separator: ", "))"),
        at: location(mark)))
  }

  mutating func text(_ node: Yams.Node, _ key: String) -> String? {
    guard case .scalar(let scalar) = node else {
      error("`\(key)` is one line of text; write it behind `\(key):`", node.mark)
      return nil
    }
    return scalar.string.isEmpty ? nil : scalar.string
  }

  private mutating func flag(_ node: Yams.Node, _ key: String) -> Bool {
    switch node.string {
    case "true": return true
    case "false": return false
    default:
      error("`\(key)` is `true` or `false`", node.mark)
      return false
    }
  }

  /// A list of texts, or one alone.
  mutating func texts(_ node: Yams.Node, _ key: String) -> [String] {
    switch node {
    case .scalar(let scalar): return scalar.string.isEmpty ? [] : [scalar.string]
    case .sequence(let sequence): return sequence.compactMap { text($0, key) }
    default:
      error("`\(key)` is a list of texts; write each on a line `- …`", node.mark)
      return []
    }
  }

  private mutating func parts(_ node: Yams.Node) -> [BookSettings.Part] {
    guard case .sequence(let sequence) = node else {
      error("`parts` is a list of `name:`, `first:` and `numbering:`", node.mark)
      return []
    }
    var parts: [BookSettings.Part] = []
    for entry in sequence {
      guard case .mapping(let mapping) = entry, let name = mapping["name"]?.string,
        let first = mapping["first"]?.string.flatMap({ Int($0) })
      else {
        error("a part has a `name:` and the number of its `first:` chapter", entry.mark)
        continue
      }
      for (key, _) in mapping {
        guard let key = key.string, !Self.partKeys.contains(key) else { continue }
        warn(ofUnknown: key, entry.mark, known: Self.partKeys)
      }
      if let chapters, !chapters.contains(first) {
        error(
          "the part `\(name)` begins with chapter \(first), which does not exist; name the number "
            + "of one that does", entry.mark)
      }
      let word = mapping["numbering"]?.string ?? "numbers"
      let numbering = BookSettings.Numbering(rawValue: word)
      if numbering == nil {
        error(
          "`numbering: \(word)` is not known; write `numbers`, `letters` or `none`",
          mapping["numbering"]?.mark)
      }
      if let last = parts.last, last.first >= first {
        error(
          "the part `\(name)` must begin after `\(last.name)`; put the parts in the order of their "
            + "chapters", entry.mark)
      }
      parts.append(
        .init(
          name: name, first: first, numbering: numbering ?? .numbers,
          summary: mapping["summary"].flatMap { text($0, "summary") },
          figure: mapping["figure"].flatMap { text($0, "figure") },
          isDraft: mapping["draft"].map { flag($0, "draft") } ?? false))
    }
    return parts
  }
}
