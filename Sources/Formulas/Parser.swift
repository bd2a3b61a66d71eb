/// Reads TeX notation.
struct Parser {
  /// The commands that take arguments or end something.
  enum Structure: String, CaseIterable {
    case frac, dfrac, tfrac, cfrac, binom, dbinom, tbinom, sqrt, left, right, middle, begin, end
    case limits, nolimits, operatorname, substack, underset, overset, stackrel, not, pmod, bmod
    case mod, phantom, hphantom, vphantom, smash, dots, hspace, hline, cr
  }

  let tex: String
  let tokens: [Token]
  var index = 0
  var depth = 0
  var alphabet: Alphabet?

  static func parse(_ tex: String) throws(FormulaError) -> [Node] {
    var parser = Parser(tex: tex, tokens: try Token.tokens(of: tex))
    let nodes = try parser.row()
    guard parser.token.kind == .end else { throw parser.misplaced() }
    guard !nodes.isEmpty else { throw FormulaError("the formula is empty", 0, tex) }
    return nodes
  }

  private init(tex: String, tokens: [Token]) {
    self.tex = tex
    self.tokens = tokens
  }
}

extension Parser {
  /// How far braces, arguments and environments nest; it bounds all recursion over formulas.
  static let deepestNesting = 32

  var token: Token { tokens[index] }

  mutating func advance() {
    if index + 1 < tokens.count { index += 1 }
  }

  mutating func skipSpaces() {
    while token.kind == .space { advance() }
  }

  /// Everything up to `ending` or to what no row can hold: a closing brace, `&`, `\\`, `\right`,
  /// `\middle`, `\end`, `\hline`, the formula's end.
  mutating func row(
    until ending: Token.Kind? = nil
  ) throws(FormulaError) -> [Node] {
    guard depth < Self.deepestNesting else {
      throw error("the formula is nested more than \(Self.deepestNesting) levels deep")
    }
    depth += 1
    defer { depth -= 1 }
    var nodes: [Node] = []
    var styles: [(style: Style, start: Int)] = []
    skipSpaces()
    while token.kind != ending {
      if case .command(let name) = token.kind, let style = Symbols.styles[name] {
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
  mutating func atoms() throws(FormulaError) -> [Node]? {
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

  mutating func group() throws(FormulaError) -> Node {
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
  mutating func argument(of name: String) throws(FormulaError) -> Node {
    guard depth < Self.deepestNesting else {
      throw error("the formula is nested more than \(Self.deepestNesting) levels deep")
    }
    depth += 1
    defer { depth -= 1 }
    skipSpaces()
    switch token.kind {
    case .open: return try group()
    case .character("[") where name.hasPrefix("\\"):
      throw error("`\(name)` takes nothing in brackets here; write `{[}` for the sign")
    case .character(let character): return try self.character(character, alone: true)
    case .command:
      if let nodes = try atoms() { return nodes.count == 1 ? nodes[0] : .group(nodes) }
    default: break
    }
    throw error("`\(name)` needs an argument here, for instance `{x}`")
  }

  mutating func optionalArgument() throws(FormulaError) -> Node? {
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

  mutating func scripts(on base: Node) throws(FormulaError) -> Node {
    var limits: Bool?
    var sub: Node?
    var sup: Node?
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
      let sign = Node.symbol(Self.primes(primes), .ordinary)
      if case .identifier = base, sub == nil {
        // Fonts draw a prime small and high already. A subscript belongs below it, not behind it.
        base = .group([base, sign])
      } else {
        sup = sup.map { .group([sign, $0]) } ?? sign
      }
    }
    if sub == nil, sup == nil { return base }
    return .scripts(base, sub: sub, sup: sup, limits: limits)
  }

  static func primes(_ count: Int) -> String {
    switch count {
    case 1: "′"
    case 2: "″"
    case 3: "‴"
    default: String(repeating: "′", count: count)
    }
  }
}
