import Foundation
import Literate

/// What is to be said of the names in some files of a program: what the compiler understood, in the
/// files' own lines.
struct TypedFiles: Equatable, Sendable {
  /// What a card says of a declaration.
  struct Note: Hashable, Sendable {
    /// The declaration in one line.
    let declaration: String
    let documentation: String
    /// The module, for what the program does not declare itself.
    let module: String
    /// The declaration's file and line, from 1, if it is in the program.
    let file: String
    let line: Int
    /// Whether nothing beyond its function knows the declaration.
    let isLocal: Bool
  }

  /// A name in a file.
  struct Occurrence: Hashable, Sendable {
    /// From 1.
    let line: Int
    /// In bytes, from 1.
    let column: Int
    let length: Int
    /// The place of its note in `notes`.
    let note: Int
  }

  private(set) var notes: [Note] = []
  /// The names by file, in order.
  private(set) var occurrences: [String: [Occurrence]] = [:]

  private var numbers: [Note: Int] = [:]

  static func == (a: Self, b: Self) -> Bool {
    a.notes == b.notes && a.occurrences == b.occurrences
  }

  /// - Parameters:
  ///   - dump: The compiler's tree of the files `shown`.
  ///   - sources: All files of the program.
  init(_ dump: SyntaxDump, of shown: [String], in sources: [String: SwiftFile]) {
    var reader = Reader(dump, sources)
    for path in shown {
      guard let source = sources[path] else { continue }
      var found: [Int: Note] = [:]
      reader.read(path, source, into: &found)
      occurrences[path] = found.sorted { $0.key < $1.key }.map { index, note in
        let (line, column) = source.position(index)
        return Occurrence(
          line: line, column: column, length: source.length(index), note: number(note))
      }
    }
  }

  private mutating func number(_ note: Note) -> Int {
    if let known = numbers[note] { return known }
    numbers[note] = notes.count
    notes.append(note)
    return notes.count - 1
  }
}

/// Text that keeps them between two runs.
extension TypedFiles {
  private static let version = "types 1"

  var bytes: [UInt8] {
    var lines = [Self.version]
    for note in notes {
      lines.append(
        [
          "n", note.declaration, note.documentation, note.module, note.file, "\(note.line)",
          note.isLocal ? "local" : "",
        ].joined(separator: "\t"))
    }
    for (file, names) in occurrences.sorted(by: { $0.key < $1.key }) {
      lines.append("f\t" + file)
      for name in names {
        lines.append("o\t\(name.line)\t\(name.column)\t\(name.length)\t\(name.note)")
      }
    }
    return Array(lines.joined(separator: "\n").utf8)
  }

  /// What `bytes` were made from; nil for anything else.
  init?(_ bytes: [UInt8]) {
    var lines = bytes.split(separator: UInt8(ascii: "\n"))[...]
    guard lines.popFirst().map({ $0.elementsEqual(Self.version.utf8) }) == true else { return nil }
    var file: String?
    for line in lines {
      let fields = line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
      func text(_ index: Int) -> String { String(decoding: fields[index], as: UTF8.self) }
      func number(_ index: Int) -> Int { Int(text(index)) ?? -1 }
      switch (fields.first?.first, fields.count) {
      case (UInt8(ascii: "n"), 7):
        notes.append(
          Note(
            declaration: text(1), documentation: text(2), module: text(3), file: text(4),
            line: number(5), isLocal: text(6) == "local"))
      case (UInt8(ascii: "f"), 2):
        file = text(1)
        occurrences[text(1)] = []
      case (UInt8(ascii: "o"), 5):
        let name = Occurrence(
          line: number(1), column: number(2), length: number(3), note: number(4))
        guard let file, name.line > 0, name.column > 0, name.length > 0,
          notes.indices.contains(name.note)
        else { return nil }
        occurrences[file]?.append(name)
      default: return nil
      }
    }
  }
}

/// Finds out what each name in a file stands for.
private struct Reader {
  typealias Note = TypedFiles.Note

