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
    let collector = TokenCollector(bytes)
    collector.walk(parse(bytes))
    return references.isEmpty ? collector.tokens : cut(references, outOf: collector.tokens)
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
  private static func parse(_ bytes: [UInt8]) -> SourceFileSyntax {
    bytes.withUnsafeBufferPointer { buffer in
      // Below zero, the parser hands over the tokens one after the other, in no tree.
      let flat = Parser.parse(source: buffer, maximumNestingLevel: -1)
      let depth = DepthEstimate(bytes)
      depth.walk(flat)
      // The parser's own limit differs between debug and release builds, and pages would too.
      return depth.isHarmless ? Parser.parse(source: buffer, maximumNestingLevel: 256) : flat
    }
  }

  /// Makes comments of the lines that are references and says where they are.
  private static func hideReferences(in code: inout [UInt8]) -> [Range<Int>] {
    var references: [Range<Int>] = []
    var start = 0
    while start < code.count {
      let end = code[start...].firstIndex(of: newline) ?? code.count
      if let mark = reference(in: code[start..<end]) {
        code.replaceSubrange(mark..<mark + 2, with: "//".utf8)
        references.append(start..<end)
      }
      start = end + 1
    }
    return references
  }

  /// Where `<<name>>` or `\<<name>>` begins in a line that holds nothing else.
  private static func reference(in line: ArraySlice<UInt8>) -> Int? {
    guard let first = line.firstIndex(where: isText), let last = line.lastIndex(where: isText)
    else { return nil }
    let mark = line[first...last].dropFirst(line[first] == backslash ? 1 : 0)
    guard mark.count > 4, mark.starts(with: "<<".utf8), mark.suffix(2).elementsEqual(">>".utf8)
    else { return nil }
    let name = mark.dropFirst(2).dropLast(2)
    guard name.contains(where: isText), !name.contains(quote), !name.contains(backtick),
      !zip(name, mark.dropFirst(3)).contains(where: { $0 == closing && $1 == closing })
    else { return nil }
    return first
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
  private static let backslash = UInt8(ascii: "\\")
  private static let quote = UInt8(ascii: "\"")
  private static let backtick = UInt8(ascii: "`")
  private static let closing = UInt8(ascii: ">")

  private static func isText(_ byte: UInt8) -> Bool {
    byte != UInt8(ascii: " ") && !(0x09...0x0D).contains(byte)
  }

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

/// Whether the parser's recursion over code stays far within a small stack (half a megabyte, in
/// a debug build) and its attempts at unfinished brackets within reasonable time.
///
/// The parser bounds brackets alone, and those only while none is closed that was never opened;
/// `try try try …` or `A -> A -> A …` it follows to the end of the stack. Walks the tokens alone.
private final class DepthEstimate: SyntaxVisitor {
  private(set) var isHarmless = true

  private let bytes: [UInt8]
  private var position = 0
  private var previous = TokenKind.semicolon
  /// For each open bracket and the code around them all: how many tokens of the statement so far
  /// can make the parser go a level deeper.
  private var levels = [(steps: 0, isSquare: false)]
  private var steps = 0
  private var squares = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    super.init(viewMode: .sourceAccurate)
  }

  override func visit(_ token: TokenSyntax) -> SyntaxVisitorContinueKind {
    guard isHarmless else { return .skipChildren }
    let start = position + token.leadingTriviaLength.utf8Length
    let kind = token.tokenKind
    let newLine = bytes[position..<start].contains(UInt8(ascii: "\n"))
    if kind == .comma || kind == .semicolon
      || newLine && canEndStatement(previous) && !continuesStatement(kind)
    {
      takeBack()
    }
    switch kind {
    case .leftParen, .leftBrace, .poundIf: open()
    case .leftSquare: open(isSquare: true)
    case .rightParen, .rightBrace, .rightSquare, .poundEndif: close()
    case .keyword: step(isWord(previous) ? 4 : 2)
    case .arrow, .period, .postfixQuestionMark, .infixQuestionMark, .exclamationMark,
      .prefixOperator, .postfixOperator, .prefixAmpersand, .atSign, .colon:
      step()
    case .identifier: if isWord(previous) { step(2) }
    case .leftAngle: step(4)
    case .binaryOperator(let text): if text.hasPrefix("<") { step(4) }
    default: break
    }
    if levels.count > 16 || squares > 8 || steps > 100 { isHarmless = false }
    previous = kind
    position += token.totalLength.utf8Length
    return .skipChildren
  }

  private func step(_ count: Int = 1) {
    levels[levels.count - 1].steps += count
    steps += count
  }

  private func takeBack() {
    steps -= levels[levels.count - 1].steps
    levels[levels.count - 1].steps = 0
  }

  private func open(isSquare: Bool = false) {
    levels.append((0, isSquare))
    if isSquare { squares += 1 }
  }

  private func close() {
    takeBack()
    guard levels.count > 1 else { return }
    if levels.removeLast().isSquare { squares -= 1 }
    step()
  }

  private func isWord(_ kind: TokenKind) -> Bool {
    switch kind {
    case .identifier, .keyword: true
    default: false
    }
  }

  private func canEndStatement(_ kind: TokenKind) -> Bool {
    switch kind {
    case .identifier, .dollarIdentifier, .integerLiteral, .floatLiteral, .stringQuote,
      .multilineStringQuote, .rightParen, .rightBrace, .rightSquare, .poundElse, .poundEndif,
      .postfixQuestionMark, .exclamationMark, .wildcard:
      true
    case .keyword(let keyword):
      [.self, .Self, .true, .false, .nil, .return, .break, .continue, .Any].contains(keyword)
    default: false
    }
  }

  private func continuesStatement(_ kind: TokenKind) -> Bool {
    switch kind {
    case .period, .postfixQuestionMark, .infixQuestionMark, .exclamationMark, .colon, .arrow,
      .binaryOperator, .equal, .leftBrace, .poundIf:
      true
    case .keyword(let keyword): [.else, .catch, .where, .throws, .as, .is, .in].contains(keyword)
    default: false
    }
  }
}

