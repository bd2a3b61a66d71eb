import Foundation
import Testing

@testable import microgpt

private func values(_ numbers: [Double]) -> [Value] { numbers.map { Value($0) } }

private func data(_ values: [Value]) -> [Double] { values.map(\.data) }

/// An untrained model of two layers and two heads for five tokens.
private func model(_ change: (inout Architecture) -> Void = { _ in }) -> Model {
  var architecture = Architecture()
  architecture.layers = 2
  architecture.width = 8
  architecture.heads = 2
  architecture.context = 6
  change(&architecture)
  var random = MersenneTwister(seed: 3)
  return Model(architecture, vocabularySize: 5, using: &random)
}

@Suite("Attention")
struct AttentionTests {
  @Test("A query's weights are the softmax of its products with the keys, over √d")
  func weights() {
    let query = values([1, 0, 2, 0])
    let keys = [values([0, 9, 0, 9]), values([0, 5, log(3), 5])]
    let weights = data(attentionWeights(query, keys))
    #expect(abs(weights[0] - 0.25) < 1e-15 && abs(weights[1] - 0.75) < 1e-15)
  }

  @Test("With one key all attention is on it")
  func alone() {
    #expect(data(attentionWeights(values([3, 4]), [values([-5, 6])])) == [1])
    #expect(data(listen(values([3]), to: [values([2])], saying: [values([7])])) == [7])
  }

  @Test("What is heard is the mean of the values, each as its key is attended to")
  func heard() {
    let heard = listen(
      values([1, 0, 2, 0]), to: [values([0, 9, 0, 9]), values([0, 5, log(3), 5])],
      saying: [values([4, 0, 8, 1]), values([0, 4, 8, 1])])
    for (number, expected) in zip(data(heard), [1.0, 3, 8, 1]) {
      #expect(abs(number - expected) < 1e-14)
    }
  }

  @Test("No position sees a later one: what follows changes no bit of its scores")
  func past() {
    let model = model()
    let short = model.scores([4, 0, 1])
    let long = model.scores([4, 0, 1, 3, 2, 2])
    #expect(short.map(data) == Array(long[..<3].map(data)))
  }

  @Test("Every position sees the earlier ones: another past gives other scores")
  func earlier() {
    let model = model()
    let one = model.scores([4, 0, 1, 3]).map(data)
    let other = model.scores([4, 2, 1, 3]).map(data)
    #expect(one[0] == other[0])
    for place in 1..<4 { #expect(one[place] != other[place]) }
  }

  @Test("Without layers nothing but the token and its place counts")
  func noLayers() {
    let model = model { $0.layers = 0 }
    #expect(data(model.scores([4, 0, 1])[2]) == data(model.scores([3, 2, 1])[2]))
  }

  @Test("Token by token, with keys and values kept, the scores are the same in every bit")
  func memory() {
    let model = model()
    let tokens = [4, 0, 1, 3, 2, 2]
    let atOnce = model.scores(tokens).map(data)
    var memory = Memory(layers: 2)
    let oneByOne = tokens.flatMap { model.scores([$0], memory: &memory) }.map(data)
    #expect(atOnce == oneByOne)
    var other = Memory(layers: 2)
    let inParts =
      model.scores(Array(tokens[..<4]), memory: &other)
      + model.scores(Array(tokens[4...]), memory: &other)
    #expect(atOnce == inParts.map(data))
  }

  @Test("An attention map has a row for each position, over itself and those before, 1 in sum")
  func maps() {
    let maps = model().attentionMaps([4, 0, 1, 3])
    #expect(maps.count == 4)
    for map in maps {
      #expect(map.rows.map(\.count) == [1, 2, 3, 4])
      for row in map.rows { #expect(abs(row.reduce(0, +) - 1) < 1e-14) }
    }
  }
}