  private let sources: [String: SwiftFile]
  private let mentions: [String: [SyntaxDump.Mention]]
  private let looseMentions: [String: [SyntaxDump.LooseMention]]
  /// The types of variables by the places of their names.
  private var variableTypes: [CodePlace: String]
  /// The program's types and enumeration cases, by their full names.
  private var types: [String: (file: String, index: Int)] = [:]
  private var cases: [String: (file: String, index: Int)] = [:]
  /// The modules of types that the program uses.
  private var modules: [String: String] = [:]

  init(_ dump: SyntaxDump, _ sources: [String: SwiftFile]) {
    self.sources = sources
    mentions = Dictionary(grouping: dump.mentions, by: \.place.file)
    looseMentions = Dictionary(grouping: dump.looseMentions, by: \.file)
    variableTypes = dump.variableTypes
    for mention in dump.mentions {
      guard let name = DeclarationName(mention.name) else { continue }
      if let place = mention.declaration {
        // What `self` and `$0` are is told of places where other words stand.
        guard variableTypes[place] == nil, let source = sources[place.file],
          let index = source.index(line: place.line, column: place.column),
          source.text(index) == name.base
        else { continue }
        variableTypes[place] = mention.type
      } else if let type = name.context.first {
        modules[type] = modules[type] ?? name.module
      }
    }
    for (file, source) in sources.sorted(by: { $0.key < $1.key }) {
      for (name, index) in source.types where types[name] == nil { types[name] = (file, index) }
      for (name, index) in source.cases where cases[name] == nil { cases[name] = (file, index) }
    }
  }

  /// - Parameter found: The notes by the numbers of the words in the file.
  mutating func read(_ path: String, _ source: SwiftFile, into found: inout [Int: Note]) {
    for mention in mentions[path] ?? [] {
      guard let index = source.index(line: mention.place.line, column: mention.place.column),
        found[index] == nil, let name = DeclarationName(mention.name),
        name.base == source.text(index) || name.base == "init" && source.isName(index)
      else { continue }
      found[index] = note(name, mention.declaration, mention.type, mention.isProperty)
    }
    for place in variableTypes.keys where place.file == path {
      if let index = source.index(line: place.line, column: place.column), found[index] == nil {
        found[index] = note(path, index, type: variableTypes[place])
      }
    }
    for index in source.members where found[index] == nil {
      found[index] = note(path, index, type: nil)
    }
    let names = source.names
    for mention in looseMentions[path] ?? [] { read(mention, names, into: &found) }
    for name in names where found[name.index] == nil && !name.isLabel {
      found[name.index] = type(name, source, found)
    }
  }

  private func note(
    _ name: DeclarationName, _ declaration: CodePlace?, _ type: String, _ isProperty: Bool
  ) -> Note? {
    guard let declaration, let source = sources[declaration.file] else {
      guard name.isShown else { return nil }
      let shown = isProperty || name.context.isEmpty ? type : name.withoutSelf(type)
      return Note(
        declaration: "\(name.qualified): \(shown.shownType)", documentation: "",
        module: name.module,
        file: "", line: 0, isLocal: false)
    }
    guard let index = source.index(line: declaration.line, column: declaration.column) else {
      return nil
    }
    let text = source.text(index)
    if text == name.base || name.base == "init" {
      return note(declaration.file, index, type: variableTypes[declaration] ?? type)
    }
    return Note(
      declaration: "\(name.base): \(type.shownType)", documentation: "", module: "", file: "",
      line: 0, isLocal: true)
  }

  /// What there is to say of a declaration in the program.
  private func note(_ file: String, _ index: Int, type: String?) -> Note? {
    guard let source = sources[file] else { return nil }
    let isLocal = source.isLocal(index)
    return Note(
      declaration: source.declaration(index, type: type?.shownType),
      documentation: isLocal ? "" : source.documentation(index), module: "",
      file: file, line: source.position(index).line, isLocal: isLocal)
  }

