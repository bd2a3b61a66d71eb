import Foundation
import Literate
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
