import Testing

@testable import microgpt

/// The gradients of four weights in six steps.
private let gradients: [[Double]] = [
  [0.3, -2, 1e-12, 0], [0.1, -1, 5, 0], [-0.7, 0.25, -3e-3, 1.5],
  [0.02, 8, 0, -1.5], [0.3, -0.125, 0.75, 1e-5], [1.1, 0.3, -0.2, 0],
]

/// Where four weights are after the first `steps` of eight.
private func weights(after steps: Int, _ settings: Settings = Settings()) -> [Double] {
  let weights = [0.1, -0.2, 0.3, -0.4].map { Value($0) }
  var adam = Adam(settings, parameters: 4)
  for step in 0..<steps {
    for (weight, gradient) in zip(weights, gradients[step]) { weight.gradient = gradient }
    adam.update(weights, step: step, of: 8)
  }
  return weights.map(\.data)
}

@Suite("Adam")
struct AdamTests {
  @Test("The first step is as long as the rate, whatever the gradient: so the bias is corrected")
  func firstStep() {
    let first = weights(after: 1)
    #expect(abs(first[0] - 0.09) < 1e-9)
    #expect(abs(first[1] + 0.19) < 1e-9)
    expectCPython(first, [0.09000000033333333, -0.19000000005, 0.29999900009999, -0.4])
  }

  @Test("A weight without a gradient stays")
  func noGradient() {
    #expect(weights(after: 2)[3] == -0.4)
  }

  @Test("The second step is the one worked by hand")
  func secondStep() {
    let weight = Value(1)
    var adam = Adam(Settings(), parameters: 1)
    weight.gradient = 2
    adam.update([weight], step: 0, of: 4)
    #expect(abs(adam.m[0] - 0.3) < 1e-15)
    #expect(abs(adam.v[0] - 0.04) < 1e-15)
    weight.gradient = 1
    adam.update([weight], step: 1, of: 4)
    // 0.85 × 0.3 + 0.15 × 1 and 0.99 × 0.04 + 0.01 × 1
    #expect(abs(adam.m[0] - 0.405) < 1e-15)
    #expect(abs(adam.v[0] - 0.0496) < 1e-15)
    // Known of them is 1 − 0.85² = 0.2775 and 1 − 0.99² = 0.0199; the rate is 3/4 of 0.01.
    let size = (0.0496 / 0.0199).squareRoot()
    let way = 0.01 + 0.0075 * (0.405 / 0.2775) / size
    #expect(abs(1 - weight.data - way) < 1e-9)
  }

  @Test("Six steps end where CPython's end, which a running product of the betas would miss")
  func sixSteps() {
    expectCPython(
      weights(after: 6),
      [0.08480577625203568, -0.18337087916976155, 0.28256941197700913, -0.40416986587978665])
  }

  @Test("So they do with another rate and other betas")
  func otherSettings() {
    var settings = Settings()
    settings.learningRate = 0.1
    settings.beta1 = 0.9
    settings.beta2 = 0.95
    expectCPython(
      weights(after: 6, settings),
      [-0.05594100524944424, -0.022288963503367218, 0.12328897669696601, -0.4413930916929348])
  }

  @Test("The rate falls in a straight line: the last of n steps is an nth of the first")
  func decay() {
    // With betas of 0 a step against a gradient of 1 is the rate alone.
    var settings = Settings()
    settings.beta1 = 0
    settings.beta2 = 0
    let (early, late) = (Value(0), Value(0))
    for (weight, step) in [(early, 0), (late, 4)] {
      weight.gradient = 1
      var adam = Adam(settings, parameters: 1)
      adam.update([weight], step: step, of: 5)
    }
    #expect(abs(early.data + 0.01) < 1e-9)
    #expect(abs(late.data + 0.002) < 1e-9)
  }

  @Test("The gradients are cleared for the next step")
  func cleared() {
    let weight = Value(1)
    weight.gradient = 3
    var adam = Adam(Settings(), parameters: 1)
    adam.update([weight], step: 0, of: 1)
    #expect(weight.gradient == 0)
  }
}
