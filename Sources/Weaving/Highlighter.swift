import Literate
import SwiftParser
import SwiftSyntax

/// Colours for Swift, whether it parses or is a piece of something that does.
///
/// A line that is `<<name>>` alone stands for other code: it gets no token, and what surrounds
/// it is read as if that line was a comment.
enum Highlighter {
  /// What a stretch of code is to its reader; the raw value is its class on the page.
  enum Kind: String {
    case keyword = "k"
    case string = "s"
    case number = "n"
    case comment = "c"
    case documentation = "d"
    case type = "t"
    /// `@name`, and `#name` where it is a macro.
    case attribute = "a"
    /// A function's name where it is declared or called.
    case function = "f"
    /// `\(` and `)` around what a string interpolates.
    case interpolation = "i"
  }

  /// A stretch of code with a colour. Operators, punctuation and plain names are none.
  struct Token: Equatable {
    let kind: Kind
    /// UTF-8 offsets in the code.
    let range: Range<Int>
  }

  /// One string of HTML for each line of the code, well-formed by itself.
  static func lines(of code: String) -> [String] {
    html(of: code, with: tokens(of: code))
  }

  /// The code's tokens in order; none overlaps another.
  static func tokens(of code: String) -> [Token] {
    var bytes = Array(code.utf8)
    let references = hideReferences(in: &bytes)
    let tokens = SwiftReader.tokens(of: bytes)
    return references.isEmpty ? tokens : cut(references, outOf: tokens)
  }

  /// The code's lines as HTML, a span around each token; one that goes on over a line's end is
  /// closed there and opened again.
  ///
  /// - Precondition: The tokens are in order and do not overlap.
  static func html(of code: String, with tokens: [Token]) -> [String] {
    let bytes = Array(code.utf8)
    var lines: [String] = []
    var line: [UInt8] = []
    var position = 0

    func write(upTo end: Int, as kind: Kind?) {
      while position < end {
        let lineEnd = bytes[position..<end].firstIndex(of: newline) ?? end
        if lineEnd > position {
          if let kind { line += "<span class=\"\(kind.rawValue)\">".utf8 }
          escape(bytes[position..<lineEnd], into: &line)
          if kind != nil { line += "</span>".utf8 }
        }
        position = lineEnd
        if position < end {
          lines.append(String(decoding: line, as: UTF8.self))
          line.removeAll(keepingCapacity: true)
          position += 1
        }
      }
    }

    for token in tokens {
      write(upTo: token.range.lowerBound, as: nil)
      write(upTo: token.range.upperBound, as: token.kind)
    }
    write(upTo: bytes.count, as: nil)
    lines.append(String(decoding: line, as: UTF8.self))
    return lines
  }
}

extension Highlighter {
  /// Makes comments of the lines that are references and says where they are.
  private static func hideReferences(in code: inout [UInt8]) -> [Range<Int>] {
    var references: [Range<Int>] = []
    let block = CodeBlock(tag: Tag("") { _ in }, line: 0, column: 1, text: code)
    for line in block.lines {
      let mark: Int
      switch line.kind {
      case .text, .blank: continue
      case .reference(let index): mark = block.references[index].indentation.upperBound
      case .escaped(let backslash): mark = backslash
      }
      code.replaceSubrange(mark..<mark + 2, with: "//".utf8)
      references.append(line.start..<line.end)
    }
    return references
  }

  /// The tokens without what lies in `gaps`; both are in order.
  private static func cut(_ gaps: [Range<Int>], outOf tokens: [Token]) -> [Token] {
    var gaps = gaps[...]
    var kept: [Token] = []
    for token in tokens {
      var rest = token.range
      while let gap = gaps.first, gap.lowerBound < rest.upperBound {
        if gap.lowerBound > rest.lowerBound {
          kept.append(Token(kind: token.kind, range: rest.lowerBound..<gap.lowerBound))
        }
        rest = min(max(rest.lowerBound, gap.upperBound), rest.upperBound)..<rest.upperBound
        guard gap.upperBound <= token.range.upperBound else { break }
        gaps.removeFirst()
      }
      if !rest.isEmpty { kept.append(Token(kind: token.kind, range: rest)) }
    }
    return kept
  }

  private static let newline = UInt8(ascii: "\n")

  private static func escape(_ text: ArraySlice<UInt8>, into line: inout [UInt8]) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "&"): line += "&amp;".utf8
      case UInt8(ascii: "<"): line += "&lt;".utf8
      case UInt8(ascii: ">"): line += "&gt;".utf8
      case UInt8(ascii: "\""): line += "&quot;".utf8
      default: line.append(byte)
      }
    }
  }
}

