import Foundation
import Literate
import TestSupport
import Testing

@testable import Weaving

@Suite("Listings")
struct ListingTests {
  @Test("A line's text is escaped and its tokens are elements")
  func html() {
    #expect(
      lines(of: "let a = b < c && \"x\"\n") == [
        #"<b>let</b> a = b &lt; c &amp;&amp; "#
          + #"<i class=s>&quot;x&quot;</i>"#,
        "",
      ])
  }

  @Test("A span over several lines is closed at each line's end and opened again")
  func spanOverLines() {
    #expect(
      lines(of: "/* a\n\n b */ x\n\"\"\"\n c\n\"\"\"") == [
        #"<i class=c>/* a</i>"#,
        "",
        #"<i class=c> b */</i> x"#,
        #"<i class=s>&quot;&quot;&quot;</i>"#,
        #"<i class=s> c</i>"#,
        #"<i class=s>&quot;&quot;&quot;</i>"#,
      ])
  }

  @Test("Whatever the code, the lines' text is the code and each line is well-formed")
  func textIsKept() {
    var generator = SplitMix(state: 1)
    for _ in 0..<300 {
      let code = soup(&generator)
      let lines = self.lines(of: code)
      #expect(text(of: lines) == code, "\(code.debugDescription)")
    }
  }

  @Test("Bytes at random are kept as well")
  func randomText() {
    var generator = SplitMix(state: 3)
    for _ in 0..<200 {
      let bytes = (0..<Int.random(in: 0..<80, using: &generator)).map { _ in
        UInt8.random(in: 1...255, using: &generator)
      }
      let code = String(decoding: bytes, as: UTF8.self)
      #expect(text(of: lines(of: code)) == code)
    }
  }

  @Test("Ten thousand open brackets are read without harm", arguments: ["(", "[", "{"])
  func deepBrackets(_ bracket: String) {
    let code = String(repeating: bracket, count: 10_000)
    #expect(text(of: lines(of: code)) == code)
  }

  @Test(
    "Whatever nests or goes on a thousandfold is read without harm",
    arguments: [
      "f { ", "#if x\n", "try ", "await ", "a.", "f()", "A -> ", "A<", "[A: ", "copy ", "let ",
      "else if a {} ", "?", "!", "@a ", "/*", "repeat each ", "case let ", "a ? b : ", "if x {",
      "{ [", ")(", "} {", "class ) ",
    ])
  func longCode(_ piece: String) {
    let code = "let x: " + String(repeating: piece, count: 1_000)
    #expect(text(of: lines(of: code)) == code)
  }

  @Test("Strings within strings are read to any depth")
  func deepStrings() {
    let code = String(repeating: "\"\\(", count: 500) + "x" + String(repeating: ")\"", count: 500)
    #expect(text(of: lines(of: code)) == code)
    #expect(self.lines(of: code).joined().split(separator: "<i class=i>").count == 1_001)
  }

  /// The HTML of some Swift, line by line.
  private func lines(of code: String) -> [String] {
    let block = CodeBlock(
      tag: Tag("swift") { _ in }, line: 1, column: 1, text: Array((code + "\n").utf8))
    return ListingHTML(Listing(block).asWritten()).lines
  }

  /// The text of lines of HTML that hold nothing but spans, none within another; `nil` where
  /// they hold anything else.
  private func text(of lines: [String]) -> String? {
    var texts: [String] = []
    for line in lines {
      var rest = Array(line.utf8)[...]
      var text: [UInt8] = []
      var isOpen = false
      while let byte = rest.first {
        switch byte {
        case UInt8(ascii: "<"):
          guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return nil }
          let tag = String(decoding: rest[...end], as: UTF8.self)
          guard
            isOpen
              ? tag == "</i>" || tag == "</b>"
              : tag.wholeMatch(of: /<b>|<i( class=[a-z])?>/) != nil
          else { return nil }
          isOpen.toggle()
          rest = rest[(end + 1)...]
        case UInt8(ascii: "&"):
          let entities = [("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"), ("&quot;", "\"")]
          guard let (entity, plain) = entities.first(where: { rest.starts(with: $0.0.utf8) })
          else { return nil }
          text += plain.utf8
          rest = rest.dropFirst(entity.utf8.count)
        case UInt8(ascii: ">"), UInt8(ascii: "\""): return nil
        default:
          text.append(byte)
          rest = rest.dropFirst()
        }
      }
      guard !isOpen else { return nil }
      texts.append(String(decoding: text, as: UTF8.self))
    }
    return texts.joined(separator: "\n")
  }

  private func soup(_ generator: inout SplitMix) -> String {
    let pieces = [
      "func ", "f", "(", ")", "{", "}", "[", "]", "\n", " ", "\"", "\\(", "/*", "*/", "// c\n",
      "/// d\n",
      "<", ">", "<<a>>\n", "\n  <<b c>>\n", "let ", "x", " = ", "1.5", "0x_f", "@Test", "#if ",
      "#endif",
      "\"\"\"", "case ", ":", ",", ".", "->", "try ", "?", "!", "&", "é", "👩‍🔬", "\t", "\r", "`",
      "#\"", "\"#",
      "/", "self", "Int", "\\", "$0", "_", "some ", "any ", "in ", "where ", "==", "copy ", "each ",
      "repeat ",
    ]
    return (0..<Int.random(in: 0..<60, using: &generator))
      .map { _ in pieces.randomElement(using: &generator) ?? "" }
      .joined()
  }
}
