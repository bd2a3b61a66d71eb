import Foundation
import Testing

@testable import microgpt

@Suite("Bigram")
struct BigramTests {
  /// ann, anna and nan, with a = 0, n = 1 and the boundary 2.
  static let sequences = [[2, 0, 1, 1, 2], [2, 0, 1, 1, 0, 2], [2, 1, 0, 1, 2]]
  let table = Bigram(of: sequences, vocabularySize: 3)

  @Test("The table of ann, anna and nan is the one counted by hand")
  func counts() {
    #expect(table.counts == [[0, 3, 1], [2, 2, 2], [2, 1, 0]])
  }

  @Test("A count divided by the sum of its row is a probability")
  func probabilities() {
    #expect(table.probabilities(after: 0) == [0, 0.75, 0.25])
    let third = 1.0 / 3
    #expect(table.probabilities(after: 2) == [2 * third, third, 0])
  }

  @Test("The loss of the three names is the one worked by hand")
  func loss() {
    let sum = 2 * log(1.5) + log(3) + 3 * log(4.0 / 3) + log(4) + 6 * log(3)
    #expect(abs(table.loss(over: Self.sequences) - sum / 13) < 1e-12)
    #expect(abs(table.loss(over: [[2, 0, 1, 0, 2]]) - log(24) / 4) < 1e-12)
  }

  @Test("A pair never seen costs infinity, a certain one nothing")
  func extremes() {
    #expect(table.loss(over: [[2, 0, 0, 2]]) == .infinity)
    let certain = Bigram(of: [[1, 0, 1]], vocabularySize: 2)
    #expect(certain.loss(over: [[1, 0, 1]]).description == "0.0")
  }

  @Test("The uniform table costs log V everywhere")
  func uniform() {
    let uniform = Bigram(uniformOver: 27)
    #expect(abs(uniform.loss(over: [[26, 0, 7, 26], [26, 26]]) - log(27)) < 1e-12)
  }

  @Test("A sample ends with the boundary and holds only pairs that were seen")
  func samples() {
    var random = MersenneTwister(seed: 1)
    for _ in 0..<200 {
      let tokens = table.sample(boundary: 2, using: &random)
      #expect(tokens.last == 2 && !tokens.dropLast().contains(2))
      #expect(table.loss(over: [[2] + tokens]).isFinite)
    }
  }

  @Test("On the census's names, shuffled, Python counts, weighs and draws the same")
  func census() throws {
    var documents = try Census.names()
    var random = MersenneTwister(seed: 42)
    random.shuffle(&documents)
    let tokenizer = Tokenizer(documents: documents)
    let sequences = try documents.map(tokenizer.sequence)
    let table = Bigram(of: sequences, vocabularySize: tokenizer.vocabularySize)
    #expect(abs(table.loss(over: sequences) - 2.334565660381191) < 1e-9)
    var samples: [String] = []
    for _ in 0..<20 {
      samples.append(
        try tokenizer.decode(table.sample(boundary: tokenizer.boundary, using: &random)))
    }
    #expect(
      samples == [
        "awi", "e", "tennice", "ca", "sut", "jelajoneinazzerlesleneandon", "ckulemellvicha",
        "bachaves", "li", "jondrongiketttnasha", "my", "keliaque", "ghecynoovierdonn", "ke", "ke",
        "keticahidanoie", "nghalvadiciaubel", "lia", "mail", "se",
      ])
  }
}
