import Testing

@testable import microgpt

@Suite("Commands")
struct CommandsTests {
  @Test(
    "What was typed wrong is said, with the status of wrong usage",
    arguments: [
      (["piars"], "unknown command `piars`; did you mean `pairs`?"),
      (["pairs", "--sample", "3"], "unknown option `--sample`; did you mean `--samples`?"),
      (["--seeds", "3"], "unknown option `--seeds`; did you mean `--seed`?"),
      (["--seed", "x"], "`--seed` wants a whole number from 0, not `x`"),
      (["encode"], "`encode` wants a word"),
      (["encode", "emma", "ava"], "`ava` is one word too many"),
      (["decode", "four"], "`four` is not a token: tokens are whole numbers"),
      (["after", "qu"], "`after` wants one character"),
      (["surprise"], "`surprise` wants a word"),
      (["help", "me"], "`me` is one word too many"),
    ])
  func wrongUsage(words: [String], message: String) {
    var arguments = Arguments(words)
    let complaint = #expect(throws: Complaint.self) { try run(&arguments) }
    #expect(complaint?.message == message)
    #expect(complaint?.status == 64)
  }

  @Test(
    "What is wrong with the world is said, with the status 1",
    arguments: [
      (["--input", "nowhere.txt"], "there is no file `nowhere.txt`"),
      (["encode", "Emma"], "no document has the character `E` (45)"),
      (["after", "é"], "no document has the character `é` (E9)"),
      (["decode", "4", "27"], "there is no token 27, only 0 to 26"),
    ])
  func wrongInput(words: [String], message: String) {
    var arguments = Arguments(words)
    let complaint = #expect(throws: Complaint.self) { try run(&arguments) }
    #expect(complaint?.message == message)
    #expect(complaint?.status == 1)
  }
}
