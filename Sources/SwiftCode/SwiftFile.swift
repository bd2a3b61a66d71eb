/// A Swift file's declarations as they are written.
package struct SwiftFile: Sendable {
  /// A name, keyword or mark.
  struct Word {
    let text: String
    let range: Range<Int>
    let startsLine: Bool
    let isKeyword: Bool
    /// How many brackets are open around it, and how many braces that are no type's body.
    var brackets = 0
    var codeBraces = 0
    /// The types around it, joined by periods.
    var context = ""
  }

  /// Something that is declared outside of functions.
  package struct Declaration: Equatable, Sendable {
    /// The keyword: `struct`, `func`, `let`, `case`.
    package let kind: String
    package let name: String
    /// From 0.
    package let line: Int
    /// The types around it, joined by periods.
    package let type: String
  }

  /// A name in the file.
  struct Name {
    let index: Int
    let text: String
    let line: Int
    let column: Int
    /// The type whose member it is by being declared in its body or an extension.
    let context: String
    /// Whether a period stands before it.
    let isMember: Bool
    /// Whether it is followed by a colon and so may be a label.
    let isLabel: Bool
  }

  /// What is declared outside of functions, in order.
  package private(set) var declarations: [Declaration] = []
  /// Where types are named, by their names with those of the types around them.
  private(set) var types: [String: Int] = [:]
  /// Where cases of enumerations are named, likewise.
  private(set) var cases: [String: Int] = [:]
  /// The names of functions, initializers, types and cases outside of functions.
  private(set) var members: [Int] = []
  /// What generic parameters are called.
  private(set) var genericParameters: Set<String> = []

  let bytes: [UInt8]
  private(set) var words: [Word] = []
  private(set) var wordsByOffset: [Int: Int] = [:]
  let lineStarts: [Int]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
    lineStarts = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
    words = SwiftLexer(bytes).lexemes.map { lexeme in
      let isText = if case .stringSegment = lexeme.kind { true } else { false }
      let isKeyword = if case .keyword = lexeme.kind { true } else { false }
      return Word(
        text: isText ? "" : String(decoding: bytes[lexeme.range], as: UTF8.self),
        range: lexeme.range, startsLine: lexeme.startsLine, isKeyword: isKeyword)
    }
    for (index, word) in words.enumerated() { wordsByOffset[word.range.lowerBound] = index }
    readStructure()
  }

  private static let typeKeywords: Set = ["struct", "class", "enum", "actor", "protocol"]

  /// Finds what is declared where.
  private mutating func readStructure() {
    enum Level {
      case bracket, code
      case type(context: String, isEnum: Bool)
    }
    var levels: [Level] = []
    var brackets = 0
    var codeBraces = 0
    var contexts = [""]
    var next: (context: String, isEnum: Bool)?
    var isInCase = false
    for index in words.indices {
      words[index].brackets = brackets
      words[index].codeBraces = codeBraces
      words[index].context = contexts[contexts.count - 1]
      let word = words[index]
      if isInCase, word.startsLine, self[index - 1] != ",", self[index - 1] != "case" {
        isInCase = false
      }
      switch word.text {
      case "(", "[":
        levels.append(.bracket)
        brackets += 1
      case "{":
        if let type = next, brackets == 0 {
          levels.append(.type(context: type.context, isEnum: type.isEnum))
          contexts.append(type.context)
          next = nil
        } else {
          levels.append(.code)
          codeBraces += 1
        }
      case ")", "]", "}":
        switch levels.popLast() {
        case .bracket: brackets -= 1
        case .code: codeBraces -= 1
        case .type: contexts.removeLast()
        case nil: break
        }
      case "extension" where word.isKeyword && codeBraces == 0 && isName(index + 1):
        var name = self[index + 1]
        var end = index + 2
        while self[end] == ".", isName(end + 1) {
          name += "." + self[end + 1]
          end += 2
        }
        next = (name, false)
        declare("extension", name, index)
      case _
      where Self.typeKeywords.contains(word.text) && isName(index + 1)
        && self[index - 1] != "." && codeBraces == 0 && brackets == 0:
        let outer = contexts[contexts.count - 1]
        let name = (outer.isEmpty ? "" : outer + ".") + self[index + 1]
        next = (name, word.text == "enum")
        types[name] = types[name] ?? index + 1
        members.append(index + 1)
        declare(word.text, self[index + 1], index + 1)
        readGenericParameters(index + 2)
      case "typealias" where word.isKeyword && isName(index + 1) && codeBraces == 0:
        let outer = contexts[contexts.count - 1]
        let name = (outer.isEmpty ? "" : outer + ".") + self[index + 1]
        types[name] = types[name] ?? index + 1
        members.append(index + 1)
        declare("typealias", self[index + 1], index + 1)
      case "func" where word.isKeyword && index + 1 < words.count:
        if codeBraces == 0 { members.append(index + 1) }
        if codeBraces == 0, isName(index + 1) { declare("func", self[index + 1], index + 1) }
        readGenericParameters(index + 2)
      case "init" where word.isKeyword && codeBraces == 0 && self[index - 1] != ".":
        members.append(index)
        declare("init", "init", index)
        readGenericParameters(index + 1)
      case "subscript" where word.isKeyword && codeBraces == 0 && self[index - 1] != ".":
        declare("subscript", "subscript", index)
      case "macro" where isName(index + 1) && codeBraces == 0 && brackets == 0:
        declare("macro", self[index + 1], index + 1)
      case "let" where word.isKeyword && codeBraces == 0 && brackets == 0,
        "var" where word.isKeyword && codeBraces == 0 && brackets == 0:
        declareVariables(word.text, index + 1)
      case "case" where word.isKeyword:
        if case .type(_, true)? = levels.last { isInCase = true }
      default: break
      }
      if isInCase, isName(index), self[index - 1] == "case" || self[index - 1] == ",",
        case .type(let context, true)? = levels.last
      {
        cases[context + "." + word.text] = index
        members.append(index)
        declare("case", self[index], index)
      }
    }
  }

  private mutating func declare(_ kind: String, _ name: String, _ index: Int) {
    declarations.append(
      Declaration(
        kind: kind, name: name, line: position(index).line - 1, type: words[index].context))
  }

  /// The variables behind `let` or `var`: one, or those of a pattern in brackets.
  private mutating func declareVariables(_ kind: String, _ start: Int) {
    if isName(start) { declare(kind, self[start], start) }
    guard self[start] == "(" else { return }
    var depth = 0
    for index in start..<words.count {
      if self[index] == "(" { depth += 1 }
      if self[index] == ")" { depth -= 1 }
      if depth == 0 { break }
      if isName(index), self[index] != "_", self[index + 1] != ":" {
        declare(kind, self[index], index)
      }
    }
  }

  private mutating func readGenericParameters(_ start: Int) {
    guard self[start] == "<" else { return }
    var index = start + 1
    while index < words.count, self[index] != "(", self[index] != "{", self[index - 1] != ">" {
      if isName(index), self[index - 1] == "<" || self[index - 1] == "," {
        genericParameters.insert(self[index])
      }
      index += 1
    }
  }

  /// A word's text without back-ticks; an empty one where there is none.
  subscript(_ index: Int) -> String {
    guard words.indices.contains(index) else { return "" }
    let text = words[index].text
    return text.first == "`" ? text.filter { $0 != "`" } : text
  }

  /// Whether a word is a name, and no keyword or mark.
  func isName(_ index: Int) -> Bool {
    guard words.indices.contains(index), !words[index].isKeyword else { return false }
    guard let first = words[index].text.unicodeScalars.first else { return false }
    return first == "_" || first == "`" || first.properties.isAlphabetic
  }
}

