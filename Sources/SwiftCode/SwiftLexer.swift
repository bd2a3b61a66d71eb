import SwiftParser
import SwiftSyntax

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
  private(set) var comments: [ColouredRange] = []

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
          comments.append(ColouredRange(colour: .comment, range: position..<end))
        case .docLineComment, .docBlockComment:
          comments.append(ColouredRange(colour: .documentation, range: position..<end))
        default: break
        }
        position = end
      }
    }
    position = range.upperBound
    return bytes[range].contains(UInt8(ascii: "\n"))
  }
}
