// Tangled from 1 chapter, 28-pieces-of-words.md. Do not edit: change the chapters.
/// What a text is cut into: characters, or pieces.
enum TextVocabulary {
  /// If `knowsUnknown`, a token after the last character stands for all that
  /// were never seen.
  case characters(Tokenizer, knowsUnknown: Bool)
  case pieces(WordPieces)

  var count: Int {
    switch self {
    case .characters(let tokenizer, let knowsUnknown):
      tokenizer.characters.count + (knowsUnknown ? 1 : 0)
    case .pieces(let pieces): pieces.count
    }
  }

  func encode(_ text: String) throws(Complaint) -> [Int] {
    switch self {
    case .characters(let tokenizer, let knowsUnknown):
      knowsUnknown ? tokenizer.encodeAll(text) : try tokenizer.encode(text)
    case .pieces(let pieces): pieces.encode(text)
    }
  }

  func decode(_ tokens: [Int]) throws(Complaint) -> String {
    switch self {
    case .characters(let tokenizer, _): tokenizer.decodeAll(tokens)
    case .pieces(let pieces): pieces.decode(tokens)
    }
  }
}

extension Tokenizer {
  /// The tokens of `text`; the one after the last character stands for
  /// characters that are not in the vocabulary.
  fileprivate func encodeAll(_ text: String) -> [Int] {
    var places: [Unicode.Scalar: Int] = [:]
    for (place, character) in characters.enumerated() {
      places[character] = place
    }
    return text.unicodeScalars.map { places[$0] ?? characters.count }
  }

  /// The text of `tokens`, with □ for what is unknown.
  fileprivate func decodeAll(_ tokens: [Int]) -> String {
    var text = String.UnicodeScalarView()
    for token in tokens {
      let isKnown = characters.indices.contains(token)
      text.append(isKnown ? characters[token] : "□")
    }
    return String(text)
  }
}

/// Whether there is a token for what was never seen.
enum Unknown: String, CaseIterable { case on, off }

extension TextVocabulary {
  /// What `text` is cut into: so many pieces, or characters if that is 0.
  init(of text: String, pieces count: Int, unknown: Unknown) {
    if count > 0 {
      let part = String(
        text.unicodeScalars.prefix(text.unicodeScalars.count * 9 / 10))
      self = .pieces(WordPieces(of: part, count: count))
    } else {
      let tokenizer = Tokenizer(documents: [text])
      self = .characters(tokenizer, knowsUnknown: unknown == .on)
    }
  }
}

extension LongText {
  /// The first nine tenths of the characters of `text`, and the rest, each in
  /// tokens.
  init(_ text: String, _ vocabulary: TextVocabulary) throws(Complaint) {
    let characters = text.unicodeScalars
    let cut = characters.index(
      characters.startIndex, offsetBy: characters.count * 9 / 10)
    training = try vocabulary.encode(String(characters[..<cut]))
    validation = try vocabulary.encode(String(characters[cut...]))
    validationCharacters = characters.distance(
      from: cut, to: characters.endIndex)
  }
}
