import Foundation
import Testing

@testable import microgpt

private func values(_ numbers: [Double]) -> [Value] { numbers.map { Value($0) } }

private func data(_ values: [Value]) -> [Double] { values.map(\.data) }

@Suite("Layers")
struct LayersTests {
  @Test("A sum goes from the first to the last; of nothing it is 0")
  func sums() {
    #expect(sum(values([1, 2, 4])).data == 7)
    #expect(sum(values([1e16, 1, -1e16])).data == 0)
    #expect(sum(values([1e16, -1e16, 1])).data == 1)
    #expect(sum([]).data == 0)
  }

  @Test("dot, add and linear are what the hand gives")
  func products() {
    #expect(dot(values([1, 2, 3]), values([4, -5, 6])).data == 12)
    #expect(data(add(values([1, 2]), values([10, -20]))) == [11, -18])
    var random = MersenneTwister(seed: 1)
    let matrix = Matrix("m", 3, 2, using: &random)
    for (value, number) in zip(matrix.rows.joined(), [1.0, 2, 3, 4, 5, 6]) { value.data = number }
    #expect(data(linear(values([10, 1]), matrix)) == [12, 34, 56])
  }

  @Test("softmax of 0 and log 3 is a quarter and three quarters")
  func softmaxByHand() {
    let probabilities = data(softmax(values([0, log(3)])))
    #expect(abs(probabilities[0] - 0.25) < 1e-15 && abs(probabilities[1] - 0.75) < 1e-15)
    #expect(data(softmax(values([7]))) == [1])
  }

  @Test("Huge scores are no trouble: the largest is subtracted first")
  func hugeScores() {
    #expect(data(softmax(values([1000, 1000]))) == [0.5, 0.5])
    #expect(data(softmax(values([1e308, 0, -1e307]))) == [1, 0, 0])
    #expect(data(softmax(values([-1e300, -1e300]))) == [0.5, 0.5])
  }

  @Test("The same added to every score changes no bit")
  func shift() {
    let scores = [0.5, -2, 3.25, 0]
    #expect(data(softmax(values(scores))) == data(softmax(values(scores.map { $0 + 1024 }))))
  }

  @Test("The gradient of the surprise is the probabilities, less 1 at the token")
  func crossEntropyGradient() {
    let scores = values([0.3, -1.2, 2, 0])
    let probabilities = data(softmax(scores))
    crossEntropy(scores, 2).backward()
    for (place, score) in scores.enumerated() {
      let expected = probabilities[place] - (place == 2 ? 1 : 0)
      #expect(abs(score.gradient - expected) < 1e-15)
    }
  }

  @Test("Who thinks all V tokens alike is surprised by log V; who is sure, by nothing or infinity")
  func crossEntropyByHand() {
    #expect(abs(crossEntropy(values(Array(repeating: 3, count: 27)), 5).data - log(27)) < 1e-14)
    #expect(crossEntropy(values([1e4, 0]), 0).data == 0)
    #expect(crossEntropy(values([1e4, 0]), 1).data == .infinity)
  }

  @Test("rmsNorm of 3 and 4 divides by the root of 12.50001")
  func rmsNormByHand() {
    let normal = data(rmsNorm(values([3, 4])))
    #expect(abs(normal[0] - 3 / sqrt(12.50001)) < 1e-15)
    #expect(abs(normal[1] - 4 / sqrt(12.50001)) < 1e-15)
  }

  @Test("After rmsNorm the mean square is 1, whatever the scale; zeros stay zeros")
  func rmsNormScale() {
    for scale in [0.1, 1, 1e6, 1e150] {
      let normal = data(rmsNorm(values([1, -2, 3, 0.5].map { $0 * scale })))
      let meanSquare = normal.map { $0 * $0 }.reduce(0, +) / 4
      #expect(abs(meanSquare - 1) < 1e-3)
    }
    #expect(data(rmsNorm(values([0, 0]))) == [0, 0])
  }

  @Test("The gradients of softmax and rmsNorm agree with nudges")
  func gradients() {
    let x = values([0.4, -1.1, 2.2])
    let weights = [3.0, -1, 0.5]
    let weigh = { (values: [Value]) in sum(zip(values, weights).map { $0 * $1 }) }
    #expect(gradientError(x) { weigh(softmax(x)) } < 1e-9)
    #expect(gradientError(x) { weigh(rmsNorm(x)) } < 1e-9)
  }
}
