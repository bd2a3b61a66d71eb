/// Reads TeX notation.
struct FormulaParser {
  /// The commands that take arguments or end something.
  enum Structure: String, CaseIterable {
    case frac, dfrac, tfrac, cfrac, binom, dbinom, tbinom, sqrt, left, right, middle, begin, end
    case limits, nolimits, operatorname, substack, underset, overset, stackrel, not, pmod, bmod
    case mod, phantom, hphantom, vphantom, smash, dots, hspace, hline, cr
  }

  private let tex: String
  private let tokens: [FormulaToken]
  private var index = 0
  private var depth = 0
  private var alphabet: FormulaAlphabet?

  static func parse(_ tex: String) throws(FormulaError) -> [FormulaNode] {
    var parser = FormulaParser(tex: tex, tokens: try FormulaToken.tokens(of: tex))
    let nodes = try parser.row()
    guard parser.token.kind == .end else { throw parser.misplaced() }
    guard !nodes.isEmpty else { throw FormulaError("the formula is empty", 0, tex) }
    return nodes
  }

  private init(tex: String, tokens: [FormulaToken]) {
    self.tex = tex
    self.tokens = tokens
  }
}

// Rows, groups, arguments and scripts.
extension FormulaParser {
  /// How far braces, arguments and environments nest; it bounds all recursion over formulas.
  private static let deepestNesting = 32

  private var token: FormulaToken { tokens[index] }

  private mutating func advance() {
    if index + 1 < tokens.count { index += 1 }
  }

  private mutating func skipSpaces() {
    while token.kind == .space { advance() }
  }

  /// Everything up to `ending` or to what no row can hold: a closing brace, `&`, `\\`, `\right`,
  /// `\middle`, `\end`, `\hline`, the formula's end.
  private mutating func row(
    until ending: FormulaToken.Kind? = nil
  ) throws(FormulaError) -> [FormulaNode] {
    guard depth < Self.deepestNesting else {
      throw error("the formula is nested more than \(Self.deepestNesting) levels deep")
    }
    depth += 1
    defer { depth -= 1 }
    var nodes: [FormulaNode] = []
    var styles: [(style: FormulaStyle, start: Int)] = []
    skipSpaces()
    while token.kind != ending {
      if case .command(let name) = token.kind, let style = FormulaSymbols.styles[name] {
        styles.append((style, nodes.count))
        advance()
      } else {
        guard let atoms = try atoms() else { break }
        nodes += atoms.dropLast()
        if let base = atoms.last { nodes.append(try scripts(on: base)) }
      }
      skipSpaces()
    }
    var end = nodes.count
    for (style, start) in styles.reversed() where start < end {
      nodes[start..<end] = [.styled(style, Array(nodes[start..<end]))]
      end = start
    }
    return nodes
  }

  /// What the next token begins, its scripts aside; `nil` where the row ends.
  private mutating func atoms() throws(FormulaError) -> [FormulaNode]? {
    switch token.kind {
    case .end, .close, .column: return nil
    case .command("\\"), .command("cr"), .command("right"), .command("middle"), .command("end"),
      .command("hline"):
      return nil
    case .superscript, .subscript, .prime: return [.group([])]
    case .open: return [try group()]
    case .character(let character): return [try self.character(character)]
    case .command(let name): return try command(name)
    case .space:
      advance()
      return []
    }
  }

  private mutating func group() throws(FormulaError) -> FormulaNode {
    let open = token
    advance()
    let nodes = try row()
    guard token.kind == .close else {
      throw token.kind == .end ? error("this brace is never closed", at: open) : misplaced()
    }
    advance()
    return .group(nodes)
  }

  /// A command's argument, or a script: a group, or the one thing that comes next.
  private mutating func argument(of name: String) throws(FormulaError) -> FormulaNode {
    guard depth < Self.deepestNesting else {
      throw error("the formula is nested more than \(Self.deepestNesting) levels deep")
    }
    depth += 1
    defer { depth -= 1 }
    skipSpaces()
    switch token.kind {
    case .open: return try group()
    case .character(let character): return try self.character(character, alone: true)
    case .command:
      if let nodes = try atoms() { return nodes.count == 1 ? nodes[0] : .group(nodes) }
    default: break
    }
    throw error("`\(name)` needs an argument here, for instance `{x}`")
  }

