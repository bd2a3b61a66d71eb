/// The alphabets of `\mathbf` and its kin. MathML Core writes their letters as characters of
/// their own (Unicode's Mathematical Alphanumeric Symbols).
enum Alphabet: Equatable {
  case upright, italic, bold, boldItalic, blackboard, script, fraktur, sansSerif, monospace

  /// Whether letters in a row make one word.
  var makesWords: Bool {
    switch self {
    case .upright, .italic, .bold, .sansSerif, .monospace: true
    case .boldItalic, .blackboard, .script, .fraktur: false
    }
  }

  func callAsFunction(_ text: String) -> String {
    var mapped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { mapped.append(self[scalar]) }
    return String(mapped)
  }

  private subscript(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if let exception = exceptions[scalar] { return exception }
    let offset: UInt32? =
      switch scalar {
      case "A"..."Z": latin.map { $0 + scalar.value - 0x41 }
      case "a"..."z": latin.map { $0 + 26 + scalar.value - 0x61 }
      case "0"..."9": digits.map { $0 + scalar.value - 0x30 }
      default:
        Self.greek.firstIndex(of: scalar).flatMap { index in greek.map { $0 + UInt32(index) } }
      }
    return offset.flatMap(Unicode.Scalar.init) ?? scalar
  }

  /// Where the alphabet's `A` stands, `a` 26 later.
  private var latin: UInt32? {
    switch self {
    case .upright: nil
    case .bold: 0x1D400
    case .italic: 0x1D434
    case .boldItalic: 0x1D468
    case .script: 0x1D49C
    case .fraktur: 0x1D504
    case .blackboard: 0x1D538
    case .sansSerif: 0x1D5A0
    case .monospace: 0x1D670
    }
  }

  private var greek: UInt32? {
    switch self {
    case .bold: 0x1D6A8
    case .italic: 0x1D6E2
    case .boldItalic: 0x1D71C
    default: nil
    }
  }

  private var digits: UInt32? {
    switch self {
    case .bold, .boldItalic: 0x1D7CE
    case .blackboard: 0x1D7D8
    case .sansSerif: 0x1D7E2
    case .monospace: 0x1D7F6
    default: nil
    }
  }

  /// Letters that Unicode had before it had the alphabet.
  private var exceptions: [Unicode.Scalar: Unicode.Scalar] {
    switch self {
    case .italic: ["h": "ℎ"]
    case .script:
      [
        "B": "ℬ", "E": "ℰ", "F": "ℱ", "H": "ℋ", "I": "ℐ", "L": "ℒ", "M": "ℳ", "R": "ℛ", "e": "ℯ",
        "g": "ℊ", "o": "ℴ",
      ]
    case .fraktur: ["C": "ℭ", "H": "ℌ", "I": "ℑ", "R": "ℜ", "Z": "ℨ"]
    case .blackboard:
      ["C": "ℂ", "H": "ℍ", "N": "ℕ", "P": "ℙ", "Q": "ℚ", "R": "ℝ", "Z": "ℤ"]
    default: [:]
    }
  }

  /// In the order of Unicode's mathematical Greek.
  private static let greek = Array(
    "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡϴΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ".unicodeScalars)
}
