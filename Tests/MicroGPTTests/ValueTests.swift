import Foundation
import Testing

@testable import microgpt

/// An operation on 3 and −2, what it gives, and its slopes in both.
private struct Example: CustomTestStringConvertible, Sendable {
  let name: String
  let result: Double
  let slopes: (Double, Double)
  let of: @Sendable (Value, Value) -> Value

  init(
    _ name: String, _ result: Double, _ slopes: (Double, Double),
    _ of: @escaping @Sendable (Value, Value) -> Value
  ) {
    self.name = name
    self.result = result
    self.slopes = slopes
    self.of = of
  }

  var testDescription: String { name }

  static let all = [
    Example("a + b", 1, (1, 1)) { $0 + $1 },
    Example("a + 5", 8, (1, 0)) { a, _ in a + 5 },
    Example("5 + a", 8, (1, 0)) { a, _ in 5 + a },
    Example("a - b", 5, (1, -1)) { $0 - $1 },
    Example("a - 5", -2, (1, 0)) { a, _ in a - 5 },
    Example("5 - a", 2, (-1, 0)) { a, _ in 5 - a },
    Example("-a", -3, (-1, 0)) { a, _ in -a },
    Example("a * b", -6, (-2, 3)) { $0 * $1 },
    Example("a * 5", 15, (5, 0)) { a, _ in a * 5 },
    Example("5 * a", 15, (5, 0)) { a, _ in 5 * a },
    Example("a / b", -1.5, (-0.5, -0.75)) { $0 / $1 },
    Example("a / 4", 0.75, (0.25, 0)) { a, _ in a / 4 },
    Example("6 / b", -3, (0, -1.5)) { _, b in 6 / b },
    Example("a³", 27, (27, 0)) { a, _ in a.raised(to: 3) },
    Example("b²", 4, (0, -4)) { _, b in b.raised(to: 2) },
    Example("b⁻¹", -0.5, (0, -0.25)) { _, b in b.raised(to: -1) },
    Example("exp b", exp(-2), (0, exp(-2))) { _, b in b.exp() },
    Example("log a", log(3), (1.0 / 3, 0)) { a, _ in a.log() },
    Example("relu a", 3, (1, 0)) { a, _ in a.relu() },
    Example("relu b", 0, (0, 0)) { _, b in b.relu() },
    Example("relu 0", 0, (0, 0)) { a, _ in (a * 0).relu() },
    Example("a + a", 6, (2, 0)) { a, _ in a + a },
    Example("a * a", 9, (6, 0)) { a, _ in a * a },
    Example("a - a", 0, (0, 0)) { a, _ in a - a },
    Example("a / a", 1, (0, 0)) { a, _ in a / a },
    Example("a b + a", -3, (-1, 3)) { $0 * $1 + $0 },
    Example("(a + b)(a - b)", 5, (6, 4)) { ($0 + $1) * ($0 - $1) },
  ]
}

@Suite("Value")
struct ValueTests {
  @Test(
    "An operation on 3 and −2 gives what the hand gives, and its slopes", arguments: Example.all)
  private func byHand(example: Example) {
    let (a, b) = (Value(3), Value(-2))
    let result = example.of(a, b)
    #expect(abs(result.data - example.result) < 1e-12)
    result.backward()
    #expect(result.gradient == 1)
    #expect(abs(a.gradient - example.slopes.0) < 1e-12)
    #expect(abs(b.gradient - example.slopes.1) < 1e-12)
  }

  @Test("Gradients agree with nudges", arguments: Example.all.filter { $0.name != "relu 0" })
  private func nudges(example: Example) {
    for (x, y) in [(3.0, -2.0), (0.7, 1.3), (0.1, -0.2)] {
      let (a, b) = (Value(x), Value(y))
      example.of(a, b).backward()
      for (value, other) in [(a, false), (b, true)] {
        let nudged = { nudge in
          example.of(Value(other ? x : x + nudge), Value(other ? y + nudge : y)).data
        }
        let slope = (nudged(1e-6) - nudged(-1e-6)) / 2e-6
        #expect(abs(value.gradient - slope) < 1e-6 * max(1, abs(slope)))
      }
    }
  }

  @Test("relu of what is not a number is 0, as Python's max(0, nan)")
  func notANumber() {
    let a = Value(.nan)
    let result = a.relu()
    result.backward()
    #expect(result.data == 0 && a.gradient == 0)
  }

  @Test("Powers are the C library's pow, not 1/x, √x, 1/√x or x²")
  func powers() {
    expectCPython(
      [
        Value(1.6674889545053484).raised(to: -1).data, (1 / Value(1.4627967040596643)).data,
        Value(0.0832988789439526).raised(to: 0.5).data,
        Value(0.30169834784900385).raised(to: -0.5).data,
        Value(0.23015740168490595).raised(to: 2).data,
      ],
      [
        0.5997041223560275, 0.6836219942420735, 0.2886154516722079, 1.8205957896785252,
        0.05297242955034715,
      ])
  }

  @Test("A number knows its parents and its slopes in them")
  func parents() {
    let (a, b) = (Value(3), Value(-2))
    let product = a * b
    #expect(product.parents.map(\.slope) == [-2, 3])
    #expect(product.parents[0].value === a && product.parents[1].value === b)
    #expect((a + 1).parents.map(\.slope) == [1])
    #expect(a.parents.isEmpty)
  }

