import Foundation
import Literate

/// How a book's program is compiled: by which compiler, with which flags, and where it is kept what
/// came of it. Weaving and verifying ask here, and so speak of one program.
package struct Compilation: Sendable {
  /// The name of the book's program.
  package let name: String
  package let toolchain: Toolchain
  package let settings: TargetSettings
  package let cache: Cache
  /// How long a call of the compiler may take.
  package var timeLimit: Duration = .seconds(600)

  package init(name: String, toolchain: Toolchain, settings: TargetSettings, cache: Cache) {
    self.name = name
    self.toolchain = toolchain
    self.settings = settings
    self.cache = cache
  }

  /// How the program is compiled that `book.yml` names under `program`.
  ///
  /// - Returns: Nothing for a book that names no program, or has no Swift for it.
  /// - Throws: What keeps the program from being compiled at all: no compiler, a manifest that
  ///   cannot be read, a folder that cannot be written.
  package init?(of checked: CheckedBook) throws(Diagnostic) {
    guard let name = checked.book.settings.program,
      checked.web.files.contains(where: { $0.path.isSwift(of: name) })
    else { return nil }
    self = try Workshop(of: checked.book.path).compilation(of: name, in: checked)
  }

  /// The program at a point of the book.
  package func program(_ tangler: Tangler) -> SwiftProgram { SwiftProgram(name: name, tangler) }

  /// The name of what a program is compiled from and how.
  package func key(_ program: SwiftProgram, _ configuration: Configuration) -> String {
    var hash = ContentHash()
    hash.add("program 2")
    hash.add(toolchain.information)
    for flag in settings.flags(configuration) + program.identity { hash.add(flag) }
    for file in program.files {
      hash.add(file.path)
      hash.add(file.text)
    }
    return hash.name
  }

  /// Compiles and links a program.
  ///
  /// - Parameters:
  ///   - sources: A folder in which its files lie at their paths.
  ///   - output: The executable, relative to the sources.
  /// - Returns: What the compiler said, in its plain style.
  package func compile(
    _ program: SwiftProgram, _ configuration: Configuration, in sources: String, to output: String
  ) throws(CannotRun) -> ChildProcess.Outcome {
    try compiler(
      program.identity + ["-wmo"] + settings.flags(configuration)
        + ["-diagnostic-style=llvm", "-no-color-diagnostics", "-o", output]
        + program.files.map(\.path),
      in: sources
    ).run()
  }

  private func compiler(_ arguments: [String], in folder: String) -> ChildProcess {
    ChildProcess(
      executable: toolchain.compiler, arguments: arguments, folder: folder, timeLimit: timeLimit,
      outputLimit: Self.outputLimit)
  }

  /// What became of a call of the compiler, as the words behind its name.
  package func description(_ ending: ChildProcess.Ending) -> String {
    ending.description(timeLimit: timeLimit, outputLimit: Self.outputLimit)
  }

  /// In bytes; a typed tree has some megabytes.
  private static let outputLimit = 1 << 30

  /// The typed tree of some of a program's files, as `-dump-ast` prints it.
  ///
  /// - Parameters:
  ///   - shown: The paths of the files whose trees are wanted.
  ///   - folder: Where the program's files lie.
  /// - Returns: Nothing for a program that the compiler refuses.
  /// - Throws: A compiler that can't be asked, or that had to be stopped.
  package func syntaxTree(
    of program: SwiftProgram, files shown: Set<String>, in folder: String
  ) throws(CannotRun) -> [UInt8]? {
    let job = try frontendJob()
    var arguments = job.arguments + program.identity
    for file in program.files {
      if shown.contains(file.path) { arguments.append("-primary-file") }
      arguments.append(file.path)
    }
    let frontend = ChildProcess(
      executable: job.executable, arguments: arguments, folder: folder, timeLimit: timeLimit,
      outputLimit: Self.outputLimit)
    let outcome = try frontend.run()
    switch outcome.ending {
    case .status(0): return outcome.output
    case .status: return nil
    case .signal, .outOfTime, .tooMuchOutput, .tooMuchMemory, .unwanted:
      throw CannotRun(message: "the compiler \(description(outcome.ending))")
    }
  }

  /// The same in a folder of its own, made of the program's files and taken away again.
  package func syntaxTree(
    of program: SwiftProgram, files shown: Set<String>
  ) throws(CannotRun) -> [UInt8]? {
    let folder = try ScratchFolder("types")
    do {
      try AtomicWrites(program.files.map { ("\(folder.path)/\($0.path)", $0.text) })
    } catch {
      throw CannotRun(message: error.message)
    }
    return try syntaxTree(of: program, files: shown, in: folder.path)
  }

  /// The compiler's own part, as the driver calls it with the program's flags: its name, and the
  /// words before the module's name and the files.
  private func frontendJob() throws(CannotRun) -> (executable: String, arguments: [String]) {
    let flags = settings.flags(.debug)
    var hash = ContentHash()
    hash.add("frontend 1")
    hash.add(toolchain.information)
    hash.add(toolchain.compiler)
    for flag in flags { hash.add(flag) }
    var printed = cache.read(.facts, hash.name).map { String(decoding: $0, as: UTF8.self) }
    if printed == nil {
      printed = Toolchain.output(
        of: toolchain.compiler,
        ["-###", "-dump-ast", "-suppress-warnings"] + flags + ["-module-name", "M", "a.swift"])
      if let printed { cache.write(.facts, hash.name, Array(printed.utf8)) }
    }
    let line = printed?.split(separator: "\n").first { $0.contains(" -frontend ") }
    var words = Self.words(String(line ?? ""))
    guard let executable = words.first else {
      throw CannotRun(message: "`\(toolchain.compiler) -###` prints no call of the compiler")
    }
    words.removeFirst()
    for own in [["-primary-file", "a.swift"], ["-module-name", "M"], ["-o", "-"]] {
      if let place = words.firstRange(of: own) { words.removeSubrange(place) }
    }
    return (executable, words)
  }

  /// The words of a command as the driver prints it: one that needs quotes stands in single ones.
  static func words(_ command: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isQuoted = false
    var isEscaped = false
    for character in command.unicodeScalars {
      if isEscaped {
        word.unicodeScalars.append(character)
        isEscaped = false
      } else if character == "'" {
        isQuoted.toggle()
      } else if character == "\\", !isQuoted {
        isEscaped = true
      } else if character == " ", !isQuoted {
        if !word.isEmpty { words.append(word) }
        word = ""
      } else {
        word.unicodeScalars.append(character)
      }
    }
    return word.isEmpty ? words : words + [word]
  }
}
