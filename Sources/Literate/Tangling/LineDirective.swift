/// How a language is told where the lines that follow were written: `#line 42 "chapters/05.md"` in
/// C, `//line chapters/05.md:42` in Go.
enum LineDirective {
  case hash
  case slashes

  /// Nil for a language that has none, or, as Swift does, one that may not stand before any line.
  init?(path: String, language: String) {
    let name = path.split(separator: "/").last ?? ""
    let ending = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() }
    let word = ending ?? language.lowercased()
    let families: [(Self, Set<String>)] = [
      (
        .hash,
        [
          "c", "h", "cc", "cpp", "cxx", "c++", "hpp", "hh", "m", "mm", "objc", "cu", "cuda", "cs",
          "csharp", "c#", "d", "y", "l", "glsl",
        ]
      ),
      (.slashes, ["go", "golang"]),
    ]
    guard let family = families.first(where: { $0.1.contains(word) }) else { return nil }
    self = family.0
  }

  /// The line.
  func text(file: String, line: Int) -> String {
    switch self {
    case .hash:
      "#line \(line) \"\(file.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    case .slashes: "//line \(file):\(line)"
    }
  }

  /// Whether a line of a tangled file is one.
  func isOne(_ line: ArraySlice<UInt8>) -> Bool {
    line.starts(with: (self == .hash ? "#line " : "//line ").utf8)
  }

  /// What of a language goes on from one line to the next: inside of it a directive would be text.
  struct Scanner {
    private enum State {
      case code
      case comment
      /// A string that ends with these bytes only.
      case raw([UInt8])
    }

    private let directive: LineDirective
    private var state = State.code
    /// Whether the line before goes on in the next one.
    private var isContinued = false

    init(_ directive: LineDirective) { self.directive = directive }

    /// Whether a directive can stand before the next line.
    var isOpen: Bool {
      if case .code = state { !isContinued } else { false }
    }

    mutating func read(_ line: ArraySlice<UInt8>) {
      var rest = line
      while let byte = rest.first {
        switch state {
        case .comment:
          if rest.starts(with: "*/".utf8) {
            state = .code
            rest = rest.dropFirst(2)
          } else {
            rest = rest.dropFirst()
          }
        case .raw(let end):
          if rest.starts(with: end) {
            state = .code
            rest = rest.dropFirst(end.count)
          } else {
            rest = rest.dropFirst()
          }
        case .code: readCode(byte, &rest)
        }
      }
      isContinued = directive == .hash && line.last == UInt8(ascii: "\\")
    }

    private mutating func readCode(_ byte: UInt8, _ rest: inout ArraySlice<UInt8>) {
      if rest.starts(with: "//".utf8) {
        rest = []
      } else if rest.starts(with: "/*".utf8) {
        state = .comment
        rest = rest.dropFirst(2)
      } else if directive == .slashes, byte == UInt8(ascii: "`") {
        state = .raw([byte])
        rest = rest.dropFirst()
      } else if directive == .hash, rest.starts(with: "R\"".utf8) {
        let delimiter = rest.dropFirst(2).prefix { $0 != UInt8(ascii: "(") }
        state = .raw([UInt8(ascii: ")")] + delimiter + [UInt8(ascii: "\"")])
        rest = rest.dropFirst(3 + delimiter.count)
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        rest = rest.dropFirst()
        while let inner = rest.first, inner != byte {
          rest = rest.dropFirst(inner == UInt8(ascii: "\\") ? 2 : 1)
        }
        rest = rest.dropFirst()
      } else {
        rest = rest.dropFirst()
      }
    }
  }
}

extension Expansion {
  /// Puts a directive before every line that does not go on in the chapter where the one before it
  /// stood.
  ///
  /// - Parameter place: The chapter's file, and the line in it.
  mutating func insertDirectives(
    _ directive: LineDirective, _ place: (Origin) -> (file: String, line: Int)
  ) {
    var output: [UInt8] = []
    var places: [Origin?] = []
    var scanner = LineDirective.Scanner(directive)
    var expected: (file: String, line: Int)?
    for (line, origin) in zip(lines(of: text), origins) {
      if let origin {
        let here = place(origin)
        if expected.map({ $0 != here }) ?? true, scanner.isOpen {
          output += Array((directive.text(file: here.file, line: here.line) + "\n").utf8)
          places.append(nil)
          expected = here
        }
        if let known = expected { expected = (known.file, known.line + 1) }
      }
      output += line + [0x0A]
      places.append(origin)
      scanner.read(line)
    }
    replaceAll(output, places)
  }
}
