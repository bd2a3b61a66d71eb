/// Finds out what each name in a file stands for.
struct TypedFilesReader {
  typealias Meaning = TypedFiles.Meaning

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

  /// - Parameter found: The meanings by the numbers of the words in the file.
  mutating func read(_ path: String, _ source: SwiftFile, into found: inout [Int: Meaning]) {
    for mention in mentions[path] ?? [] {
      guard let index = source.index(line: mention.place.line, column: mention.place.column),
        found[index] == nil, let name = DeclarationName(mention.name),
        name.base == source.text(index) || name.base == "init" && source.isName(index)
      else { continue }
      found[index] = meaning(name, mention.declaration, mention.type, mention.isProperty)
    }
    for place in variableTypes.keys where place.file == path {
      if let index = source.index(line: place.line, column: place.column), found[index] == nil {
        found[index] = meaning(path, index, type: variableTypes[place])
      }
    }
    for index in source.members where found[index] == nil {
      found[index] = meaning(path, index, type: nil)
    }
    let names = source.names
    for mention in looseMentions[path] ?? [] { read(mention, names, into: &found) }
    for name in names where found[name.index] == nil && !name.isLabel {
      found[name.index] = type(name, source, found)
    }
  }

  private func meaning(
    _ name: DeclarationName, _ declaration: CodePlace?, _ type: String, _ isProperty: Bool
  ) -> Meaning? {
    guard let declaration, let source = sources[declaration.file] else {
      guard name.isShown else { return nil }
      let shown = isProperty || name.context.isEmpty ? type : name.withoutSelf(type)
      return Meaning(
        declaration: "\(name.qualified): \(shown.shownType)", documentation: "",
        module: name.module,
        file: "", line: 0, isLocal: false)
    }
    guard let index = source.index(line: declaration.line, column: declaration.column) else {
      return nil
    }
    let text = source.text(index)
    if text == name.base || name.base == "init" {
      return meaning(declaration.file, index, type: variableTypes[declaration] ?? type)
    }
    return Meaning(
      declaration: "\(name.base): \(type.shownType)", documentation: "", module: "", file: "",
      line: 0, isLocal: true)
  }

  /// What there is to say of a declaration in the program.
  private func meaning(_ file: String, _ index: Int, type: String?) -> Meaning? {
    guard let source = sources[file] else { return nil }
    let isLocal = source.isLocal(index)
    return Meaning(
      declaration: source.declaration(index, type: type?.shownType),
      documentation: isLocal ? "" : source.documentation(index), module: "",
      file: file, line: source.position(index).line, isLocal: isLocal)
  }

  private func read(
    _ mention: SyntaxDump.LooseMention, _ names: [SwiftFile.Name], into found: inout [Int: Meaning]
  ) {
    let base = mention.name.split(separator: ".").last.map(String.init) ?? ""
    let name = names.first {
      mention.lines.contains($0.line) && $0.text == base && $0.isMember && found[$0.index] == nil
    }
    guard let name else { return }
    if let declaration = mention.declaration {
      found[name.index] = DeclarationName(mention.name).flatMap {
        meaning($0, declaration, mention.type, true)
      }
    } else if let full = cases[mention.name] == nil
      ? cases.keys.filter({ $0.hasSuffix("." + mention.name) }).min() : mention.name,
      let home = cases[full]
    {
      found[name.index] = meaning(home.file, home.index, type: nil)
    }
  }

  /// What a name means where only a type can be meant: the nearest one around it.
  private func type(_ name: SwiftFile.Name, _ source: SwiftFile, _ found: [Int: Meaning])
    -> Meaning?
  {
    if source.genericParameters.contains(name.text) { return nil }
    var context = name.context.split(separator: ".")[...]
    while true {
      let full = (context + [Substring(name.text)]).joined(separator: ".")
      if let home = types[full] { return meaning(home.file, home.index, type: nil) }
      if context.popLast() == nil { break }
    }
    guard !name.isMember, let module = modules[name.text] else { return nil }
    return Meaning(
      declaration: name.text, documentation: "", module: DeclarationName.shown(module), file: "",
      line: 0, isLocal: false)
  }
}