  private func read(
    _ mention: SyntaxDump.LooseMention, _ names: [SwiftFile.Name], into found: inout [Int: Note]
  ) {
    let base = mention.name.split(separator: ".").last.map(String.init) ?? ""
    let name = names.first {
      mention.lines.contains($0.line) && $0.text == base && $0.isMember && found[$0.index] == nil
    }
    guard let name else { return }
    if let declaration = mention.declaration {
      found[name.index] = DeclarationName(mention.name).flatMap {
        note($0, declaration, mention.type, true)
      }
    } else if let full = cases[mention.name] == nil
      ? cases.keys.filter({ $0.hasSuffix("." + mention.name) }).min() : mention.name,
      let home = cases[full]
    {
      found[name.index] = note(home.file, home.index, type: nil)
    }
  }

  /// What a name means where only a type can be meant: the nearest one around it.
  private func type(_ name: SwiftFile.Name, _ source: SwiftFile, _ found: [Int: Note]) -> Note? {
    if source.genericParameters.contains(name.text) { return nil }
    var context = name.context.split(separator: ".")[...]
    while true {
      let full = (context + [Substring(name.text)]).joined(separator: ".")
      if let home = types[full] { return note(home.file, home.index, type: nil) }
      if context.popLast() == nil { break }
    }
    guard !name.isMember, let module = modules[name.text] else { return nil }
    return Note(
      declaration: name.text, documentation: "", module: DeclarationName.shown(module), file: "",
      line: 0, isLocal: false)
  }
}

/// A declaration's name as the compiler prints it: `Swift.(file).Array extension.append`.
private struct DeclarationName {
  let module: String
  /// The types around it.
  let context: [String]
  let base: String

  init?(_ text: String) {
    guard let mark = text.firstRange(of: ".(file).") else { return nil }
    module = Self.shown(String(text[..<mark.lowerBound]))
    var rest = text[mark.upperBound...]
    if rest.last.map({ "/=-+!*%<>&|^~?.".contains($0) }) == true {
      let letters = rest.reversed().drop { "/=-+!*%<>&|^~?.".contains($0) }.count
      base = String(rest.dropFirst(letters + (letters > 0 ? 1 : 0)))
      rest = rest.prefix(letters)
      context = Self.types(rest)
    } else {
      var parts = Self.types(rest)
      guard let last = parts.popLast() else { return nil }
      base = String(last.prefix { $0 != "(" })
      context = parts
    }
    if base.isEmpty { return nil }
  }

  /// The parts between periods that stand in no brackets, without the word `extension`.
  private static func types(_ text: Substring) -> [String] {
    var parts: [String] = []
    var part = ""
    var depth = 0
    for character in text {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if character == ".", depth == 0 {
        parts.append(part)
        part = ""
      } else {
        part.append(character)
      }
    }
    if !part.isEmpty { parts.append(part) }
    return parts.map { $0.hasSuffix(" extension") ? String($0.dropLast(10)) : $0 }
  }

  /// A module as a program imports it.
  static func shown(_ module: String) -> String {
    switch module {
    case "SwiftGlibc": "Glibc"
    case "FoundationEssentials", "FoundationInternationalization": "Foundation"
    default: module.hasPrefix("_") ? "Swift" : module
    }
  }

  var qualified: String { (context + [base]).joined(separator: ".") }

  /// Whether the name is one to read; operators are not, nor what only the compiler calls.
  var isShown: Bool {
    base.first?.isLetter == true && !context.contains { $0.hasPrefix("_") || $0.contains(" ") }
  }

  /// A method's type without that of `self`: of `([Int]) -> (Int) -> ()` the end.
  func withoutSelf(_ type: String) -> String {
    var depth = 0
    guard type.first == "(" else { return type }
    for (index, character) in zip(type.indices, type) {
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      if depth == 0 {
        let rest = type[type.index(after: index)...]
        return rest.hasPrefix(" -> ") ? String(rest.dropFirst(4)) : type
      }
    }
    return type
  }
}

extension String {
  /// A type without the compiler's remarks on who may assign to it and who owns it.
  fileprivate var shownType: String {
    (hasPrefix("@lvalue ") ? String(dropFirst(8)) : self)
      .replacing("__owned ", with: "").replacing("__shared ", with: "")
  }
}
