/// Declarations in words.
extension SwiftFile {
  /// Whether a name is declared inside a function, or as a parameter of one.
  func isLocal(_ index: Int) -> Bool {
    words[index].codeBraces > 0 || words[index].brackets > 0
  }

  private static let declaring: Set = [
    "func", "struct", "class", "enum", "actor", "protocol", "typealias", "associatedtype",
    "extension", "macro",
  ]

  /// A declaration in one line, as it is written up to its body.
  ///
  /// - Parameters:
  ///   - index: The name that is declared.
  ///   - type: What the compiler says of a variable's type.
  func declaration(_ index: Int, type: String?) -> String {
    let name = words[index].text
    if name == "init" {
      let context = words[index].context
      return (context.isEmpty ? "" : context + ".") + head(from: index, index)
    }
    if Self.declaring.contains(self[index - 1]) { return head(from: start(index - 1), index) }
    guard let introducer = introducer(index) else {
      return type.map { "\(name): \($0)" } ?? name
    }
    if self[introducer] == "case", !isLocal(index) { return "case " + caseText(index) }
    let word = self[introducer] == "var" ? "var" : "let"
    let type = type.map { ": " + $0 } ?? ""
    if isLocal(index) { return "\(word) \(name)\(type)" }
    return text(start(introducer), introducer) + " \(name)\(type)"
  }

  /// The keyword that makes a name a variable or a case; nil for a parameter.
  private func introducer(_ index: Int) -> Int? {
    if ["let", "var", "for"].contains(self[index - 1]) { return index - 1 }
    if words[index].brackets > 0, self[index + 1] == ":" { return nil }
    for place in (max(0, index - 100)..<index).reversed() {
      switch self[place] {
      case "let", "var", "for", "case": return place
      case "{", "}", ";", "in", "func", "init", "subscript": return nil
      default: break
      }
    }
    return nil
  }

  /// The first word of a declaration, its modifiers on the same line before its keyword.
  private func start(_ keyword: Int) -> Int {
    var start = keyword
    while start > 0, !words[start].startsLine, !["{", "}", ";"].contains(self[start - 1]) {
      start -= 1
    }
    return start
  }

  /// What stands before a declaration's body.
  private func head(from start: Int, _ name: Int) -> String {
    let depth = words[name].brackets
    var end = name
    while end + 1 < words.count {
      let next = words[end + 1]
      if next.brackets <= depth {
        if next.text == "{" || next.text == "}" { break }
        let goesOn = ["->", "where", "throws", "rethrows", "async", "(", ")", "<"]
        if next.startsLine, !goesOn.contains(next.text), !["->", "where", ","].contains(self[end]) {
          break
        }
      }
      end += 1
    }
    return text(start, end)
  }

  private func caseText(_ index: Int) -> String {
    guard self[index + 1] == "(" else { return words[index].text }
    var end = index + 2
    while end < words.count, words[end].brackets > words[index].brackets { end += 1 }
    return text(index, end - 1)
  }

  /// The code from one word to another, in one line.
  private func text(_ first: Int, _ last: Int) -> String {
    let code = bytes[words[first].range.lowerBound..<words[max(first, last)].range.upperBound]
    let lines = code.split(separator: UInt8(ascii: "\n")).map {
      String(decoding: $0, as: UTF8.self)
    }
    var text = ""
    for line in lines {
      let line = String(line.drop { $0 == " " || $0 == "\t" })
      if !text.isEmpty, text.last != "(", line.first != ")" { text += " " }
      text += line
    }
    return Self.shortened(text, to: 240)
  }

  /// The first paragraph of the comment that documents a declaration.
  func documentation(_ index: Int) -> String {
    var number = position(index).line - 1
    func line(_ number: Int) -> Substring {
      let end = number + 1 < lineStarts.count ? lineStarts[number + 1] - 1 : bytes.count
      return String(decoding: bytes[lineStarts[number]..<end], as: UTF8.self)
        .drop { $0 == " " || $0 == "\t" }
    }
    number -= 1
    while number >= 0, line(number).hasPrefix("@") { number -= 1 }
    var lines: [Substring] = []
    while number >= 0, line(number).hasPrefix("///") {
      lines.append(line(number).dropFirst(3).drop { $0 == " " })
      number -= 1
    }
    let paragraph = lines.reversed().drop { $0.isEmpty }
      .prefix { !$0.isEmpty && !$0.hasPrefix("- ") }
    let text = paragraph.joined(separator: " ")
    return Self.shortened(text, to: 320)
  }

  private static func shortened(_ text: String, to count: Int) -> String {
    (text.count <= count ? text : text.prefix(count - 1) + "…").replacing("\t", with: " ")
  }
}
