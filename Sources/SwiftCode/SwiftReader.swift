import SwiftSyntax

/// Says of each lexeme what it is to the reader.
struct SwiftReader {
  /// A pair of brackets that is open, or what is around them all.
  private struct Level {
    var isInterpolation = false
    /// The parameters of a declaration, not the arguments of a call.
    var isDeclaration = false
    /// Between `func` and its parameters.
    var awaitsParameters = false
    /// Between a word such as `if` and its block, where no name before a brace is a call.
    var awaitsBlock = false
  }

  private let bytes: [UInt8]
  private let lexemes: [SwiftLexer.Lexeme]
  private var levels = [Level()]
  /// What the lexeme before the one at hand turned out to be.
  private var previous: Colour?

  static func ranges(in bytes: [UInt8]) -> [ColouredRange] {
    let lexer = SwiftLexer(bytes)
    var reader = SwiftReader(bytes: bytes, lexemes: lexer.lexemes)
    var ranges: [ColouredRange] = []
    var comments = lexer.comments[...]

    func append(_ token: ColouredRange) {
      if let last = ranges.last, last.colour == token.colour,
        last.range.upperBound == token.range.lowerBound
      {
        ranges.removeLast()
        let range = last.range.lowerBound..<token.range.upperBound
        ranges.append(ColouredRange(colour: token.colour, range: range))
      } else {
        ranges.append(token)
      }
    }

    for (index, lexeme) in lexer.lexemes.enumerated() {
      while let comment = comments.first, comment.range.lowerBound < lexeme.range.lowerBound {
        append(comments.removeFirst())
      }
      let colour = reader.read(index)
      if let colour { append(ColouredRange(colour: colour, range: lexeme.range)) }
    }
    comments.forEach(append)
    return ranges
  }

  private init(bytes: [UInt8], lexemes: [SwiftLexer.Lexeme]) {
    self.bytes = bytes
    self.lexemes = lexemes
  }

  private mutating func read(_ index: Int) -> Colour? {
    let colour = colour(index)
    switch lexemes[index].kind {
    case .leftParen:
      let isDeclaration = levels[levels.count - 1].awaitsParameters
      levels[levels.count - 1].awaitsParameters = false
      open(isInterpolation: colour == .interpolation, isDeclaration: isDeclaration)
    case .leftSquare: open()
    case .leftBrace:
      if previous != .function { levels[levels.count - 1].awaitsBlock = false }
      open()
    case .rightParen, .rightSquare, .rightBrace: if levels.count > 1 { levels.removeLast() }
    case .keyword(let keyword) where colour == .keyword: begin(keyword, index)
    default: break
    }
    previous = colour
    return colour
  }

  private mutating func open(isInterpolation: Bool = false, isDeclaration: Bool = false) {
    levels.append(Level(isInterpolation: isInterpolation, isDeclaration: isDeclaration))
  }

  private mutating func begin(_ keyword: Keyword, _ index: Int) {
    guard self[index - 1] != .period else { return }
    switch keyword {
    case .func, .`init`, .subscript:
      levels[levels.count - 1].awaitsBlock = true
      levels[levels.count - 1].awaitsParameters = true
    case .if, .while, .for, .switch, .guard, .catch, .struct, .class, .enum, .protocol, .extension:
      levels[levels.count - 1].awaitsBlock = true
    case .let, .var, .return:
      if lexemes[index].startsLine, self[index - 1] != .comma {
        levels[levels.count - 1].awaitsBlock = false
      }
    default: break
    }
  }

  private func colour(_ index: Int) -> Colour? {
    switch self[index] {
    case .keyword(let keyword):
      if !isName(keyword, index) {
        .keyword
      } else {
        byte(after: index) == UInt8(ascii: "(") ? .function : nil
      }
    case .poundIf, .poundElse, .poundElseif, .poundEndif, .poundAvailable, .poundUnavailable,
      .poundSourceLocation:
      .keyword
    case .integerLiteral, .floatLiteral: .number
    case .stringQuote, .multilineStringQuote, .singleQuote, .stringSegment, .regexSlash,
      .regexLiteralPattern, .regexPoundDelimiter:
      .string
    case .rawStringPoundDelimiter: self[index - 1] == .backslash ? .interpolation : .string
    case .backslash: previous == .string || previous == .interpolation ? .interpolation : nil
    case .leftParen: previous == .interpolation ? .interpolation : nil
    case .rightParen: levels[levels.count - 1].isInterpolation ? .interpolation : nil
    case .atSign, .pound: .attribute
    case .shebang: .comment
    case .identifier(let name): colour(of: name, index)
    default: nil
    }
  }

  /// A keyword may also be a label (`in: range`, `for name: String`) or a member (`.default`).
  private func isName(_ keyword: Keyword, _ index: Int) -> Bool {
    switch self[index - 1] {
    case .period: ![.self, .`init`].contains(keyword)
    case .leftParen, .comma, .wildcard: isLabel(index) && !Self.values.contains(keyword)
    default: false
    }
  }

