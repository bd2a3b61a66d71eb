/// A book of any length whose chapters look like a real one's: about 15 KB, eight chunks nested
/// three deep, two of them added to a chunk of the chapter before, prose with inline markup
/// between them.
struct SyntheticBook {
  struct File {
    let name: String
    let text: String
  }

  let chapterCount: Int

  /// The chapters, the same for every run.
  func chapters() -> [File] {
    (1...chapterCount).map { number in
      var prose = Prose(seed: UInt64(number))
      let digits = String(number)
      let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      return File(name: "\(padded)-chapter.md", text: chapter(number, &prose))
    }
  }

  /// The chapters of a book whose chapters have twenty small files each, which share a chunk.
  static func files(_ count: Int) -> [File] {
    stride(from: 0, to: count, by: 20).map { first in
      let number = first / 20 + 1
      let digits = String(number)
      let padded = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
      var text = "# Chapter \(number)\n\n"
      if number == 1 { text += "```swift define=\"shared\"\nimport Foundation\n```\n\n" }
      for part in first..<min(first + 20, count) {
        text +=
          "Part \(part) is small.\n\n```swift file=bench/Part\(part).swift\n<<shared>>\n\n"
          + "let part\(part) = \(part)\n```\n\n"
      }
      return File(name: "\(padded)-chapter.md", text: text)
    }
  }

  /// The same chunks in noweb's syntax, one text.
  func noweb() -> String {
    chapters().map { Self.noweb($0.text) }.joined(separator: "\n@\n")
  }

  private func chapter(_ n: Int, _ prose: inout Prose) -> String {
    var text = "# Chapter \(n)\n\n"
    for (index, block) in blocks(n).enumerated() {
      if index % 3 == 0 { text += "## \(prose.title())\n\n" }
      while text.utf8.count < 1_800 * (index + 1) { text += prose.block() }
      text += "```swift \(block.tag)\n\(block.code)```\n\n"
    }
    return text + prose.block()
  }

  private func blocks(_ n: Int) -> [(tag: String, code: String)] {
    let before = n == 1 ? 1 : n - 1
    return [
      ("file=bench/Part\(n).swift", "import Foundation\n\n<<types of \(n)>>\n\n<<run \(n)>>\n"),
      (
        "define=\"types of \(n)\"",
        "struct Layer\(n): Sendable {\n  let width: Int\n  <<fields of \(n)>>\n}\n"
      ),
      ("define=\"fields of \(n)\"", "var weights: [Double]\nvar bias: [Double] = []\n"),
      (
        "define=\"run \(n)\"",
        "func run\(n)(_ input: [Double]) -> Double {\n  var sum = 0.0\n  <<loop of \(n)>>\n"
          + "  return sum\n}\n"
      ),
      (
        "define=\"loop of \(n)\"",
        "for (index, value) in input.enumerated() where value > 0.5 {\n"
          + "  let scaled = value * Double(index + 1) / 27.0\n  <<body of \(n)>>\n}\n"
      ),
      (
        "define=\"body of \(n)\"",
        "sum += scaled\nif scaled.isNaN {\n  print(\"step \\(index): \\(scaled)\")\n}\n"
      ),
      (
        "append=\"fields of \(before)\"",
        "/// Added in chapter \(n).\nvar momentum\(n): Double = 0.\(n % 90 + 10)\n"
      ),
      ("append=\"body of \(before)\"", "sum -= 0.\(n % 90 + 10) * Double(index << 2 >> 1)\n"),
    ]
  }

  private static func noweb(_ text: String) -> String {
    var lines: [String] = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line == "```" {
        lines.append("@")
      } else if line.hasPrefix("```swift "), let sign = line.firstIndex(of: "=") {
        let name = line[line.index(after: sign)...].filter { $0 != "\"" }
        lines.append("<<\(name)>>=")
      } else {
        lines.append(String(line))
      }
    }
    return lines.joined(separator: "\n")
  }
}

/// Sentences without sense, the same for the same seed.
private struct Prose {
  private var state: UInt64

  private static let words = [
    "the", "a", "model", "weight", "gradient", "token", "of", "in", "loss", "step", "number",
    "every", "small", "sum", "table", "row", "learns", "counts", "moves", "and", "never", "twice",
    "probability", "sequence", "then", "before", "falls", "rises", "with", "each", "name", "layer",
  ]

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
  }

  /// A pseudo-random number below `bound` (Marsaglia's xorshift).
  private mutating func next(_ bound: Int) -> Int {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Int(state >> 33) % bound
  }

  private mutating func word() -> String { Self.words[next(Self.words.count)] }

  mutating func title() -> String { "The \(word()) \(word()) \(word())" }

  mutating func block() -> String {
    switch next(12) {
    case 0: (1...3).map { _ in "- \(sentence())\n" }.joined() + "\n"
    case 1: "> \(sentence())\n> \(sentence())\n\n"
    case 2: "```console sketch\n$ swift run bench \(word())\n\(next(1_000)) \(word())\n```\n\n"
    default: paragraph()
    }
  }

  private mutating func paragraph() -> String {
    (0..<(3 + next(4))).map { _ in sentence() }.joined(separator: "\n") + "\n\n"
  }

  private mutating func sentence() -> String {
    var words = (0..<(8 + next(10))).map { _ in word() }
    let place = next(words.count)
    switch next(6) {
    case 0: words[place] = "*\(words[place])*"
    case 1: words[place] = "**\(words[place])** `\(word()).\(word())(\(next(100)))`"
    case 2: words[place] = "[\(words[place])](https://example.org/\(word()))"
    case 3: words[place] = "$`x_\(next(10))^2`$"
    case 4: words[place] = "`\(words[place])` &mdash; \\*\(word())\\*"
    default: break
    }
    return words.joined(separator: " ") + "."
  }
}
