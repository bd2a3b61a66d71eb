import Testing

@testable import Literate

private let program = """
  # A

  ```text file=a.txt
  begin
    <<body>>
  end
  ```

  ```text define=body
  one = 1
  two = 2
  if one {
    three = 3
  }
  ```


  """

/// A block of the second chapter.
private func second(_ info: String, _ lines: String...) -> String {
  "# B\n\n```text \(info)\n" + lines.map { $0 + "\n" }.joined() + "```\n"
}

@Suite("Blocks that put lines into chunks")
struct InsertTests {
  @Test("Lines go after or before the line that equals the text, indented as it is")
  func insert() {
    #expect(
      tangled(program, second("insert=body after=\"three = 3\"", "four", "", "\tfive"))["a.txt"]
        == """
        begin
          one = 1
          two = 2
          if one {
            three = 3
            four

            \tfive
          }
        end

        """)
    #expect(
      tangled(program, second("insert=body before=\"one = 1\"", "zero"))["a.txt"]
        == """
        begin
          zero
          one = 1
          two = 2
          if one {
            three = 3
          }
        end

        """)
  }

  private static let functions = """
    # A

    ```c file=a.c
    void a() {
      stop();
    }

    void b() {
      say("\\n");
      stop();
    }
    ```


    """

  @Test(
    "Lines that stand one behind the other name a place that none of them names alone",
    arguments: [
      ("insert=a.c after=\"stop();\\n}\\n\\nvoid b\"", "  here", 5),
      ("insert=a.c before=\"stop();\\n}\\n\\nvoid b\"", "here", 1),
      ("insert=a.c after=\"void a() {\\n stop();\"", "here", 2),
      // A blank line has no indentation: that of the line beside it counts.
      ("insert=a.c before=\"}\\n\\nvoid b\"", "  here", 2),
      ("insert=a.c before=\"\\nvoid b\"", "  here", 3),
      ("insert=a.c after='say(\"\\\\n\");'", "here", 6),
    ])
  func several(info: String, line: String, place: Int) {
    let text = tangled(Self.functions, "# B\n\n```c \(info)\n\(line)\n```\n")["a.c"] ?? ""
    let found = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
      .firstIndex { $0 == "  here" }
    #expect(found.map { $0 - 1 } == place)
  }

  @Test("A change takes all the lines that `from` names, or goes on to `to`")
  func changeSeveral() {
    #expect(
      tangled(
        Self.functions, "# B\n\n```c change=a.c from=\"}\\n\\nvoid b() {\"\nc();\n```\n")["a.c"]?
        .hasSuffix("void a() {\n  stop();\nc();\n  say(\"\\n\");\n  stop();\n}\n") == true)
    #expect(
      tangled(
        Self.functions,
        "# B\n\n```c change=a.c from=\"void b\" to=\"stop();\\n}\"\nc();\n```\n")["a.c"]?
        .hasSuffix("void a() {\n  stop();\n}\n\nc();\n") == true)
  }

  @Test("A line that begins with the text is meant where none equals it")
  func prefix() {
    #expect(
      tangled(program, second("insert=body after=two", "x"))["a.txt"]?.contains("two = 2\n  x\n")
        == true)
    #expect(
      tangled(program, second("insert=body after=on", "x"))["a.txt"]?.contains("one = 1\n  x\n")
        == true)
  }

  @Test(
    "Where the chunk has no such line, all that it refers to is looked at; the path names a file")
  func inReferences() {
    let text = tangled(program, second("insert=a.txt after=\"two = 2\"", "x"))["a.txt"]
    #expect(text?.contains("  two = 2\n  x\n") == true)
    // The lines belong to the chunk in which the line stands: its replacement supersedes them.
    #expect(
      tangled(
        program,
        second("insert=a.txt after=\"two = 2\"", "x") + "\n```text replace=body\ny\n```\n")["a.txt"]
        == "begin\n  y\nend\n")
  }

  @Test("A reference is a line too, and new lines may refer")
  func references() {
    #expect(
      tangled(
        program,
        second("insert=a.txt after=\"<<body>>\"", "<<tail>>") + "\n```text define=tail\nt\n```\n")[
          "a.txt"]?.hasSuffix("  }\n  t\nend\n") == true)
  }

  @Test("Inserts follow one another, and see what earlier ones did")
  func sequence() {
    let blocks = [
      second("insert=body after=\"one = 1\"", "a", "b"),
      "```text insert=body after=a\na2\n```\n", "```text insert=body before=b\nb0\n```\n",
      "```text append=body\nlast\n```\n", "```text insert=body before=last\nlate\n```\n",
    ]
    #expect(
      tangled(program, blocks.joined(separator: "\n"))["a.txt"]?.hasPrefix(
        "begin\n  one = 1\n  a\n  a2\n  b0\n  b\n  two = 2\n") == true)
    #expect(
      tangled(program, blocks.joined(separator: "\n"))["a.txt"]?.hasSuffix(
        "  }\n  late\n  last\nend\n") == true)
  }

  @Test("Lines are looked for at this point of the book, not later")
  func point() {
    #expect(
      messages(
        program, second("insert=body after=late", "x") + "\n```text append=body\nlate\n```\n")
        == [
          "book/02-chapter.md:3:1: error: no line is or begins with `late` in `body` or in what it "
            + "refers to; write behind `after=` a line that stands there at this point"
        ])
  }

  @Test("Several lines that could be meant are shown")
  func ambiguous() {
    #expect(
      messages(
        program + "```text append=body\n one = 1\n```\n",
        second("insert=body after=\"one = 1\"", "x"))
        == [
          """
          book/02-chapter.md:3:1: error: `after="one = 1"` could be any of 2 lines in `body` or in \
          what it refers to; write the whole line, name the chunk in which it stands, or write \
          the line before or behind it too, a `\\n` between them
          book/01-chapter.md:10:1: note: `one = 1` stands in `body` here
          book/01-chapter.md:18:1: note: `one = 1` stands in `body` here
          """
        ])
  }

  @Test(
    "What is missing or too much in an info string is told",
    arguments: [
      ("insert=body", "`insert` needs a line; write `after=` or `before=` and a line of `body`"),
      (
        "insert=body after=one before=two",
        "`insert` goes `after` a line or `before` one; keep one of them"
      ),
      (
        "change=body", "`change` needs a line; write `from=` and the first line of `body` to change"
      ),
      (
        "insert=nothing after=x",
        "`insert` of `nothing`, which no earlier block defines; use `define` for a new chunk"
      ),
    ])
  func mistakes(_ info: String, _ message: String) {
    #expect(messages(program, second(info)) == ["book/02-chapter.md:3:1: error: \(message)"])
  }
}

