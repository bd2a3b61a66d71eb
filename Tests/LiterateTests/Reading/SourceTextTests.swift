import Testing

@testable import Literate

@Suite("The lines of a text")
struct SourceTextTests {
  private func lines(_ text: String) -> [String] {
    let source = SourceText(text)
    return (0..<source.lineCount).map { String(decoding: source.line($0 + 1), as: UTF8.self) }
  }

  @Test("Line feeds, carriage returns and both together end a line")
  func lineEnds() {
    #expect(lines("a\nb\rc\r\nd") == ["a", "b", "c", "d"])
    #expect(lines("a\n\r\n\r\rb\n") == ["a", "", "", "", "b"])
    #expect(lines("") == [])
    #expect(lines("\n") == [""])
  }

  @Test("A line outside the text is empty")
  func outside() {
    #expect(SourceText("a").line(0).isEmpty)
    #expect(SourceText("a").line(2).isEmpty)
    #expect(SourceText("a").line(.max).isEmpty)
  }

  @Test("A byte's place is its line and its column")
  func positions() {
    let source = SourceText("ab\r\ncd\n")
    #expect(source.position(of: 0) == (1, 1))
    #expect(source.position(of: 3) == (1, 4))
    #expect(source.position(of: 5) == (2, 2))
  }

  @Test(
    "The first byte that is not UTF-8 is found",
    arguments: [
      ([0x61, 0x80], 1), ([0xC0, 0x80], 0), ([0xC3], 0), ([0x61, 0xE0, 0x80, 0x80], 1),
      ([0xED, 0xA0, 0x80], 0), ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF5], 0), ([0xE2, 0x82, 0x41], 0),
      ([0xF0, 0x9F, 0x98], 0),
    ] as [([UInt8], Int)])
  func invalid(_ bytes: [UInt8], _ offset: Int) {
    #expect(SourceText(bytes).firstInvalidOffset == offset)
  }

  @Test("All of Unicode is UTF-8")
  func valid() {
    let scalars = (0...0x10FFFF).lazy.filter { $0 % 97 == 0 }.compactMap { Unicode.Scalar($0) }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    #expect(SourceText(String(text)).firstInvalidOffset == nil)
  }
}
