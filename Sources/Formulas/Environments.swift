/// Delimiters, environments, text.
extension Parser {
  mutating func fenced(_ start: Token) throws(FormulaError) -> Node {
    let left = try delimiter(of: "left")
    var nodes = try row()
    while token.kind == .command("middle") {
      advance()
      if let middle = try delimiter(of: "middle") { nodes.append(.middle(middle)) }
      nodes += try row()
    }
    guard token.kind == .command("right") else {
      guard token.kind == .end else { throw misplaced() }
      throw error(
        "this `\\left` has no `\\right`; write `\\right.` for an invisible one", at: start)
    }
    advance()
    return .fenced(left: left, nodes, right: try delimiter(of: "right"))
  }

  /// The delimiter after a command, `nil` for the invisible one.
  mutating func delimiter(of name: String) throws(FormulaError) -> String? {
    skipSpaces()
    let found: String? =
      switch token.kind {
      case .character("<"): "⟨"
      case .character(">"): "⟩"
      case .character(let character) where "()[]|/.⟨⟩⌊⌋⌈⌉‖".contains(character): String(character)
      case .command(let command): Self.delimiter(named: command)
      default: nil
      }
    guard let found else {
      throw error("`\\\(name)` needs a delimiter such as `(`, `\\{`, `|` or `.`")
    }
    advance()
    return found == "." ? nil : found
  }

  static func delimiter(named name: String) -> String? {
    guard let symbol = Symbols.symbols[name] else { return nil }
    switch symbol.atomClass {
    case .opening, .closing: return symbol.text
    default: return "|‖\\↑↓↕⇑⇓⇕".contains(symbol.text) ? symbol.text : nil
    }
  }

  mutating func environment(_ start: Token) throws(FormulaError) -> Node {
    let name = try rawArgument(of: "\\begin")
    guard let kind = Symbols.environments[name] else {
      let nearest = Symbols.nearestEnvironment(to: name)
      let remedy = nearest.map { "; did you mean `\($0)`?" } ?? ""
      throw error("there is no environment `\(name)`\(remedy)", at: start)
    }
    var table = Table(kind: kind)
    if Symbols.placedEnvironments.contains(name) {
      _ = try word(of: ["c"], after: "\\begin{\(name)}")
    }
    if name == "array" { try readColumns(of: &table) }
    try readRows(of: &table)
    guard token.kind == .command("end") else {
      guard token.kind == .end else { throw misplaced() }
      throw error("this `\\begin{\(name)}` has no `\\end{\(name)}`", at: start)
    }
    let end = token
    advance()
    let closing = try rawArgument(of: "\\end")
    guard closing == name else {
      throw error("`\\end{\(closing)}` ends what `\\begin{\(name)}` began", at: end)
    }
    return .table(table)
  }

  mutating func substack() throws(FormulaError) -> Node {
    skipSpaces()
    let open = token
    guard open.kind == .open else {
      throw error("`\\substack` needs its lines in braces, for instance `{a \\\\ b}`")
    }
    advance()
    var table = Table(kind: .init(style: .script, columnGap: 0, rowGap: "0"))
    try readRows(of: &table)
    guard token.kind == .close else {
      throw token.kind == .end ? error("this brace is never closed", at: open) : misplaced()
    }
    advance()
    return .table(table)
  }

  mutating func readColumns(of table: inout Table) throws(FormulaError) {
    skipSpaces()
    let start = token
    for character in try rawArgument(of: "\\begin{array}") {
      switch character {
      case "l": table.alignments.append(.left)
      case "c": table.alignments.append(.center)
      case "r": table.alignments.append(.right)
      case "|": table.rulesBefore.insert(table.alignments.count)
      case _ where character.isWhitespace: break
      default: throw error("the columns of an array are `l`, `c`, `r` and `|`", at: start)
      }
    }
  }

  /// Reads cells up to what ends the table; an empty last row is none.
  mutating func readRows(of table: inout Table) throws(FormulaError) {
    var row: [[Node]] = []
    while true {
      skipSpaces()
      while row.isEmpty, token.kind == .command("hline") {
        table.rulesAbove.insert(table.rows.count)
        advance()
        skipSpaces()
      }
      row.append(try self.row())
      switch token.kind {
      case .column: advance()
      case .command("\\"), .command("cr"):
        advance()
        if token.kind == .character("*") { advance() }
        let start = token
        table.rows.append(row)
        if let gap = try bracketed() {
          table.gapsBelow[table.rows.count - 1] = try length(gap, start)
        }
        row = []
      default:
        if row.count > 1 || !row[0].isEmpty { table.rows.append(row) }
        return
      }
    }
  }

