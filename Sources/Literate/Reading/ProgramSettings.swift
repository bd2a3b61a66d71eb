import Yams

extension BookSettings {
  /// A program of the book, as `book.yml` names it.
  public struct Program: Sendable, Hashable {
    /// How it is built and run.
    public enum Kind: Sendable, Hashable {
      /// The Swift in the tangled folder of this name.
      case folder
      /// An executable of a Swift package that the book tangles.
      case package
      /// By words of the author's, in the tangled folder; without words it is not built.
      case commands(build: [String], run: [String])

      /// Whether transcripts run it by `swift run`.
      public var isSwift: Bool {
        switch self {
        case .folder, .package: true
        case .commands: false
        }
      }
    }

    /// The word by which transcripts call it.
    public let name: String
    public let kind: Kind

    public init(name: String, kind: Kind) {
      self.name = name
      self.kind = kind
    }
  }

  /// The tangled folder that is the book's program, of which pages show types: the first program
  /// that is one.
  public var program: String? {
    get { programs.first { $0.kind == .folder }?.name }
    set { programs = newValue.map { [Program(name: $0, kind: .folder)] } ?? [] }
  }
}

/// What `book.yml` says of programs, and of what their transcripts find.
extension SettingsReader {
  static let programKeys = ["name", "package", "build", "run"]

  mutating func program(_ node: Yams.Node) -> String? {
    guard let name = text(node, "program") else { return nil }
    guard isName(name) else {
      error("`program` is the name of a tangled folder: letters, digits, `-` and `_`", node.mark)
      return nil
    }
    return name
  }

  private func isName(_ name: String) -> Bool {
    name.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "_" || $0 == "-"
    } && name.unicodeScalars.first != "-" && !name.isEmpty
  }

  mutating func programs(_ node: Yams.Node) -> [BookSettings.Program] {
    guard case .sequence(let sequence) = node else {
      error("`programs` is a list of `name:` with what builds and runs each", node.mark)
      return []
    }
    var programs: [BookSettings.Program] = []
    for entry in sequence {
      guard let program = readProgram(entry) else { continue }
      if programs.contains(where: { $0.name == program.name }) {
        error("the program `\(program.name)` is named twice; keep one of them", entry.mark)
        continue
      }
      programs.append(program)
    }
    return programs
  }

  private mutating func readProgram(_ entry: Yams.Node) -> BookSettings.Program? {
    guard case .mapping(let mapping) = entry, let name = mapping["name"]?.string else {
      error("a program has a `name:`, the word by which transcripts call it", entry.mark)
      return nil
    }
    guard isName(name), name != "swift" else {
      error(
        "`name: \(name)` is no word for a transcript: letters, digits, `-` and `_`, and not "
          + "`swift`", mapping["name"]?.mark)
      return nil
    }
    for (key, _) in mapping {
      guard let word = key.string, !Self.programKeys.contains(word) else { continue }
      warn(ofUnknown: word, key.mark, known: Self.programKeys)
    }
    let isPackage = mapping["package"].map { truth($0, "package") } ?? false
    let build = mapping["build"].map { words($0, "build") } ?? []
    let run = mapping["run"].map { words($0, "run") } ?? []
    let hasWords = mapping["build"] != nil || mapping["run"] != nil
    if isPackage {
      if hasWords {
        error(
          "the package `\(name)` is built and run by SwiftPM; take `build:` and `run:` out, or "
            + "`package: true`", entry.mark)
      }
      return BookSettings.Program(name: name, kind: .package)
    }
    if !hasWords { return BookSettings.Program(name: name, kind: .folder) }
    if run.isEmpty {
      error(
        "the program `\(name)` has no `run:`; give the words by which it is run, such as "
          + "`run: [python3, main.py]`", entry.mark)
      return nil
    }
    return BookSettings.Program(name: name, kind: .commands(build: build, run: run))
  }

  private mutating func truth(_ node: Yams.Node, _ key: String) -> Bool {
    if let truth = node.bool { return truth }
    error("`\(key)` is `true` or `false`", node.mark)
    return false
  }

  /// A command as words; no shell reads it.
  private mutating func words(_ node: Yams.Node, _ key: String) -> [String] {
    guard case .sequence(let sequence) = node else {
      error(
        "`\(key)` is a list of words, which no shell reads; write `\(key): [word, word]`",
        node.mark)
      return []
    }
    return sequence.compactMap { text($0, key) }
  }

  /// Paths in the book's folder.
  mutating func paths(_ node: Yams.Node, _ key: String) -> [String] {
    let paths = texts(node, key)
    for path in paths {
      let scalars = path.unicodeScalars
      let leaves = scalars.split(separator: "/").contains { $0.elementsEqual("..".unicodeScalars) }
      if scalars.first == "/" || scalars.first == "~" || leaves {
        error(
          "`\(path)` under `\(key)` leads out of the book; name files of the book's folder",
          node.mark)
      }
    }
    return paths
  }

  /// `NAME: value` lines.
  mutating func variables(_ node: Yams.Node, _ key: String) -> [String: String] {
    guard case .mapping(let mapping) = node else {
      error("`\(key)` is a list of variables; write `\(key): {NAME: value}`", node.mark)
      return [:]
    }
    var variables: [String: String] = [:]
    for (name, value) in mapping {
      let word = name.string ?? ""
      guard !word.isEmpty, !word.unicodeScalars.contains("=") else {
        error("`\(word)` is no name of a variable", name.mark)
        continue
      }
      guard case .scalar(let scalar) = value else {
        error("the value of `\(word)` is one line of text", value.mark)
        continue
      }
      variables[word] = scalar.string
    }
    return variables
  }
}