  private func colour(of name: String, _ index: Int) -> Colour? {
    switch self[index - 1] {
    case .keyword(.func): return .function
    case .keyword(.struct), .keyword(.class), .keyword(.enum), .keyword(.protocol),
      .keyword(.extension), .keyword(.typealias), .keyword(.associatedtype),
      .identifier("actor") where previous == .keyword:
      return .type
    case .atSign, .pound: return .attribute
    case .keyword(.let), .keyword(.var): return nil
    case .keyword(.case): break
    case .period: if name == "Type" { return .keyword }
    default: if isContextualKeyword(name, index) { return .keyword }
    }
    let next = byte(after: index)
    if isTypeName(name, next) || isTypePosition(index, name) { return .type }
    if next == UInt8(ascii: "(") { return .function }
    return isCalledWithClosure(index) ? .function : nil
  }

  /// Words that are keywords only in their places.
  private func isContextualKeyword(_ name: String, _ index: Int) -> Bool {
    let next = self[index + 1]
    if [.colon, .equal, .period].contains(next) { return false }
    switch name {
    case "await", "nonisolated", "mutating", "nonmutating": return true
    case "async":
      return previous == .keyword || self[index - 1] == .rightParen
        || [.keyword(.let), .keyword(.in), .keyword(.throws)].contains(next)
    case "set" where self[index - 1] == .leftParen: return next == .rightParen
    case "get", "set", "willSet", "didSet":
      guard
        lexemes[index].startsLine || previous == .keyword
          || [.leftBrace, .rightBrace].contains(self[index - 1])
      else { return false }
      let hasParameter = next == .leftParen && self[index + 4] == .leftBrace
      return hasParameter || next == .leftBrace || next == .rightBrace || isWord(next)
    case "some", "any", "each":
      return (isWord(next) || next == .leftParen) && isOnSameLine(index + 1) && !isLabel(index)
    default:
      return Self.modifiers.contains(name) && isWord(next) && isOnSameLine(index + 1)
        && !isLabel(index)
    }
  }

  /// Whether the name is called with a closure alone, as in `map { … }`.
  private func isCalledWithClosure(_ index: Int) -> Bool {
    guard self[index + 1] == .leftBrace, isOnSameLine(index + 1),
      !levels[levels.count - 1].awaitsBlock
    else { return false }
    switch self[index - 1] {
    case .period, .equal, .leftParen, .leftSquare, .leftBrace, .comma, .semicolon, .binaryOperator,
      .keyword(.return), .keyword(.try), .keyword(.in):
      return true
    case .identifier: return previous == .keyword
    default: return lexemes[index].startsLine
    }
  }

  /// A capital and a small letter make a type's name; capitals alone are constants and matrices,
  /// unless they are used as only a type can be.
  private func isTypeName(_ name: String, _ next: UInt8?) -> Bool {
    guard isCapital(name) else { return false }
    return name.utf8.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
      || name.utf8.count > 1 && (next == UInt8(ascii: "(") || next == UInt8(ascii: "<"))
  }

  private func isCapital(_ name: String) -> Bool {
    name.utf8.first.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) } ?? false
  }

  /// Whether only a type can stand here, brackets before it aside.
  private func isTypePosition(_ index: Int, _ name: String) -> Bool {
    var before = index - 1
    while [.leftSquare, .leftParen].contains(self[before]) { before -= 1 }
    switch self[before] {
    case .keyword(.where): return isCapital(name)
    case .leftAngle, .binaryOperator("<"):
      return isCapital(name) && byte(after: before - 1) == UInt8(ascii: "<")
    case _ where self[index + 1] == .colon: return false
    case .keyword(.as), .keyword(.is): return self[before - 1] != .period
    case .arrow, .keyword(.inout), .identifier("some"), .identifier("any"), .identifier("each"):
      return true
    case .postfixQuestionMark, .exclamationMark: return self[before - 1] == .keyword(.as)
    case .colon:
      if [.keyword(.let), .keyword(.var)].contains(self[before - 2]) { return true }
      return levels[levels.count - (index - before)].isDeclaration
    default: return false
    }
  }

  /// Whether the word labels an argument or a parameter, alone or before the parameter's name.
  private func isLabel(_ index: Int) -> Bool {
    if self[index + 1] == .colon { return true }
    guard [.leftParen, .comma].contains(self[index - 1]), isWord(self[index + 1]) else {
      return false
    }
    return self[index + 2] == .colon
  }

  private func isWord(_ kind: TokenKind) -> Bool {
    switch kind {
    case .identifier, .keyword: true
    default: false
    }
  }

  private func isOnSameLine(_ index: Int) -> Bool {
    index < lexemes.count && !lexemes[index].startsLine
  }

  private func byte(after index: Int) -> UInt8? {
    guard lexemes.indices.contains(index) else { return nil }
    let end = lexemes[index].range.upperBound
    return end < bytes.count ? bytes[end] : nil
  }

  /// The lexeme's kind, as if semicolons stood before and after the code.
  private subscript(_ index: Int) -> TokenKind {
    lexemes.indices.contains(index) ? lexemes[index].kind : .semicolon
  }

  /// Keywords that cannot label anything.
  private static let values: Set<Keyword> = [
    .let, .var, .inout, .try, .case, .self, .Self, .super, .true, .false, .nil, .Any,
  ]

  private static let modifiers: Set = [
    "actor", "borrowing", "consume", "consuming", "convenience", "copy", "discard", "dynamic",
    "final", "indirect", "infix", "isolated", "lazy", "macro", "open", "override", "package",
    "postfix", "prefix", "required", "sending", "unowned", "unsafe", "weak", "yield",
  ]
}
