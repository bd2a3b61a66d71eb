import Testing

@testable import Verifying

@Suite struct TranscriptCommandTests {
  @Test("Words are split at spaces, and double quotes group them")
  func words() throws {
    let command = try TranscriptCommand(
      #"swift run demo  one "two words" a"b c"d "" "$HOME; | < > * ? ~ ( ) & ` \""#,
      program: "demo")
    #expect(
      command.arguments == [
        "one", "two words", "ab cd", "", #"$HOME; | < > * ? ~ ( ) & ` \"#,
      ])
    #expect(command.configuration == .debug)
  }

  @Test("The program runs as debug or as release builds make it")
  func configurations() throws {
    let command = try TranscriptCommand("swift run -c release demo -c release", program: "demo")
    #expect(command.configuration == .release)
    #expect(command.arguments == ["-c", "release"])
    #expect(try TranscriptCommand("swift run demo", program: "demo").arguments.isEmpty)
  }

  @Test(
    "What a shell would do something with cannot stand outside quotes",
    arguments: [";", "|", "&", "<", ">", "$", "(", ")", "*", "?", "~", "`", "\\"])
  func forbiddenCharacters(character: String) {
    for text in ["swift run demo \(character)", "swift run demo a\(character)b"] {
      let error = #expect(throws: TranscriptCommand.NotAllowed.self) {
        try TranscriptCommand(text, program: "demo")
      }
      #expect(error?.message.contains("`\(character)` cannot stand outside double quotes") == true)
    }
  }

  @Test(
    "A path that leads out of the working directory is refused",
    arguments: [
      "/etc/passwd", "--input=/etc/passwd", "../names.txt", "..", "a/../../b", "--input=../x",
      "\"/etc/passwd\"", "\"../x\"",
    ])
  func pathsOutside(word: String) {
    #expect(throws: TranscriptCommand.NotAllowed.self) {
      try TranscriptCommand("swift run demo \(word)", program: "demo")
    }
  }

  @Test("Points in a word are no path", arguments: ["...", "a..b", "1...5", "./a", "a/b", "x."])
  func points(word: String) throws {
    #expect(
      try TranscriptCommand("swift run demo \(word)", program: "demo").arguments == [word])
  }

  @Test(
    "Anything but the book's program is refused",
    arguments: [
      "ls", "swift build", "swift run", "swift run other", "swift run demos",
      "swift run -c debug demo",
      "swift run -c release", "swift run --quiet demo", "swift test", "cat names.txt", "",
      "swift", "/usr/bin/swift run demo", "sudo swift run demo", "swift-run demo",
      "swift run -Xswiftc -O demo", "echo swift run demo",
    ])
  func otherCommands(text: String) {
    #expect(throws: TranscriptCommand.NotAllowed.self) {
      try TranscriptCommand(text, program: "demo")
    }
  }

  @Test("A quote that is never closed is refused")
  func openQuote() {
    let error = #expect(throws: TranscriptCommand.NotAllowed.self) {
      try TranscriptCommand("swift run demo \"a b", program: "demo")
    }
    #expect(error?.message == "this quote is never closed; add a `\"` at its end")
  }

  @Test("A book without a Swift program runs nothing")
  func noProgram() {
    #expect(throws: TranscriptCommand.NotAllowed.self) {
      try TranscriptCommand("swift run demo", program: nil)
    }
  }
}
