import Foundation
import Testing

@testable import microgpt

/// What C's `printf` makes of `number`.
private func printed(_ format: String, _ number: Double) -> String {
  String(format: format, number)
}

/// A `Double` of any bits, or one of a size as programs print it.
private func draw(_ round: Int, _ random: inout MersenneTwister) -> Double {
  let bits = UInt64(random.next()) << 32 | UInt64(random.next())
  switch round % 4 {
  case 0: return Double(bitPattern: bits)
  case 1: return (random.random() - 0.5) * 2000
  case 2: return Double(Int(truncatingIfNeeded: bits % 200_001) - 100_000) / 16
  default: return random.random()
  }
}

@Suite("Digits")
struct DigitsTests {
  @Test("Two million numbers of every size are printed as printf prints them")
  func random() {
    var random = MersenneTwister(seed: 1)
    var wrong: [String] = []
    for round in 0..<500_000 {
      let number = draw(round, &random)
      guard number.isFinite else { continue }
      let count = round % 9
      for (ours, theirs) in [
        (number.fixed(count), printed("%.\(count)f", number)),
        (number.scientific(count), printed("%.\(count)e", number)),
        (number.significant(count + 1), printed("%.\(count + 1)g", number)),
        ("\(number, digits: 4, width: 9)", printed("%9.4f", number)),
      ] where ours != theirs {
        wrong.append("\(ours) is \(theirs)")
      }
    }
    #expect(wrong.prefix(10) == [])
  }

  @Test(
    "Halves go to the even neighbor, nines carry over, and what is least and largest is printed",
    arguments: [
      0.0, -0.0, 0.5, 1.5, 2.5, -0.5, 0.125, 0.375, 9.5, 99.5, 0.95, 0.995, 999.9999, 1e-5,
      9.9999e-5,
      123456, 99999.5, 1e15, 1e16, 1e22, 1e23, .leastNonzeroMagnitude, 2.2250738585072014e-308,
      .greatestFiniteMagnitude,
      0.1, 0.3, 1 / 3,
    ])
  func edges(number: Double) {
    for count in 0...12 {
      #expect(number.fixed(count) == printed("%.\(count)f", number))
      #expect(number.scientific(count) == printed("%.\(count)e", number))
      #expect(number.significant(count + 1) == printed("%.\(count + 1)g", number))
    }
  }

  @Test("What is no number, or too large for one, is said in a word")
  func special() {
    #expect(Double.nan.fixed(4) == "nan")
    #expect(Double.infinity.scientific(1) == "inf")
    #expect((-Double.infinity).significant(3) == "-inf")
  }

  @Test("Numbers stand at the right of their columns, words at the left")
  func columns() {
    #expect("\(7, width: 3)|\(1234, width: 3)" == "  7|1234")
    #expect(
      "\(2.5, digits: 2, width: 8)|\(0.000123, significant: 2, width: 9)" == "    2.50|  0.00012")
    #expect("BOS".padded(to: 5) == "BOS  ")
    #expect("Zoë".padded(to: 2) == "Zoë")
  }
}
