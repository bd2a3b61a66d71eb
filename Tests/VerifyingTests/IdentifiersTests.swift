import Testing

@testable import Verifying

@Suite struct IdentifiersTests {
  @Test("Identifiers are what is neither comment nor literal")
  func identifiers() {
    let text = ##"""
      // comment
      /* outer /* inner */ still */ let first = 0x1F
      print("text \(second + "deep \(third(")"))") text", #"raw \(no) \#(fourth)"#)
      let long = """
        words "quoted" \(fifth)
        """
      #if canImport(Glibc)
      let ünïcode = 1e5
      """##
    let names = Identifiers(in: Array(text.utf8)).names
    #expect(
      names == [
        "let", "first", "print", "second", "third", "fourth", "long", "fifth", "if", "canImport",
        "Glibc", "ünïcode",
      ])
  }

  @Test("Text that never ends a string or a comment ends the scan")
  func unfinished() {
    for text in ["\"", "\"\"\"", "/*", "#\"", "\"\\(", "\"\\", "#", "/", "\"\\(\"\\("] {
      #expect(Identifiers(in: Array(text.utf8)).names.isEmpty)
    }
    let deep = String(repeating: "\"\\(", count: 100_000)
    #expect(Identifiers(in: Array(deep.utf8)).names.isEmpty)
  }
}