/// Takes tokens from a tree of which parts may be no tree: what stands around an identifier says
/// what it is where the parser does not.
private final class TokenCollector: SyntaxVisitor {
  private(set) var tokens: [Highlighter.Token] = []

  private let bytes: [UInt8]
  private var position = 0
  private var previous = TokenKind.semicolon
  /// For each open parenthesis whether it opens an interpolation.
  private var parentheses: [Bool] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    super.init(viewMode: .sourceAccurate)
  }

  override func visit(_ token: TokenSyntax) -> SyntaxVisitorContinueKind {
    let start = position + token.leadingTriviaLength.utf8Length
    let end = start + token.trimmedLength.utf8Length
    collectComments(of: token.leadingTrivia, in: position..<start)
    if let kind = kind(of: token, endingAt: end) { append(kind, start..<end) }
    position += token.totalLength.utf8Length
    collectComments(of: token.trailingTrivia, in: end..<position)
    previous = token.tokenKind
    return .skipChildren
  }

  private func append(_ kind: Highlighter.Kind, _ range: Range<Int>) {
    guard !range.isEmpty else { return }
    if let last = tokens.last, last.kind == kind, last.range.upperBound == range.lowerBound {
      tokens[tokens.count - 1] =
        Highlighter.Token(kind: kind, range: last.range.lowerBound..<range.upperBound)
    } else {
      tokens.append(Highlighter.Token(kind: kind, range: range))
    }
  }

  private func collectComments(of trivia: @autoclosure () -> Trivia, in range: Range<Int>) {
    guard bytes[range].contains(UInt8(ascii: "/")) else { return }
    var start = range.lowerBound
    for piece in trivia() {
      let end = start + piece.sourceLength.utf8Length
      switch piece {
      case .lineComment, .blockComment: append(.comment, start..<end)
      case .docLineComment, .docBlockComment: append(.documentation, start..<end)
      default: break
      }
      start = end
    }
  }

  private func kind(of token: TokenSyntax, endingAt end: Int) -> Highlighter.Kind? {
    switch token.tokenKind {
    case .keyword(let keyword):
      isName(keyword, of: token, endingAt: end) ? nil : .keyword
    case .poundIf, .poundElse, .poundElseif, .poundEndif, .poundAvailable, .poundUnavailable,
      .poundSourceLocation:
      .keyword
    case .integerLiteral, .floatLiteral: .number
    case .stringQuote, .multilineStringQuote, .singleQuote, .stringSegment, .regexSlash,
      .regexLiteralPattern, .regexPoundDelimiter:
      .string
    case .rawStringPoundDelimiter: previous == .backslash ? .interpolation : .string
    case .backslash: isInString(previous) ? .interpolation : nil
    case .leftParen: openParenthesis()
    case .rightParen: parentheses.popLast() == true ? .interpolation : nil
    case .atSign, .pound: .attribute
    case .shebang: .comment
    case .identifier(let name): kind(of: name, token, endingAt: end)
    default: nil
    }
  }

  private func openParenthesis() -> Highlighter.Kind? {
    let last = tokens.last
    let isInterpolation = last?.kind == .interpolation && last?.range.upperBound == position
    parentheses.append(isInterpolation)
    return isInterpolation ? .interpolation : nil
  }

  private func isInString(_ kind: TokenKind) -> Bool {
    if case .stringSegment = kind { true } else { false }
  }

  /// Where the parser gave up, a keyword may be a label (`in: range`) or a member (`.default`).
  private func isName(_ keyword: Keyword, of token: TokenSyntax, endingAt end: Int) -> Bool {
    guard token.parent?.kind == .unexpectedNodes else { return false }
    switch previous {
    case .leftParen, .comma: return keyword != .default && nextText(after: end) == UInt8(ascii: ":")
    case .period: return ![.self, .`init`, .Type].contains(keyword)
    default: return false
    }
  }

  private func kind(of name: String, _ token: TokenSyntax, endingAt end: Int) -> Highlighter.Kind? {
    switch previous {
    case .keyword(.func): return .function
    case .keyword(.struct), .keyword(.class), .keyword(.enum), .keyword(.protocol),
      .keyword(.actor), .keyword(.extension), .keyword(.typealias), .keyword(.associatedtype):
      return .type
    case .atSign, .pound: return .attribute
    default: break
    }
    let next = end < bytes.count ? bytes[end] : 0
    switch token.parent?.kind {
    case .identifierType, .memberType, .genericParameter: return .type
    case .identifierPattern, .labeledExpr, .functionParameter: return nil
    case .unexpectedNodes where Self.contextualKeywords.contains(name) && next == UInt8(ascii: " "):
      return .keyword
    default: break
    }
    if isTypeName(name, next) { return .type }
    if next == UInt8(ascii: "(") { return .function }
    guard isCalled(token) else { return nil }
    return Self.accessors.contains(name) ? .keyword : .function
  }

  /// A capital and a small letter make a type's name; capitals alone are constants and matrices
  /// unless they are used as only a type can be.
  private func isTypeName(_ name: String, _ next: UInt8) -> Bool {
    guard let first = name.utf8.first, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first)
    else { return false }
    return name.utf8.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
      || name.utf8.count > 1 && (next == UInt8(ascii: "(") || next == UInt8(ascii: "<"))
  }

  /// Whether the name is called with a closure alone, as in `map { … }`.
  private func isCalled(_ token: TokenSyntax) -> Bool {
    guard var callee = token.parent, callee.kind == .declReferenceExpr else { return false }
    if let member = callee.parent?.as(MemberAccessExprSyntax.self), member.declName.id == callee.id
    {
      callee = Syntax(member)
    }
    return callee.parent?.as(FunctionCallExprSyntax.self)?.calledExpression.id == callee.id
  }

  private func nextText(after end: Int) -> UInt8? {
    bytes[end...].first { $0 != UInt8(ascii: " ") }
  }

  private static let accessors: Set = ["get", "set", "willSet", "didSet"]

  private static let contextualKeywords: Set = [
    "actor", "any", "async", "await", "borrowing", "consuming", "convenience", "dynamic", "each",
    "final", "get", "indirect", "infix", "isolated", "lazy", "macro", "mutating", "nonisolated",
    "nonmutating", "open", "override", "package", "postfix", "prefix", "required", "sending", "set",
    "some", "unowned", "weak",
  ]
}
