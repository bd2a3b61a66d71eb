import TestSupport
import Testing

@testable import Literate

/// Reads, checks and tangles a book of one chapter: what is wrong has a place and a remedy, what is
/// right gives whole files.
///
/// - Returns: Whether the book is right.
@discardableResult private func exercise(_ bytes: [UInt8]) -> Bool {
  let book = book(bytes: [bytes])
  let checked: CheckedBook
  do {
    checked = try CheckedBook(book)
  } catch {
    #expect(error.diagnostics.hasErrors)
    for diagnostic in error.diagnostics {
      #expect(diagnostic.location.file.hasPrefix("book"), "\(diagnostic)")
      #expect(diagnostic.message.contains(";"), "\(diagnostic)")
      #expect((0...SourceText(bytes).lineCount + 1).contains(diagnostic.location.line))
    }
    return false
  }
  for file in Tangler(checked).files() {
    #expect(file.text.last == 0x0A)
    #expect(file.origins.count == lines(of: file.text).count)
  }
  return true
}

/// Reads settings: what is wrong has a place in the text.
private func readSettings(_ yaml: String) -> [Diagnostic] {
  var diagnostics: [Diagnostic] = []
  _ = BookSettings(yaml: yaml, path: "book.yml", title: "x", diagnostics: &diagnostics)
  // YAML ends a line at more than Markdown does.
  let lineCount =
    1 + yaml.unicodeScalars.count { "\n\r\u{85}\u{2028}\u{2029}".unicodeScalars.contains($0) }
  for diagnostic in diagnostics {
    #expect(diagnostic.location.file == "book.yml", "\(diagnostic)")
    #expect((0...lineCount + 1).contains(diagnostic.location.line), "\(diagnostic)")
  }
  return diagnostics
}

@Suite("Bad input never crashes")
struct FuzzTests {
  @Test("Random bytes")
  func randomBytes() {
    var random = SplitMix(state: 1)
    for _ in 0..<500 {
      exercise(
        (0..<Int.random(in: 0...400, using: &random)).map { _ in
          .random(in: 0...255, using: &random)
        })
    }
  }

  @Test("Random words of the format")
  func randomWords() {
    let words = [
      "```", "````", "~~~", "swift", " file=a", " define=b", " append=b", " replace=\"b c\"",
      " sketch",
      "\n", "\n", "\n", "\r\n", "\r", "> ", "- ", "1. ", "    ", "\t", "<<b>>", "<<", ">>",
      "\\<<b>>",
      "# A", "console", " here", " status=1", "math", "figure", " name=", "\"", "<div>", "&amp;",
      "\0",
      "\u{FEFF}", "[x]: y", "===", "`", "é", "<!--", "-->", "![", "](", "*", "\\",
    ]
    var random = SplitMix(state: 2)
    var rightCount = 0
    for _ in 0..<3_000 {
      let count = Int.random(in: 0...60, using: &random)
      let text = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined()
      if exercise(Array("# A\n\n\(text)".utf8)) { rightCount += 1 }
    }
    #expect(rightCount > 30 && rightCount < 2_970)
  }