/// Places and names.
extension SwiftFile {
  /// The word that begins at a place.
  func index(line: Int, column: Int) -> Int? {
    guard lineStarts.indices.contains(line - 1) else { return nil }
    return wordsByOffset[lineStarts[line - 1] + column - 1]
  }

  func text(_ index: Int) -> String { self[index] }

  func length(_ index: Int) -> Int { words[index].range.count }

  /// Line and column of a word, from 1.
  func position(_ index: Int) -> (line: Int, column: Int) {
    let offset = words[index].range.lowerBound
    var low = 0
    var high = lineStarts.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return (low + 1, offset - lineStarts[low] + 1)
  }

  /// The words in a piece of a chunk's code that may name something, references, comments and texts
  /// left out.
  package static func names(in code: [UInt8]) -> Set<String> {
    var code = code
    SwiftColours.hideReferences(in: &code)
    let file = SwiftFile(code)
    return Set(file.words.indices.filter(file.isName).map { file[$0] })
  }

  /// All names, in order.
  var names: [Name] {
    words.indices.filter(isName).map { index in
      let (line, column) = position(index)
      return Name(
        index: index, text: self[index], line: line, column: column,
        context: words[index].context, isMember: self[index - 1] == ".",
        isLabel: self[index + 1] == ":" && words[index].brackets > 0)
    }
  }
}
