import Literate
import Testing

@testable import Verifying

@Suite struct FactsTests {
  private func book(_ prose: String, shown: String = "loss 2.1466\nsteps: 12,345") throws
    -> TestBook
  {
    try TestBook(
      main: "print(\"loss 2.1466\\nsteps: 12,345\")",
      "\(prose)\n\n```console name=run\n$ swift run demo\n\(shown)\n```")
  }

  @Test(
    "A number that is the one behind the words, rounded as it is written, is right",
    arguments: [
      "2.1466<!-- = run: loss -->", "2.15<!-- = run: loss -->", "2.1<!-- = run:loss -->",
      "**2**<!--=run: loss-->", "12,345<!-- = run: steps -->", "12345<!-- = run: steps: -->",
      "`2.1466`<!-- = run: loss -->", "2.1466<!-- = 1/run: loss -->",
      "about 1<!-- = chunks --> chunk",
      "1<!-- = lines -->", "1<!-- = lines demo/main.swift -->", "`3<!-- = run: loss -->`",
      "a list:\n\n- of 2.1466<!-- = run: loss --> and\n  12,345<!-- = run: steps -->",
    ])
  func right(prose: String) throws {
    #expect(try book(prose).verify().messages == [])
  }

  @Test("In a table each cell's number is compared, also where two cells ask for the same")
  func table() throws {
    let row = "| 2.1466<!-- = run: loss --> | 2.2<!-- = run: loss --> |"
    #expect(
      try book("| a | b |\n| --- | --- |\n\(row)").verify().messages == [
        "01-a.md:9:32: error: this says 2.2, but `run: loss` is 2.1466; `--update` writes it"
      ])
  }

  @Test(
    "A number that differs is an error with both",
    arguments: [
      ("2.1467<!-- = run: loss -->", "this says 2.1467, but `run: loss` is 2.1466"),
      ("2.2<!-- = run: loss -->", "this says 2.2, but `run: loss` is 2.1466"),
      ("-2.1466<!-- = run: loss -->", "this says -2.1466, but `run: loss` is 2.1466"),
      ("12,346<!-- = run: steps -->", "this says 12,346, but `run: steps` is 12345"),
      ("7<!-- = chunks -->", "this says 7, but `chunks` is 1"),
      ("9<!-- = lines demo/main.swift -->", "this says 9, but `lines demo/main.swift` is 1"),
    ])
  func wrong(prose: String, message: String) throws {
    #expect(
      try book(prose).verify().messages == [
        "01-a.md:7:1: error: \(message); `--update` writes it"
      ])
  }

  @Test(
    "What cannot be looked up is an error that says what there is",
    arguments: [
      ("1<!-- = rnu: loss -->", "no transcript of 01-a.md is named `rnu`; did you mean `run`?"),
      ("1<!-- = run: los -->", "the transcript `run` shows no `los`"),
      ("1<!-- = 9/run: loss -->", "there is no chapter 9"),
      ("1<!-- = lines demo/mian.swift -->", "did you mean `demo/main.swift`?"),
      ("1<!-- = what -->", "says of no number where it comes from"),
      ("none<!-- = run: loss -->", "no number stands directly before"),
    ])
  func unknown(prose: String, message: String) throws {
    let messages = try book(prose).verify().messages
    #expect(messages.count == 1)
    #expect(messages.first?.contains(message) == true)
  }

  @Test("--update writes numbers in the digits of the prose, and transcripts before them")
  func update() throws {
    let book = try book(
      "Of 99,999<!-- = run: steps --> steps 1.0<!-- = run: loss --> is left, or 1<!-- = run: loss -->.",
      shown: "loss 9\nsteps: 7")
    let outcome = try book.verify(updating: true)
    #expect(outcome.messages == [])
    let text = try book.read("01-a.md")
    #expect(
      text.contains(
        "Of 12,345<!-- = run: steps --> steps 2.1<!-- = run: loss --> is left, "
          + "or 2<!-- = run: loss -->."))
    #expect(text.contains("$ swift run demo\nloss 2.1466\nsteps: 12,345\n"))
    #expect(try book.verify().messages == [])
  }

  @Test("Words are found as words, and a number behind them on a later line too")
  func words() {
    #expect(Facts.number(behind: "loss", in: "glossy 1\nloss\n\n  = 2.5e-3") == 0.0025)
    #expect(Facts.number(behind: "loss", in: "losses 3, loss 4") == 4)
    #expect(Facts.number(behind: "a b", in: "x a b -7") == -7)
    #expect(Facts.number(behind: "n", in: "n 1,234,567.5 more") == 1_234_567.5)
    #expect(Facts.number(behind: "n", in: "n 1,2") == 1)
    #expect(Facts.number(behind: "n", in: "n x2") == nil)
  }
}