@Suite("Blocks that change lines of chunks")
struct ChangeTests {
  @Test("A line becomes the block's lines, indented as it was")
  func oneLine() {
    #expect(
      tangled(program, second("change=body from=\"three = 3\"", "3", "drei"))["a.txt"]?.contains(
        "  if one {\n    3\n    drei\n  }\n") == true)
  }

  @Test("Lines from one to another become the block's; an empty block takes them away")
  func range() {
    #expect(
      tangled(program, second("change=a.txt from=\"if one\" to=\"}\"", "x"))["a.txt"]
        == "begin\n  one = 1\n  two = 2\n  x\nend\n")
    #expect(
      tangled(program, second("change=body from=\"one = 1\" to=\"two = 2\""))["a.txt"]
        == "begin\n  if one {\n    three = 3\n  }\nend\n")
    #expect(
      tangled(program, second("change=body from=\"one = 1\" to=\"}\""))["a.txt"] == "begin\nend\n")
  }

  @Test("The last line is looked for from the first on")
  func lastLine() {
    #expect(
      messages(program, second("change=body from=\"two = 2\" to=\"one = 1\"", "x")) == [
        "book/02-chapter.md:3:1: error: no line is or begins with `one = 1` from `two = 2` on in "
          + "`body`; write behind `to=` a line that stands there at this point"
      ])
  }

  @Test("What earlier blocks put in can be changed with what stands around it")
  func acrossBlocks() {
    let blocks =
      second("insert=body after=\"one = 1\"", "a", "b")
      + "\n```text change=body from=b to=\"two = 2\"\nz\n```\n"
    #expect(
      tangled(program, blocks)["a.txt"]?.hasPrefix("begin\n  one = 1\n  a\n  z\n  if one") == true)
  }

  @Test(
    "A book whose chunks contain each other after an insert is an error, each step with its line")
  func cycle() {
    let found = messages(program, second("insert=body after=\"one = 1\"", "<<a.txt>>"))
    #expect(found.count == 1)
    #expect(found.first?.contains("`a.txt` → `body` → `a.txt`") == true)
    #expect(found.first?.contains("02-chapter.md:4:1: note: `body` refers to `a.txt` here") == true)
  }

  @Test("Every tangled line knows the block and line that it is from")
  func origins() throws {
    let checked = try CheckedBook(
      book([
        program,
        second("insert=body after=\"one = 1\"", "a") + "\n```text change=body from=two\nb\n```\n",
      ]))
    let file = try #require(Tangler(checked).files().first)
    #expect(
      LineMap(checked.web, [file]).json.filter { !$0.isWhitespace }
        == #"{"a.txt":[["01-chapter.md",4],["01-chapter.md",10],["02-chapter.md",4],"#
        + #"["02-chapter.md",8],["01-chapter.md",12],["01-chapter.md",13],["01-chapter.md",14],"#
        + #"["01-chapter.md",6]]}"#)
    #expect(checked.web.chunks["body"]?.blocks.count == 3)
    #expect(checked.web.home(of: BlockID(chapter: 1, block: 0)) == "body")
  }
}

