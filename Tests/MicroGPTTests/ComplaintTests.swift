import Testing

@testable import microgpt

@Suite("Complaint")
struct ComplaintTests {
  let names = ["documents", "random", "encode", "decode"]

  @Test(
    "An unknown word is answered with the nearest name",
    arguments: [
      ("documnets", "documents"), ("document", "documents"), ("randomm", "random"),
      ("encde", "encode"), ("dcode", "decode"), ("ancode", "encode"),
    ])
  func nearest(word: String, name: String) {
    let complaint = Complaint.unknown("command", word, among: names)
    #expect(complaint.message == "unknown command `\(word)`; did you mean `\(name)`?")
    #expect(complaint.status == 64)
  }

  @Test("Far from every name nothing is guessed", arguments: ["", "xyzzy", "doc"])
  func far(word: String) {
    let complaint = Complaint.unknown("command", word, among: names)
    #expect(complaint.message == "unknown command `\(word)`; try `microgpt help`")
  }

  @Test("Among no names nothing is guessed either")
  func noNames() {
    let complaint = Complaint.unknown("option", "--x", among: [])
    #expect(complaint.message == "unknown option `--x`; try `microgpt help`")
  }
}
