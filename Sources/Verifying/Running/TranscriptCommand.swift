import Compiling
import Literate

/// What a reader types: one of the book's programs, and the words behind its name.
struct TranscriptCommand: Hashable {
  /// What is done with the program.
  enum Action: Hashable {
    /// `swift run NAME …`, `swift run -c release NAME …`
    case run(Configuration)
    /// `swift test …`
    case test
    /// `NAME …`, by the words that book.yml gives
    case command
  }

  /// The program's place among those that book.yml names.
  let program: Int
  let action: Action
  let arguments: [String]

  /// Why a transcript's line is not run.
  struct NotAllowed: Error {
    let message: String
  }

  /// Reads the text behind `$ `.
  ///
  /// - Parameter programs: What book.yml names.
  init(_ text: String, programs: [BookSettings.Program]) throws(NotAllowed) {
    let words = try Self.words(text)
    guard !programs.isEmpty else {
      throw NotAllowed(
        message: "there is no program to run: only what book.yml names under `program:` or "
          + "`programs:` is run; name it there, or mark the transcript `console sketch`")
    }
    var rest = words[...]
    if words.starts(with: ["swift", "run"]) {
      rest = rest.dropFirst(2)
      var configuration = Configuration.debug
      if rest.starts(with: ["-c", "release"]) {
        configuration = .release
        rest = rest.dropFirst(2)
      }
      let found = programs.firstIndex { $0.name == rest.first && $0.kind.isSwift }
      guard let found else { throw Self.notAProgram(programs) }
      (program, action) = (found, .run(configuration))
      rest = rest.dropFirst()
    } else if words.starts(with: ["swift", "test"]) {
      let found = programs.firstIndex { $0.kind == .package }
      guard let found else { throw Self.notAProgram(programs) }
      (program, action) = (found, .test)
      rest = rest.dropFirst(2)
    } else {
      let found = programs.firstIndex { $0.name == rest.first && !$0.kind.isSwift }
      guard let found else { throw Self.notAProgram(programs) }
      (program, action) = (found, .command)
      rest = rest.dropFirst()
    }
    arguments = Array(rest)
    try Self.checkPaths(arguments)
  }

  private static func notAProgram(_ programs: [BookSettings.Program]) -> NotAllowed {
    let forms = programs.flatMap { program in
      switch program.kind {
      case .folder:
        ["`swift run \(program.name) …`", "`swift run -c release \(program.name) …`"]
      case .package:
        [
          "`swift run \(program.name) …`", "`swift run -c release \(program.name) …`",
          "`swift test …`",
        ]
      case .commands: ["`\(program.name) …`"]
      }
    }
    let list = forms.dropLast().joined(separator: ", ") + (forms.count > 1 ? " and " : "")
    return NotAllowed(
      message: "only \(list)\(forms.last ?? "") \(forms.count == 1 ? "is" : "are") run; "
        + "mark the transcript `console sketch` if it is only to be shown")
  }

  private static func checkPaths(_ words: [String]) throws(NotAllowed) {
    for word in words {
      let parts = word.unicodeScalars.split(separator: "=", omittingEmptySubsequences: false)
      if parts.contains(where: { $0.first == "/" }) {
        throw NotAllowed(
          message: "`\(word)` is an absolute path, which another machine does not have; "
            + "name a file of the working directory")
      }
      let leaves = parts.contains { part in
        part.split(separator: "/").contains { $0.elementsEqual("..".unicodeScalars) }
      }
      if leaves {
        throw NotAllowed(
          message: "`\(word)` leads out of the working directory; name a file inside it")
      }
    }
  }

  /// The words between spaces; double quotes group, and what is in them stands for itself.
  private static func words(_ text: String) throws(NotAllowed) -> [String] {
    var words: [String] = []
    var word: String.UnicodeScalarView?
    var isQuoted = false
    for scalar in text.unicodeScalars {
      if scalar == "\"" {
        isQuoted.toggle()
        word = word ?? String.UnicodeScalarView()
      } else if isQuoted {
        word?.append(scalar)
      } else if scalar == " " || scalar == "\t" {
        if let ended = word { words.append(String(ended)) }
        word = nil
      } else if ";|&<>$()*?~`\\".unicodeScalars.contains(scalar) {
        throw NotAllowed(
          message: "a command is run without a shell, so `\(scalar)` cannot stand outside "
            + "double quotes; put the word in quotes, or mark the transcript `console sketch`")
      } else {
        word = word ?? String.UnicodeScalarView()
        word?.append(scalar)
      }
    }
    if isQuoted { throw NotAllowed(message: "this quote is never closed; add a `\"` at its end") }
    if let ended = word { words.append(String(ended)) }
    return words
  }
}
