import Literate
import Testing

@testable import Weaving

@Suite("What blocks and chapters change in the program")
struct HistoryTests {
  private func history(_ files: [String: String]) throws -> (History, TestBook) {
    let book = try TestBook(files)
    return (History(Book(folder: book.folder)), book)
  }

  private func lines(_ change: History.Change?, _ history: History) -> [String] {
    (change?.hunks ?? []).flatMap { hunk in
      ["@@"]
        + hunk.map { line in
          let mark =
            switch line.change {
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
        "@@", " struct GPT {", "   func count() -> Int {", "-    let a = 1", "+    let a = 2",
        "     return a", "   }", " }",
      ])
    let caption =
      "<span class=\"file\">Model.swift</span>, in <code>func count</code>, replaces 1 line by 1"
    #expect(change?.caption == caption)
    let page = book.weave().files["02-two.html"] ?? ""
    #expect(page.contains("<p class=\"place\">\(caption)</p>"))
    #expect(page.contains("id=\"view-1-0-0\" checked"))
    #expect(page.contains("<del>    <span class=\"k\">let</span>"))
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
    #expect(
      lines(history.changes[id], history) == ["@@", " first", " a", "+b", " last"])
    #expect(history.expansions[id]?.map(history.text) == [Array("a".utf8), Array("b".utf8)])
    #expect(history.expansions[BlockID(chapter: 0, block: 0)]?.count == 4)
    #expect(history.expansions[BlockID(chapter: 0, block: 1)] == nil)
  }

  @Test("Far changes stand apart, a chunk that contains itself for a while has none")
  func apart() throws {
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
    #expect(
      lines(far.changes[BlockID(chapter: 0, block: 2)], far) == [
        "@@", "-old", "+new", " 1", " 2", " 3", "@@", " 7", " 8", " 9", "-old", "+new",
      ])
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
    #expect(cyclic.changes[BlockID(chapter: 0, block: 3)] == nil)
  }

  @Test("A chapter's files are those that it made or changed")
  func files() throws {
    let (history, _) = try history([
      "01-one.md": "# One\n\n```text file=a.txt\n1\n```\n\n```text file=b.txt\n1\n```\n",
      "02-two.md": "# Two\n\n```text append=b.txt\n2\n```\n\n```text file=c.txt\n3\n```\n",
      "03-three.md": "# Three\n",
    ])
    #expect(history.files.map { $0.map(\.path) } == [["a.txt", "b.txt"], ["b.txt", "c.txt"], []])
    #expect(history.files[1].map(\.isChanged) == [true, false])
  }
}
