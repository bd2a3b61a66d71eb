// Tangled from 2 chapters, 02-tokens.md to 09-training-loop.md. Do not edit: change the chapters.
/// Turns characters into tokens, and tokens into characters.
struct Tokenizer {
  /// Each character of the documents once, by code point: token `i` stands
  /// for `characters[i]`.
  let characters: [Unicode.Scalar]
  private let numbers: [Unicode.Scalar: Int]

  /// The vocabulary of `documents`.
  init(documents: [String]) {
    var seen: Set<Unicode.Scalar> = []
    for document in documents { seen.formUnion(document.unicodeScalars) }
    characters = seen.sorted()
    let numbered = zip(characters, characters.indices)
    numbers = Dictionary(uniqueKeysWithValues: numbered)
  }

  /// The token before the first and after the last character of a document.
  var boundary: Int { characters.count }

  /// How many tokens there are, with the boundary.
  var vocabularySize: Int { characters.count + 1 }

  /// What `token` is called where people read: its character, or BOS.
  func name(of token: Int) -> String {
    token == boundary ? "BOS" : String(characters[token])
  }

  /// The tokens of `text`, without boundaries.
  func encode(_ text: String) throws(Complaint) -> [Int] {
    var tokens: [Int] = []
    for character in text.unicodeScalars {
      guard let token = numbers[character] else {
        let code = String(character.value, radix: 16, uppercase: true)
        throw Complaint("no document has the character `\(character)` (\(code))")
      }
      tokens.append(token)
    }
    return tokens
  }

  /// The tokens of a whole document, between two boundaries.
  func sequence(of document: String) throws(Complaint) -> [Int] {
    [boundary] + (try encode(document)) + [boundary]
  }

  /// The text of `tokens`, in which boundaries leave no trace.
  func decode(_ tokens: [Int]) throws(Complaint) -> String {
    var text = String.UnicodeScalarView()
    for token in tokens where token != boundary {
      guard characters.indices.contains(token) else {
        throw Complaint("there is no token \(token), only 0 to \(boundary)")
      }
      text.append(characters[token])
    }
    return String(text)
  }
}

extension Tokenizer {
  /// The characters in the order of their tokens.
  var vocabulary: String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: characters)
    return String(text)
  }
}