/// Swift as the parser's lexer sees it: a row of lexemes and comments, no tree.
///
/// A tree would say more of code that parses. But much of a book's code is a piece of something,
/// of which the parser makes what it can, and `try try try …` it follows to the end of the stack.
/// What stands before and after a name says enough to colour it, the same in the piece and in the
/// whole.
final class SwiftLexer: SyntaxVisitor {
  struct Lexeme {
    let kind: TokenKind
    let range: Range<Int>
    let startsLine: Bool
  }

  private(set) var lexemes: [Lexeme] = []
  private(set) var comments: [Highlighter.Token] = []

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    super.init(viewMode: .sourceAccurate)
    // Where it may follow no nesting, the parser hands over the rest as it finds it.
    walk(bytes.withUnsafeBufferPointer { Parser.parse(source: $0, maximumNestingLevel: -1) })
  }

  override func visit(_ token: TokenSyntax) -> SyntaxVisitorContinueKind {
    let isFirst = position == 0
    let startsLine = read(token.leadingTrivia, length: token.leadingTriviaLength) || isFirst
    let end = position + token.trimmedLength.utf8Length
    if end > position {
      lexemes.append(
        Lexeme(kind: token.tokenKind, range: position..<end, startsLine: startsLine))
    }
    position = end
    _ = read(token.trailingTrivia, length: token.trailingTriviaLength)
    return .skipChildren
  }

  /// Takes the comments out of what stands between lexemes; whether a line begins there.
  private func read(_ trivia: @autoclosure () -> Trivia, length: SourceLength) -> Bool {
    let range = position..<position + length.utf8Length
    if bytes[range].contains(UInt8(ascii: "/")) {
      for piece in trivia() {
        let end = position + piece.sourceLength.utf8Length
        switch piece {
        case .lineComment, .blockComment:
          comments.append(Highlighter.Token(kind: .comment, range: position..<end))
        case .docLineComment, .docBlockComment:
          comments.append(Highlighter.Token(kind: .documentation, range: position..<end))
        default: break
        }
        position = end
      }
    }
    position = range.upperBound
    return bytes[range].contains(UInt8(ascii: "\n"))
  }
}

/// Says of each lexeme what it is to the reader.
private struct SwiftReader {
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
  private var previous: Highlighter.Kind?

  static func tokens(of bytes: [UInt8]) -> [Highlighter.Token] {
    let lexer = SwiftLexer(bytes)
    var reader = SwiftReader(bytes: bytes, lexemes: lexer.lexemes)
    var tokens: [Highlighter.Token] = []
    var comments = lexer.comments[...]

    func append(_ token: Highlighter.Token) {
      if let last = tokens.last, last.kind == token.kind,
        last.range.upperBound == token.range.lowerBound
      {
        tokens.removeLast()
        let range = last.range.lowerBound..<token.range.upperBound
        tokens.append(Highlighter.Token(kind: token.kind, range: range))
      } else {
        tokens.append(token)
      }
    }

    for (index, lexeme) in lexer.lexemes.enumerated() {
      while let comment = comments.first, comment.range.lowerBound < lexeme.range.lowerBound {
        append(comments.removeFirst())
      }
      let kind = reader.read(index)
      if let kind { append(Highlighter.Token(kind: kind, range: lexeme.range)) }
    }
    comments.forEach(append)
    return tokens
  }

  private init(bytes: [UInt8], lexemes: [SwiftLexer.Lexeme]) {
    self.bytes = bytes
    self.lexemes = lexemes
  }

  private mutating func read(_ index: Int) -> Highlighter.Kind? {
    let kind = kind(index)
    switch lexemes[index].kind {
    case .leftParen:
      let isDeclaration = levels[levels.count - 1].awaitsParameters
      levels[levels.count - 1].awaitsParameters = false
      open(isInterpolation: kind == .interpolation, isDeclaration: isDeclaration)
    case .leftSquare: open()
    case .leftBrace:
      if previous != .function { levels[levels.count - 1].awaitsBlock = false }
      open()
    case .rightParen, .rightSquare, .rightBrace: if levels.count > 1 { levels.removeLast() }
    case .keyword(let keyword) where kind == .keyword: begin(keyword, index)
    default: break
    }
    previous = kind
    return kind
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

  private func kind(_ index: Int) -> Highlighter.Kind? {
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
    case .identifier(let name): kind(of: name, index)
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

  private func kind(of name: String, _ index: Int) -> Highlighter.Kind? {
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
      guard lexemes[index].startsLine || previous == .keyword || self[index - 1] == .leftBrace
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