  private mutating func optionalArgument() throws(FormulaError) -> FormulaNode? {
    skipSpaces()
    guard token.kind == .character("[") else { return nil }
    let open = token
    advance()
    let nodes = try row(until: .character("]"))
    guard token.kind == .character("]") else {
      throw token.kind == .end ? error("this bracket is never closed", at: open) : misplaced()
    }
    advance()
    return .group(nodes)
  }

  private mutating func scripts(on base: FormulaNode) throws(FormulaError) -> FormulaNode {
    var limits: Bool?
    var sub: FormulaNode?
    var sup: FormulaNode?
    var primes = 0
    skipSpaces()
    scripts: while true {
      let start = token
      switch start.kind {
      case .command("limits"), .command("nolimits"):
        guard base.takesLimits else {
          throw error("limits belong to a sum, an integral or an operator such as `\\max`")
        }
        limits = start.kind == .command("limits")
        advance()
      case .prime:
        guard sup == nil else {
          throw error("a prime after a superscript; write `x'^2` or `{x^2}'`")
        }
        primes += 1
        advance()
      case .superscript:
        guard sup == nil else {
          throw error("a second superscript; write `x^{a^b}` or `{x^a}^b`")
        }
        advance()
        sup = try argument(of: "^")
      case .subscript:
        guard sub == nil else {
          throw error("a second subscript; write `x_{a_b}` or `{x_a}_b`")
        }
        advance()
        sub = try argument(of: "_")
      default: break scripts
      }
      skipSpaces()
    }
    var base = base
    if primes > 0 {
      let sign = FormulaNode.symbol(Self.primes(primes), .ordinary)
      if case .identifier = base {
        // Fonts draw a prime small and high already.
        base = .group([base, sign])
      } else {
        sup = sup.map { .group([sign, $0]) } ?? sign
      }
    }
    if sub == nil, sup == nil { return base }
    return .scripts(base, sub: sub, sup: sup, limits: limits)
  }

  private static func primes(_ count: Int) -> String {
    switch count {
    case 1: "′"
    case 2: "″"
    case 3: "‴"
    default: String(repeating: "′", count: count)
    }
  }
}

// Letters, digits and signs.
extension FormulaParser {
  /// - Parameter alone: Whether the character is an argument, so that no word or number goes on.
  private mutating func character(
    _ character: Character, alone: Bool = false
  ) throws(FormulaError) -> FormulaNode {
    if isDigit(character) { return .number(number(alone: alone)) }
    let text = String(character)
    if FormulaSymbols.uprightSigns.contains(text) {
      advance()
      return letter(text, isUpright: true)
    }
    if character.isLetter { return word(alone: alone) }
    switch character {
    case "$": throw error("a `$` inside a formula; write `\\$` for the sign")
    case "#": throw error("a `#` inside a formula; write `\\#` for the sign")
    default: break
    }
    advance()
    if let symbol = FormulaSymbols.keyboard[character] ?? FormulaSymbols.signs[text] {
      return .symbol(symbol.text, symbol.atomClass)
    }
    if FormulaSymbols.sumSigns.contains(text) { return .large(text, hasLimits: true) }
    if FormulaSymbols.integralSigns.contains(text) { return .large(text, hasLimits: false) }
    switch character {
    case "~": return .space(em: 1 / 3)
    case "∂": return letter(text, isUpright: false)
    default: return .symbol(text, .ordinary)
    }
  }

  /// The digits that begin here, a point between two of them included.
  private mutating func number(alone: Bool) -> String {
    var digits = ""
    while case .character(let character) = token.kind {
      if character == "." {
        guard case .character(let next) = tokens[index + 1].kind, isDigit(next) else { break }
      } else {
        guard isDigit(character) else { break }
      }
      digits.append(character)
      advance()
      if alone { break }
    }
    return alphabet.map { $0(digits) } ?? digits
  }