  @Test("Random mutations of a valid book")
  func mutations() {
    var random = SplitMix(state: 3)
    var rightCount = 0
    for _ in 0..<1_500 {
      var bytes = Array(randomBook(&random).chapters[0].utf8)
      for _ in 0..<Int.random(in: 1...8, using: &random) {
        let at = Int.random(in: 0..<bytes.count, using: &random)
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes[at] = .random(in: 0...255, using: &random)
        case 1: bytes.remove(at: at)
        case 2: bytes.insert(bytes.randomElement(using: &random) ?? 0, at: at)
        default:
          let other = Int.random(in: 0..<bytes.count, using: &random)
          bytes.insert(contentsOf: bytes[min(at, other)..<max(at, other)].prefix(50), at: at)
        }
      }
      if exercise(bytes) { rightCount += 1 }
    }
    #expect(rightCount > 15 && rightCount < 1_485)
  }

  @Test(
    "Deep nesting",
    arguments: [
      "> ", "- ", "1. ", "* ", "[", "![", "*", "_", "**a ", "`", "(", "<", "<a href=\"", "&", "\\",
      "<!--", "<?", "[a](", "# ", "  ", "\t", "<<", "]", "!", "&#", "~~~ ", "``` `", "file=", "\"",
    ])
  func deepNesting(_ mark: String) {
    let deep = String(repeating: mark, count: 10_000)
    exercise(Array("# A\n\n\(deep)".utf8))
    exercise(Array("# A\n\n\(deep)```swift file=a\n\(deep)<<b>>\n\(deep)```\n".utf8))
    exercise(Array("# A\n\n```swift \(deep)\n\(deep)\n```\n".utf8))
    exercise(Array("# A\n\n```text file=\(deep)\n```\n".utf8))
  }

  @Test("A chain of 50,000 chunks, a cycle of as many, and a chain indented at each step")
  func longChains() throws {
    func chain(_ count: Int, indent: String, last: String) -> [UInt8] {
      var text = "# A\n\n```text file=a.txt\n<<c0>>\n```\n\n"
      for i in 0..<count { text += "```text define=c\(i)\n\(indent)<<c\(i + 1)>>\n```\n\n" }
      return Array((text + "```text define=c\(count)\n\(last)\n```\n").utf8)
    }
    let straight = try CheckedBook(book(bytes: [chain(50_000, indent: "", last: "x")]))
    #expect(straight.warnings == [])
    #expect(Tangler(straight).files().first?.text == Array("x\n".utf8))
    let indented = try CheckedBook(book(bytes: [chain(50_000, indent: " ", last: "x")]))
    #expect(Tangler(indented).files().first?.text.count == 50_002)
    let cyclic = diagnostics(book(bytes: [chain(50_000, indent: "", last: "<<c0>>")]))
    #expect(cyclic.count == 1)
    #expect(cyclic.first?.notes.count == 50_001)
  }

  @Test("Chunks that all refer to one another")
  func denseCycles() {
    var text = "# A\n\n"
    for i in 0..<150 {
      text += "```text define=c\(i)\n" + (0..<150).map { "<<c\($0)>>\n" }.joined() + "```\n\n"
    }
    exercise(Array(text.utf8))
  }

  @Test("Thousands of references to nothing, of chunks, and of blocks of one chunk")
  func many() {
    let names = (0..<3_000)
    exercise(
      Array(
        ("# A\n\n```text file=a.txt\n" + names.map { "<<missing \($0)>>\n" }.joined() + "```\n\n"
          + names.map { "```text define=\"present \($0)\"\n```\n\n" }.joined()).utf8))
    exercise(
      Array(
        ("# A\n\n```text file=a\n```\n\n"
          + names.map { "```text append=a\n\($0)\n```\n\n" }.joined()).utf8))
    exercise(Array(("# A\n\n" + names.map { "```text append=b\($0)\n```\n\n" }.joined()).utf8))
  }

  @Test(
    "Giant numbers, empty texts and lone marks",
    arguments: [
      "", "\n", "\r", "\u{FEFF}", "#", "# ", "```", "~~~", "```\n", "```swift", "```swift file",
      "```swift file=", "```swift file=\"", "```console status=999999999999999999999999999",
      "```console superseded=-9223372036854775809", "<<", "<<a>>", "- ", ">", "    ",
      "```text file=.\n```", "```text file=/\n```", "```text =\n```", "```text file==\n```",
      "```text file=\"\"\"\n```", "999999999999. a\n",
    ])
  func oddities(_ text: String) {
    exercise(Array(text.utf8))
    exercise(Array(("# A\n" + text).utf8))
    exercise(Array(("# A\n\n" + text + "\n\n").utf8))
  }

  @Test("Random settings")
  func settings() {
    let words = [
      "title", "parts", "program", "drawn", "authors", ": ", ":", "- ", "\n", "\n", "\n  ",
      "\n    ", "[",
      "]", "{", "}", "'", "\"", "&a ", "*a", "!!int ", "? ", "| ", "> ", "#", "---", "...", "name",
      "first",
      "numbering", "1", "letters", "%", "@", "\t", "é", "\\", ",", "<<: *a", "~", "null", "0x1",
      "1e9",
      "99999999999999999999", "\r\n", "\u{FEFF}", "\u{85}", "!<x> ", "\0",
    ]
    var random = SplitMix(state: 4)
    var wrongCount = 0
    for _ in 0..<3_000 {
      let count = Int.random(in: 0...40, using: &random)
      let text = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined()
      if readSettings(text).hasErrors { wrongCount += 1 }
    }
    #expect(wrongCount > 30 && wrongCount < 3_000)
  }

  @Test(
    "Deeply nested settings",
    arguments: ["[", "{a: ", "- ", "? ", "- ? ", ": ", "&a [", "- &a ", "a: [", "!!seq "])
  func deepSettings(_ mark: String) {
    for count in [50, 400, 20_000] {
      let deep = String(repeating: mark, count: count)
      let lines = (0..<min(count, 2_000)).map { String(repeating: " ", count: $0) + "a:" }
      #expect(readSettings(deep).hasErrors)
      #expect(readSettings("title: \(deep)").hasErrors)
      #expect(readSettings(lines.joined(separator: "\n")).hasErrors == (count > 200))
    }
  }

  @Test("Aliases that multiply")
  func aliases() {
    var yaml = "a0: &a0 [x, x]\n"
    for i in 1..<60 { yaml += "a\(i): &a\(i) [*a\(i - 1), *a\(i - 1)]\n" }
    #expect(readSettings(yaml + "authors: *a59\n").hasErrors)
  }

  @Test("Random records")
  func records() {
    let words = [
      "book ", "file ", "compiler ", "00", "ff ", "a.txt", "\n", "\n", " ", "#", "..", "/", "é",
      "\0", "\r",
    ]
    var random = SplitMix(state: 6)
    var readCount = 0
    for _ in 0..<5_000 {
      let count = Int.random(in: 0...30, using: &random)
      let text = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined()
      guard let record = try? Record(text) else { continue }
      #expect((try? Record(record.text(writtenBy: "tangle"))) == record)
      readCount += 1
    }
    #expect(readCount > 50 && readCount < 5_000)
  }
}
