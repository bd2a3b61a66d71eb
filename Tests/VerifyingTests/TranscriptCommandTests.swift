import Literate
import Testing

@testable import Verifying

@Suite struct TranscriptCommandTests {
  private let demo = [BookSettings.Program(name: "demo", kind: .folder)]

  @Test("Words are split at spaces, and double quotes group them")
  func words() throws {
    let command = try TranscriptCommand(
      #"swift run demo  one "two words" a"b c"d "" "$HOME; | < > * ? ~ ( ) & ` \""#,
      programs: demo)
    #expect(
      command.arguments == [
        "one", "two words", "ab cd", "", #"$HOME; | < > * ? ~ ( ) & ` \"#,
      ])
    #expect(command.action == .run(.debug))
  }

  @Test("The program runs as debug or as release builds make it")
  func configurations() throws {
    let command = try TranscriptCommand("swift run -c release demo -c release", programs: demo)
    #expect(command.action == .run(.release))
    #expect(command.arguments == ["-c", "release"])
    #expect(try TranscriptCommand("swift run demo", programs: demo).arguments.isEmpty)
  }

  @Test(
    "What a shell would do something with cannot stand outside quotes",
    arguments: [";", "|", "&", "<", ">", "$", "(", ")", "*", "?", "~", "`", "\\"])
  func forbiddenCharacters(character: String) {
    for text in ["swift run demo \(character)", "swift run demo a\(character)b"] {
      let error = #expect(throws: TranscriptCommand.NotAllowed.self) {
        try TranscriptCommand(text, programs: demo)
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
      try TranscriptCommand("swift run demo \(word)", programs: demo)
    }
  }

  @Test("Points in a word are no path", arguments: ["...", "a..b", "1...5", "./a", "a/b", "x."])
  func points(word: String) throws {
    #expect(
      try TranscriptCommand("swift run demo \(word)", programs: demo).arguments == [word])
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
      try TranscriptCommand(text, programs: demo)
    }
  }

  @Test("A quote that is never closed is refused")
  func openQuote() {
    let error = #expect(throws: TranscriptCommand.NotAllowed.self) {
      try TranscriptCommand("swift run demo \"a b", programs: demo)
    }
    #expect(error?.message == "this quote is never closed; add a `\"` at its end")
  }

  @Test("A book without a Swift program runs nothing")
  func noProgram() {
    #expect(throws: TranscriptCommand.NotAllowed.self) {
      try TranscriptCommand("swift run demo", programs: [])
    }
  }

  @Test("Each program is called in its own way")
  func kinds() throws {
    let programs = [
      BookSettings.Program(name: "demo", kind: .folder),
      BookSettings.Program(name: "forth", kind: .package),
      BookSettings.Program(name: "game", kind: .commands(build: ["make"], run: ["./game"])),
    ]
    let forth = try TranscriptCommand("swift run -c release forth 1", programs: programs)
    #expect(forth.program == 1)
    #expect(forth.action == .run(.release))
    let test = try TranscriptCommand("swift test --filter Words", programs: programs)
    #expect(test.program == 1)
    #expect(test.action == .test)
    #expect(test.arguments == ["--filter", "Words"])
    let game = try TranscriptCommand("game \"a b\"", programs: programs)
    #expect(game.program == 2)
    #expect(game.action == .command)
    #expect(game.arguments == ["a b"])
    for text in ["forth", "swift run game", "./game", "make", "demo"] {
      #expect(throws: TranscriptCommand.NotAllowed.self) {
        try TranscriptCommand(text, programs: programs)
      }
    }
  }

  @Test("A mark that combines with a slash or a point does not hide a path")
  func combiningMarks() {
    for word in ["/\u{301}etc/passwd", "..\u{301}/x/../../y", "--a=/\u{301}etc"] {
      #expect(throws: TranscriptCommand.NotAllowed.self) {
        try TranscriptCommand("swift run demo \(word)", programs: demo)
      }
    }
  }
}
