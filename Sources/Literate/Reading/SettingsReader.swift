import Yams

/// Reads `book.yml`, and says at its lines what is wrong in it.
struct SettingsReader {
  static let keys = [
    "title", "translates", "subtitle", "description", "authors", "language", "base-url",
    "repository", "parts",
    "program", "programs", "files", "environment", "drawn", "foreign", "live", "cover",
    "models", "figures", "promises",
    "slug", "redirects", "words",
    "line-directives", "references", "terms",
  ]

  static let coverKeys = ["figure", "data", "still", "image"]

  static let partKeys = ["name", "first", "numbering", "summary", "figure", "draft"]

  let path: String
  private(set) var chapters: [Int]?
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
    // A translation has the chapters of its original.
    if mapping["translates"] != nil { chapters = nil }
    for (key, value) in mapping {
      guard let name = key.string else {
        error("a key must be a word, such as `title`", key.mark)
        continue
      }
      switch name {
      case "translates": settings.translates = text(value, name)
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
        checkChapters(settings.models, "a model", value.mark)
      case "promises":
        settings.promises = variables(value, name)
        checkChapters(settings.promises, "a promise", value.mark)
      case "figures": settings.figures = variables(value, name)
      case "live": settings.isLive = flag(value, name)
      case "line-directives": settings.hasLineDirectives = flag(value, name)
      case "references": settings.references = references(value)
      case "terms": settings.terms = terms(value)
      case "words": settings.words = variables(value, name)
      case "slug": settings.hasSlugs = flag(value, name)
      case "redirects":
        settings.redirects = variables(value, name)
        settings.redirectLines = lines(value)
      case "foreign": settings.foreign = texts(value, name)
      default:
        warn(ofUnknown: name, key.mark, known: Self.keys)
      }
    }
  }

  /// Values that belong to chapters stand by the chapters' numbers.
  private mutating func checkChapters(_ values: [String: String], _ what: String, _ mark: Mark?) {
    for key in values.keys.sorted() {
      guard let chapters, !chapters.contains(where: { String($0) == key }) else { continue }
      error("there is no chapter \(key) for \(what); name a chapter by its number", mark)
    }
  }

  /// The lines on which the keys of a mapping stand.
  private func lines(_ node: Yams.Node) -> [String: Int] {
    guard case .mapping(let mapping) = node else { return [:] }
    return Dictionary(
      mapping.compactMap { key, _ in key.string.map { ($0, location(key.mark).line) } },
      uniquingKeysWith: { first, _ in first })
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
