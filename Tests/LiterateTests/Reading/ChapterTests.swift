import Testing

@testable import Literate

@Suite("Fences and running text")
struct ChapterTests {
  @Test("The text of a chunk is the fence's content, byte for byte")
  func exactText() {
    let files = tangled(
      "# A\n\n```text file=a.txt\n\ttab  \n  é \u{1F600} e\u{301}\u{200B}\n&amp; \\* <b> *x* "
        + "[y](z)\n```\n"
    )
    #expect(
      files == ["a.txt": "\ttab  \n  é \u{1F600} e\u{301}\u{200B}\n&amp; \\* <b> *x* [y](z)\n"])
  }

  @Test("A four-backtick fence shows a three-backtick one")
  func fourBackticks() {
    #expect(
      tangled("# A\n\n````markdown file=a.md.txt\n```swift file=b.swift\nlet b = 1\n```\n````\n")
        == ["a.md.txt": "```swift file=b.swift\nlet b = 1\n```\n"])
  }

  @Test("Tildes make a fence too, whose info string may hold back-ticks and tildes")
  func tildes() {
    #expect(tangled("# A\n\n~~~text file=a~b.txt\n```\n~~~\n") == ["a~b.txt": "```\n"])
    #expect(tangled("# A\n\n~~~text title=a`b file=a.txt\nx\n~~~~~\n")["errors"] != nil)
  }

  @Test(
    "A fence is found in every container, the container's marks and indentation taken off",
    arguments: [
      "- item\n\n  ```text file=a.txt\n  one\n    two\n\n  three\n  ```\n",
      "> quote\n>\n> ```text file=a.txt\n> one\n>   two\n>\n> three\n> ```\n",
      ">```text file=a.txt\n>one\n>   two\n>\n>three\n>```\n",
      "1. > - ```text file=a.txt\n   >   one\n   >     two\n   >\n   >   three\n   >   ```\n",
      "- - - ```text file=a.txt\n      one\n        two\n\n      three\n      ```\n",
      "> > ```text file=a.txt\n> > one\n> >   two\n> >\n> > three\n> > ```\n",
      "123456789) ```text file=a.txt\n           one\n             two\n\n"
        + "           three\n           ```\n",
      "   ```text file=a.txt\n   one\n     two\n\nthree\n  ```\n",
      "-\t```text file=a.txt\n\tone\n\t  two\n\n\tthree\n\t```\n",
      "Some text\n```text file=a.txt\none\n  two\n\nthree\n```\nmore text\n",
      "* ```text file=a.txt\n  one\n    two\n\n  three\n  ```\n* next\n",
    ])
  func containers(_ markdown: String) {
    #expect(tangled("# A\n\n" + markdown) == ["a.txt": "one\n  two\n\nthree\n"])
    let windows = "# A\n\n" + markdown
    #expect(
      tangled(windows.replacing("\n", with: "\r\n")) == ["a.txt": "one\n  two\n\nthree\n"])
    #expect(tangled(windows.replacing("\n", with: "\r")) == ["a.txt": "one\n  two\n\nthree\n"])
    #expect(tangled(String(windows.dropLast())) == ["a.txt": "one\n  two\n\nthree\n"])
  }

  @Test("A byte order mark before the first line is no part of it")
  func byteOrderMark() {
    #expect(tangled("\u{FEFF}# A\n\n```text file=a.txt\nx\n```\n") == ["a.txt": "x\n"])
    #expect(
      messages("\u{FEFF}```text file=a.txt\nx\n```\n# A\n") == [])
    #expect(tangled("\u{FEFF}```text file=a.txt\nx\n```\n# A\n") == ["a.txt": "x\n"])
  }

  @Test("Escapes and entities in info strings are resolved, as libcmark gives them")
  func entities() {
    #expect(
      tangled("# A\n\n```text file=a&amp;b.txt\nx\n```\n\n```text file=c\\_d.txt\ny\n```\n")
        == ["a&b.txt": "x\n", "c_d.txt": "y\n"])
    #expect(
      tangled("# A\n\n~~~text file=&quot;a b.txt&quot;\nx\n~~~\n") == ["a b.txt": "x\n"])
  }

  @Test("A tagged fence in raw HTML is an error at its line, in a comment it is off")
  func htmlBlocks() {
    let error =
      "error: this tagged fence stands in raw HTML, where CommonMark sees no code; leave an empty "
      + "line above it"
    for html in ["<div>", "<details>\n<summary>A</summary>", "<pre>", "<?a", "<a-b>", "<!A"] {
      let line = html.split(separator: "\n").count + 3
      #expect(
        messages("# A\n\n\(html)\n```swift file=a.swift\nlet a = 1\n```\n")
          == ["book/01-chapter.md:\(line):1: \(error)"])
    }
    #expect(
      messages("# A\n\n<div> <!-- off -->\n- ```text define=b\n</div>\n")
        == ["book/01-chapter.md:4:1: \(error)"])
    #expect(messages("# A\n\n<!--\n```swift file=a.swift\nlet a = 1\n```\n-->\n") == [])
    #expect(messages("# A\n\n<div> <!--\n```swift file=a.swift\n``` -->\n</div>\n") == [])
    #expect(messages("# A\n\n<div>\n```swift sketch\n```\n</div>\n") == [])
  }

  @Test("A tab before a fence counts columns, so that no blank is left of it")
  func tabs() {
    #expect(
      tangled("# A\n\n- a\n\n\t```text file=a.txt\n\tx\n\t\ty\n\n\t```\n")
        == ["a.txt": "x\n\ty\n"])
    #expect(
      tangled("# A\n\n>\t```text file=a.txt\n>\tx\n>\t  y\n>\t```\n")
        == ["a.txt": "x\n  y\n"])
    #expect(
      tangled("# A\n\n1. > a\n   >\n   >\t```text file=a.mk\n   >\t\tx\n   >\t```\n")["a.mk"]?
        .hasSuffix("\n\tx\n") == true)
    #expect(
      tangled("# A\n\n- ```text file=a.txt\n\tx\n  ```\n") == ["a.txt": "  x\n"])
    #expect(tangled("# A\n\n\t```\n\tx\n") == [:])
  }

  @Test("Indented code is no fence")
  func noFences() {
    #expect(tangled("# A\n\n    ```\n    let a = 1\n    ```\n") == [:])
    #expect(tangled("# A\n\n>\t\t```\n>\t\tx\n") == [:])
    #expect(tangled("# A\n\n-     ```\n      x\n") == [:])
    #expect(tangled("# A\n\n\t~~~\n\tx\n") == [:])
  }

  @Test("An empty fence is a chunk without lines")
  func emptyFence() {
    #expect(tangled("# A\n\n```text file=a.txt\n```\n") == ["a.txt": "\n"])
    #expect(
      tangled("# A\n\n```swift file=a.swift\n```\n")["a.swift"]?.hasPrefix("// Tangled") == true)
  }

  @Test(
    "A fence that is never closed is an error, also when its container ends first",
    arguments: [
      ("```text file=a.txt\nx\n", 3, 1),
      ("```text file=a.txt", 3, 1),
      ("```text file=a.txt\nx\n``\n", 3, 1),
      ("````text file=a.txt\nx\n```\n", 3, 1),
      ("```text file=a.txt\nx\n~~~\n", 3, 1),
      ("```text file=a.txt\nx\n    ```\n", 3, 1),
      ("```text file=a.txt\nx\n``` x\n", 3, 1),
      ("- ```text file=a.txt\n  x\n\ntext\n", 3, 3),
      ("- ```text file=a.txt\n  x\n", 3, 3),
      ("- ```text file=a.txt\n  x\n```\nlost\n```\n", 3, 3),
      ("> ```text file=a.txt\n> x\n\ntext\n", 3, 3),
      ("> ```text file=a.txt\n> x\n```\n", 3, 3),
      ("> ```text file=a.txt\n> x\n> > ```\n\ntext\n", 3, 3),
      ("> - ```text file=a.txt\n>   x\n> ```\n> y\n> ```\n", 3, 5),
      ("1. ```text file=a.txt\n   x\n2. next\n", 3, 4),
      ("> ```text file=a.txt\n> x\n    ```\n", 3, 3),
      ("- ```text file=a.txt\n  x\n- ```\n  y\n  ```\n", 3, 3),
      ("> ```text file=a.txt\n", 3, 3),
      ("   ~~~text file=a.txt\nx\n", 3, 4),
      ("```\nx\n", 3, 1),
      ("- ```python\n  x\n\ntext\n", 3, 3),
    ])
  func unclosed(_ markdown: String, _ line: Int, _ column: Int) {
    for text in [markdown, markdown.replacing("\n", with: "\r\n")] {
      let found = diagnostics(book(["# A\n\n" + text])).filter {
        $0.message.hasPrefix("this fence is never closed; end the block with")
      }
      #expect(found.contains { $0.location.line == line && $0.location.column == column })
    }
  }

  @Test("The remedy for an unclosed fence names its marks")
  func unclosedRemedy() {
    #expect(
      messages("# A\n\n````text file=a.txt\nx\n```\n") == [
        "book/01-chapter.md:3:1: error: this fence is never closed; end the block with 4 "
          + "back-ticks on a line of its own, in the same list or quote"
      ])
    #expect(messages("# A\n\n~~~text\nx\n").first?.contains("end the block with ~~~ on") == true)
  }

  @Test(
    "A fence that is closed is never said to be open",
    arguments: [
      "```text\n```\n", "```text\n```", "```\n```\n", "~~~\n\n\n~~~\n", "```text\n```   \t\n",
      "```text\nx\n   ```\n", "- ```\n  ```\n- ```\n  ```\n", "> ```\n> ```\n> ```\n> ```\n",
      "```text\nx\n```````\n", "- a\n\n  ```\n  x\n  ```\n\n  b\n", "> ```\n> > ```\n> ```\n",
      "```\n    ```\n```\n", "   ```\n       ```\n   ```\n", "```\n~~~\n```\n",
      ">\t```\n>\tx\n>\t```\n", "1.  ```\n    x\n    ```\n2.  ```\n    y\n    ```\n",
    ])
  func closed(_ markdown: String) {
    #expect(messages("# A\n\n" + markdown) == [])
    #expect(messages("# A\n\n" + markdown + "\ntext\n") == [])
  }

  @Test(
    "A tagged fence that CommonMark reads as running text is an error at its line",
    arguments: [
      "```swift define=\"a`b\"\nlet a = 1\n", "text\n    ```swift file=a.swift\n",
      "> text\n> ```swift append=`a`\n", "- text\n  ```swift replace=\"`\"\n",
      "``` `swift file=x`\n",
      "> quote\n    ~~~swift file=a.swift\n",
    ])
  func runningText(_ markdown: String) {
    let found = messages("# A\n\n" + markdown)
    #expect(
      found.contains {
        $0.contains("error: CommonMark reads this line as running text, not as a fence; ")
          || $0.contains("error: this tagged fence stands inside a code block without a language")
      }, "\(found)")
  }

  @Test("A tagged fence inside a block without a language is an error at its line")
  func swallowed() {
    #expect(
      messages("# A\n\n```\nx\n\n  > - ```swift file=a.swift\n```\n") == [
        "book/01-chapter.md:6:1: error: this tagged fence stands inside a code block without a "
          + "language and is not tangled; close or mend the block before it, or give that block a "
          + "language such as `text`"
      ])
    #expect(messages("# A\n\n    ```swift file=a.swift\n    ```\n").count == 1)
    #expect(
      messages("# A\n\n    x\n\n    ~~~swift file=a.swift\n").first?.hasPrefix(
        "book/01-chapter.md:5:1") == true)
    #expect(messages("# A\n\n````text\n```swift file=a.swift\n```\n````\n") == [])
  }

  @Test("Text about fences is no error")
  func textAboutFences() {
    #expect(messages("# A\n\nWrite ```swift file=a``` so.\n") == [])
    #expect(messages("# A\n\n``` profile=1 ``` so.\n") == [])
    #expect(messages("# A\n\n`` `swift file=1 ``\n") == [])
  }

  @Test("The title is the first level-1 heading, as plain text")
  func titles() {
    func title(_ text: String) -> String { book([text]).chapters[0].title }
    #expect(
      title("## No\n\n# *The* `chain` [rule](x) &amp; more\n\n# Other\n") == "The chain rule & more"
    )
    #expect(title("A\n===\n") == "A")
    #expect(
      messages("## A\n\ntext\n") == [
        "book/01-chapter.md:1:1: error: this chapter has no title; begin it with a level-1 heading "
          + "such as `# Names`"
      ])
    #expect(messages("").count == 1)
    #expect(messages("#\n").count == 1)
  }

  @Test("A chapter that is not UTF-8, or holds a NUL, is an error at the byte")
  func encoding() {
    let latin = diagnostics(book(bytes: [Array("# A\n\nna".utf8) + [0xEF] + Array("ve\n".utf8)]))
    #expect(
      latin.map(\.description) == [
        "book/01-chapter.md:3:3: error: this chapter is not UTF-8 from here on; save it as UTF-8"
      ])
    #expect(
      messages("# A\n\nx\0y\n") == [
        "book/01-chapter.md:3:2: error: a chapter holds no NUL byte; take it out"
      ])
  }

  @Test("Every error of a chapter is told in one run, in reading order")
  func allErrors() {
    let found = diagnostics(
      book([
        "```swift\n```\n\n```swift file=\n```\n\n```swift define=a define=b\n```\n\n"
          + "```text append=x\n<<nowhere>>\n```\n\n- ```console statu=1\n"
      ])
    ).filter { $0.severity == .error }
    #expect(found.map(\.location.line) == [1, 1, 4, 7, 10, 11, 14, 14])
  }
}
