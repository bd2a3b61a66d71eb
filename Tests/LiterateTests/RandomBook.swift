import TestSupport

/// A valid book of random chunks in random containers, and what an independent model says that it
/// tangles to. Its files hold no comments, so that the model needs no header.
func randomBook(_ random: inout SplitMix) -> (chapters: [String], files: [String: String]) {
  struct Chunk {
    let name: String
    let isFile: Bool
    var lines: [String]
    /// A chunk refers only to chunks of a higher rank, so that there is no cycle.
    let rank: Int
  }
  let spellings = ["<<%>>", "<< % >>", "<<\t%>>  "]
  var chunks: [Chunk] = []
  var chapters: [String] = []
  let indents = ["", "  ", "\t", " \t "]
  let texts = [
    "x", "let a = b << c >> d", "é\u{1F600}", "trailing  ", "\\<<x", "<<>>", "`~`", "* y",
  ]

  for number in 1...Int.random(in: 1...4, using: &random) {
    // First the names of the chapter, so that references may lead ahead.
    var created: [Int] = []
    for _ in 0..<Int.random(in: 1...5, using: &random) {
      let isFile = chunks.isEmpty || Int.random(in: 0..<3, using: &random) == 0
      let id = chunks.count
      chunks.append(
        Chunk(
          name: isFile ? "f\(id)/a.txt" : "chunk number \(id)", isFile: isFile, lines: [],
          rank: isFile ? 0 : Int.random(in: 1...5, using: &random)))
      created.append(id)
    }
    func content(rank: Int, _ random: inout SplitMix) -> [(markdown: String, model: String)] {
      (0..<Int.random(in: 0...5, using: &random)).map { _ in
        let indent = indents.randomElement(using: &random) ?? ""
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return ("", "")
        case 1: return (indent + "\\<<a b>>", indent + "<<a b>>")
        case 2, 3:
          guard let target = chunks.filter({ $0.rank > rank }).randomElement(using: &random) else {
            fallthrough
          }
          let spelling = spellings.randomElement(using: &random) ?? "<<%>>"
          return (
            indent + spelling.replacing("%", with: target.name), indent + "\u{0}" + target.name
          )
        default:
          let text = indent + (texts.randomElement(using: &random) ?? "")
          return (text, text)
        }
      }
    }
    var markdown = "# Chapter \(number)\n\nSome *text*.\n\n"
    func emit(_ verb: String, _ name: String, _ lines: [String], _ random: inout SplitMix) {
      let fence = ["```", "~~~", "`````"].randomElement(using: &random) ?? "```"
      let block = ["\(fence)text \(verb)=\"\(name)\""] + lines + [fence]
      let margins = [("", ""), ("> ", "> "), ("- ", "  "), ("> 1. ", ">    "), ("  ", "  ")]
      let (first, rest) = margins.randomElement(using: &random) ?? ("", "")
      for (index, line) in block.enumerated() {
        markdown += (index == 0 ? first : rest) + line + "\n"
      }
      markdown += "\nMore text.\n\n"
    }
    for id in created {
      let lines = content(rank: chunks[id].rank, &random)
      emit(chunks[id].isFile ? "file" : "define", chunks[id].name, lines.map(\.markdown), &random)
      chunks[id].lines = lines.map(\.model)
      let other = chunks.indices.filter { $0 <= id }.randomElement(using: &random) ?? id
      let more = content(rank: chunks[other].rank, &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0:
        emit("append", chunks[other].name, more.map(\.markdown), &random)
        chunks[other].lines += more.map(\.model)
      case 1:
        emit("replace", chunks[other].name, more.map(\.markdown), &random)
        chunks[other].lines = more.map(\.model)
      default: break
      }
    }
    chapters.append(markdown)
  }

  func expand(_ lines: [String], _ margin: String) -> [String] {
    lines.flatMap { line -> [String] in
      if let mark = line.firstIndex(of: "\u{0}") {
        let name = line[line.index(after: mark)...]
        return expand(chunks.first { $0.name == name }?.lines ?? [], margin + line[..<mark])
      }
      let isBlank = line.allSatisfy { $0 == " " || $0 == "\t" }
      return [isBlank ? line : margin + line]
    }
  }
  var files: [String: String] = [:]
  for chunk in chunks where chunk.isFile {
    var lines = expand(chunk.lines, "")
    while let last = lines.last, last.allSatisfy({ $0 == " " || $0 == "\t" }) { lines.removeLast() }
    files[chunk.name] = lines.isEmpty ? "\n" : lines.joined(separator: "\n") + "\n"
  }
  return (chapters, files)
}
