import Foundation
import Literate
import TestSupport
import Testing

@testable import Compiling
@testable import Verifying

/// Programs in other languages, built and run by the words that book.yml gives.
@Suite struct ProgramKindsTests {
  private let python = """
    programs:
      - name: words
        run: [python3, main.py]
    files: [data/*.txt]
    environment: {GREETING: hello}
    """

  private func book(_ code: String, _ transcript: String) throws -> TestBook {
    let book = try TestBook(
      ["01-a.md": "# A\n\n```python file=main.py\n\(code)\n```\n\n\(transcript)\n"],
      settings: python)
    try book.write("data/words.txt", "one\ntwo\n")
    return book
  }

  @Test("A program of another language reads its arguments, its input, its files, its environment")
  func python3() throws {
    let book = try book(
      """
      import os, sys
      print(os.environ["GREETING"], sys.argv[1:], sys.stdin.read().split())
      print(open("data/words.txt").read().split())
      """,
      """
      ```console stdin="3 4 +\\n"
      $ words a "b c"
      hello ['a', 'b c'] ['3', '4', '+']
      ['one', 'two']
      ```
      """)
    #expect(try book.verify().messages == [])
  }

  @Test("A traceback leads to the chapter's line")
  func traceback() throws {
    let book = try book(
      "def half(number):\n    return number / 0\n\nhalf(3)", "```console\n$ words\n```")
    let finding = try #require(try book.verify().findings.first)
    #expect(finding.message.hasPrefix("the command ended with status 1"))
    let note = try #require(finding.notes.first)
    #expect(note.location.line == 5)
    #expect(note.message == "ZeroDivisionError: division by zero")
  }

  @Test("What a program writes does not reach the next run, nor the book")
  func cleanFolder() throws {
    let book = try book(
      """
      import os
      print(sorted(os.listdir(".")))
      open("more.txt", "w").write("x")
      """,
      """
      ```console
      $ words
      ['data', 'main.py']
      $ words
      ['data', 'main.py', 'more.txt']
      ```
      """)
    #expect(try book.verify().messages == [])
    #expect(try book.verify().messages == [])
    #expect(!FileManager.default.fileExists(atPath: book.path + "/more.txt"))
  }

  @Test("A command builds first; its errors lead to the chapter's line")
  func build() throws {
    let settings = """
      programs:
        - name: hello
          build: [cc, -o, hello, hello.c]
          run: [./hello]
      """
    let book = try TestBook(
      [
        "01-a.md": """
        # A

        ```c file=hello.c
        #include <stdio.h>
        int main(void) {
          <<say it>>
          return 0;
        }
        ```

        ```c define="say it"
        printf("hello\\n");
        ```

        ```console
        $ hello
        hello
        ```
        """
      ], settings: settings)
    guard Toolchain.path(of: "cc") != nil else { return }
    #expect(try book.verify().messages == [])
    try book.write(
      "01-a.md", book.read("01-a.md").replacing("printf(\"hello\\n\")", with: "printf(x)"))
    let message = try #require(try book.verify().messages.first)
    #expect(message.hasPrefix("01-a.md:12:8: error: "))
    #expect(message.contains("undeclared"))
  }

  @Test("A tangled file that no program is made of is named")
  func unchecked() throws {
    let book = try book("print(1)", "```rust file=src/main.rs\nfn main() {}\n```")
    let verifier = try Verifier(CheckedBook(Book(folder: book.path)), options: Verifier.Options())
    #expect(verifier.uncheckedFiles() == ["src/main.rs"])
  }

