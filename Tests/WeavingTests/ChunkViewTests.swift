import Foundation
import Literate
import TestSupport
import Testing

@testable import Weaving

@Suite("Views of a chunk")
struct ChunkViewTests {
  @Test("A change shows the references whose chunks come later, and counts what is to be seen")
  func referencesToLaterChunks() throws {
    let book = try TestBook([
      "01-one.md": """
      # One

      ```swift file=c/main.swift
      <<setup>>
      print(one)
      ```

      ```swift define=setup
      let one = 1
      ```
      """,
      "02-two.md": """
      # Two

      ```swift append=setup

      <<a helper>>
      ```

      ```swift define="a helper"
      func helper() -> Int { 2 }
      ```

      ```swift replace="a helper"
      // helper
      <<the real helper>>
      ```

      ```swift define="the real helper"
      func helper() -> Int { 3 }
      ```
      """,
    ])
    let pages = try Pages(book)
    #expect(
      pages.views(1, 0)[0] == """
        Change
          let one = 1
        +
        + ⟨a helper⟩ → 2.2
          print(one)
        """)
    #expect(
      pages.views(1, 2)[0] == """
        Change
        - func helper() -> Int { 2 }
        + // helper
        + ⟨the real helper⟩ → 2.3
          print(one)
        """)
    let page = book.weave().files["02-two.html"] ?? ""
    #expect(page.contains("main.swift</span>, adds 2 lines"))
    #expect(page.contains("main.swift</span>, replaces 1 line by 2"))
  }

  @Test("Among all chapters a block shows the first of its views alone, and where it is")
  func wholeBook() throws {
    let book = try TestBook([
      "01-one.md": "# One\n\n```swift file=c/main.swift\nlet a = 1\nlet b = 2\n```\n",
      "02-two.md": "# Two\n\n```swift append=c/main.swift\nlet c = 3\n```\n",
    ])
    let files = book.weave().files
    let own = try #require(files["02-two.html"])
    let whole = try #require(files["book.html"])
    #expect(own.contains("<div class=\"switch\">") && !whole.contains("<div class=\"switch\">"))
    let place = "<p class=\"place\"><span class=\"file\">main.swift</span>, adds 1 line</p>\n<pre"
    #expect(own.contains(place) && whole.contains(place))
    #expect(whole.contains("<ins>") && whole.components(separatedBy: "<ins>").count == 2)
  }

  @Test("What is left out of a change is counted")
  func gaps() throws {
    let lines = (1...9).map { "let a\($0) = \($0)\n" }.joined()
    let book = try TestBook([
      "01-one.md": "# One\n\n```swift file=c/main.swift\n\(lines)```\n",
      "02-two.md": """
      # Two

      ```swift replace=c/main.swift
      \(lines.replacing("a5 = 5", with: "a5 = 0"))```
      """,
    ])
    #expect(
      try Pages(book).views(1, 0)[0] == """
        Change
        ⋯ 3
          let a4 = 4
        - let a5 = 5
        + let a5 = 0
          let a6 = 6
        ⋯ 3
        """)
  }

  @Test("In books at random, each view of each block adds up", arguments: 0..<60)
  func views(_ seed: UInt64) throws {
    var generator = SplitMix(state: seed)
    let book = try TestBook(Self.randomBook(&generator))
    let pages = try Pages(book)
    for (chapterIndex, chapter) in pages.book.chapters.enumerated() {
      let end = Web(pages.book, at: .endOfChapter(chapterIndex))
      for (blockIndex, block) in chapter.blocks.enumerated() {
        let id = BlockID(chapter: chapterIndex, block: blockIndex)
        guard case .chunk = block.tag.role, let name = end.home(of: id) else { continue }
        let views = ChunkView.all(of: id, on: pages.context(chapterIndex))
        for view in views {
          for reference in view.listing.lines.compactMap(\.reference) {
            let target = try #require(reference.target, "\(view.title) of \(name)")
            #expect(target.chapter <= chapterIndex)
          }
          switch view.title {
          case "Chunk": #expect(own(view.listing, id) == Array(block.lines.indices))
          case "Change":
            let change = try #require(pages.program.history.changes[id])
            // Around them the same chunk may stand in its other places.
            let shown = own(view.listing, id)
            #expect(block.lines.isEmpty || shown.firstRange(of: Array(block.lines.indices)) != nil)
            #expect(view.listing.lines.count { $0.change == .added } == change.addedCount)
            #expect(view.listing.lines.count { $0.change == .removed } == change.removedCount)
            // What the chunk had, less what is taken away, with what is new, is what it has.
            let before = Web(pages.book, at: .before(id)).chunks[name]?.pieces ?? []
            var after = Web(pages.book, at: .before(id))
            after.read(id)
            #expect(
              size(before) - change.removedCount + change.addedCount
                == size(after.chunks[name]?.pieces ?? []))
          default:
            let text = end.expansion(of: name, limit: .max)?.text
            let shown = Array(view.listing.lines.map { $0.text + [0x0A] }.joined())
            #expect(shown == text, "\(view.title) of \(name)")
          }
        }
      }
    }
  }

  private func size(_ pieces: [Chunk.Piece]) -> Int {
    pieces.reduce(0) { $0 + $1.lines.count }
  }

  /// The block's lines in the order in which they are shown, those that are left out between them.
  private func own(_ listing: Listing, _ id: BlockID) -> [Int] {
    var lines: [Int] = []
    for row in listing.rows {
      switch row {
      case .line(let line) where line.origin?.block == id: lines.append(line.origin?.line ?? 0)
      case .line: break
      case .gap(let count):
        for _ in 0..<count { lines.append((lines.last ?? -1) + 1) }
      }
    }
    return lines
  }

  /// Up to five chapters of chunks that refer to those with higher numbers, which may be defined
  /// before or after, in the same chapter.
  private static func randomBook(_ generator: inout SplitMix) -> [String: String] {
    var defined: Set<Int> = []
    var files: [String: String] = [:]
    /// Lines that stand in a chunk's own text, each once in the book.
    var lines: [Int: [String]] = [:]
    var count = 0
    for number in 1...Int.random(in: 1...5, using: &generator) {
      var text = "# Chapter \(number)\n"
      var open: Set<Int> = []
      func block(_ verb: String, _ chunk: Int) {
        let name = chunk == 0 ? "p/main.swift" : "chunk \(chunk)"
        var target = ""
        switch verb {
        case "replace": lines[chunk] = []
        case "insert":
          guard let line = lines[chunk]?.randomElement(using: &generator) else { return }
          let side = Bool.random(using: &generator) ? "before" : "after"
          target = " \(side)=\"\(line)\""
        case "change":
          guard let all = lines[chunk], let index = all.indices.randomElement(using: &generator)
          else { return }
          target = " from=\"\(all[index])\""
          lines[chunk]?.remove(at: index)
        default: break
        }
        text += "\n```swift \(verb)=\"\(name)\"\(target)\n"
        for _ in 0..<Int.random(in: 0...5, using: &generator) {
          let indentation = ["", "  ", "\t"].randomElement(using: &generator) ?? ""
          switch Int.random(in: 0..<6, using: &generator) {
          case 0: text += indentation + "\n"
          case 1, 2:
            let other = Int.random(in: chunk + 1...chunk + 4, using: &generator)
            text += indentation + "<<chunk \(other)>>\n"
            if !defined.contains(other) { open.insert(other) }
          case 3: text += indentation + "let a = \(Int.random(in: 0..<4, using: &generator))\n"
          default:
            count += 1
            text += indentation + "print(\(count))\n"
            lines[chunk, default: []].append("print(\(count))")
          }
        }
        text += "```\n"
      }
      func define(_ chunk: Int) {
        open.remove(chunk)
        if defined.insert(chunk).inserted { block(chunk == 0 ? "file" : "define", chunk) }
      }
      define(0)
      for _ in 0..<Int.random(in: 2...8, using: &generator) {
        let chunk = defined.sorted().randomElement(using: &generator) ?? 0
        let verbs = ["append", "replace", "insert", "change"]
        block(verbs.randomElement(using: &generator) ?? "append", chunk)
        if Bool.random(using: &generator), let next = open.sorted().first { define(next) }
      }
      while let next = open.sorted().first {
        if next > 12 {
          text += "\n```swift define=\"chunk \(next)\"\nlet z = \(next)\n```\n"
          defined.insert(next)
          open.remove(next)
        } else {
          define(next)
        }
      }
      files["0\(number)-c.md"] = text
    }
    return files
  }
}

