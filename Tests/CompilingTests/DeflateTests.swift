import TestSupport
import Testing

@testable import Compiling

@Suite("Deflated bytes")
struct DeflateTests {
  static let lists: [[UInt8]] = {
    var random = SplitMix(state: 1)
    let noise = (0..<33_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    let words = (0..<10_000).flatMap { _ in
      Array(["anna ", "bert ", "carla ", "\n"].randomElement(using: &random)!.utf8)
    }
    // Each byte twice as often as the next: their words want more than fifteen bits.
    let skewed = (0..<17).flatMap { [UInt8](repeating: UInt8($0), count: 1 << (16 - $0)) }
      .shuffled(using: &random)
    return [
      [], [7], [1, 2, 3], [UInt8](repeating: 0, count: 100_000), noise, words, skewed,
      // As far back as a match may lie, and one farther.
      Array(noise[..<32_768] + noise[..<32_768]), Array(noise[..<32_769] + noise[..<32_768]),
      words + noise + words + Array("the end".utf8),
    ]
  }()

  @Test("Whatever the bytes are, they come back", arguments: lists.indices)
  func inflated(index: Int) {
    let bytes = Self.lists[index]
    #expect(Inflate.inflated(Deflate.deflated(bytes)) == bytes)
  }

  @Test("A text of more than a megabyte comes back, and takes no more than its parts")
  func large() {
    let bytes = [UInt8](repeating: 7, count: (1 << 20) + 100) + Array("the end".utf8)
    let deflated = Deflate.deflated(bytes)
    #expect(deflated.count < 2_000)
    #expect(Inflate.inflated(deflated) == bytes)
  }
}

/// Reads what RFC 1951 describes, as far as it is written here: blocks with codes of their own.
private struct Inflate {
  private let bytes: [UInt8]
  private var at = 0

  static func inflated(_ bytes: [UInt8]) -> [UInt8]? {
    var inflate = Inflate(bytes: bytes)
    return inflate.inflated()
  }

  private mutating func number(_ bits: Int) -> Int {
    (0..<bits).reduce(0) { number, bit in
      defer { at += 1 }
      return number | Int(bytes[at / 8] >> (at % 8) & 1) << bit
    }
  }

  /// The symbols by their words: the length, and the bits.
  private func code(_ lengths: [Int]) -> [[Int]: Int] {
    var symbols: [[Int]: Int] = [:]
    var word = 0
    for length in 1...15 {
      word <<= 1
      for symbol in lengths.indices where lengths[symbol] == length {
        symbols[[length, word]] = symbol
        word += 1
      }
    }
    return symbols
  }

  private mutating func symbol(_ code: [[Int]: Int]) -> Int? {
    var word = 0
    for length in 1...15 {
      word = word << 1 | number(1)
      if let symbol = code[[length, word]] { return symbol }
    }
    return nil
  }

  private mutating func inflated() -> [UInt8]? {
    var output: [UInt8] = []
    var isLast = false
    while !isLast {
      isLast = number(1) == 1
      guard number(2) == 2 else { return nil }
      let (literalCount, distanceCount) = (number(5) + 257, number(5) + 1)
      var lengths = [Int](repeating: 0, count: 19)
      let order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]
      for place in order.prefix(number(4) + 4) { lengths[place] = number(3) }
      let lengthCode = code(lengths)
      lengths = []
      while lengths.count < literalCount + distanceCount {
        guard let length = symbol(lengthCode) else { return nil }
        switch length {
        case 16:
          guard let last = lengths.last else { return nil }
          lengths += Array(repeating: last, count: 3 + number(2))
        case 17: lengths += Array(repeating: 0, count: 3 + number(3))
        case 18: lengths += Array(repeating: 0, count: 11 + number(7))
        default: lengths.append(length)
        }
      }
      let literals = code(Array(lengths[..<literalCount]))
      let distances = code(Array(lengths[literalCount...]))
      while true {
        guard let literal = symbol(literals) else { return nil }
        if literal == 256 { break }
        if literal < 256 {
          output.append(UInt8(literal))
          continue
        }
        let place = literal - 257
        let lengthBits = place < 8 || place == 28 ? 0 : place / 4 - 1
        let base = place < 8 ? 3 + place : place == 28 ? 258 : 3 + (4 + place % 4) << lengthBits
        let length = base + number(lengthBits)
        guard let far = symbol(distances) else { return nil }
        let distanceBits = max(0, far / 2 - 1)
        let distance = 1 + (far < 2 ? far : (2 + far % 2) << distanceBits) + number(distanceBits)
        guard distance <= output.count else { return nil }
        for _ in 0..<length { output.append(output[output.count - distance]) }
      }
    }
    return output
  }
}
