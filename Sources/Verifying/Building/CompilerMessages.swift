import Compiling
import Literate

/// What a compiler wrote about a program, told of the chapters that the program comes from.
struct CompilerMessages {
  /// The diagnostics, in the compiler's order, and one more if the program was not built for a
  /// reason that has no place in the chapters.
  private(set) var findings: [Diagnostic] = []
  private let places: BookPlaces

  /// - Parameters:
  ///   - text: What the compiler wrote, in its plain style.
  ///   - isBuilt: Whether it made a program.
  ///   - folder: Where it saw the files, if it may name them with that.
  ///   - chapter: The chapter through which the program was read.
  init(
    _ text: String, about snapshot: Snapshot, isBuilt: Bool, folder: String? = nil,
    through chapter: Chapter
  ) {
    places = BookPlaces(snapshot, folder: folder)
    var groups: [(head: ToolMessage, below: [String])] = []
    var loose: [String] = []
    var reader = ToolMessage.Reader(isFailure: !isBuilt)
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for line in lines.map(String.init) {
      switch reader.read(line) {
      case .message(let message): groups.append((message, []))
      case .nothing: break
      case .loose: loose.append(line)
      case .text where groups.isEmpty || Self.isLoose(line): loose.append(line)
      case .text: groups[groups.count - 1].below.append(line)
      }
    }
    if let traceback = reader.end() { groups.append((traceback, [])) }
    for (head, below) in groups { add(head, below) }
    if !isBuilt, !findings.hasErrors {
      let detail = loose.isEmpty ? text.split(whereSeparator: \.isNewline).map(String.init) : loose
      findings.append(
        .error(
          "the program through this chapter does not compile or link",
          at: SourceLocation(file: chapter.path), detail: Self.shortened(detail)))
    }
  }

  private static func shortened(_ lines: [String]) -> [String] {
    lines.count <= 60 ? lines : ["… \(lines.count - 60) lines before"] + lines.suffix(60)
  }

  /// Whether it is said of no line: by a linker, or by `make`.
  private static func isLoose(_ line: String) -> Bool {
    line.hasPrefix("error: ") || line.contains("undefined reference")
      || line.hasPrefix("make") && line.contains(": *** [")
      || line.contains("undefined symbol") || line.hasPrefix("clang: ")
      || line.hasPrefix("/usr/bin/ld")
  }

  private mutating func add(_ message: ToolMessage, _ below: [String]) {
    let place = places.place(message, below)
    let text = message.text + place.remark + (missingModule(message) ?? "")
    switch message.kind {
    case .error, .warning:
      // What a tool says of files that are not the book's is no finding about the book.
      if message.kind == .warning, !place.isInBook { return }
      findings.append(
        Diagnostic(
          message.kind == .error ? .error : .warning, text, at: place.location,
          detail: place.detail))
    case .note:
      if findings.isEmpty { return }
      findings[findings.count - 1].notes.append(
        Diagnostic.Note(text, at: place.location, detail: place.detail))
    }
  }
}

extension CompilerMessages {
  /// The remedy where a program that is one folder imports a module: one folder is one module.
  private func missingModule(_ message: ToolMessage) -> String? {
    let start = "no such module '"
    guard message.kind == .error, message.text.hasPrefix(start) else { return nil }
    let programs = places.web.book.settings.programs
    guard let program = programs.first(where: { $0.kind == .folder }) else { return nil }
    let module = message.text.dropFirst(start.count).prefix { $0 != "'" }
    let isTangled = places.files.keys.contains { path in
      path.hasSuffix(".swift") && path.split(separator: "/").dropLast().contains(module)
    }
    return
      (isTangled
      ? ", which the book tangles as a folder of its own: `\(program.name)` is compiled alone"
      : ": `\(program.name)` is compiled alone, without packages")
      + "; to build several modules tangle a `Package.swift` too, and list the program under "
      + "`programs:` in book.yml with `package: true`"
  }
}

/// Where lines of tangled files stand in the book.
struct BookPlaces {
  struct Place {
    let location: SourceLocation
    /// What has to be said of the place.
    var remark = ""
    /// The excerpt.
    var detail: [String] = []
    var isInBook = true
    /// The line of a block's content that it is.
    var line: BlockLine?
  }