  /// The letter that begins here, or all of a word where the alphabet makes words.
  private mutating func word(alone: Bool) -> FormulaNode {
    var letters = ""
    while case .character(let character) = token.kind, character.isLetter {
      letters.append(character)
      advance()
      if alone || alphabet?.makesWords != true { break }
    }
    return letter(letters, isUpright: false)
  }

  private func letter(_ text: String, isUpright: Bool) -> FormulaNode {
    switch alphabet {
    case nil: .identifier(text, isUpright: isUpright)
    case .upright: .identifier(text, isUpright: true)
    case .boldItalic where isUpright: .identifier(FormulaAlphabet.bold(text), isUpright: false)
    case .some(let alphabet):
      .identifier(alphabet(text), isUpright: isUpright && alphabet(text) == text)
    }
  }

  private func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isNumber
  }
}

// Commands.
extension FormulaParser {
  private mutating func command(_ name: String) throws(FormulaError) -> [FormulaNode] {
    let start = token
    if let structure = Structure(rawValue: name) {
      advance()
      return try self.structure(structure, start)
    }
    guard let node = try simpleCommand(name) else {
      let nearest = FormulaSymbols.nearestCommand(to: name)
      let remedy =
        nearest.map { "did you mean `\\\($0)`?" }
        ?? "write `\\operatorname{\(name)}` for the name of a function"
      throw error("there is no command `\\\(name)`; \(remedy)", at: start)
    }
    return [node]
  }

  /// A command that a table explains; `nil` if none does.
  private mutating func simpleCommand(_ name: String) throws(FormulaError) -> FormulaNode? {
    typealias Symbols = FormulaSymbols
    if FormulaSymbols.styles[name] != nil {
      throw error("`\\\(name)` is no argument; put it in braces with what it is for")
    }
    let start = token
    advance()
    if let symbol = Symbols.symbols[name] { return .symbol(symbol.text, symbol.atomClass) }
    if let text = Symbols.letters[name] { return letter(text, isUpright: false) }
    if let text = Symbols.uprightLetters[name] { return letter(text, isUpright: true) }
    if let text = Symbols.sums[name] { return .large(text, hasLimits: true) }
    if let text = Symbols.integrals[name] { return .large(text, hasLimits: false) }
    if Symbols.functions.contains(name) { return .function(name, hasLimits: false) }
    if let text = Symbols.limits[name] { return .function(text, hasLimits: true) }
    if let width = Symbols.spaces[name] { return .space(em: width) }
    if let accent = Symbols.accents[name] { return .accent(try argument(of: "\\" + name), accent) }
    if let css = Symbols.frames[name] { return .framed(try argument(of: "\\" + name), css: css) }
    if let alphabet = Symbols.alphabets[name] { return try lettered(alphabet, name) }
    if let css = Symbols.texts[name] { return try text(of: name, css: css) }
    if let atomClass = Symbols.classes[name] {
      return .classed(atomClass, try argument(of: "\\" + name))
    }
    if let size = Symbols.sizes[name] {
      guard let delimiter = try delimiter(of: name) else {
        throw error("`\\\(name)` needs a delimiter that can be seen", at: start)
      }
      return .sized(delimiter, size.atomClass, height: size.height)
    }
    if let arrow = Symbols.arrows[name] {
      let below = try optionalArgument()
      return .arrow(arrow, below: below, above: try argument(of: "\\" + name))
    }
    index -= 1
    return nil
  }

