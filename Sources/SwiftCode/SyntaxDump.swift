/// A position in a file of a program, both numbers from 1, the column in bytes.
struct CodePlace: Hashable, Sendable {
  let file: String
  let line: Int
  let column: Int
}

/// What the compiler's typed syntax tree, printed by `-dump-ast`, says of the names in a program.
///
/// The tree's text is read, not its JSON: only the text tells where a declaration stands, and so
/// keeps locals of one name apart. A line is a node, indented by its depth. What is not understood
/// is passed over, so that another compiler's tree gives fewer names and nothing worse.
struct SyntaxDump {
  /// A use of a declaration.
  struct Mention {
    let place: CodePlace
    /// The declaration as the compiler calls it: `Swift.(file).Array extension.append`.
    let name: String
    /// Where it is declared, if that is in the program.
    let declaration: CodePlace?
    let type: String
    /// Whether it is a value's member, its type that of `self` removed: a property.
    let isProperty: Bool
  }

  /// A use of which the tree tells only the lines that it stands in.
  struct LooseMention {
    let file: String
    let lines: ClosedRange<Int>
    let name: String
    let declaration: CodePlace?
    let type: String
  }

  private(set) var mentions: [Mention] = []
  private(set) var looseMentions: [LooseMention] = []
  /// The types of variables and constants by the places of their names.
  private(set) var variableTypes: [CodePlace: String] = [:]

  /// - Parameter text: What the compiler printed.
  init(_ text: [UInt8]) {
    text.withUnsafeBufferPointer { read($0) }
  }

  private mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
    var file = ""
    /// For each depth the last node's line.
    var lines: [Range<Int>] = []
    var position = 0
    while position < text.count {
      var end = position
      while end < text.count, text[end] != UInt8(ascii: "\n") { end += 1 }
      var start = position
      while start < end, text[start] == UInt8(ascii: " ") { start += 1 }
      let depth = (start - position) / 2
      position = end + 1
      // A file begins behind the last bracket of the one before.
      let next = Self.sourceFile(text, start..<end)
      if let next { end = next.start }
      defer {
        if let next {
          file = next.name
          lines = []
        }
      }
      if lines.count > depth { lines.removeSubrange(depth...) }
      while lines.count < depth { lines.append(start..<start) }
      lines.append(start..<end)
      switch DumpedNode.kind(text, start..<end) {
      case "declref_expr", "member_ref_expr", "other_constructor_ref_expr":
        addMention(DumpedNode(text, start..<end), file)
      case "var_decl": addVariable(DumpedNode(text, start..<end))
      case "member", "pattern_enum_element":
        let around = lines.dropLast().reversed().lazy
          .map { DumpedNode(text, $0) }.first { $0.attributes["range"] != nil }
        addLooseMention(DumpedNode(text, start..<end), in: around, file)
      default: break
      }
    }
  }

  /// The file that begins on a line, and where on the line.
  private static func sourceFile(
    _ text: UnsafeBufferPointer<UInt8>, _ line: Range<Int>
  ) -> (name: String, start: Int)? {
    guard line.count > sourceMark.count, text[line.upperBound - 1] == UInt8(ascii: "\"")
    else { return nil }
    var start = line.upperBound - 2
    while start > line.lowerBound, text[start] != UInt8(ascii: "\"") { start -= 1 }
    start -= sourceMark.count - 1
    guard start >= line.lowerBound else { return nil }
    let rest = UnsafeBufferPointer(rebasing: text[start..<line.upperBound])
    guard rest.starts(with: sourceMark) else { return nil }
    return DumpedNode(text, start..<line.upperBound).title.map { ($0, start) }
  }

  private static let sourceMark = Array("(source_file \"".utf8)
}

extension SyntaxDump {
  private mutating func addMention(_ node: DumpedNode, _ file: String) {
    guard let location = node.attributes["location"], let place = CodePlace(location),
      let (name, declaration) = node.declaration, let type = node.type("type"),
      place.file == file
    else { return }
    if node.flags.contains("implicit"), !name.contains(".init(") { return }
    mentions.append(
      Mention(
        place: place, name: name, declaration: declaration, type: type,
        isProperty: node.kind == "member_ref_expr"))
  }

  private mutating func addVariable(_ node: DumpedNode) {
    guard !node.flags.contains("implicit"), let (place, _) = node.range,
      let type = node.type("interface_type")
    else { return }
    variableTypes[place] = type
  }