  @Test("A number asked for its own gradient says 1")
  func itself() {
    let a = Value(7)
    a.backward()
    #expect(a.gradient == 1)
  }

  @Test("What one number does along two paths is summed")
  func diamond() {
    let a = Value(2)
    let left = a * 3
    let right = a * a
    let bottom = left * right  // 3a³
    bottom.backward()
    #expect(bottom.data == 24)
    #expect(a.gradient == 36)
    #expect(left.gradient == 4 && right.gradient == 6)
  }

  @Test("A number is finished with before its parents, however long the other way round is")
  func longWayRound() {
    let a = Value(1)
    let middle = a * 2
    var long = middle
    for _ in 0..<50 { long = long + 1 }
    (middle * 10 + long).backward()
    #expect(middle.gradient == 11)
    #expect(a.gradient == 22)
  }

  @Test("A thousand doublings have 2 to the 1,000 paths, and each number is visited once")
  func doublings() {
    let a = Value(1)
    var b = a
    for _ in 0..<1000 { b = b + b }
    b.backward()
    #expect(a.gradient == power(2, 1000))
  }

  @Test("Two results add to the gradients of the numbers they share")
  func twice() {
    let (a, b) = (Value(2), Value(5))
    (a * b).backward()
    (a * 3).backward()
    #expect(a.gradient == 8)
    #expect(b.gradient == 2)
    a.gradient = 0
    (a * a).backward()
    #expect(a.gradient == 4)
  }

  /// Two hundred operations chosen, and joined, at random, by the same draws in both languages.
  @Test(
    "In a random graph the loss and all gradients are CPython's, whose order of adding is seen",
    arguments: [
      (
        1, 0.327273317759746,
        [
          -0.009109171563826438, -0.013109346197946974, 0.0025589235196572385,
          0.0012593756816162921, -0.003444548568422776,
        ]
      ),
      (
        2, 0.34626717230171467,
        [
          0, 0.0055892080303451335, 0.00010171099424239585, -0.075932874052654,
          0.0040424340522359535,
        ]
      ),
      (
        4, 0.24931465280386003,
        [
          0.06238786399677852, -0.05864729144183064, 0, 0.03514102105217731,
          0.06063616104626722,
        ]
      ),
      (
        5, 0.09718483543900325,
        [
          0.0028571091327457927, -0.0027895756813039923, 0.02011689658485926,
          -0.025989697332709116, 0.026297846518234195,
        ]
      ),
    ] as [(UInt64, Double, [Double])])
  func randomGraph(seed: UInt64, loss: Double, gradients: [Double]) {
    var random = MersenneTwister(seed: seed)
    let leaves = (0..<5).map { _ in Value(0.5 + random.random() * 1.5) }
    var nodes = leaves
    for _ in 0..<200 {
      let operation = random.choices(weights: Array(repeating: 1, count: 12))
      let a = nodes[Int(random.random() * Double(nodes.count))]
      let b = nodes[Int(random.random() * Double(nodes.count))]
      let k = 0.5 + random.random()
      let node =
        switch operation {
        case 0: a + b
        case 1: a * b
        case 2: a - b
        case 3: a / b
        case 4: a + k
        case 5: k * a
        case 6: k - a
        case 7: k / a
        case 8: a / k
        case 9: (a * a + 1).raised(to: -0.5)
        case 10: (a * a + 0.5).log()
        default: (-a).relu() + a.relu() * 0.5
        }
      nodes.append((node * node + k).raised(to: -0.5) * node)
    }
    let result = sum(nodes.suffix(20)) / 20
    result.backward()
    expectCPython([result.data] + leaves.map(\.gradient), [loss] + gradients)
  }
}

/// Graphs that a recursion could not go through.
@Suite("Value, a million deep")
struct DeepValueTests {
  @Test("A chain of a million numbers is computed, gone back through and freed")
  func chain() {
    let start = Value(1)
    var end = start
    for _ in 0..<1_000_000 { end = end + 1 }
    #expect(end.data == 1_000_001)
    end.backward()
    #expect(start.gradient == 1)
  }

  @Test("A chain that nobody goes back through is freed as well")
  func chainWithoutBackward() {
    weak var middle: Value?
    do {
      var end = Value(1)
      for place in 0..<1_000_000 {
        end = end * 1.000001
        if place == 500_000 { middle = end }
      }
      #expect(end.data > 1)
      #expect(middle != nil)
    }
    #expect(middle == nil)
  }

  @Test("A chain through second parents is no different")
  func secondParents() {
    let start = Value(1)
    var end = start
    for _ in 0..<300_000 { end = Value(0.5) + end }
    end.backward()
    #expect(start.gradient == 1)
  }

  @Test("A ladder on which each number is used twice is gone back through and freed")
  func ladder() {
    let start = Value(1)
    var end = start
    for _ in 0..<500_000 { end = end * 0.5 + end * 0.5 }
    end.backward()
    #expect(start.gradient == 1)
    for _ in 0..<500_000 { end = end * 0.5 + end * 0.5 }
  }

  @Test("When the result goes, what it was made from goes, and what else is held stays")
  func freed() {
    let a = Value(2)
    weak var inner: Value?
    var kept: Value?
    do {
      let product = a * 3
      inner = product
      kept = product + 1
      _ = (product * product).exp()
    }
    #expect(inner != nil)
    kept = nil
    #expect(kept == nil && inner == nil)
  }
}
