import Foundation
import Testing

@testable import microgpt

/// A model for the census's 26 letters and the boundary, drawn as a run with the seed 42 draws it.
private func censusModel() throws -> Model {
  let documents = try Census.names()
  return try Run(Settings(), Tokenizer(documents: documents), documents: documents).model
}

@Suite("Model")
struct ModelTests {
  @Test("The tables have the reference's names and shapes, in its order")
  func shapes() {
    var architecture = Architecture()
    architecture.layers = 2
    architecture.width = 8
    architecture.heads = 2
    architecture.context = 5
    var random = MersenneTwister(seed: 1)
    let model = Model(architecture, vocabularySize: 27, using: &random)
    #expect(
      model.matrices.map { "\($0.name) \($0.rows.count)×\($0.rows[0].count)" } == [
        "wte 27×8", "wpe 5×8", "lm_head 27×8",
        "layer0.attn_wq 8×8", "layer0.attn_wk 8×8", "layer0.attn_wv 8×8", "layer0.attn_wo 8×8",
        "layer0.mlp_fc1 32×8", "layer0.mlp_fc2 8×32",
        "layer1.attn_wq 8×8", "layer1.attn_wk 8×8", "layer1.attn_wv 8×8", "layer1.attn_wo 8×8",
        "layer1.mlp_fc1 32×8", "layer1.mlp_fc2 8×32",
      ])
    #expect(model.parameters.count == 27 * 8 * 2 + 5 * 8 + 2 * 12 * 64)
  }

  @Test("The first model for the census's names has 4,192 weights, the first and last CPython's")
  func firstWeights() throws {
    let weights = try censusModel().parameters.map(\.data)
    #expect(weights.count == 4192)
    let places = [0, 1, 2, 3, 4, 432, 688, 1120, 4191]
    expectCPython(
      places.map { weights[$0] },
      [
        0.10775119047563779, 0.0034064393198089287, -0.18863437495606725, -0.044851164247851794,
        -0.04476949771548222, -0.032915440848413566, 0.08678321958278687, 0.03410826854166003,
        0.04802646900601567,
      ])
  }

  @Test("The weights are about 0.08 in size, and every one is an object of its own")
  func spread() throws {
    let parameters = try censusModel().parameters
    let meanSquare = parameters.map { $0.data * $0.data }.reduce(0, +) / 4192
    #expect(abs(meanSquare.squareRoot() - 0.08) < 0.004)
    #expect(Set(parameters.map(ObjectIdentifier.init)).count == 4192)
  }

  @Test("A model whose weights are all 0 thinks every token alike")
  func zeros() throws {
    let model = try censusModel()
    for parameter in model.parameters { parameter.data = 0 }
    #expect(abs(model.loss(of: [26, 4, 12, 12, 0, 26]).data - log(27)) < 1e-14)
  }

  @Test("The loss is the mean surprise at the tokens that follow")
  func loss() throws {
    let model = try censusModel()
    let scores = model.scores([26, 4, 12])
    let surprises = zip(scores, [4, 12, 26]).map { crossEntropy($0, $1).data }
    let mean = surprises.reduce(0, +) / 3
    #expect(abs(model.loss(of: [26, 4, 12, 26]).data - mean) < 1e-14)
    #expect(model.scores([26, 4, 12]).map(\.count) == [27, 27, 27])
  }

  @Test("Of a sequence longer than the context only the beginning counts")
  func context() throws {
    var architecture = Architecture()
    architecture.context = 3
    var random = MersenneTwister(seed: 9)
    let model = Model(architecture, vocabularySize: 5, using: &random)
    let short = model.loss(of: [4, 0, 1, 2]).data
    #expect(model.loss(of: [4, 0, 1, 2, 3, 3, 3, 4]).data == short)
  }

  @Test(
    "The gradient of the loss agrees with nudges in every weight",
    arguments: Activation.allCases)
  func gradients(activation: Activation) {
    var architecture = Architecture()
    architecture.layers = 2
    architecture.width = 4
    architecture.heads = 2
    architecture.context = 4
    architecture.activation = activation
    var random = MersenneTwister(seed: 4)
    let model = Model(architecture, vocabularySize: 5, using: &random)
    #expect(gradientError(model.parameters) { model.loss(of: [4, 0, 1, 1, 2]) } < 1e-8)
  }
}
