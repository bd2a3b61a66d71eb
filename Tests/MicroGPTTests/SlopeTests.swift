import Foundation
import Testing

@testable import microgpt

@Suite("Slope")
struct SlopeTests {
  @Test("The slope of x² at 3 is 6, of a level line 0, of a kink the mean of both sides")
  func byHand() {
    #expect(abs(slope(of: { $0 * $0 }, at: 3) - 6) < 1e-9)
    #expect(slope(of: { _ in 5 }, at: 3) == 0)
    #expect(abs(slope(of: { max(0, $0) }, at: 0) - 0.5) < 1e-12)
  }

  @Test("The slope of exp is exp, of log 1/x")
  func functions() {
    for x in [0.1, 1, 2.5] {
      #expect(abs(slope(of: exp, at: x) - exp(x)) < 1e-8)
      #expect(abs(slope(of: log, at: x) - 1 / x) < 1e-6)
    }
  }
}

@Suite("Pair weights")
struct PairWeightsTests {
  /// ann, anna and nan, with a = 0, n = 1 and the boundary 2.
  let table = Bigram(
    of: [[2, 0, 1, 1, 2], [2, 0, 1, 1, 0, 2], [2, 1, 0, 1, 2]], vocabularySize: 3)

  @Test("Equal weights cost log V, and one changed what the hand gives")
  func losses() {
    let weights = PairWeights(uniformOver: 3)
    #expect(abs(weights.loss(over: table) - log(3)) < 1e-14)
    // Of the 13 pairs 3 begin at the boundary, where the weights now are 2, 1 and 1, in sum 4.
    let elsewhere = 10 * log(3.0)
    let there = 3 * log(4.0) - 2 * log(2.0)
    let loss = weights.loss(over: table, if: 2, after: 2, 0)
    #expect(abs(loss - (elsewhere + there) / 13) < 1e-14)
  }

  @Test("Going downhill comes to what was counted")
  func descent() {
    let counted = table.loss(over: [[2, 0, 1, 1, 2], [2, 0, 1, 1, 0, 2], [2, 1, 0, 1, 2]])
    var weights = PairWeights(uniformOver: 3)
    var last = weights.loss(over: table)
    for _ in 0..<10 {
      weights.descend(over: table, rate: 1)
      let loss = weights.loss(over: table)
      #expect(loss < last)
      last = loss
    }
    for _ in 0..<2000 { weights.descend(over: table, rate: 1) }
    #expect(weights.loss(over: table) - counted < 0.01)
    #expect(weights.loss(over: table) > counted)
    #expect(weights.rows.joined().allSatisfy { $0 > 0 })
  }
}

@Suite("Learned table")
struct LearnedTableTests {
  let table = Bigram(
    of: [[2, 0, 1, 1, 2], [2, 0, 1, 1, 0, 2], [2, 1, 0, 1, 2]], vocabularySize: 3)

  @Test("Scores of 0 cost log V, and their gradients agree with nudges")
  func beginning() {
    let learned = LearnedTable(size: 3)
    #expect(abs(learned.loss(over: table).data - log(3)) < 1e-14)
    #expect(gradientError(Array(learned.rows.joined())) { learned.loss(over: table) } < 1e-9)
  }

  @Test("The gradient of a score is its row's share times what is thought less what was counted")
  func gradient() {
    let learned = LearnedTable(size: 3)
    learned.loss(over: table).backward()
    // After the boundary: 2 times a, once n, never the boundary, of 13 pairs.
    let expected = [-1.0 / 13, 0, 1.0 / 13]
    for (score, gradient) in zip(learned.rows[2], expected) {
      #expect(abs(score.gradient - gradient) < 1e-15)
    }
  }

  @Test("Going downhill comes to the table that was counted")
  func descent() {
    let learned = LearnedTable(size: 3)
    for _ in 0..<2000 {
      learned.loss(over: table).backward()
      learned.descend(rate: 2)
    }
    for token in 0..<3 {
      for (p, counted) in zip(softmax(learned.rows[token]), table.probabilities(after: token)) {
        #expect(abs(p.data - counted) < 0.01)
      }
    }
    #expect(learned.rows.joined().allSatisfy { $0.gradient == 0 })
  }
}

@Suite("Graph")
struct GraphTests {
  @Test("Each number stands right of its parents, joined to them by slopes")
  func columns() {
    let (a, b) = (Value(2), Value(3))
    let product = a * b
    let sum = product + a
    var graph = Graph()
    for (name, value) in [("a", a), ("b", b), ("ab", product), ("sum", sum)] {
      graph.add(name, value)
    }
    #expect(graph.nodes.map(\.column) == [0, 0, 1, 2])
    #expect(graph.edges.map(\.parent) == [0, 1, 2, 0])
    #expect(graph.edges.map(\.child) == [2, 2, 3, 3])
    #expect(graph.edges.map(\.slope) == [3, 2, 1, 1])
  }
}
