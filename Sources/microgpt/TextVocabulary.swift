// Tangled from 1 chapter, 29-pieces-of-words.md. Do not edit: change the chapters.
/// What a text is cut into: characters, or pieces.
enum TextVocabulary {
  /// If `knowsUnknown`, a token after the last character stands for all that
  /// were never seen.
  case characters(Tokenizer, knowsUnknown: Bool)
  case pieces(WordPieces)

  var hasPieces: Bool {
    if case .pieces = self { true } else { false }
  }

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
      if knowsUnknown { return tokenizer.encodeAll(text) }
      do {
        return try tokenizer.encode(text)
      } catch {
        throw Complaint(
          "\(error.message), and the model knows no other: train one with "
            + "--unknown on")
      }
    case .pieces(let pieces): return pieces.encode(text)
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
  /// What `text` is cut into: so many pieces, found in what is not held out,
  /// or characters if that is 0.
  init(of text: String, heldOut: Double, pieces count: Int, unknown: Unknown) {
    if count > 0 {
      let (part, _) = text.divided(holdingOut: heldOut)
      self = .pieces(WordPieces(of: part, count: count))
    } else {
      let tokenizer = Tokenizer(documents: [text])
      self = .characters(tokenizer, knowsUnknown: unknown == .on)
    }
  }
}

extension String {
  /// This text without the share `heldOut` of its characters, and that share.
  func divided(holdingOut heldOut: Double) -> (String, String) {
    let characters = unicodeScalars
    let kept = Int(Double(characters.count) * (1 - heldOut))
    let cut = characters.index(characters.startIndex, offsetBy: kept)
    return (String(characters[..<cut]), String(characters[cut...]))
  }
}

extension LongText {
  /// The characters of `text` but for the share `heldOut` at its end, and that
  /// share, each in tokens.
  init(
    _ text: String, _ vocabulary: TextVocabulary, heldOut: Double
  ) throws(Complaint) {
    let (first, last) = text.divided(holdingOut: heldOut)
    training = try vocabulary.encode(first)
    validation = try vocabulary.encode(last)
    validationCharacters = last.unicodeScalars.count
  }
}

extension LongText {
  /// The lines of `text` in an order that `seed` decides, without the share
  /// `heldOut` of them, and that share.
  init(
    documentsOf text: String, _ vocabulary: TextVocabulary, heldOut: Double,
    seed: UInt64
  ) throws(Complaint) {
    var documents = text.documents
    var random = MersenneTwister(seed: seed)
    random.shuffle(&documents)
    let kept = Int(Double(documents.count) * (1 - heldOut))
    let end = try vocabulary.encode("\n")
    func joined(_ part: ArraySlice<String>) throws(Complaint) -> [Int] {
      var tokens = end
      for document in part { tokens += try vocabulary.encode(document) + end }
      return tokens
    }
    training = try joined(documents[..<kept])
    validation = try joined(documents[kept...])
    boundary = end.first
    validationCharacters = documents[kept...].reduce(0) {
      $0 + $1.unicodeScalars.count + 1
    }
  }
}

/// What a model learns from.
enum Examples: String, CaseIterable { case windows, documents }
