import Literate
import Testing

@testable import Weaving

@Suite("What blocks and chapters change in the program")
struct HistoryTests {
  private func history(_ files: [String: String]) throws -> (History, TestBook) {
    let book = try TestBook(files)
    return (History(Book(folder: book.folder)), book)
  }

  private func lines(_ change: ChunkChange?, _ history: History) -> [String] {
    (change?.rows ?? []).map { row in
      switch row {
      case .gap(let count): return "⋯ \(count)"
      case .line(let line, let change):
        let mark =
          switch change {
          case .same: " "
          case .added: "+"
          case .removed: "-"
          }
        return mark + String(decoding: history.text(line), as: UTF8.self)
      }
    }
  }

  @Test("A replacement shows the lines that differ, in their file, with what stands around them")
  func replacement() throws {
    let (history, book) = try history([
      "01-one.md": """
      # One

      ```swift file=a/Model.swift
      struct GPT {
        <<count>>
      }
      ```

      ```swift define=count
      func count() -> Int {
        let a = 1
        return a
      }
      ```
      """,
      "02-two.md": """
      # Two

      ```swift replace=count
      func count() -> Int {
        let a = 2
        return a
      }
      ```
      """,
    ])
    let change = history.changes[BlockID(chapter: 1, block: 0)]
    #expect(
      lines(change, history) == [
        "   func count() -> Int {", "-    let a = 1", "+    let a = 2", "     return a", "   }",
      ])
    let caption =
      "<span class=\"file\">Model.swift</span>, in <code>func count</code>, replaces 1 line by 1"
    #expect(change?.caption(.english) == caption)
    let page = book.weave().files["02-two.html"] ?? ""
    #expect(page.contains("<p class=\"place\">\(caption)</p>"))
    #expect(page.contains("id=\"view:1-0-0\" checked"))
    #expect(page.contains("<del>    <b>let</b>"))
  }

  @Test("A continuation shows where its lines go; the chunk goes on as a whole beside it")
  func continuation() throws {
    let (history, _) = try history([
      "01-one.md": """
      # One

      ```text file=a.txt
      first
      <<middle>>
      last
      ```

      ```text define=middle
      a
      ```

      ```text append=middle
      b
      ```
      """
    ])
    let id = BlockID(chapter: 0, block: 2)
    #expect(lines(history.changes[id], history) == [" a", "+b", " last"])
    #expect(history.expansions[id]?.map(history.text) == [Array("a".utf8), Array("b".utf8)])
    #expect(history.expansions[BlockID(chapter: 0, block: 0)]?.count == 4)
    #expect(history.expansions[BlockID(chapter: 0, block: 1)] == nil)
  }

  @Test("A chunk that stands in several places of a file is shown in the first")
  func places() throws {
    let middle = (1...9).map { "\($0)" }.joined(separator: "\n")
    let (far, _) = try history([
      "01-one.md": """
      # One

      ```text file=a.txt
      <<x>>
      \(middle)
      <<x>>
      ```

      ```text define=x
      old
      ```

      ```text replace=x
      new
      ```
      """
    ])
    let change = far.changes[BlockID(chapter: 0, block: 2)]
    #expect(lines(change, far) == ["-old", "+new", " 1"])
    #expect(change?.caption(.english).hasSuffix("replaces 1 line by 1 in 2 places") == true)
  }

  @Test("A chunk that contains itself for a while is shown no deeper than once")
  func cycle() throws {
    let (cyclic, _) = try history([
      "01-one.md": """
      # One

      ```text file=a.txt
      <<x>>
      ```

      ```text define=x
      <<y>>
      ```

      ```text define=y
      1
      ```

      ```text append=y
      <<x>>
      ```

      ```text replace=x
      2
      ```
      """
    ])
    let change = cyclic.changes[BlockID(chapter: 0, block: 3)]
    #expect(lines(change, cyclic) == [" 1", "+<<x>>"])
  }

  @Test("Ten thousand blocks of one file are read in a moment")
  func many() throws {
    let references = (0..<5_000).map { "<<c\($0)>>\n" }.joined()
    let definitions = (0..<5_000).map { "```text define=c\($0)\n1\n```\n" }.joined()
    let replacements = (0..<5_000).map { "```text replace=c\($0)\n2\n```\n" }.joined()
    let (history, _) = try history([
      "01-one.md": "# One\n\n```text file=a.txt\n\(references)```\n" + definitions + replacements
    ])
    #expect(history.changes.count == 5_000)
    #expect(
      lines(history.changes[BlockID(chapter: 0, block: 7_000)], history) == [
        " 2", "-1", "+2", " 1",
      ])
  }

  @Test("A chapter's files are those that it made or changed")
  func files() throws {
    let (history, _) = try history([
      "01-one.md": "# One\n\n```text file=a.txt\n1\n```\n\n```text file=b.txt\n1\n```\n",
      "02-two.md": "# Two\n\n```text append=b.txt\n2\n```\n\n```text file=c.txt\n3\n```\n",
      "03-three.md": "# Three\n",
    ])
    #expect(history.files.map { $0.map(\.name) } == [["a.txt", "b.txt"], ["b.txt", "c.txt"], []])
    #expect(history.files[1].map(\.isChanged) == [true, false])
  }
}
