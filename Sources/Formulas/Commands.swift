/// Letters, digits and signs.
extension Parser {
  /// - Parameter alone: Whether the character is an argument, so that no word or number goes on.
  mutating func character(
    _ character: Character, alone: Bool = false
  ) throws(FormulaError) -> Node {
    if isDigit(character) { return .number(number(alone: alone)) }
    let text = String(character)
    if Symbols.uprightSigns.contains(text) {
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
    if let symbol = Symbols.keyboard[character] ?? Symbols.signs[text] {
      return .symbol(symbol.text, symbol.atomClass)
    }
    if Symbols.sumSigns.contains(text) { return .large(text, hasLimits: true) }
    if Symbols.integralSigns.contains(text) { return .large(text, hasLimits: false) }
    switch character {
    case "~": return .space(em: 1 / 3)
    case "∂": return letter(text, isUpright: false)
    default: return .symbol(text, .ordinary)
    }
  }

  /// The digits that begin here, a point between two of them included.
  mutating func number(alone: Bool) -> String {
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
  mutating func word(alone: Bool) -> Node {
    var letters = ""
    while case .character(let character) = token.kind, character.isLetter {
      letters.append(character)
      advance()
      if alone || alphabet?.makesWords != true { break }
    }
    return letter(letters, isUpright: false)
  }

  func letter(_ text: String, isUpright: Bool) -> Node {
    switch alphabet {
    case nil: .identifier(text, isUpright: isUpright)
    case .upright: .identifier(text, isUpright: true)
    case .boldItalic where isUpright: .identifier(Alphabet.bold(text), isUpright: false)
    case .some(let alphabet):
      .identifier(alphabet(text), isUpright: isUpright && alphabet(text) == text)
    }
  }

  func isDigit(_ character: Character) -> Bool {
    character.isASCII && character.isNumber
  }
}

/// Commands.
extension Parser {
  mutating func command(_ name: String) throws(FormulaError) -> [Node] {
    let start = token
    if let structure = Structure(rawValue: name) {
      advance()
      return try self.structure(structure, start)
    }
    guard let node = try simpleCommand(name) else {
      let nearest = Symbols.nearestCommand(to: name)
      let remedy =
        nearest.map { "did you mean `\\\($0)`?" }
        ?? "write `\\operatorname{\(name)}` for the name of a function"
      throw error("there is no command `\\\(name)`; \(remedy)", at: start)
    }
    return [node]
  }

  /// A command that a table explains; `nil` if none does.
  mutating func simpleCommand(_ name: String) throws(FormulaError) -> Node? {
    if Symbols.styles[name] != nil {
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

  mutating func structure(
    _ structure: Structure, _ start: Token
  ) throws(FormulaError) -> [Node] {
    let name = "\\" + structure.rawValue
    switch structure {
    case .frac: return [try fraction(name)]
    case .dfrac: return [try fraction(name, .display)]
    case .cfrac:
      _ = try word(of: ["c"], after: name)
      return [try fraction(name, .display)]
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
    case .phantom: return [.phantom(try argument(of: name), Phantom())]
    case .hphantom:
      return [.phantom(try argument(of: name), Phantom(hasHeight: false, hasDepth: false))]
    case .vphantom: return [.phantom(try argument(of: name), Phantom(hasWidth: false))]
    case .smash:
      let side = try word(of: ["t", "b", "tb", "bt"], after: name)
      let phantom = Phantom(isVisible: true, hasHeight: side == "b", hasDepth: side == "t")
      return [.phantom(try argument(of: name), phantom)]
    case .dots: return [.symbol(isBeforeOperator ? "⋯" : "…", .inner)]
    case .hspace:
      if token.kind == .character("*") { advance() }
      return [.space(em: try length(try rawArgument(of: name), start))]
    case .limits, .nolimits:
      throw error("limits belong to a sum, an integral or an operator such as `\\max`", at: start)
    case .right, .middle, .end, .hline, .cr:
      index -= 1
      throw misplaced()
    }
  }

  mutating func fraction(
    _ name: String, _ style: Style? = nil, hasBar: Bool = true
  ) throws(FormulaError) -> Node {
    let over = try argument(of: name)
    let under = try argument(of: name)
    return .fraction(over, under, hasBar: hasBar, style)
  }

  mutating func lettered(
    _ alphabet: Alphabet, _ name: String
  ) throws(FormulaError) -> Node {
    let outer = self.alphabet
    self.alphabet = alphabet
    defer { self.alphabet = outer }
    return try argument(of: "\\" + name)
  }

  mutating func operatorName() throws(FormulaError) -> Node {
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

  mutating func negation(_ start: Token) throws(FormulaError) -> Node {
    guard case .symbol(let text, let atomClass) = try argument(of: "\\not") else {
      throw error("`\\not` strikes through a relation such as `=` or `\\in`", at: start)
    }
    return .symbol(Symbols.negations[text] ?? text + "\u{338}", atomClass)
  }

  /// Whether what follows is a binary operator or a relation, between which dots are raised.
  var isBeforeOperator: Bool {
    var next = index
    while tokens[next].kind == .space { next += 1 }
    let symbol: Symbols.Symbol? =
      switch tokens[next].kind {
      case .command(let name): Symbols.symbols[name]
      case .character(let character):
        Symbols.keyboard[character] ?? Symbols.signs[String(character)]
      default: nil
      }
    return symbol?.atomClass == .binary || symbol?.atomClass == .relation
  }
}
