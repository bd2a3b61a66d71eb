import Foundation
import Testing

private let tangle = Command(name: "tangle")

private let small = """
  # A

  ```text file=p/a.txt
  <<b>>
  ```

  ```text define=b
  x
  ```

  """

@Suite("The command tangle")
struct TangleTests {
  @Test("It writes the book's files and says how many; then there is nothing to do")
  func writes() throws {
    let place = try Workplace(small)
    let first = try tangle(in: place)
    #expect(first.status == 0)
    #expect(first.output == "Sources: 1 file written\n")
    #expect(first.messages == "")
    #expect(place.text("Sources/p/a.txt") == "x\n")
    let time = try place.modified("Sources/p/a.txt")
    #expect(try tangle(in: place).output == "Sources: 1 unchanged\n")
    #expect(try place.modified("Sources/p/a.txt") == time)
  }

  @Test("The book and the output folder can be named")
  func names() throws {
    let place = try Workplace()
    try place.write(small, to: "my book/01-a.md")
    let outcome = try tangle("my book/", "--output", "out/put/", in: place)
    #expect(outcome.status == 0)
    #expect(outcome.output == "out/put: 1 file written\n")
    #expect(place.text("out/put/p/a.txt") == "x\n")
    #expect(
      try tangle(place.path + "/my book", "--output", "out/put", "--check", in: place).status == 0)
  }

  @Test("Help goes to standard output with status 0")
  func help() throws {
    let outcome = try tangle("--help", in: try Workplace())
    #expect(outcome.status == 0)
    for option in [
      "--output", "--through", "--check", "--force", "--stitch", "--list", "--format", "--where",
      "--line-map", "--new",
    ] {
      #expect(outcome.output.contains(option))
    }
  }

  @Test(
    "Wrong usage is told on standard error with status 64, and nothing is written",
    arguments: [
      ["--nonsense"], ["a", "b"], ["--list", "--format", "xml"],
      ["--through", "two"], ["--through=-1"], ["--through"], ["--where", "a.txt"],
      ["--where", "a.txt:0"],
      ["--where", ":1"], ["--where", "a.txt:99999999999999999999"], ["--check", "--force"],
      ["--check", "--stitch"], ["--force", "--stitch"], ["--list", "--where", "a:1"],
      ["--new", "x", "--check"],
      ["--check", "--line-map", "m"], ["--output", ""], ["--line-map", ""], ["--new", ""], [""],
    ])
  func usage(_ words: [String]) throws {
    let place = try Workplace(small)
    let outcome = try tangle.run(words, in: place)
    #expect(outcome.status == 64)
    #expect(outcome.messages.hasPrefix("Error: "))
    #expect(outcome.output == "")
    #expect(place.files() == ["chapters/01-chapter.md"])
  }

  @Test("Every error of the book goes to standard error in the compilers' form; nothing is written")
  func errors() throws {
    let place = try Workplace(
      "# A\n\n```text file=a.txt\nx\n```\n\n```swift\n```\n",
      "```text append=none\n```\n\n- ```text file=/b.txt\n  <<c>>\n  ```\n")
    try place.write("", to: "chapters/1-short.md")
    let outcome = try tangle(in: place)
    #expect(outcome.status == 1)
    #expect(outcome.output == "")
    #expect(
      outcome.messages == """
        chapters/01-chapter.md:7:1: error: this Swift block is neither tangled nor marked \
        `sketch`; add \
        `file=`, `define=`, `append=` or `replace=`, or the word `sketch`
        chapters/02-chapter.md:1:1: error: this chapter has no title; begin it with a level-1 \
        heading \
        such as `# Names`
        chapters/02-chapter.md:1:1: error: `append` of `none`, which no earlier block defines; use \
        `define` for a new chunk
        chapters/02-chapter.md:4:3: error: the path `/b.txt` is absolute; name a file below the \
        output \
        folder, such as `microgpt/Value.swift`
        chapters/02-chapter.md:5:3: error: no chunk `c` is defined; define it by the end of this \
        chapter, or write `\\<<…>>` for the line itself
        chapters/1-short.md: warning: this is not a chapter: its name is not of the form \
        NN-slug.md, \
        such as 01-names.md

        """)
    #expect(!place.files().contains { $0.hasPrefix("Sources") })
  }

  @Test("A warning is told, and the status is 0")
  func warnings() throws {
    let place = try Workplace("# A\n\n```text define=b\n```\n")
    let outcome = try tangle(in: place)
    #expect(outcome.status == 0)
    #expect(
      outcome.messages
        == "chapters/01-chapter.md:3:1: warning: nothing uses `b`; refer to it with a line "
        + "`<<b>>`, or mark it `sketch`\n")
  }

  @Test("A folder that is not there, is a file, or has no chapters is an error")
  func noBook() throws {
    let place = try Workplace()
    #expect(
      try tangle(in: place).messages
        == "chapters: error: there is no such folder; name the book's folder, or begin one with "
        + "`tangle --new`\n")
    try place.write("x", to: "chapters")
    #expect(
      try tangle(in: place).messages
        == "chapters: error: this is not a folder; name the book's folder\n")
    try place.write("x", to: "empty/README.md")
    let outcome = try tangle("empty", in: place)
    #expect(outcome.status == 1)
    #expect(
      outcome.messages
        == "empty: error: this book has no chapters; a chapter is a file such as 01-names.md\n")
  }

  @Test("--through takes chapters up to a number")
  func through() throws {
    let place = try Workplace(
      small, "# B\n\n```text replace=b\ny\n```\n\n```text file=q.txt\nq\n```\n")
    #expect(try tangle("--through", "1", in: place).status == 0)
    #expect(place.text("Sources/p/a.txt") == "x\n")
    #expect(place.text("Sources/q.txt") == nil)
    #expect(try tangle(in: place).status == 0)
    #expect(place.text("Sources/p/a.txt") == "y\n")
    #expect(place.text("Sources/q.txt") == "q\n")
    #expect(
      try tangle("--through", "1", in: place).output == "Sources: 1 file written, 1 removed\n")
    #expect(place.text("Sources/q.txt") == nil)
    let none = try tangle("--through", "0", in: place)
    #expect(none.status == 1)
    #expect(
      none.messages
        == "chapters: error: there is no chapter up to number 0; the first is 01-chapter.md\n")
  }

  @Test("--through does not see the errors of later chapters")
  func throughErrors() throws {
    let place = try Workplace(small, "# B\n\n```swift\n```\n")
    #expect(try tangle(in: place).status == 1)
    #expect(try tangle("--through", "1", in: place).status == 0)
  }

  @Test("--check writes nothing and names what is not as the book gives it")
  func check() throws {
    let place = try Workplace(small)
    let missing = try tangle("--check", in: place)
    #expect(missing.status == 1)
    #expect(
      missing.messages == """
        Sources/.tangle-record: error: is outdated; run `tangle`
        Sources/p/a.txt: error: is missing; run `tangle`

        """)
    #expect(place.files() == ["chapters/01-chapter.md"])
    _ = try tangle(in: place)
    let good = try tangle("--check", in: place)
    #expect(good.status == 0)
    #expect(good.output == "Sources: as the book gives it\n")
    try place.write("mine\n", to: "Sources/p/a.txt")
    let edited = try tangle("--check", in: place)
    #expect(edited.status == 1)
    #expect(
      edited.messages
        == "Sources/p/a.txt: error: differs from what the book gives: it was edited by hand; run "
        + "`tangle`\n")
    #expect(place.text("Sources/p/a.txt") == "mine\n")
  }

  @Test("A hand edit stops tangle, with a diff that names the chapter; --force drops the edit")
  func edited() throws {
    let place = try Workplace(small)
    _ = try tangle(in: place)
    try place.write("mine\n", to: "Sources/p/a.txt")
    let outcome = try tangle(in: place)
    #expect(outcome.status == 1)
    #expect(
      outcome.messages == """
        Sources/p/a.txt:1:1: error: this file was edited by hand since it was written; \
        `--stitch` carries \
        the edit into the chapters, `--force` drops it
        --- Sources/p/a.txt as the book gives it
        +++ Sources/p/a.txt as edited
        @@ -1 +1 @@ chapters/01-chapter.md:8
        -x
        +mine

        """)
    #expect(place.text("Sources/p/a.txt") == "mine\n")
    #expect(try tangle("--force", in: place).output == "Sources: 1 file written\n")
    #expect(place.text("Sources/p/a.txt") == "x\n")
  }

  @Test("A file with a merge's marks stops tangle and --stitch; --force writes it anew")
  func mergeMarks() throws {
    let place = try Workplace(small)
    _ = try tangle(in: place)
    let chapter = place.text("chapters/01-chapter.md")
    try place.write("<<<<<<< HEAD\nx\n=======\ny\n>>>>>>> other\n", to: "Sources/p/a.txt")
    for options in [[], ["--stitch"]] {
      let outcome = try tangle.run(options, in: place)
      #expect(outcome.status == 1)
      #expect(
        outcome.messages.hasPrefix(
          "Sources/p/a.txt:1:1: error: a merge left its marks in this file; settle the chapters, "
            + "then `--force` writes it anew\n"))
      #expect(place.text("chapters/01-chapter.md") == chapter)
    }
    #expect(try tangle("--force", in: place).status == 0)
    #expect(place.text("Sources/p/a.txt") == "x\n")
  }

  @Test("--stitch carries hand edits into the chapters, and leaves what tangle would leave")
  func stitch() throws {
    let place = try Workplace(small, "# B\n\n```swift file=b.swift\nlet b = 1\n```\n")
    _ = try tangle(in: place)
    try place.write("mine\n", to: "Sources/p/a.txt")
    let outcome = try tangle("--stitch", in: place)
    #expect(outcome.status == 0)
    #expect(outcome.output == "chapters/01-chapter.md: stitched\nSources: 2 unchanged\n")
    #expect(place.text("chapters/01-chapter.md") == small.replacing("\nx\n", with: "\nmine\n"))
    #expect(place.text("Sources/p/a.txt") == "mine\n")
    #expect(try tangle("--check", in: place).status == 0)
    let fresh = try Workplace(
      place.text("chapters/01-chapter.md") ?? "", place.text("chapters/02-chapter.md") ?? "")
    _ = try tangle(in: fresh)
    #expect(fresh.text("Sources/.tangle-record") == place.text("Sources/.tangle-record"))
  }

  @Test("--stitch together with changed chapters writes both into the output")
  func stitchMerged() throws {
    let place = try Workplace("# A\n\n```text file=a.txt\n1\n2\n3\n4\n5\n```\n")
    _ = try tangle(in: place)
    try place.write("1\n2\n3\n4\nfive\n", to: "Sources/a.txt")
    try place.write(
      "# A\n\n```text file=a.txt\none\n2\n3\n4\n5\n```\n", to: "chapters/01-chapter.md")
    #expect(try tangle("--stitch", in: place).status == 0)
    #expect(place.text("Sources/a.txt") == "one\n2\n3\n4\nfive\n")
    #expect(
      place.text("chapters/01-chapter.md") == "# A\n\n```text file=a.txt\none\n2\n3\n4\nfive\n```\n"
    )
    #expect(try tangle("--check", in: place).status == 0)
  }

  @Test("--stitch that is refused changes nothing")
  func stitchRefused() throws {
    let place = try Workplace(small)
    _ = try tangle(in: place)
    try place.write("x\n```\n", to: "Sources/p/a.txt")
    let record = place.text("Sources/.tangle-record")
    let outcome = try tangle("--stitch", in: place)
    #expect(outcome.status == 1)
    #expect(outcome.messages.hasPrefix("Sources/p/a.txt:2:1: error: the edit lies between chunks"))
    #expect(place.text("chapters/01-chapter.md") == small)
    #expect(place.text("Sources/p/a.txt") == "x\n```\n")
    #expect(place.text("Sources/.tangle-record") == record)
  }

  @Test("--stitch through a chapter that is a link writes what the link leads to")
  func stitchThroughLink() throws {
    let place = try Workplace()
    try place.write(small, to: "chapters/texts/shared.md")
    try place.write("# B\n", to: "chapters/02-b.md")
    try FileManager.default.createSymbolicLink(
      atPath: place.path + "/chapters/01-a.md", withDestinationPath: "texts/shared.md")
    _ = try tangle(in: place)
    try place.write("y\n", to: "Sources/p/a.txt")
    #expect(try tangle("--stitch", in: place).status == 0)
    #expect(place.text("chapters/texts/shared.md") == small.replacing("\nx\n", with: "\ny\n"))
    #expect(
      try FileManager.default.destinationOfSymbolicLink(atPath: place.path + "/chapters/01-a.md")
        == "texts/shared.md")
  }

  @Test("A chapter or settings behind a link out of the book are not read")
  func linksOut() throws {
    let place = try Workplace()
    try place.write(small, to: "secret.md")
    try place.write("title: A\n", to: "secret.yml")
    try place.write("# B\n", to: "chapters/02-b.md")
    for (name, target) in [("01-a.md", "../secret.md"), ("book.yml", "../secret.yml")] {
      try FileManager.default.createSymbolicLink(
        atPath: place.path + "/chapters/" + name, withDestinationPath: target)
    }
    let outcome = try tangle(in: place)
    #expect(outcome.status == 1)
    #expect(
      outcome.messages == """
        chapters/01-a.md: error: cannot read chapters/01-a.md: it is a symbolic link out of the book
        chapters/book.yml: error: cannot read chapters/book.yml: it is a symbolic link out of the \
        book

        """)
  }

  @Test("--through takes a line of a chapter: the program before the block there")
  func throughLine() throws {
    let place = try Workplace(
      "# A\n\n```text file=a.txt\n1\n```\n\n```text append=a.txt\n2\n```\n",
      "# B\n\n```text append=a.txt\n3\n```\n")
    for (point, text) in [
      ("01-chapter.md:3", nil), ("01-chapter.md:4", "1\n"), ("chapters/01-chapter.md:7", "1\n"),
      ("01-chapter.md:99", "1\n2\n"), ("02-chapter.md:1", "1\n2\n"), ("2", "1\n2\n3\n"),
    ] {
      #expect(try tangle("--through", point, in: place).status == 0)
      #expect(place.text("Sources/a.txt") == text, "\(point)")
    }
    #expect(try tangle("--through", "03-chapter.md:1", in: place).status == 64)
  }

  @Test("--stitch without an edit is plain tangling")
  func stitchNothing() throws {
    let place = try Workplace(small)
    #expect(try tangle("--stitch", in: place).output == "Sources: 1 file written\n")
  }

  @Test("Warnings are told once, also when stitching reads the book twice")
  func stitchWarnings() throws {
    let place = try Workplace(small + "\n```text define=unused\n```\n")
    _ = try tangle(in: place)
    try place.write("y\n", to: "Sources/p/a.txt")
    let outcome = try tangle("--stitch", in: place)
    #expect(outcome.status == 0)
    #expect(outcome.messages.split(separator: "\n").count == 1)
  }

  @Test("--list prints the chunks as text")
  func list() throws {
    let place = try Workplace(
      small,
      "# B\n\n```text append=b\ny\n```\n\n```text file=q.txt\n<<b>>\n```\n\n"
        + "```text replace=q.txt\n```\n"
    )
    let outcome = try tangle("--list", in: place)
    #expect(outcome.status == 0)
    #expect(
      outcome.output == """
        p/a.txt
          defined at chapters/01-chapter.md:3
          in p/a.txt
        b
          defined at chapters/01-chapter.md:7
          continued at chapters/02-chapter.md:3
          used at chapters/01-chapter.md:4
          in p/a.txt
        q.txt
          defined at chapters/02-chapter.md:7 (superseded)
          replaced at chapters/02-chapter.md:11
          in q.txt

        """)
    #expect(!place.files().contains { $0.hasPrefix("Sources") })
    #expect(try tangle("--list", "--format", "text", in: place).output == outcome.output)
  }

  @Test("--list --format json prints the same as JSON")
  func listJSON() throws {
    let place = try Workplace(small)
    let outcome = try tangle("--list", "--format", "json", in: place)
    #expect(outcome.status == 0)
    let list = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [[String: Any]]
    #expect(list?.map { $0["name"] as? String } == ["p/a.txt", "b"])
    #expect(list?.last?["uses"] as? [String] == ["chapters/01-chapter.md:4"])
    #expect(list?.last?["files"] as? [String] == ["p/a.txt"])
    let blocks = list?.last?["blocks"] as? [[String: Any]]
    #expect(blocks?.first?["place"] as? String == "chapters/01-chapter.md:7")
    #expect(blocks?.first?["verb"] as? String == "define")
    #expect(blocks?.first?["superseded"] as? Bool == false)
  }

  @Test("--where prints the chapter's line, by the path of the line map or the one on disk")
  func places() throws {
    let place = try Workplace(
      "# A\n\n```swift file=p/a.swift\n<<b>>\n```\n\n```swift define=b\nx\ny\n```\n")
    for file in [
      "p/a.swift", "Sources/p/a.swift", "./Sources/p/../p/a.swift",
      place.path + "/Sources/p/a.swift",
    ] {
      let outcome = try tangle("--where", "\(file):3", in: place)
      #expect(outcome.status == 0)
      #expect(outcome.output == "chapters/01-chapter.md:9\n")
    }
    let header = try tangle("--where", "p/a.swift:1", in: place)
    #expect(header.status == 1)
    #expect(header.output == "")
    #expect(header.messages == "p/a.swift:1: tangle added this line itself\n")
    let behind = try tangle("--where", "p/a.swift:4", in: place)
    #expect(behind.status == 1)
    #expect(behind.messages == "error: p/a.swift has 3 lines\n")
    let unknown = try tangle("--where", "p/b.swift:1", in: place)
    #expect(unknown.status == 1)
    #expect(
      unknown.messages == "error: the book tangles no file `p/b.swift`; did you mean `p/a.swift`?\n"
    )
    #expect(place.files() == ["chapters/01-chapter.md"])
  }

  @Test("--line-map writes where every line is from, and does not touch a map that is right")
  func lineMap() throws {
    let place = try Workplace("# A\n\n```swift file=a.swift\nx\n```\n")
    #expect(try tangle("--line-map", "maps/map.json", in: place).status == 0)
    let map = "{\n  \"a.swift\": [\n    null,\n    [\"01-chapter.md\", 4]\n  ]\n}\n"
    #expect(place.text("maps/map.json") == map)
    let time = try place.modified("maps/map.json")
    _ = try tangle("--line-map", "maps/map.json", in: place)
    #expect(try place.modified("maps/map.json") == time)
  }

  @Test("--line-map writes no device and no folder over")
  func lineMapPlaces() throws {
    let place = try Workplace(small)
    for path in ["/dev/null", "chapters"] {
      let outcome = try tangle("--line-map", path, in: place)
      #expect(outcome.status == 1)
      #expect(outcome.messages.hasSuffix("not a regular file\n"))
    }
  }

  @Test("--new writes a book that tangles, into a new or an empty folder only")
  func new() throws {
    let place = try Workplace()
    let outcome = try tangle("--new", "novel", in: place)
    #expect(outcome.status == 0)
    #expect(
      place.files() == [
        "novel/.gitattributes", "novel/.github/workflows/book.yml", "novel/.gitignore",
        "novel/.vscode/extensions.json", "novel/.vscode/tasks.json", "novel/Package.swift",
        "novel/README.md", "novel/Sources/.tangle-record",
        "novel/Sources/greetings/Greeting.swift", "novel/Sources/greetings/main.swift",
        "novel/Tests/greetingsTests/GreetingTests.swift", "novel/chapters/01-hello.md",
        "novel/chapters/02-manners.md", "novel/chapters/book.yml",
      ])
    #expect(
      try tangle("novel", "--output", "novel/Sources", "--check", in: place).output
        == "novel/Sources: as the book gives it\n")
    for number in ["1", "2"] {
      let tangled = try tangle("novel", "--through", number, in: place)
      #expect(tangled.status == 0)
      #expect(tangled.messages == "")
    }
    #expect(
      place.text("Sources/greetings/main.swift") == """
        // Tangled from 1 chapter, 01-hello.md. Do not edit: change the chapters.
        let words = CommandLine.arguments.dropFirst()
        let names = words.isEmpty ? ["world"] : Array(words)
        for name in names {
          print(greeting(name))
        }

        """)
    #expect(
      place.text("Sources/greetings/Greeting.swift") == """
        // Tangled from 2 chapters, 01-hello.md to 02-manners.md. Do not edit: change the chapters.
        func greeting(_ name: String) -> String {
          let mark = name == "world" ? "!" : "."
          return "Good morning, \\(name)\\(mark)"
        }

        """)
    let again = try tangle("--new", "novel", in: place)
    #expect(again.status == 1)
    #expect(
      again.messages
        == "novel: error: there is something in this folder; name a new or an empty one\n")
    try FileManager.default.createDirectory(
      atPath: place.path + "/empty", withIntermediateDirectories: true)
    #expect(try tangle("--new", "empty", in: place).status == 0)
    #expect(try tangle("--new", "novel/chapters/book.yml", in: place).status == 1)
  }

  @Test("The editor's tasks of a new book are JSON, and find a message's place")
  func tasks() throws {
    struct Tasks: Decodable {
      struct Task: Decodable {
        struct Matcher: Decodable {
          struct Pattern: Decodable { let regexp: String }
          let pattern: Pattern
        }
        enum Matchers: Decodable {
          case own(Matcher), named
          init(from decoder: any Decoder) throws {
            self = (try? .own(Matcher(from: decoder))) ?? .named
          }
        }
        let label: String
        let command: String
        let problemMatcher: Matchers
      }
      let tasks: [Task]
    }
    let place = try Workplace()
    #expect(try tangle("--new", "novel", in: place).status == 0)
    let json = try #require(place.text("novel/.vscode/tasks.json"))
    // A reader that is stricter than ours knows no escape of the letter d.
    #expect(json.contains(#"(\\d+)"#))
    let tasks = try JSONDecoder().decode(Tasks.self, from: Data(json.utf8)).tasks
    #expect(tasks.map(\.label) == ["tangle", "verify", "build"])
    try place.write("# A\n\n```swift\n```\n", to: "novel/chapters/03-a.md")
    let message = try tangle("novel", in: place).messages
    for case .own(let matcher) in tasks.map(\.problemMatcher) {
      let found = try #require(
        try Regex(matcher.pattern.regexp).anchorsMatchLineEndings().firstMatch(in: message))
      #expect(
        found.output.dropFirst().prefix(4).map { $0.substring.map(String.init) }
          == ["novel/chapters/03-a.md", "3", "1", "error"])
    }
  }

  @Test("An edit is carried back past line directives, which count other lines then")
  func stitchPastDirectives() throws {
    let place = try Workplace(
      "# A\n\n```c file=a.c\nint a;\n<<b>>\nint c;\n```\n\n```c define=b\nint b;\n```\n")
    try place.write("line-directives: true\n", to: "chapters/book.yml")
    #expect(try tangle(in: place).status == 0)
    let text = try #require(place.text("Sources/a.c"))
    #expect(text.contains("#line 10 \"chapters/01-chapter.md\"\nint b;\n"))
    try place.write(text.replacing("int a;", with: "int aa;\nint ab;"), to: "Sources/a.c")
    let stitched = try tangle("--stitch", in: place)
    #expect(stitched.status == 0, "\(stitched.messages)")
    #expect(place.text("chapters/01-chapter.md")?.contains("int aa;\nint ab;\n<<b>>\n") == true)
    #expect(place.text("Sources/a.c")?.contains("#line 11 ") == true)
    #expect(try tangle("--check", in: place).status == 0)
  }

  @Test("--zip writes an archive a chapter, the same for the same book")
  func zip() throws {
    let place = try Workplace(
      "# One\n\n```sh file=run.sh\n#!/bin/sh\n```\n", "# Two\n\n```text file=b.txt\nx\n```\n")
    let outcome = try tangle("--zip", "zips", in: place)
    #expect(outcome.status == 0)
    #expect(outcome.output == "zips: 2 archives\n")
    #expect(try tangle("--zip", "again", in: place).status == 0)
    let names = ["chapter-01.zip", "chapter-02.zip"]
    #expect(place.files().filter { $0.hasPrefix("zips/") } == names.map { "zips/" + $0 })
    for name in names {
      let bytes = FileManager.default.contents(atPath: "\(place.path)/zips/\(name)")
      #expect(bytes == FileManager.default.contents(atPath: "\(place.path)/again/\(name)"))
    }
    #expect(place.text("zips/chapter-02.zip")?.contains("chapter-02/b.txt") == true)
    #expect(try tangle("--zip", "zips", in: place).status == 1)
    #expect(try tangle("--zip", "x", "--check", in: place).status == 64)
  }

  @Test("--git writes a commit a chapter, with the same hashes for the same book")
  func git() throws {
    let place = try Workplace(
      "# One\n\nThe *first*\nchapter.\n\n```sh file=run.sh\n#!/bin/sh\n```\n",
      "# Two\n\n```text file=é.txt\nx\n```\n")
    for name in ["a", "b"] {
      #expect(try tangle("--git", name, in: place).output == "\(name): 2 commits\n")
    }
    let heads = try ["a", "b"].map {
      try String(contentsOfFile: "\(place.path)/\($0)/.git/refs/heads/main", encoding: .utf8)
    }
    #expect(heads[0] == heads[1])
    #expect(heads[0] == "97453a148f454ca416f0c67a7f9d14e8164b7870\n")
    #expect(place.text("a/run.sh")?.hasPrefix("#!/bin/sh\n# Tangled") == true)
    #expect(place.text("a/é.txt") == "x\n")
    #expect(try tangle("--git", "a", in: place).status == 1)
  }

  @Test("--move gives a chapter another number, and what speaks of it follows")
  func move() throws {
    let place = try Workplace(
      "# One\n\n[two](02-chapter.md#a), [three](03-chapter.html)\n\n```console superseded=03\n$ x\n```\n",
      "# Two\n\n```text file=a.txt\nx\n```\n",
      "# Three\n\n4<!-- = 2/run: a -->, `102-chapter.md`, <02-chapter.md>\n")
    try place.write(
      "parts:\n  - name: A\n    first: 1\n  - name: B\n    first: 3\n", to: "chapters/book.yml")
    let outcome = try tangle("--move", "2", "3", in: place)
    #expect(
      outcome.output == """
        chapters/01-chapter.md: rewritten
        chapters/03-chapter.md: now 02-chapter.md
        chapters/02-chapter.md: now 03-chapter.md
        chapters/book.yml: rewritten

        """)
    #expect(
      place.text("chapters/01-chapter.md")
        == "# One\n\n[two](03-chapter.md#a), [three](02-chapter.html)\n\n```console superseded=02\n$ x\n```\n"
    )
    #expect(
      place.text("chapters/02-chapter.md")
        == "# Three\n\n4<!-- = 3/run: a -->, `102-chapter.md`, <03-chapter.md>\n")
    #expect(
      place.text("chapters/book.yml")
        == "parts:\n  - name: A\n    first: 1\n  - name: B\n    first: 2\n")
    #expect(try tangle("--move", "3", "9", in: place).status == 0)
    #expect(place.text("chapters/09-chapter.md")?.hasPrefix("# Two") == true)
    #expect(place.text("chapters/03-chapter.md") == nil)
    #expect(try tangle("--move", "7", "8", in: place).status == 1)
    #expect(try tangle("--move", "7", in: place).status == 64)
    let refused = try tangle("--move", "2", "0", in: place)
    #expect(refused.status == 1)
    #expect(refused.messages.contains("nothing was changed"))
    #expect(place.text("chapters/02-chapter.md")?.hasPrefix("# Three") == true)
  }

  @Test("--move renews the number of a chapter in the words of the links that lead to it")
  func spokenNumbers() throws {
    let place = try Workplace(
      """
      # One

      [chapter 2](02-chapter.md), [*that*, Chapter
      2, [again]](<./02-chapter.md#a>), [section 2.1](02-chapter.md#a), [section 1](02-chapter.md#a);
      chapter 2 of [another](02-chapter.md), [chapter 2](https://a.b), [see chapter 3](03-chapter.md).

      """, "# Two\n\n## A\n\n[section 2.1](#a)<!--=1/x: y-->\n", "# Three\n")
    #expect(try tangle("--move", "2", "9", in: place).status == 0)
    #expect(
      place.text("chapters/01-chapter.md") == """
        # One

        [chapter 9](09-chapter.md), [*that*, Chapter
        9, [again]](<./09-chapter.md#a>), [section 9.1](09-chapter.md#a), [section 1](09-chapter.md#a);
        chapter 2 of [another](09-chapter.md), [chapter 2](https://a.b), [see chapter 3](03-chapter.md).

        """)
    #expect(try tangle("--move", "1", "4", in: place).status == 0)
    #expect(
      place.text("chapters/09-chapter.md")
        == "# Two\n\n## A\n\n[section 9.1](#a)<!--=4/x: y-->\n")
  }

  /// Six chapters, the last two appendices, of which every kind of place names each other's number.
  private func numbered() throws -> Workplace {
    let place = try Workplace()
    for number in [1, 2, 3, 4, 90, 91] {
      let digits = number < 10 ? "0\(number)" : "\(number)"
      try place.write("# Title \(number)\n", to: "chapters/\(digits)-c\(number).md")
    }
    try place.write(
      """
      # The settings
      title: "first: 3"
      promises: # by number
        # the first
        1: says one
        2: 'two: [chapter 4](04-c4.md), chapter 3'
        "3": three
        4: >-
          4: four
        91: ninety-one
      models: {1: a, 3: c,
        4: 3}
      parts:
        - {name: A, first: 1} # first: 3
        - name: B
          first: 3
        - name: C
          first: 90
          numbering: letters

      """, to: "chapters/book.yml")
    return place
  }

  @Test(
    "--move renews the keys of promises and models, and leaves all else of book.yml as it is",
    arguments: [
      ("1", "3", [3, 1, 2, 4, 91], [1, 2, 90]), ("3", "1", [2, 3, 1, 4, 91], [1, 4, 90]),
      ("4", "1", [2, 3, 4, 1, 91], [1, 4, 90]), ("4", "3", [1, 2, 4, 3, 91], [1, 3, 90]),
      ("1", "91", [91, 1, 2, 3, 90], [1, 2, 4]), ("91", "90", [1, 2, 3, 4, 90], [1, 3, 90]),
      ("91", "99", [1, 2, 3, 4, 99], [1, 3, 90]), ("91", "1", [2, 3, 4, 90, 1], [1, 4, 91]),
      ("4", "7", [1, 2, 3, 7, 91], [1, 3, 90]), ("1", "0", [0, 2, 3, 4, 91], [0, 3, 90]),
    ])
  func moveSettings(from: String, to: String, keys: [Int], firsts: [Int]) throws {
    let place = try numbered()
    let four = keys[3] < 10 ? "0\(keys[3])" : "\(keys[3])"
    let outcome = try tangle("--move", from, to, in: place)
    #expect(outcome.status == 0, "\(outcome.messages)")
    #expect(
      place.text("chapters/book.yml") == """
        # The settings
        title: "first: 3"
        promises: # by number
          # the first
          \(keys[0]): says one
          \(keys[1]): 'two: [chapter \(keys[3])](\(four)-c4.md), chapter 3'
          "\(keys[2])": three
          \(keys[3]): >-
            4: four
          \(keys[4]): ninety-one
        models: {\(keys[0]): a, \(keys[2]): c,
          \(keys[3]): 3}
        parts:
          - {name: A, first: \(firsts[0])} # first: 3
          - name: B
            first: \(firsts[1])
          - name: C
            first: \(firsts[2])
            numbering: letters

        """)
    #expect(
      outcome.messages.contains("book.yml:6:1: warning: this says `chapter 3`") == (keys[2] != 3))
  }

  @Test("--move renews letters, lone numbers and exercises, and names what may mean a chapter")
  func moveMentions() throws {
    let place = try numbered()
    try place.write(
      """
      # Title 1

      [appendix A](90-c90.md), [Appendix B](91-c91.md#x), [4](04-c4.md) and [5](04-c4.md),
      [chapters 3](03-c3.md) to [4](04-c4.md), [exercise 3.1](03-c3.md#a).

      In chapters 1, 3 and 4, appendix A, [chapters 3 to 5](03-c3.md), section 4.2, section 4,
      [chapter 3](https://a.b), chapter 30, `tangle --through 3`, [exercise 3.1](91-c91.md).

      """, to: "chapters/01-c1.md")
    #expect(try tangle("--move", "91", "90", in: place).status == 0)
    let outcome = try tangle("--move", "3", "4", in: place)
    #expect(
      place.text("chapters/01-c1.md") == """
        # Title 1

        [appendix B](91-c90.md), [Appendix A](90-c91.md#x), [3](03-c4.md) and [5](03-c4.md),
        [chapters 4](04-c3.md) to [3](03-c4.md), [exercise 4.1](04-c3.md#a).

        In chapters 1, 3 and 4, appendix A, [chapters 3 to 5](04-c3.md), section 4.2, section 4,
        [chapter 3](https://a.b), chapter 30, `tangle --through 3`, [exercise 3.1](90-c91.md).

        """)
    let file = "chapters/01-c1.md"
    #expect(
      outcome.messages == """
        \(file):6:1: warning: this says `chapters 3`, and 3 is 4 now; renew it if it means that chapter
        \(file):6:1: warning: this says `chapters 4`, and 4 is 3 now; renew it if it means that chapter
        \(file):6:1: warning: this says `chapters 3`, and 3 is 4 now; renew it if it means that chapter
        \(file):6:1: warning: this says `section 4`, and 4 is 3 now; renew it if it means that chapter
        \(file):7:1: warning: this says `exercise 3`, and 3 is 4 now; renew it if it means that chapter
        \(file):7:1: warning: this says `--through 3`, and 3 is 4 now; renew it if it means that chapter
        chapters/book.yml:6:1: warning: this says `chapter 3`, and 3 is 4 now; renew it if it means that chapter

        """)
  }

  @Test("--move leaves old addresses as they are, and names those that a published book would lose")
  func moveRedirects() throws {
    let place = try Workplace("# One\n", "# Two\n\n[é](03-%C3%A9.md)\n")
    try place.write("# Three\n", to: "chapters/03-é.md")
    let settings = "redirects:\n  02-chapter.html: 02-chapter.md#a\n  04-é.html: 03-é.md\n"
    try place.write("slug: true\n" + settings, to: "chapters/book.yml")
    try FileManager.default.removeItem(atPath: "\(place.path)/chapters/01-chapter.md")
    let quiet = try tangle("--move", "2", "5", in: place)
    #expect(quiet.status == 0 && quiet.messages.isEmpty)
    #expect(
      place.text("chapters/book.yml") == "slug: true\n"
        + "redirects:\n  02-chapter.html: 05-chapter.md#a\n  04-é.html: 03-é.md\n")
    try place.write(
      "redirects: {02-chapter.html: 05-chapter.md, 04-é.html: 03-é.md}\n", to: "chapters/book.yml")
    let told = try tangle("--move", "3", "4", in: place)
    #expect(
      told.messages == """
        chapters/book.yml: warning: pages have other addresses now; to lead there from those under \
        which they were published, add to `redirects`:
          03-é.html: 04-é.md
        chapters/book.yml:1:1: warning: `redirects`: there is a chapter at `04-é.html` now; take the \
        line away

        """)
    #expect(
      place.text("chapters/book.yml")
        == "redirects: {02-chapter.html: 05-chapter.md, 04-é.html: 04-é.md}\n")
    #expect(place.text("chapters/05-chapter.md") == "# Two\n\n[é](04-%C3%A9.md)\n")
  }

  @Test("--move renews the numbers in info strings and facts, down and up again")
  func moveBack() throws {
    func texts(_ numbers: [Int], _ digits: String) -> (a: String, c: String, settings: String) {
      (
        "# a\n\n```text file=x.txt\ny\n```\n\n```console superseded=\"\(numbers[1])\"\n$ x\n```\n",
        "# c\n\n```text show=\"x.txt\" from=\(numbers[1])\n```\n\n"
          + "```text solves=\(numbers[1]).2 replace=\"x.txt\"\nz\n```\n\n"
          + "4<!-- = \(numbers[1])/run: x --> 5<!--\t=\r\n\(digits)/run: y -->\n",
        "\u{FEFF}promises: {8: \"é 8: \", \(numbers[1]): b}\r\n\r\nmodels:\r\n"
          + "  # \u{2028}  # x\r\n  \"\(numbers[0])\": t\r\n"
      )
    }
    let place = try Workplace()
    let (before, after) = (texts([9, 10], "9"), texts([10, 9], "10"))
    try place.write(before.a, to: "chapters/08-a.md")
    try place.write("# b\n", to: "chapters/09-b.md")
    try place.write(before.c, to: "chapters/10-c.md")
    try place.write(before.settings, to: "chapters/book.yml")
    #expect(try tangle("--move", "10", "9", in: place).status == 0)
    #expect(place.text("chapters/08-a.md") == after.a)
    #expect(place.text("chapters/09-c.md") == after.c)
    #expect(place.text("chapters/book.yml") == after.settings)
    #expect(try tangle("--move", "9", "10", in: place).status == 0)
    #expect(place.text("chapters/08-a.md") == before.a)
    #expect(place.text("chapters/10-c.md") == before.c)
    #expect(place.text("chapters/book.yml") == before.settings)
  }

  @Test("--move takes drafts along, which need not be whole, and leaves no part without a chapter")
  func moveDrafts() throws {
    let place = try Workplace("# One\n", "# Two\n")
    try place.write(
      "# Three\n\n[chapter 2](02-chapter.md)\n\n```swift\n```\n", to: "chapters/03-x.draft.md")
    try place.write("promises: {3: a, 1: b}\n", to: "chapters/book.yml")
    #expect(try tangle("--move", "1", "3", in: place).status == 0)
    #expect(
      place.text("chapters/02-x.draft.md")
        == "# Three\n\n[chapter 1](01-chapter.md)\n\n```swift\n```\n")
    #expect(place.text("chapters/03-chapter.md") == "# One\n")
    #expect(place.text("chapters/book.yml") == "promises: {2: a, 3: b}\n")
    try place.write(
      "parts: [{name: A, first: 1}, {name: B, first: 3}]\n", to: "chapters/book.yml")
    let refused = try tangle("--move", "3", "1", in: place)
    #expect(refused.status == 1)
    #expect(refused.messages.contains("the part `B` would have no chapter left"))
    try place.write("promises: {!!str 3: a}\n", to: "chapters/book.yml")
    #expect(try tangle("--move", "3", "1", in: place).messages.contains("write `3`"))
    #expect(place.text("chapters/03-chapter.md") == "# One\n")
    try place.write("# A\n", to: "chapters/03-a.draft.md")
    #expect(try tangle("--move", "3", "1", in: place).messages.contains("has the number 3 too"))
  }

  @Test("--rename gives a chunk another name everywhere, and the program stays as it is")
  func rename() throws {
    let place = try Workplace(
      "# A\n\n> ```text file=a.txt\n>   << old  name >>\n> ```\n\n```text define=\"old name\"\nx\n```\n",
      "# B\n\n```text append=\"old name\" behind\ny\n```\n\n```text show=\"old name\"\n```\n")
    #expect(try tangle(in: place).status == 0)
    #expect(
      try tangle("--rename", "old name", "new", in: place).output
        == "chapters/01-chapter.md: rewritten\nchapters/02-chapter.md: rewritten\n")
    #expect(
      place.text("chapters/01-chapter.md")
        == "# A\n\n> ```text file=a.txt\n>   <<new>>\n> ```\n\n```text define=\"new\"\nx\n```\n")
    #expect(try tangle("--check", in: place).status == 0)
    #expect(
      try tangle("--rename", "old name", "x", in: place).messages.contains("there is no chunk"))
    #expect(
      try tangle("--rename", "new", "a.txt", in: place).messages.contains("already"))
    #expect(
      try tangle("--rename", "new", "a>>b", in: place).messages.contains("a name holds no"))
  }

  @Test("--stitch takes the clear edits and names the unclear ones, which stay in their files")
  func stitchInPart() throws {
    let text =
      small + "\n```text file=q.txt\n<<n1>>\n<<n2>>\n```\n\n```text define=n1\n1\n```\n\n"
      + "```text define=n2\n2\n```\n"
    let place = try Workplace(text)
    _ = try tangle(in: place)
    try place.write("y\n", to: "Sources/p/a.txt")
    try place.write("1\nnew\n2\n", to: "Sources/q.txt")
    let outcome = try tangle("--stitch", in: place)
    #expect(outcome.status == 1)
    #expect(outcome.messages.hasPrefix("Sources/q.txt:2:1: error: the edit lies between chunks"))
    #expect(place.text("chapters/01-chapter.md") == text.replacing("\nx\n", with: "\ny\n"))
    #expect(place.text("Sources/p/a.txt") == "y\n")
    #expect(place.text("Sources/q.txt") == "1\nnew\n2\n")
    #expect(try tangle(in: place).messages.contains("this file was edited by hand"))
    #expect(try tangle("--force", in: place).status == 0)
    #expect(place.text("Sources/q.txt") == "1\n2\n")
  }

  @Test("--new counts a hidden file as something")
  func newBesideHidden() throws {
    let place = try Workplace()
    try place.write("", to: "novel/.hidden")
    #expect(try tangle("--new", "novel", in: place).status == 1)
    #expect(place.files() == ["novel/.hidden"])
  }

  @Test("What the disk refuses is told with its reason")
  func disk() throws {
    let place = try Workplace(small)
    try place.write("mine", to: "file")
    let outcome = try tangle("--output", "file/below", in: place)
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("error: "))
    #expect(!place.files().contains { $0.hasPrefix("file/") })
  }
}
