import Testing

@testable import microgpt

@Suite("Tokenizer")
struct TokenizerTests {
  let names = Tokenizer(documents: ["nan", "Ann", "anna"])

  @Test("The vocabulary is every character once, by code point, and the boundary")
  func vocabulary() {
    #expect(names.characters == ["A", "a", "n"])
    #expect(names.boundary == 3)
    #expect(names.vocabularySize == 4)
  }

  @Test("Code points decide beyond the letters, too, as in Python's sorted")
  func order() {
    let tokenizer = Tokenizer(documents: ["zé🙂", "\u{FF5E}e\u{301} -"])
    #expect(
      tokenizer.characters == [" ", "-", "e", "z", "é", "\u{301}", "\u{FF5E}", "🙂"])
  }

  @Test("A document is its tokens between two boundaries")
  func sequence() throws {
    #expect(try names.encode("anna") == [1, 2, 2, 1])
    #expect(try names.sequence(of: "anna") == [3, 1, 2, 2, 1, 3])
    #expect(try names.sequence(of: "") == [3, 3])
  }

  @Test("Decoding undoes encoding, and boundaries leave no trace")
  func decode() throws {
    #expect(try names.decode([3, 0, 2, 2, 3]) == "Ann")
    for text in ["", "n", "nanAnn"] {
      #expect(try names.decode(try names.sequence(of: text)) == text)
    }
  }

  @Test("An unknown character is refused by name and code point")
  func unknownCharacter() {
    let complaint = #expect(throws: Complaint.self) { try names.encode("anë") }
    #expect(complaint?.message == "no document has the character `ë` (EB)")
    #expect(complaint?.status == 1)
  }

  @Test("A number that is no token is refused", arguments: [-1, 4, Int.max, Int.min])
  func unknownToken(token: Int) {
    let complaint = #expect(throws: Complaint.self) { try names.decode([1, token]) }
    #expect(complaint?.message == "there is no token \(token), only 0 to 3")
  }

  @Test("A token's name is its character; the boundary's is BOS")
  func tokenNames() {
    #expect((0...3).map(names.name) == ["A", "a", "n", "BOS"])
  }

  @Test("The two ways to write ë are two texts")
  func composition() throws {
    let tokenizer = Tokenizer(documents: ["\u{EB}", "e\u{308}"])
    #expect(tokenizer.vocabularySize == 4)
    #expect(try tokenizer.encode("\u{EB}") == [1])
    #expect(try tokenizer.encode("e\u{308}") == [0, 2])
  }
}