@Suite("One text for several files")
struct PathListTests {
  @Test("A group of words in a path stands for each of them")
  func groups() {
    #expect(
      tangled(
        "# A\n\n```text file=\"{a,b}/x.txt\"\n1\n```\n\n```text append=\"{a,b}/x.txt\"\n2\n```\n")
        == ["a/x.txt": "1\n2\n", "b/x.txt": "1\n2\n"])
    #expect(
      tangled("# A\n\n```text file={,tests/}x{1}.txt\n1\n```\n")
        == ["x{1}.txt": "1\n", "tests/x{1}.txt": "1\n"])
    #expect(tangled("# A\n\n```text file={{name}}/x.txt\n1\n```\n") == ["{{name}}/x.txt": "1\n"])
  }

  @Test(
    "What no one can mean is an error",
    arguments: [
      ("{a,b}/{c,d}.txt", "the path `{a,b}/{c,d}.txt` has more than one group of words"),
      ("{a,{b,c}}.txt", "the path `{a,{b,c}}.txt` has more than one group of words"),
      ("a}.txt", "the path `a}.txt` has a brace without its other half"),
      ("{a,b.txt", "the path `{a,b.txt` has a brace without its other half"),
      ("a.txt,", "the path `a.txt,` ends with `,`"),
      ("a.txt;", "the path `a.txt;` ends with `;`"),
      ("{a,a}.txt", "`{a,a}.txt` gives `a.txt` twice"),
      ("{a,../..}/x.txt", "the path `../../x.txt` leaves the output folder"),
      ("../\u{301}x.txt", "the path `../\u{301}x.txt` leaves the output folder"),
    ])
  func mistakes(_ path: String, _ fact: String) {
    let found = messages("# A\n\n```text file=\"\(path)\"\nx\n```\n")
    #expect(found.count == 1)
    #expect(found.first?.hasPrefix("book/01-chapter.md:3:1: error: \(fact); ") == true, "\(found)")
  }

  @Test("A name that Windows cannot have is a warning", arguments: ["aux.swift", "a:b", "x."])
  func windows(_ path: String) {
    #expect(
      messages("# A\n\n```text file=\"\(path)\"\nx\n```\n").first?.hasPrefix(
        "book/01-chapter.md:3:1: warning: Windows cannot have the file `\(path)`: ") == true)
  }
}

