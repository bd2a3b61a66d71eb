/// What a formula's text is made of.
struct Token: Equatable {
  enum Kind: Equatable {
    /// The name after a backslash: letters, or one other character.
    case command(String)
    case character(Character)
    case open, close, superscript, `subscript`, prime, column
    case space
    case end
  }

  let kind: Kind
  /// UTF-8 bytes before it.
  let offset: Int
  /// UTF-8 bytes before what follows it.
  let end: Int
}

extension Token {
  /// The tokens of a formula, the last of which is `end`. Comments are left out, each with its
  /// line's end and the white space after it.
  static func tokens(of tex: String) throws(FormulaError) -> [Token] {
    try refuseControls(in: tex)
    let characters = Array(tex)
    var tokens: [Token] = []
    var index = 0
    var offset = 0

    func take() -> Character {
      let character = characters[index]
      index += 1
      offset += character.utf8.count
      return character
    }

    while index < characters.count {
      let start = offset
      let character = take()
      let kind: Kind
      switch character {
      case "\\":
        guard index < characters.count else {
          throw FormulaError(
            "a backslash ends the formula; write `\\backslash` for the sign", start, tex)
        }
        var name = String(take())
        if isLetter(name) {
          while index < characters.count, isLetter(characters[index]) { name.append(take()) }
        }
        kind = .command(characters[index - 1].isWhitespace ? " " : name)
      case "%":
        while index < characters.count, !take().isNewline {}
        while index < characters.count, characters[index].isWhitespace { _ = take() }
        continue
      case "{": kind = .open
      case "}": kind = .close
      case "^": kind = .superscript
      case "_": kind = .subscript
      case "'", "’": kind = .prime
      case "&": kind = .column
      case _ where character.isWhitespace: kind = .space
      default: kind = .character(character)
      }
      tokens.append(Token(kind: kind, offset: start, end: offset))
    }
    tokens.append(Token(kind: .end, offset: offset, end: offset))
    return tokens
  }

  private static func isLetter(_ text: some StringProtocol) -> Bool {
    text.utf8.allSatisfy { (0x41...0x5A).contains($0 & 0xDF) }
  }

  private static func isLetter(_ character: Character) -> Bool {
    character.isASCII && character.isLetter
  }

  /// Keeps out what HTML forbids.
  private static func refuseControls(in tex: String) throws(FormulaError) {
    var offset = 0
    for scalar in tex.unicodeScalars {
      let isControl = scalar.properties.generalCategory == .control
      if isControl && !["\t", "\n", "\r"].contains(scalar)
        || scalar.properties.isNoncharacterCodePoint
      {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let code = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        throw FormulaError("the character U+\(code) has no place in a formula", offset, tex)
      }
      offset += scalar.utf8.count
    }
  }
}

extension FormulaError {
  init(_ message: String, _ offset: Int, _ tex: String) {
    self.message = message
    self.offset = offset
    line = 1 + tex.utf8.prefix(offset).count { $0 == UInt8(ascii: "\n") }
  }
}
