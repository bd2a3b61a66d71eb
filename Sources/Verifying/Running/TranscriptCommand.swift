import Compiling

/// What a reader types: the book's program and the words behind its name.
struct TranscriptCommand: Hashable {
  let configuration: Configuration
  let arguments: [String]

  /// Why a transcript's line is not run.
  struct NotAllowed: Error {
    let message: String
  }

  /// Reads the text behind `$ `.
  ///
  /// - Parameter program: The book's program, if it has one that can be run.
  init(_ text: String, program: String?) throws(NotAllowed) {
    let words = try Self.words(text)
    guard let program else {
      throw NotAllowed(
        message: "there is no Swift program to run: only the program that book.yml names under "
          + "`program:` is run; name it there, or mark the transcript `console sketch`")
    }
    guard words.starts(with: ["swift", "run"]) else { throw Self.notTheProgram(program) }
    var rest = words.dropFirst(2)
    if rest.starts(with: ["-c", "release"]) {
      configuration = .release
      rest = rest.dropFirst(2)
    } else {
      configuration = .debug
    }
    guard rest.first == program else { throw Self.notTheProgram(program) }
    arguments = Array(rest.dropFirst())
    try Self.checkPaths(arguments)
  }

  private static func notTheProgram(_ program: String) -> NotAllowed {
    NotAllowed(
      message: "only `swift run \(program) …` and `swift run -c release \(program) …` are run; "
        + "mark the transcript `console sketch` if it is only to be shown")
  }

  private static func checkPaths(_ words: [String]) throws(NotAllowed) {
    for word in words {
      let parts = word.split(separator: "=", omittingEmptySubsequences: false)
      if parts.contains(where: { $0.hasPrefix("/") }) {
        throw NotAllowed(
          message: "`\(word)` is an absolute path, which another machine does not have; "
            + "name a file of the working directory")
      }
      if parts.contains(where: { $0.split(separator: "/").contains("..") }) {
        throw NotAllowed(
          message: "`\(word)` leads out of the working directory; name a file inside it")
      }
    }
  }

  /// The words between spaces; double quotes group, and what is in them stands for itself.
  private static func words(_ text: String) throws(NotAllowed) -> [String] {
    var words: [String] = []
    var word: String?
    var isQuoted = false
    for character in text.unicodeScalars {
      if character == "\"" {
        isQuoted.toggle()
        word = word ?? ""
      } else if isQuoted {
        word?.unicodeScalars.append(character)
      } else if character == " " || character == "\t" {
        if let ended = word { words.append(ended) }
        word = nil
      } else if ";|&<>$()*?~`\\".unicodeScalars.contains(character) {
        throw NotAllowed(
          message: "a command is run without a shell, so `\(character)` cannot stand outside "
            + "double quotes; put the word in quotes, or mark the transcript `console sketch`")
      } else {
        word = (word ?? "") + String(character)
      }
    }
    if isQuoted { throw NotAllowed(message: "this quote is never closed; add a `\"` at its end") }
    if let ended = word { words.append(ended) }
    return words
  }
}