  private mutating func structure(
    _ structure: Structure, _ start: FormulaToken
  ) throws(FormulaError) -> [FormulaNode] {
    let name = "\\" + structure.rawValue
    switch structure {
    case .frac: return [try fraction(name)]
    case .dfrac, .cfrac: return [try fraction(name, .display)]
    case .tfrac: return [try fraction(name, .text)]
    case .binom: return [try fraction(name, hasBar: false)]
    case .dbinom: return [try fraction(name, .display, hasBar: false)]
    case .tbinom: return [try fraction(name, .text, hasBar: false)]
    case .sqrt:
      let index = try optionalArgument()
      return [.root(try argument(of: name), index: index)]
    case .left: return [try fenced(start)]
    case .begin: return [try environment(start)]
    case .operatorname: return [try operatorName()]
    case .substack: return [try substack()]
    case .underset:
      let below = try argument(of: name)
      let base = try argument(of: name)
      return [.stack(base, below: below, above: nil, base.atomClass ?? .ordinary)]
    case .overset:
      let above = try argument(of: name)
      let base = try argument(of: name)
      return [.stack(base, below: nil, above: above, base.atomClass ?? .ordinary)]
    case .stackrel:
      let above = try argument(of: name)
      return [.stack(try argument(of: name), below: nil, above: above, .relation)]
    case .not: return [try negation(start)]
    case .pmod:
      let modulus = try argument(of: name)
      return [
        .space(em: 2 / 3), .symbol("(", .opening), .identifier("mod", isUpright: true),
        .space(em: 1 / 3), modulus, .symbol(")", .closing),
      ]
    case .mod:
      return [.space(em: 2 / 3), .identifier("mod", isUpright: true), .space(em: 1 / 3)]
    case .bmod: return [.classed(.binary, .identifier("mod", isUpright: true))]
    case .phantom: return [.phantom(try argument(of: name), FormulaPhantom())]
    case .hphantom: return [.phantom(try argument(of: name), FormulaPhantom(hasHeight: false))]
    case .vphantom: return [.phantom(try argument(of: name), FormulaPhantom(hasWidth: false))]
    case .smash:
      let phantom = FormulaPhantom(isVisible: true, hasHeight: false)
      return [.phantom(try argument(of: name), phantom)]
    case .dots: return [.symbol(isBeforeOperator ? "⋯" : "…", .inner)]
    case .hspace: return [.space(em: try length(start))]
    case .limits, .nolimits:
      throw error("limits belong to a sum, an integral or an operator such as `\\max`", at: start)
    case .right, .middle, .end, .hline, .cr:
      index -= 1
      throw misplaced()
    }
  }

  private mutating func fraction(
    _ name: String, _ style: FormulaStyle? = nil, hasBar: Bool = true
  ) throws(FormulaError) -> FormulaNode {
    let over = try argument(of: name)
    let under = try argument(of: name)
    return .fraction(over, under, hasBar: hasBar, style)
  }

  private mutating func lettered(
    _ alphabet: FormulaAlphabet, _ name: String
  ) throws(FormulaError) -> FormulaNode {
    let outer = self.alphabet
    self.alphabet = alphabet
    defer { self.alphabet = outer }
    return try argument(of: "\\" + name)
  }

  private mutating func operatorName() throws(FormulaError) -> FormulaNode {
    let hasLimits = token.kind == .character("*")
    if hasLimits { advance() }
    skipSpaces()
    let start = token
    let argument = try lettered(.upright, Structure.operatorname.rawValue)
    guard let name = argument.plainText, !name.isEmpty else {
      throw error("the name of an operator is made of letters, digits and spaces", at: start)
    }
    return .function(name, hasLimits: hasLimits)
  }

  private mutating func negation(_ start: FormulaToken) throws(FormulaError) -> FormulaNode {
    guard case .symbol(let text, let atomClass) = try argument(of: "\\not") else {
      throw error("`\\not` strikes through a relation such as `=` or `\\in`", at: start)
    }
    return .symbol(FormulaSymbols.negations[text] ?? text + "\u{338}", atomClass)
  }

  /// Whether what follows is a binary operator or a relation, between which dots are raised.
  private var isBeforeOperator: Bool {
    var next = index
    while tokens[next].kind == .space { next += 1 }
    let symbol: FormulaSymbols.Symbol? =
      switch tokens[next].kind {
      case .command(let name): FormulaSymbols.symbols[name]
      case .character(let character):
        FormulaSymbols.keyboard[character] ?? FormulaSymbols.signs[String(character)]
      default: nil
      }
    return symbol?.atomClass == .binary || symbol?.atomClass == .relation
  }
}