/// What pages say of a book's chunks.
private struct Pages {
  let book: Book
  let program: ShownProgram
  private let references: CrossReferences

  init(_ folder: TestBook) throws {
    let checked = try CheckedBook(Book(folder: folder.folder))
    book = checked.book
    references = CrossReferences(checked.web)
    program = ShownProgram(checked.book, types: nil, Memory())
  }

  func context(_ chapter: Int) -> Surroundings {
    Surroundings(
      index: chapter, references: references, links: Links(references), labels: Labels(book),
      program: program)
  }

  /// The views of a block as text, in the order of the page.
  func views(_ chapter: Int, _ block: Int) -> [String] {
    let id = BlockID(chapter: chapter, block: block)
    return ChunkView.all(of: id, on: context(chapter)).sorted { $0.order < $1.order }.map { view in
      let rows = view.listing.rows.map { row -> String in
        guard case .line(let line) = row else {
          if case .gap(let count) = row { return "⋯ \(count)" }
          return ""
        }
        let mark =
          switch line.change {
          case .added: "+ "
          case .removed: "- "
          case .same, nil: "  "
          }
        let target = line.reference?.target.map { " → \($0.chapter + 1).\($0.block)" } ?? ""
        let reference = line.reference.map { "⟨\($0.name)⟩\(target)" } ?? ""
        let text = mark + String(decoding: line.text, as: UTF8.self) + reference
        return text.last == " " ? String(text.dropLast()) : text
      }
      return ([view.title] + rows).joined(separator: "\n")
    }
  }
}