  fileprivate let web: Web
  fileprivate let files: [String: TangledFile]
  private let folder: String?

  init(_ snapshot: Snapshot, folder: String? = nil) {
    web = snapshot.web
    files = Dictionary(
      snapshot.files.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    self.folder = folder
  }

  /// The tangled file that a tool names.
  private func file(_ name: String) -> TangledFile? {
    var path = name[...]
    if let folder, path.hasPrefix(folder + "/") { path = path.dropFirst(folder.count + 1) }
    while path.hasPrefix("./") { path = path.dropFirst(2) }
    if let file = files[String(path)] { return file }
    // Tools may name the folder in which they found it.
    if path.first == "/" {
      let found = files.keys.filter { path.hasSuffix("/" + $0) }.max { $0.count < $1.count }
      if let found { return files[found] }
    }
    // The package manager's tools see a package that the book tangles to a folder of its own.
    let found = files.keys.filter { $0.hasSuffix("/" + path) }
    return found.count == 1 ? found.first.flatMap { files[$0] } : nil
  }

  /// The chapter that a tool names by a line directive; Go's tests name it without its folder.
  private func chapter(_ name: String) -> Chapter? {
    web.book.chapters.indices.first {
      let path = web.book.directivePath($0)
      return name == path || name.hasSuffix("/" + path) || path.hasSuffix("/" + name)
    }.map { web.book.chapters[$0] }
  }

  func place(_ message: ToolMessage, _ below: [String] = []) -> Place {
    let tangled = SourceLocation(
      file: message.file, line: message.line, column: message.column ?? 1)
    let text = below.filter { !$0.isEmpty }
    if web.book.settings.hasLineDirectives, let chapter = chapter(message.file) {
      // A line directive has told the tool where the line was written.
      let location = chapter.location(line: message.line, column: message.column ?? 1)
      guard message.isForeign || text.isEmpty, message.line <= chapter.source.lineCount else {
        return Place(location: location, detail: text)
      }
      let excerpt = String(decoding: chapter.source.line(message.line), as: UTF8.self)
      return Place(location: location, detail: [excerpt] + text)
    }
    guard let file = file(message.file), !file.origins.isEmpty else {
      if let caller = message.callers.first(where: { file($0.file) != nil }) {
        return place(message.at(caller), below)
      }
      return Place(location: tangled, detail: text, isInBook: false)
    }
    // What is missing at the end of a file is missed on the line behind the last.
    let isBehind = message.line > file.origins.count
    let line = min(message.line, file.origins.count) - 1
    guard line >= 0, let origin = file.origins[line] else {
      return Place(
        location: tangled, remark: " (tangle added this line itself)", detail: text)
    }
    let chapter = web.book.chapters[origin.block.chapter]
    let block = web.block(origin.block)
    let shift =
      chapter.margin(of: block, line: origin.line).count - file.indentation(of: origin).count
      + (block.lines[origin.line].isEscaped ? 1 : 0)
    let number = block.sourceLine(origin.line)
    let source = chapter.source.line(number)
    let excerpt = String(decoding: source, as: UTF8.self)
    let own = BlockLine(block: origin.block, line: origin.line)
    if isBehind {
      let marks = String(repeating: " ", count: excerpt.count) + "^"
      return Place(
        location: chapter.location(line: number, column: source.count + 1),
        detail: [excerpt, marks], line: own)
    }
    let column =
      message.column.map { max(1, $0 + shift) }
      ?? chapter.margin(of: block, line: origin.line).count + 1
    // The compiler's own excerpt is the tangled line; its marks move with the chapter's.
    let isExcerpt = message.column != nil && below.count > 1 && !message.isForeign
    let marks = isExcerpt ? below.dropFirst().filter { !$0.isEmpty } : []
    let detail =
      isExcerpt
      ? [excerpt] + marks.map { Self.shifted($0, by: shift) }
      : message.isForeign ? [excerpt] + text : below.isEmpty ? [] : [excerpt]
    return Place(
      location: chapter.location(line: number, column: column), detail: detail, line: own)
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
