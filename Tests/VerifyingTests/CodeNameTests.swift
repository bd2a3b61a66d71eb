import Testing

@testable import Verifying

@Suite struct CodeNameTests {
  @Test(
    "What looks like a name of the program",
    arguments: [
      ("Value", ["Value"]), ("backward()", ["backward"]), ("isMember", ["isMember"]),
      ("Tokenizer.encode", ["Tokenizer", "encode"]), ("[Value]", ["Value"]), ("Value?", ["Value"]),
      ("gauss(mean:deviation:)", ["gauss", "mean", "deviation"]), ("encode(_:)", ["encode"]),
      ("loss.backward()", ["backward"]), (".backward()", ["backward"]),
      ("random.nextDouble", ["nextDouble"]), ("init()", ["init"]),
      ("Tokenizer.encode(_:)", ["Tokenizer", "encode"]),
    ])
  func names(text: String, parts: [String]) {
    #expect(CodeName(text)?.parts == parts)
  }

  @Test(
    "What does not",
    arguments: [
      "emma", "BOS", "--input", "Value.swift", "microgpt.py", "a + b", "layer0.attn_wq", "x_i",
      "swift run microgpt", "data/names.txt", "27", "3.30", "", ".", "()", "f(1)", ".md",
      "<<name>>",
      "let x = Value(2)", "\u{E9}t\u{E9}", "@main", "#if",
    ])
  func others(text: String) {
    #expect(CodeName(text) == nil)
  }

  @Test("A misspelt name comes with the nearest one")
  func nearest() {
    let known = KnownNames(
      program: ["Value", "backward", "Tokenizer", "encode"], standard: ["Double", "squareRoot"],
      foreign: ["str.strip", "PyTorch"])
    #expect(known.unknownPart(of: "Value") == nil)
    #expect(known.unknownPart(of: "squareRoot()") == nil)
    #expect(known.unknownPart(of: "str.strip()") == nil)
    #expect(known.unknownPart(of: "PyTorch") == nil)
    #expect(known.unknownPart(of: "Vlaue").map { [$0.name, $0.nearest] } == ["Vlaue", "Value"])
    #expect(
      known.unknownPart(of: "Tokenizer.encde").map { [$0.name, $0.nearest] } == ["encde", "encode"])
    #expect(known.unknownPart(of: "qqqqqqq()").map { [$0.name, $0.nearest] } == ["qqqqqqq", nil])
  }
}
