import Foundation

/// What a fence's info string says: the language, and what the block is to the book.
public struct Tag: Hashable, Sendable {
  /// How a block's lines enter the program.
  public enum Verb: Hashable, Sendable {
    case file, define, append, replace
    /// They go before or after a line of the chunk.
    case insert(Side, line: String)
    /// They take the place of lines of the chunk; without `to`, of one.
    case change(from: String, to: String?)

    public enum Side: String, Sendable {
      case before, after
    }

    /// The verb as it is written.
    public var keyword: String {
      switch self {
      case .file: "file"
      case .define: "define"
      case .append: "append"
      case .replace: "replace"
      case .insert: "insert"
      case .change: "change"
      }
    }

    static let keywords = ["file", "define", "append", "replace", "insert", "change"]
  }

  /// What a block is to the book.
  public enum Role: Hashable, Sendable {
    /// None of our business: shown as it is.
    case plain
    /// Lines of the chunk with this name.
    case chunk(Verb, name: String)
    /// Shown, never tangled or run.
    case sketch
    /// Shows a chunk as it stands here, or at the end of the chapter with a number.
    case show(String, from: Int?)
    /// A text for the chunk with this name with which the program, as it is here, must not compile.
    case failing(String)
    /// What the compiler says of the listing that must not compile directly before it.
    case compilerMessages
    case transcript(TranscriptOptions)
    /// What the transcript directly below it reads; it is also in that transcript's options.
    case input
    /// A display formula.
    case formula
    /// An interactive figure, with its data in the book's `figures/`.
    case figure(name: String, data: String?)
  }

  /// What stands behind `console`.
  public struct TranscriptOptions: Hashable, Sendable {
    /// The name by which facts refer to it.
    public var name: String?
    /// Whether the commands run on the program as it stands at this point of the chapter.
    public var isHere = false
    /// How the last command ends.
    public var ending = Ending.status(0)
    /// The chapter that changes what is printed.
    public var superseded: Int?
    /// The names of files that the book does not have and that the commands need; they run where
    /// all are given.
    public var data: [String] = []
    /// What each command reads from its standard input.
    public var input: [UInt8] = []
    /// By how much numbers may differ, absolutely or relatively, whichever allows more.
    public var tolerance = 0.0
    /// Whether it is never offered to be run in the page.
    public var isStill = false

    /// How a command ends.
    public enum Ending: Hashable, Sendable {
      case status(Int)
      /// By a signal, such as `TERM`.
      case signal(Signal)
    }

    /// The status with which the last command ends; 0 if it is to end by a signal.
    public var status: Int { if case .status(let number) = ending { number } else { 0 } }
  }

  /// The first word, as written; empty without one.
  public let language: String
  public internal(set) var role: Role
  /// Whether the page shows it as a closed row that can be opened.
  public let isBehind: Bool
  /// The lines of the block to draw the eye to, 1 the first.
  public let marks: [ClosedRange<Int>]
  /// The exercise whose solution it belongs to. Its role is a sketch's: it changes no program but
  /// the one that the solution is tried on.
  public let solves: Exercise?

  /// Reads an info string as libcmark gives it, escapes and entities resolved.
  ///
  /// - Parameter problem: Called with each mistake, in words that name the remedy.
  public init(_ info: String, problem: (String) -> Void) {
    var reader = TagReader(info)
    let role = reader.read(problem)
    language = reader.language
    self.role = role
    isBehind = reader.isBehind
    marks = reader.marks
    solves = reader.solves
  }

  /// The language in lower case, for comparisons.
  public var languageKey: String { language.lowercased() }

  public var isSwift: Bool { languageKey == "swift" }
}

/// A signal that can end a command.
public struct Signal: Hashable, Sendable {
  /// Without `SIG`, such as `TERM`.
  public let name: String
  public let number: Int32

  /// - Parameter name: With or without `SIG`.
  public init?(_ name: String) {
    let short = name.hasPrefix("SIG") ? String(name.dropFirst(3)) : name
    guard let number = Self.numbers[short] else { return nil }
    self.name = short
    self.number = number
  }

  static var names: [String] { numbers.keys.sorted() }

  private static let numbers: [String: Int32] = [
    "ABRT": SIGABRT, "ALRM": SIGALRM, "BUS": SIGBUS, "FPE": SIGFPE, "HUP": SIGHUP, "ILL": SIGILL,
    "INT": SIGINT, "KILL": SIGKILL, "PIPE": SIGPIPE, "QUIT": SIGQUIT, "SEGV": SIGSEGV,
    "SYS": SIGSYS, "TERM": SIGTERM, "TRAP": SIGTRAP, "USR1": SIGUSR1, "USR2": SIGUSR2,
    "XCPU": SIGXCPU, "XFSZ": SIGXFSZ,
  ]
}

/// A chunk's name as it is compared: trimmed, each run of white space one space.
public func foldedName(_ name: some StringProtocol) -> String {
  String(name).unicodeScalars.split(whereSeparator: \.isSpace)
    .map { String($0) }.joined(separator: " ")
}

extension Unicode.Scalar {
  /// White space as Unicode has it; most names' letters need no look at a table.
  package var isSpace: Bool {
    value < 0x80 ? value == 0x20 || (0x09...0x0D).contains(value) : properties.isWhitespace
  }
}
