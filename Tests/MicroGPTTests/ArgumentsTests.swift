import Testing

@testable import microgpt

@Suite("Arguments")
struct ArgumentsTests {
  @Test("The first word is the command, unless it is an option")
  func command() {
    var pairs = Arguments(["pairs", "--seed", "1"])
    #expect(pairs.command() == "pairs")
    var none = Arguments(["--seed", "1"])
    #expect(none.command() == nil)
    var nothing = Arguments([])
    #expect(nothing.command() == nil)
    var help = Arguments(["--help"])
    #expect(help.command() == "--help")
  }

  @Test("Each question takes its words away, and then nothing is left")
  func questions() throws {
    var arguments = Arguments(["--input", "a.txt", "q", "--seed", "7", "--uniform"])
    #expect(try arguments.option("--input") == "a.txt")
    #expect(try arguments.option("--plot") == nil)
    #expect(try arguments.number("--seed", else: 42, atLeast: 0) == 7)
    #expect(try arguments.number("--samples", else: 20, atLeast: 0) == 20)
    let isUniform = arguments.flag("--uniform")
    let isQuiet = arguments.flag("--quiet")
    #expect(isUniform && !isQuiet)
    #expect(arguments.word() == "q")
    #expect(arguments.word() == nil)
    #expect(throws: Never.self) { try arguments.finish() }
  }

  @Test("A number below 0 is a word, an option is none")
  func numbersBelowZero() {
    var arguments = Arguments(["--gradients", "-1", "-1.5e3", "-x"])
    #expect(arguments.word() == "-1")
    #expect(arguments.word() == "-1.5e3")
    #expect(arguments.word() == nil)
  }

  @Test("The largest seed is read, one more is not")
  func largestSeed() throws {
    var largest = Arguments(["--seed", "18446744073709551615"])
    #expect(try largest.number("--seed", else: 42, atLeast: 0) == UInt64.max)
    var larger = Arguments(["--seed", "18446744073709551616"])
    #expect(throws: Complaint.self) {
      try larger.number("--seed", else: 42, atLeast: 0) as UInt64
    }
  }

  @Test("What is no whole number, or too small, is refused", arguments: ["x", "1.5", "-1", ""])
  func notANumber(word: String) {
    var arguments = Arguments(["--samples", word])
    let complaint = #expect(throws: Complaint.self) {
      try arguments.number("--samples", else: 20, atLeast: 0)
    }
    #expect(complaint?.message == "`--samples` wants a whole number from 0, not `\(word)`")
    #expect(complaint?.status == 64)
  }

  @Test("An option at the end lacks its value")
  func missingValue() {
    var arguments = Arguments(["--plot"])
    let complaint = #expect(throws: Complaint.self) { try arguments.option("--plot") }
    #expect(complaint?.message == "`--plot` wants a value after it")
  }

  @Test("An unknown option is answered with the nearest that was asked for")
  func unknownOption() throws {
    var arguments = Arguments(["--plt", "x.svg"])
    _ = try arguments.option("--seed")
    _ = try arguments.option("--plot")
    let complaint = #expect(throws: Complaint.self) { try arguments.finish() }
    #expect(complaint?.message == "unknown option `--plt`; did you mean `--plot`?")
    #expect(complaint?.status == 64)
  }

  @Test("An option given twice is not called unknown")
  func twice() throws {
    var arguments = Arguments(["--seed", "1", "--seed", "2"])
    _ = try arguments.option("--seed")
    let complaint = #expect(throws: Complaint.self) { try arguments.finish() }
    #expect(complaint?.message == "`--seed` is given twice")
  }

  @Test("A word too many is refused")
  func leftover() {
    let arguments = Arguments(["names.txt"])
    let complaint = #expect(throws: Complaint.self) { try arguments.finish() }
    #expect(complaint?.message == "`names.txt` is one word too many")
  }
}
