import Foundation
import Literate
import TestSupport
import Testing

@testable import Weaving

@Suite("Weaving with a memory")
struct MemoryTests {
  @Test("After any edits the site is the one woven without a memory", arguments: 1...6)
  func randomEdits(seed: UInt64) throws {
    var random = SplitMix(state: seed)
    let book = try TestBook(Self.files)
    let memory = Memory()
    var earlier: Book?
    for step in 1...25 {
      try edit(book.folder, step, &random)
      let read = Book(folder: book.folder, since: earlier)
      earlier = read
      let fresh: CheckedBook
      do {
        fresh = try CheckedBook(Book(folder: book.folder))
      } catch {
        let again = #expect(throws: Faults.self) { try CheckedBook(read) }
        #expect(again?.diagnostics == error.diagnostics)
        continue
      }
      let checked = try CheckedBook(read)
      #expect(checked.warnings == fresh.warnings)
      let kept = Weaver(checked, memory: memory).site()
      let anew = Weaver(fresh).site()
      #expect(kept.files.map(\.path) == anew.files.map(\.path))
      #expect(kept.diagnostics == anew.diagnostics)
      for (file, other) in zip(kept.files, anew.files) where file.bytes != other.bytes {
        Issue.record("step \(step): \(file.path) differs")
      }
    }
  }

  @Test("After an edit of prose the other chapters' pages are not made anew")
  func reuse() throws {
    let book = try TestBook(Self.files)
    let memory = Memory()
    _ = Weaver(try CheckedBook(Book(folder: book.folder)), memory: memory).site()
    let before = memory.last.withLock { $0 }
    try write("# One\n\nOther prose.\n\n" + Self.code, to: "\(book.folder)/01-one.md")
    let read = Book(folder: book.folder, since: before?.book)
    let state = read.files.state.files(without: Set(read.chapters.map(\.path)))
    #expect(before?.hasSameFrame(as: read, state) == true)
    #expect(before?.page(0, of: read) == nil)
    #expect(before?.page(1, of: read) != nil)
  }

  @Test("What was not asked for since the last time is forgotten")
  func forgetting() {
    let squares = RecentResults<Int, Int>()
    #expect(squares(3) { 9 } == 9)
    #expect(squares(3) { 0 } == 9)
    squares.forgetUnused()
    #expect(squares(3) { 0 } == 9)
    #expect(squares(4) { 16 } == 16)
    squares.forgetUnused()
    #expect(squares(3) { 0 } == 9)
    squares.forgetUnused()
    #expect(squares(4) { 0 } == 0)
  }

  private static let code = """
    ## Section

    ```swift file=a/main.swift
    let greeting = "hello"
    <<greet>>
    ```

    ```swift define=greet
    print(greeting)
    ```

    """

  private static let files = [
    "book.yml": "title: Edits\nprogram: a\n",
    "01-one.md": "# One\n\nProse.\n\n" + code,
    "02-two.md": """
    # Two

    See [one](01-one.md#section), [its mark](01-one.md#mark), [data](data.txt).

    ```swift append=greet
    print(greeting.count)
    ```
    """,
    "03-three.md": "# Three\n\n![A picture](figures/a.svg \"Caption\")\n\n$`x^2`$ and more.\n",
    "figures/a.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>A</title></svg>",
    "data.txt": "1\n",
  ]

  private func edit(_ folder: String, _ step: Int, _ random: inout SplitMix) throws {
    let chapter = ["01-one.md", "02-two.md", "03-three.md"].randomElement(using: &random) ?? ""
    func change(_ name: String, _ old: String, _ new: String) throws {
      let text = String(decoding: try Disk.read("\(folder)/\(name)"), as: UTF8.self)
      try write(text.replacing(old, with: new), to: "\(folder)/\(name)")
    }
    func append(_ text: String) throws {
      let old = String(decoding: try Disk.read("\(folder)/\(chapter)"), as: UTF8.self)
      try write(old + text, to: "\(folder)/\(chapter)")
    }
    switch Int.random(in: 0..<14, using: &random) {
    case 0...3: try append("\nStep \(step) says more.\n")
    case 4: try change("01-one.md", "Prose", "Prose of step \(step), longer")
    case 5: try append("\n## Heading \(step)\n")
    case 6: try change("01-one.md", "hello", "hello, hello")
    case 7: try change("01-one.md", "## Section", "## Other")
    case 8: try change("01-one.md", "## Other", "## Section")
    case 9: try append("\n<a id=\"mark\"></a>\n")
    case 10: try change("01-one.md", "id=\"mark\"", "id=\"work\"")
    case 11:
      let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><title>\(step)</title></svg>"
      try write(svg, to: "\(folder)/figures/a.svg")
    case 12:
      let extra = "\(folder)/04-four.md"
      if Disk.kind(extra) == nil {
        try write("# Four\n\nStep \(step).\n", to: extra)
      } else {
        try FileManager.default.removeItem(atPath: extra)
      }
    default:
      if Disk.kind("\(folder)/data.txt") == nil {
        try write("\(step)\n", to: "\(folder)/data.txt")
      } else {
        try FileManager.default.removeItem(atPath: "\(folder)/data.txt")
      }
    }
  }

  private func write(_ text: String, to path: String) throws {
    try AtomicWrites([(path, Array(text.utf8))])
  }
}