// Delimiters, environments, text.
extension FormulaParser {
  private mutating func fenced(_ start: FormulaToken) throws(FormulaError) -> FormulaNode {
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
  private mutating func delimiter(of name: String) throws(FormulaError) -> String? {
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

  private static func delimiter(named name: String) -> String? {
    guard let symbol = FormulaSymbols.symbols[name] else { return nil }
    switch symbol.atomClass {
    case .opening, .closing: return symbol.text
    default: return "|‖\\↑↓↕⇑⇓⇕".contains(symbol.text) ? symbol.text : nil
    }
  }

  private mutating func environment(_ start: FormulaToken) throws(FormulaError) -> FormulaNode {
    let name = try rawArgument(of: "\\begin")
    guard let kind = FormulaSymbols.environments[name] else {
      let nearest = FormulaSymbols.nearestEnvironment(to: name)
      let remedy = nearest.map { "; did you mean `\($0)`?" } ?? ""
      throw error("there is no environment `\(name)`\(remedy)", at: start)
    }
    var table = FormulaTable(kind: kind)
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

  private mutating func substack() throws(FormulaError) -> FormulaNode {
    skipSpaces()
    let open = token
    guard open.kind == .open else {
      throw error("`\\substack` needs its lines in braces, for instance `{a \\\\ b}`")
    }
    advance()
    var table = FormulaTable(kind: .init(style: .script, columnGap: 0, rowGap: "0"))
    try readRows(of: &table)
    guard token.kind == .close else {
      throw token.kind == .end ? error("this brace is never closed", at: open) : misplaced()
    }
    advance()
    return .table(table)
  }

  private mutating func readColumns(of table: inout FormulaTable) throws(FormulaError) {
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
  private mutating func readRows(of table: inout FormulaTable) throws(FormulaError) {
    var row: [[FormulaNode]] = []
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
        try skipRowGap()
        table.rows.append(row)
        row = []
      default:
        if row.count > 1 || !row[0].isEmpty { table.rows.append(row) }
        return
      }
    }
  }

  /// Passes over the `[2pt]` of `\\[2pt]`, which pages do without.
  private mutating func skipRowGap() throws(FormulaError) {
    guard token.kind == .character("[") else { return }
    _ = try optionalArgument()
  }

  private mutating func text(of name: String, css: String) throws(FormulaError) -> FormulaNode {
    skipSpaces()
    let open = token
    guard open.kind == .open else {
      throw error("`\\\(name)` needs its text in braces")
    }
    advance()
    var nodes: [FormulaNode] = []
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
        guard let symbol = FormulaSymbols.symbols[command] else {
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
  private mutating func rawArgument(of name: String) throws(FormulaError) -> String {
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

  /// A width such as `{2em}`, in em.
  private mutating func length(_ start: FormulaToken) throws(FormulaError) -> Double {
    let text = try rawArgument(of: "\\hspace").filter { !$0.isWhitespace }
    let units: [(name: String, em: Double)] = [
      ("em", 1), ("ex", 0.43), ("mu", 1 / 18), ("pt", 0.1), ("px", 0.0625), ("mm", 0.2845),
      ("cm", 2.845), ("in", 7.227),
    ]
    guard let unit = units.first(where: { text.hasSuffix($0.name) }),
      let number = Double(text.dropLast(2)), abs(number) < 1000
    else { throw error("a width is a number and a unit, for instance `{2em}`", at: start) }
    return number * unit.em
  }
}

// What went wrong.
extension FormulaParser {
  /// - Parameter place: `nil` is the next token, or the last one where the formula ends.
  private func error(_ message: String, at place: FormulaToken? = nil) -> FormulaError {
    let last = tokens[...index].last { $0.kind != .end && $0.kind != .space }
    let next = token.kind == .end ? last ?? token : token
    return FormulaError(message, (place ?? next).offset, tex)
  }

  /// Why the token that ended a row should not stand there.
  private func misplaced() -> FormulaError {
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

extension FormulaNode {
  /// Whether `\limits` may follow.
  fileprivate var takesLimits: Bool {
    switch self {
    case .large, .function, .classed(.large, _): true
    case .accent(_, let accent): accent.isBrace
    default: false
    }
  }

  /// The text of what holds nothing but letters, digits, signs and spaces.
  fileprivate var plainText: String? {
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
