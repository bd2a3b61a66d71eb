import Compiling
import Literate

/// What the compiler wrote about a program, told of the chapters that the program comes from.
struct CompilerMessages {
  /// The diagnostics, in the compiler's order, and one more if the program did not compile for a
  /// reason that has no place in the chapters.
  private(set) var findings: [Diagnostic] = []
  private let program: SwiftProgram
  private let files: [String: TangledFile]

  /// - Parameters:
  ///   - text: What the compiler wrote, in its plain style.
  ///   - isCompiled: Whether it made an executable.
  ///   - chapter: The chapter through which the program was read.
  init(_ text: String, about program: SwiftProgram, isCompiled: Bool, through chapter: Chapter) {
    self.program = program
    files = Dictionary(uniqueKeysWithValues: program.files.map { ($0.path, $0) })
    var groups: [(head: Message, below: [String])] = []
    var loose: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if let message = Message(line) {
        groups.append((message, []))
      } else if groups.isEmpty || line.hasPrefix("error: ") || Self.isLinkers(line) {
        loose.append(line)
      } else {
        groups[groups.count - 1].below.append(line)
      }
    }
    for (head, below) in groups { add(head, below) }
    while loose.last?.isEmpty == true { loose.removeLast() }
    if !isCompiled, !findings.hasErrors {
      findings.append(
        .error(
          "the program through this chapter does not compile or link",
          at: SourceLocation(file: chapter.path), detail: loose.isEmpty ? [text] : loose))
    }
  }

  private static func isLinkers(_ line: String) -> Bool {
    line.contains("undefined reference") || line.contains("undefined symbol")
      || line.hasPrefix("clang: ") || line.hasPrefix("/usr/bin/ld")
  }

  /// `microgpt/Value.swift:3:5: error: …`.
  private struct Message {
    let file: String
    let line: Int
    let column: Int
    let kind: Substring
    let text: String

    init?(_ text: String) {
      for kind in ["error", "warning", "note", "remark"] {
        guard let mark = text.firstRange(of: ": \(kind): ") else { continue }
        let place = text[..<mark.lowerBound].split(
          separator: ":", omittingEmptySubsequences: false)
        guard place.count >= 3, let line = Int(place[place.count - 2]),
          let column = Int(place[place.count - 1])
        else { continue }
        file = place.dropLast(2).joined(separator: ":")
        self.line = line
        self.column = column
        self.kind = text[mark].dropFirst(2).dropLast(2)
        self.text = String(text[mark.upperBound...])
        return
      }
      return nil
    }
  }

  private mutating func add(_ message: Message, _ below: [String]) {
    let (location, remark, detail) = place(message, below)
    let text = message.text + remark
    switch message.kind {
    case "error", "warning":
      findings.append(
        Diagnostic(
          message.kind == "error" ? .error : .warning, text, at: location, detail: detail))
    default:
      let note = Diagnostic.Note(text, at: location, detail: detail)
      if findings.isEmpty { return }
      findings[findings.count - 1].notes.append(note)
    }
  }

  /// Where a message stands in the book, what has to be said of the place, and the excerpt.
  private func place(
    _ message: Message, _ below: [String]
  ) -> (SourceLocation, remark: String, detail: [String]) {
    let tangled = SourceLocation(file: message.file, line: message.line, column: message.column)
    guard let file = files[message.file], !file.origins.isEmpty else {
      return (tangled, "", below.filter { !$0.isEmpty })
    }
    // What is missing at the end of a file is missed on the line behind the last.
    let isBehind = message.line > file.origins.count
    let line = min(message.line, file.origins.count) - 1
    guard line >= 0, let origin = file.origins[line] else {
      return (tangled, " (tangle added this line itself)", below.filter { !$0.isEmpty })
    }
    let chapter = program.web.book.chapters[origin.block.chapter]
    let block = program.web.block(origin.block)
    let shift =
      chapter.margin(of: block, line: origin.line).count - file.indentation(of: origin).count
      + (block.lines[origin.line].isEscaped ? 1 : 0)
    let number = block.sourceLine(origin.line)
    let source = chapter.source.line(number)
    let excerpt = String(decoding: source, as: UTF8.self)
    if isBehind {
      let marks = String(repeating: " ", count: excerpt.count) + "^"
      return (chapter.location(line: number, column: source.count + 1), "", [excerpt, marks])
    }
    let location = chapter.location(line: number, column: max(1, message.column + shift))
    let marks = below.dropFirst().filter { !$0.isEmpty }.map { Self.shifted($0, by: shift) }
    return (location, "", below.isEmpty ? [] : [excerpt] + marks)
  }

  /// A line of marks below an excerpt, moved with the excerpt.
  private static func shifted(_ line: String, by columns: Int) -> String {
    if columns >= 0 { return String(repeating: " ", count: columns) + line }
    let space = line.prefix { $0 == " " }.count
    return String(line.dropFirst(min(space, -columns)))
  }
}

extension CodeLine {
  fileprivate var isEscaped: Bool {
    if case .escaped = kind { true } else { false }
  }
}
