import TestSupport
import Testing

@testable import Literate

@Suite("Bytes in bytes")
struct ByteSearchTests {
  @Test("The first place is found, at either end and behind what only begins alike")
  func places() {
    func place(_ wanted: String, _ text: String) -> Range<Int>? {
      Array(text.utf8)[...].firstRange(of: Array(wanted.utf8))
    }
    #expect(place("ab", "abab") == 0..<2)
    #expect(place("ab", "aaab") == 2..<4)
    #expect(place("ab", "aaba") == 1..<3)
    #expect(place("", "a") == nil)
    #expect(place("abc", "ab") == nil)
    #expect(Array("xxab".utf8)[2...].firstRange(of: Array("ab".utf8)) == 2..<4)
  }

  @Test("Any bytes are found where looking at each place finds them", arguments: [1, 3, 20, 40])
  func random(_ length: Int) {
    var random = SplitMix(state: UInt64(length))
    for _ in 0..<300 {
      let text = (0..<200).map { _ in UInt8.random(in: 0...1, using: &random) }
      let start = Int.random(in: 0...(200 - length), using: &random)
      var wanted = Array(text[start..<(start + length)])
      if Bool.random(using: &random) { wanted[length - 1] ^= 1 }
      let first = (0...(200 - length)).first { text[$0..<($0 + length)].elementsEqual(wanted) }
      #expect(text.firstRange(of: wanted)?.lowerBound == first)
    }
  }
}