@Suite("Blocks that show, try, read and mark")
struct OtherBlocksTests {
  @Test("A block shows a chunk as it stands here or at a chapter's end; the chunk must be there")
  func show() {
    #expect(
      messages(program, "# B\n\n```text show=body\n```\n\n```text show=body from=1\n```\n") == [])
    #expect(
      messages(
        program,
        "# B\n\n```text show=boddy\n```\n\n```text show=late from=1\n```\n\n"
          + "```text define=late\n```\n\n```text append=a.txt\n<<late>>\n```\n\n"
          + "```text show=late from=7\n```\n\n```text show=body\nx\n```\n") == [
          "book/02-chapter.md:3:1: error: this block shows `boddy`, which no earlier block defines; "
            + "did you mean `body`?",
          "book/02-chapter.md:6:1: error: there is no `late` at the end of 01-chapter.md; name a "
            + "chunk that it has",
          "book/02-chapter.md:16:1: error: `from=7`: there is no chapter 7; name one that is",
          "book/02-chapter.md:19:1: error: a block that shows a chunk is empty: its text is the "
            + "chunk's; take these lines out",
        ])
  }

  @Test("A listing that must not compile stands in its chunk's place, and is never tangled")
  func fails() throws {
    let checked = try CheckedBook(
      book([
        program.replacing("```text", with: "```swift"),
        "# B\n\n```swift fails=body\nwrong\n```\n\n```text compiler\nerror: …\n```\n",
      ]))
    #expect(
      checked.book.chapters[1].blocks.map(\.tag.role) == [.failing("body"), .compilerMessages])
    let tried = Tangler(checked, trying: BlockID(chapter: 1, block: 0)).files()
    #expect(String(decoding: tried[0].text, as: UTF8.self).hasSuffix("begin\n  wrong\nend\n"))
    #expect(
      String(decoding: Tangler(checked).files()[0].text, as: UTF8.self).contains("wrong") == false)
    #expect(
      messages(program, "# B\n\n```text compiler\n```\n\n```swift fails=bdy\n<<x>>\n```\n") == [
        "book/02-chapter.md:3:1: error: what the compiler says stands directly below a listing with "
          + "`fails=`; put it there, or drop `compiler`",
        "book/02-chapter.md:6:1: error: this block tries `bdy`, which no earlier block defines; did "
          + "you mean `body`?",
      ])
  }

  @Test("A transcript reads the block directly above it")
  func input() {
    let read = book([
      "# A\n\n```stdin\n3 4 +\n```\n\n```console name=run still tolerance=1e-6\n$ x\n```\n\n"
        + "```console stdin=\"3\\t4 +\\n\" signal=SIGTERM\n$ x\n```\n"
    ])
    #expect(read.diagnostics == [])
    let options = read.chapters[0].blocks.compactMap { block in
      if case .transcript(let options) = block.tag.role { options } else { nil }
    }
    #expect(options.map(\.input) == [Array("3 4 +\n".utf8), Array("3\t4 +\n".utf8)])
    #expect(options[0].name == "run")
    #expect(options[0].isStill)
    #expect(options[0].tolerance == 1e-6)
    #expect(options[1].ending == Signal("TERM").map { .signal($0) })
  }

  @Test("What a transcript reads has to stand directly above it")
  func lostInput() {
    let remedy = "no transcript reads this; put a `console` block directly below it"
    #expect(
      messages("# A\n\n```stdin\nx\n```\n\nText.\n\n```console\n$ x\n```\n\n```stdin\n```\n") == [
        "book/01-chapter.md:3:1: error: \(remedy)", "book/01-chapter.md:13:1: error: \(remedy)",
      ])
    #expect(
      messages("# A\n\n```stdin\nx\n```\n\n```console stdin=y\n$ x\n```\n") == [
        "book/01-chapter.md:7:1: error: this transcript reads the block `stdin` above it and "
          + "`stdin=` too; keep one of them"
      ])
    #expect(
      messages("# A\n\n```console name=a\n$ x\n```\n\n```console name=a\n$ x\n```\n") == [
        "book/01-chapter.md:7:1: error: the transcript on line 3 is named `a` too; give one of them "
          + "another name"
      ])
  }

  @Test("Lines to mark are there; what is behind is tangled, run or shown as ever")
  func marks() {
    let read = book([
      "# A\n\n```text file=a.txt behind mark=\"1, 2-3\"\na\nb\nc\n```\n\n```console behind\n$ x\n```\n\n"
        + "```figure name=f behind\n```\n\n```python mark=1\nx\n```\n"
    ])
    #expect(read.diagnostics == [])
    #expect(read.chapters[0].blocks.map(\.tag.isBehind) == [true, true, true, false])
    #expect(read.chapters[0].blocks[0].tag.marks == [1...1, 2...3])
    #expect(
      messages(
        "# A\n\n```swift sketch mark=\"2\"\nx\n```\n\n```swift sketch behind\n```\n\n"
          + "```swift sketch mark=\"a\"\n```\n\n```swift sketch mark=0\n```\n") == [
          "book/01-chapter.md:3:1: error: `mark` names line 2, but the block has 1; count from 1, "
            + "the line below the fence",
          "book/01-chapter.md:7:1: error: a sketch is there to be seen; drop `behind`",
          "book/01-chapter.md:10:1: error: `mark=\"a\"` names no lines; write their numbers, such as "
            + "`mark=\"3,5-7\"`",
          "book/01-chapter.md:13:1: error: `mark=\"0\"` names no lines; write their numbers, such as "
            + "`mark=\"3,5-7\"`",
        ])
  }

  @Test(
    "Another tool's fence is an error that shows the right spelling",
    arguments: [
      ("{.swift #hello}", "swift define=hello"), ("{swift}", "swift sketch"),
      ("{.python file=hello.py}", "python file=hello.py"),
      ("{.python #a file=x.py}", "python file=x.py"), (" {.python .numberLines}", "python"),
      ("{r, echo=FALSE}", "r"), ("swift,ignore", "swift sketch"), ("{=html}", "html"),
      ("swift,file=a.swift", "swift file=a.swift"), ("python,file=a.py", "python file=a.py"),
      ("swift:file=a.swift", "swift file=a.swift"), ("python file:a.py", "python file=a.py"),
      ("swift define:\"say it\"", "swift define=\"say it\""),
      ("[python file=a.py]", "python file=a.py"),
      ("swift,ignore,file=a.swift", "swift file=a.swift"),
      ("swift, file=a.swift", "swift file=a.swift"), ("python, file=a.py", "python file=a.py"),
      ("rust,ignore file=a.rs", "rust file=a.rs"), ("python: file=a.py", "python file=a.py"),
      ("python,file=a.py,", "python file=a.py"),
      ("swift,no_run file:a.swift", "swift file=a.swift"),
      ("swift,file=\u{301}.swift", "swift file=\u{301}.swift"),
    ])
  func foreignFences(_ info: String, _ spelling: String) {
    #expect(
      messages("# A\n\n```\(info)\nx\n```\n") == [
        "book/01-chapter.md:3:1: error: this is another tool's way to begin a fence; write "
          + "`\(spelling)`"
      ])
  }

  @Test("A name in quotes of another kind is an error that shows the right ones")
  func otherQuotes() {
    for quoted in ["'a b.txt'", "“a b.txt”", "„a b.txt“", "‘a b.txt’", "«a b.txt»"] {
      #expect(
        messages("# A\n\n```text file=\(quoted)\nx\n```\n") == [
          "book/01-chapter.md:3:1: error: the value of `file` stands in another kind of quotes; "
            + "write `file=\"a b.txt\"`"
        ])
    }
  }

  @Test(
    "A fence of another language without a verb is shown as it is",
    arguments: ["python title:a", "c++", "text [a]", "python:3", "[a]", "python file:"])
  func plainFences(_ info: String) {
    #expect(messages("# A\n\n```\(info)\nx\n```\n") == [])
  }
}
