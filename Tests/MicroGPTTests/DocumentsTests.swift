import Testing

@testable import microgpt

@Suite("Documents")
struct DocumentsTests {
  @Test("Each line is a document, without the white space around it")
  func lines() {
    #expect("emma\n  ava \t\nmary ann\n".documents == ["emma", "ava", "mary ann"])
  }

  @Test("Empty lines and lines of white space are no documents")
  func emptyLines() {
    #expect("\n\n emma\n \t \n\nava".documents == ["emma", "ava"])
    #expect("".documents == [])
    #expect(" \n\t\r\n".documents == [])
  }

  @Test("A return, a line feed, and both together end a line")
  func lineEnds() {
    #expect("a\r\nb\rc\nd".documents == ["a", "b", "c", "d"])
  }

  @Test("What Python takes for white space goes, what it does not stays")
  func whiteSpace() {
    #expect("\u{1C}\u{1F}\u{A0}\u{3000}a\u{85}\u{2028}b\u{2029}".documents == ["a\u{85}\u{2028}b"])
    #expect("\u{FEFF}a\u{200B}".documents == ["\u{FEFF}a\u{200B}"])
  }

  @Test("An accent written as a scalar of its own stays one")
  func scalars() {
    let document = " zoe\u{308} ".documents[0]
    #expect(document.unicodeScalars.count == 4)
  }
}