  private mutating func addLooseMention(
    _ node: DumpedNode, in around: DumpedNode?, _ file: String
  ) {
    guard let (start, endLine) = around?.range, start.file == file, start.line <= endLine,
      !node.flags.contains("implicit"), let type = node.type("type")
    else { return }
    let lines = start.line...endLine
    if let (name, declaration) = node.declaration {
      looseMentions.append(
        LooseMention(file: file, lines: lines, name: name, declaration: declaration, type: type))
    } else if let name = node.attributes["element"] {
      looseMentions.append(
        LooseMention(file: file, lines: lines, name: name, declaration: nil, type: type))
    }
  }
}

extension CodePlace {
  /// `Sources/File.swift:3:7`.
  init?(_ text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count >= 3, let line = Int(parts[parts.count - 2]), line > 0,
      let column = Int(parts[parts.count - 1]), column > 0
    else { return nil }
    self.init(file: parts.dropLast(2).joined(separator: ":"), line: line, column: column)
  }
}

/// A line of the tree: `(kind "title" flag key=value key="value")`.
private struct DumpedNode {
  let kind: String
  private(set) var title: String?
  private(set) var attributes: [String: String] = [:]
  private(set) var flags: Set<String> = []

  static func kind(_ text: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) -> String {
    var start = line.lowerBound
    guard start < line.upperBound, text[start] == UInt8(ascii: "(") else { return "" }
    start += 1
    var end = start
    while end < line.upperBound, text[end] != space, text[end] != UInt8(ascii: ")") {
      // `(processed_init=call_expr` plays a part in the node around it.
      if text[end] == equals { start = end + 1 }
      end += 1
    }
    return String(decoding: text[start..<end], as: UTF8.self)
  }

  init(_ text: UnsafeBufferPointer<UInt8>, _ line: Range<Int>) {
    kind = Self.kind(text, line)
    var position = line.lowerBound
    while position < line.upperBound, text[position] != Self.space { position += 1 }
    while position < line.upperBound {
      if text[position] == Self.space {
        position += 1
        continue
      }
      let start = position
      while position < line.upperBound, !Self.endsWord(text[position]) { position += 1 }
      let word = String(decoding: text[start..<position], as: UTF8.self)
      guard position < line.upperBound, text[position] != Self.space else {
        flags.insert(word)
        continue
      }
      if text[position] == Self.equals { position += 1 }
      let value = Self.value(text, &position, line.upperBound)
      if word.isEmpty { title = title ?? value } else { attributes[word] = value }
    }
  }

  private static let space = UInt8(ascii: " ")
  private static let equals = UInt8(ascii: "=")
  private static let quote = UInt8(ascii: "\"")

  private static func endsWord(_ byte: UInt8) -> Bool {
    byte == space || byte == equals || byte == quote
  }

  /// A value in quotes, in brackets, or up to the next space; `position` is moved behind it.
  private static func value(
    _ text: UnsafeBufferPointer<UInt8>, _ position: inout Int, _ end: Int
  ) -> String {
    guard position < end else { return "" }
    let closing: UInt8? =
      switch text[position] {
      case quote: quote
      case UInt8(ascii: "["): UInt8(ascii: "]")
      default: nil
      }
    guard let closing else {
      let start = position
      while position < end, text[position] != space { position += 1 }
      return String(decoding: text[start..<position], as: UTF8.self)
    }
    position += 1
    var bytes: [UInt8] = []
    while position < end, text[position] != closing {
      if text[position] == UInt8(ascii: "\\"), position + 1 < end { position += 1 }
      bytes.append(text[position])
      position += 1
    }
    position = min(position + 1, end)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The declaration that the node refers to, and where it stands.
  var declaration: (name: String, place: CodePlace?)? {
    guard var text = attributes["decl"].map({ $0[...] }) else { return nil }
    if let end = text.firstRange(of: " [with ") { text = text[..<end.lowerBound] }
    guard let mark = text.lastIndex(of: "@"),
      let place = CodePlace(text[text.index(after: mark)...])
    else { return (String(text), nil) }
    return (String(text[..<mark]), place)
  }

  /// Where the node begins, and the line on which it ends.
  var range: (start: CodePlace, endLine: Int)? {
    guard let text = attributes["range"], let middle = text.firstRange(of: " - line:"),
      let start = CodePlace(text[..<middle.lowerBound]),
      let endLine = text[middle.upperBound...].split(separator: ":").first.flatMap({ Int($0) })
    else { return nil }
    return (start, endLine)
  }

  /// A type that can be shown.
  func type(_ key: String) -> String? {
    guard let type = attributes[key] else { return nil }
    // What the compiler made up, did not find out, or names in its own way only.
    let hidden = ["τ_", "$s", "<null>", "@opaqueReturnTypeOf", "ERROR", "<<", "$T", "0x"]
    return type.isEmpty || hidden.contains(where: type.contains) ? nil : type
  }
}