  mutating func text(of name: String, css: String) throws(FormulaError) -> Node {
    skipSpaces()
    let open = token
    guard open.kind == .open else {
      throw error("`\\\(name)` needs its text in braces")
    }
    advance()
    var nodes: [Node] = []
    var text = ""
    var braces = 0
    while token.kind != .close || braces > 0 {
      switch token.kind {
      case .end: throw error("this brace is never closed", at: open)
      case .open: braces += 1
      case .close: braces -= 1
      case .column: throw error("write `\\&` for the sign")
      case .superscript: text += "^"
      case .subscript: text += "_"
      case .prime: text += "’"
      case .space: if !text.hasSuffix(" ") { text += " " }
      case .character("~"): text += "\u{A0}"
      case .character("$"):
        let dollar = token
        advance()
        nodes.append(.text(text, css: css))
        text = ""
        nodes.append(.group(try row(until: .character("$"))))
        guard token.kind == .character("$") else {
          throw error("this `$` is never closed", at: dollar)
        }
      case .character(let character): text.append(character)
      case .command(" "): text += " "
      case .command(let command):
        guard let symbol = Symbols.symbols[command] else {
          throw error("`\\\(command)` cannot stand in text; end the text or write it in `$…$`")
        }
        text += symbol.text
      }
      advance()
    }
    advance()
    if nodes.isEmpty { return .text(text, css: css) }
    return .group(nodes + [.text(text, css: css)])
  }

  /// An argument that is a name, not a formula.
  mutating func rawArgument(of name: String) throws(FormulaError) -> String {
    skipSpaces()
    var text = ""
    if token.kind == .open {
      advance()
      while true {
        switch token.kind {
        case .character(let character): text.append(character)
        case .space: text.append(" ")
        case .close:
          advance()
          return text
        default: throw error("`\(name)` needs a name in braces")
        }
        advance()
      }
    }
    throw error("`\(name)` needs a name in braces")
  }

  /// A width such as `2em`, in em.
  func length(_ text: String, _ start: Token) throws(FormulaError) -> Double {
    let text = text.filter { !$0.isWhitespace }
    let units: [(name: String, em: Double)] = [
      ("em", 1), ("ex", 0.43), ("mu", 1 / 18), ("pt", 0.1), ("px", 0.0625), ("mm", 0.2845),
      ("cm", 2.845), ("in", 7.227),
    ]
    guard let unit = units.first(where: { text.hasSuffix($0.name) }),
      let number = Double(text.dropLast(2)), abs(number) < 1000
    else { throw error("a width is a number and a unit, for instance `2em`", at: start) }
    return number * unit.em
  }

  /// What stands in brackets right here; nil if nothing does.
  mutating func bracketed() throws(FormulaError) -> String? {
    guard token.kind == .character("[") else { return nil }
    let open = token
    var text = ""
    advance()
    while token.kind != .character("]") {
      switch token.kind {
      case .character(let character): text.append(character)
      case .space: text.append(" ")
      case .end: throw error("this bracket is never closed", at: open)
      default: throw error("in these brackets a plain word stands", at: open)
      }
      advance()
    }
    advance()
    return text
  }

  /// One of these words in brackets; nil if there are no brackets.
  mutating func word(
    of words: [String], after name: String
  ) throws(FormulaError) -> String? {
    skipSpaces()
    let start = token
    guard let word = try bracketed() else { return nil }
    guard words.contains(word) else {
      let known = words.map { "`[\($0)]`" }.joined(separator: ", ")
      throw error("`\(name)` knows no `[\(word)]` here, only \(known); leave it out", at: start)
    }
    return word
  }
}

/// What went wrong.
extension Parser {
  /// - Parameter place: `nil` is the next token, or the last one where the formula ends.
  func error(_ message: String, at place: Token? = nil) -> FormulaError {
    let last = tokens[...index].last { $0.kind != .end && $0.kind != .space }
    let next = token.kind == .end ? last ?? token : token
    return FormulaError(message, (place ?? next).offset, tex)
  }

  /// Why the token that ended a row should not stand there.
  func misplaced() -> FormulaError {
    switch token.kind {
    case .close: error("this `}` has no `{`")
    case .column:
      error("`&` separates cells, here there are none; write `\\&` for the sign")
    case .command("\\"), .command("cr"):
      error("`\\\\` ends a row, here there are none; use an environment such as `aligned`")
    case .command("right"), .command("middle"): error("this has no `\\left`")
    case .command("end"): error("this `\\end` has no `\\begin`")
    case .command("hline"): error("`\\hline` stands at the beginning of a row of an `array`")
    default: error("the formula ends too early")
    }
  }
}

extension Node {
  /// Whether `\limits` may follow.
  var takesLimits: Bool {
    switch self {
    case .large, .function, .classed(.large, _): true
    case .accent(_, let accent): accent.isBrace
    default: false
    }
  }

  /// The text of what holds nothing but letters, digits, signs and spaces.
  var plainText: String? {
    switch self {
    case .identifier(let text, _), .number(let text), .text(let text, _), .function(let text, _):
      text
    case .symbol("−", _): "-"
    case .symbol(let text, _): text
    case .space: "\u{2009}"
    case .group(let nodes):
      nodes.reduce("") { text, node in
        guard let text, let next = node.plainText else { return nil }
        return text + next
      }
    default: nil
    }
  }
}
