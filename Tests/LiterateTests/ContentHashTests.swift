import Testing

@testable import Literate

@Suite struct ContentHashTests {
  @Test("The same content has the same name on every machine")
  func stable() {
    #expect(ContentHash([]).name == "146eeec36832f426a4b1e836d8c4ab6e")
    #expect(ContentHash(Array("names".utf8)).name == "5f2c760478c4832a664d0f3a4fe402e1")
    var hash = ContentHash()
    hash.add("ab")
    hash.add("c")
    #expect(hash.name == "792d75d9b7a8c6de972dd5332d0b3310")
  }

  @Test("A change of any bit, a cut elsewhere, a zero more give another name")
  func distinct() {
    var names: Set<String> = []
    let text = Array("The quick brown fox jumps over it".utf8)
    names.insert(ContentHash(text).name)
    for index in text.indices {
      for bit in 0..<8 {
        var other = text
        other[index] ^= 1 << bit
        names.insert(ContentHash(other).name)
      }
      names.insert(ContentHash(Array(text[..<index])).name)
    }
    for count in 1...20 { names.insert(ContentHash([UInt8](repeating: 0, count: count)).name) }
    for cut in 0...3 {
      var hash = ContentHash()
      hash.add(Array("abc".utf8.prefix(cut)))
      hash.add(Array("abc".utf8.dropFirst(cut)))
      names.insert(hash.name)
    }
    #expect(names.count == 1 + text.count * 9 + 20 + 4)
  }
}