  @Test("Messages of many tools are understood")
  func messages() {
    func read(_ lines: String...) -> [ToolMessage] {
      var reader = ToolMessage.Reader(isFailure: true)
      var found: [ToolMessage] = []
      for line in lines {
        if case .message(let message) = reader.read(line) { found.append(message) }
      }
      return found + [reader.end()].compactMap { $0 }
    }
    func place(_ message: ToolMessage?) -> String {
      message.map { "\($0.file) \($0.line) \($0.column ?? 0) \($0.text)" } ?? "none"
    }
    #expect(place(read("a/b.c:3:5: error: no").first) == "a/b.c 3 5 no")
    #expect(place(read("Main.java:7: error: no").first) == "Main.java 7 0 no")
    #expect(place(read("./main.go:3:5: undefined: x").first) == "./main.go 3 5 undefined: x")
    #expect(
      place(read("error[E0308]: bad", " --> src/m.rs:2:9", "  |").first) == "src/m.rs 2 9 bad")
    #expect(place(read("a.ts(3,7): error TS1: no").first) == "a.ts 3 7 no")
    let python = read(
      "Traceback (most recent call last):", "  File \"a.py\", line 9, in <module>", "    f()",
      "  File \"/lib/b.py\", line 2, in f", "ValueError: no")
    #expect(place(python.first) == "/lib/b.py 2 0 ValueError: no")
    #expect(python.first?.callers == [ToolMessage.Frame(file: "a.py", line: 9)])
    #expect(read("all is well: 3", "note to self").isEmpty)
    let rust = read(
      "thread 'tests::a' (12) panicked at src/lib.rs:7:9:", "index out of bounds", "  left: 1")
    #expect(rust.map(place) == ["src/lib.rs 7 9 index out of bounds"])
    #expect(
      place(read("thread 'main' panicked at 'a, b', src/m.rs:2:5").first) == "src/m.rs 2 5 'a, b'")
    let go = read(
      "panic: no", "", "goroutine 1 [running]:", "panic(...)", "\t/lib/panic.go:88 +0x1",
      "main.main()", "\t/tmp/w/main.go:5 +0x1d", "", "goroutine 2 [runnable]:", "\t/lib/x.go:1")
    #expect(go.map(place) == ["/lib/panic.go 88 0 panic: no"])
    #expect(go.first?.callers == [ToolMessage.Frame(file: "/tmp/w/main.go", line: 5)])
    #expect(place(read("    half_test.go:7: is 2").first) == "half_test.go 7 0 is 2")
    #expect(
      place(read("game: main.c:9: main: Assertion `0' failed.").first)
        == "main.c 9 0 main: Assertion `0' failed.")
    let node = read(
      "/w/main.js:3", "  throw new Error(\"no\")", "  ^", "", "Error: no",
      "    at f (/w/main.js:3:9)", "    at node:internal/main:9:1", "", "Node.js v18")
    #expect(node.map(place) == ["/w/main.js 3 0 Error: no"])
    let java = read(
      "Exception in thread \"main\" E: no", "\tat a.B.f(B.java:4)", "\tat a.B.main(B.java:2)")
    #expect(java.map(place) == ["B.java 4 0 Exception in thread \"main\" E: no"])
    // What only looks like the beginning of a stack hides nothing.
    #expect(place(read("panic: no", "a.c:3:5: error: bad").first) == "a.c 3 5 bad")
    let quoted = read("Traceback (most recent call last):", "a.c:3:5: error: bad")
    #expect(quoted.map(place) == ["a.c 3 5 bad"])
    #expect(place(read("thread 'a' panicked at m.rs:3:5:").first) == "m.rs 3 5 this line panics")
  }

  /// A book whose programs `one` and `two` are built by a script that says what Rust's tools say.
  private func rustBook(_ message: String) throws -> TestBook {
    try TestBook(
      [
        "01-a.md": """
        # A

        ```rust file=src/main.rs
        fn main() {
            <<call>>
        }
        ```

        ```rust define="call"
        lost();
        ```

        ```python file=cargo.py
        import sys
        print(\"\"\"\(message)\"\"\")
        sys.exit(101)
        ```
        """
      ],
      settings: """
        programs:
          - name: one
            build: [python3, cargo.py, build]
            run: [./one]
          - name: two
            build: [python3, cargo.py, test]
            run: [./two]
        """)
  }

  @Test("Rust's messages end at an empty line, and are told once for two programs of one file")
  func rust() throws {
    let book = try rustBook(
      """
         Compiling main v0.1.0
      error[E0425]: cannot find function `lost` in this scope
       --> src/main.rs:3:5
        |
      3 |     lost();
        |     ^^^^ not found in this scope

      For more information about this error, try `rustc --explain E0425`.
      error: could not compile `main` due to 1 previous error
          Finished by half
      """)
    let findings = try book.verify().findings
    #expect(findings.map(\.message) == ["cannot find function `lost` in this scope"])
    #expect(findings.first?.location.line == 10)
    #expect(
      findings.first?.detail == [
        "lost();", "  |", "3 |     lost();", "  |     ^^^^ not found in this scope",
      ])
  }

  @Test("A tool's own line that names no place stands at the chapter")
  func loose() throws {
    let book = try rustBook("error: no such command: `biuld`")
    let finding = try #require(try book.verify().findings.first)
    #expect(finding.message == "the program through this chapter does not compile or link")
    #expect(finding.detail == ["error: no such command: `biuld`"])
  }

  @Test("A line directive's place has the chapter's line beneath, without the make that failed")
  func lineDirectives() throws {
    let book = try TestBook(
      [
        "01-a.md": """
        # A

        ```c file=a.c
        int a = lost;
        ```

        ```python file=make.py
        import sys
        print("01-a.md:4:9: error: what is lost")
        print("make: *** [Makefile:3: a] Error 1")
        print("    01-a.md:4: told by a test")
        sys.exit(2)
        ```
        """
      ],
      settings: """
        line-directives: true
        programs:
          - name: a
            build: [python3, make.py]
            run: [./a]
        """)
    let findings = try book.verify().findings
    #expect(findings.map(\.message) == ["told by a test", "what is lost"])
    #expect(findings.map(\.location.line) == [4, 4])
    #expect(findings.map(\.detail) == [["int a = lost;"], ["int a = lost;"]])
  }

  @Test("What is copied can be run at once, whatever else is started meanwhile")
  func copiesThatRun() async throws {
    let folder = try TemporaryFolder("copies")
    let shell = try #require(Toolchain.path(of: "true"))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for _ in 0..<200 {
          _ = try ChildProcess(
            executable: "/bin/sh", arguments: ["-c", "read x"], timeLimit: .seconds(1_200),
            outputLimit: 1 << 10
          ).run()
        }
      }
      for task in 0..<2 {
        group.addTask {
          for number in 0..<150 {
            let copy = "\(folder.path)/\(task)-\(number)"
            try Executables.copy(shell, to: copy)
            let outcome = try ChildProcess(
              executable: copy, arguments: [], timeLimit: .seconds(1_200), outputLimit: 1 << 10
            ).run()
            #expect(outcome.ending == .status(0))
          }
        }
      }
      try await group.waitForAll()
    }
  }

  @Test("A failed test's panic leads to the chapter's line")
  func panics() throws {
    let book = try book(
      "import sys\nprint(\"thread 'main' panicked at main.py:2:1:\\nno\")\nsys.exit(101)",
      "```console\n$ words\n```")
    let finding = try #require(try book.verify().findings.first)
    #expect(finding.message.hasPrefix("the command ended with status 101"))
    #expect(finding.notes.first?.location.line == 4)
    #expect(finding.notes.first?.message == "no")
  }

  @Test("Temporary files have a folder of their own, which is not the working folder")
  func temporaryFolder() throws {
    let book = try book(
      """
      import os, tempfile
      kept = tempfile.mkstemp()[1]
      print(os.path.dirname(kept) == os.getcwd(), sorted(os.listdir(".")))
      """,
      "```console\n$ words\nFalse ['data', 'main.py']\n```")
    #expect(try book.verify().messages == [])
  }

  @Test("A tool finds what its manager of versions keeps in the user's home")
  func toolHomes() throws {
    let home = try TemporaryFolder("home")
    try FileManager.default.createDirectory(
      atPath: home.path + "/.rustup", withIntermediateDirectories: true)
    #expect(
      ToolHomes.variables(["HOME": home.path, "CARGO_HOME": "/elsewhere"])
        == ["RUSTUP_HOME": home.path + "/.rustup", "CARGO_HOME": "/elsewhere"])
    #expect(ToolHomes.variables([:]).isEmpty)
  }

  @Test("A program that the book builds, written as a tool, is told how to be written")
  func toolOfTheBook() throws {
    let book = try TestBook(
      ["01-a.md": "# A\n\n```c file=a.c\nint x;\n```\n"],
      settings: "programs:\n  - name: a\n    run: [no-such-tool]")
    #expect {
      try book.verify()
    } throws: { error in
      "\(error)".contains("or write `./no-such-tool` if the book tangles or builds it")
    }
  }

  @Test(
    "An import of a module that the book tangles beside the program names the way to build both")
  func modules() throws {
    let book = try TestBook(
      [
        "01-a.md": "# A\n\n```swift file=Kit/Kit.swift\npublic struct Kit {}\n```\n\n"
          + "```swift file=demo/main.swift\nimport Kit\nimport Lot\n```\n"
      ])
    let messages = try book.verify().messages.filter { $0.contains("no such module") }
    // The compiler stops at the first.
    #expect(
      messages.first
        == "01-a.md:8:8: error: no such module 'Kit', which the book tangles as a folder of its own: "
        + "`demo` is compiled alone; to build several modules tangle a `Package.swift` too, and list "
        + "the program under `programs:` in book.yml with `package: true`")
    try book.write("01-a.md", "# A\n\n```swift file=demo/main.swift\nimport Lot\n```\n")
    #expect(
      try book.verify().messages.first?.contains(
        "no such module 'Lot': `demo` is compiled alone, without packages; to build") == true)
  }

  @Test("Patterns name files of the book's folder, and never what lies outside")
  func patterns() throws {
    let book = try book("print(1)", "")
    try book.write("config/a.json", "1")
    try book.write("config/.hidden.json", "2")
    try book.write("../secret.txt", "3")
    try FileManager.default.createSymbolicLink(
      atPath: book.path + "/config/b.json", withDestinationPath: book.root + "/secret.txt")
    let read = Book(folder: book.path)
    let laid = LaidFile.files(["config/a*.json", "data/w?rds.txt", "no*"], in: read, [])
    #expect(laid.files.map(\.path) == ["config/a.json", "data/words.txt"])
    #expect(laid.faults.map(\.pattern) == ["no*"])
    let out = LaidFile.files(["config/*.json", "config/b.json"], in: read, [])
    #expect(out.files.isEmpty)
    #expect(out.faults.map(\.pattern) == ["config/*.json", "config/b.json"])
    #expect(out.faults.allSatisfy { $0.reason.hasSuffix("it is a symbolic link out of the book") })
    let data = BookData(read, readsChapters: false)
    #expect(throws: Faults.self) { try data.files() }
    #expect(data.faults.map(\.location.file) == [book.path + "/config/b.json"])
    try FileManager.default.removeItem(atPath: book.path + "/config/b.json")
    let rest = BookData(Book(folder: book.path), readsChapters: false)
    #expect(try rest.files().map(\.path) == ["chapters/config/a.json", "chapters/data/words.txt"])
  }
}
