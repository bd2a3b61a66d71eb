import Literate
import TestSupport
import Testing

/// How little stands in view where the book adds a setting or a command.
@Suite struct PlumbingTests {
  @Test("A setting that a chapter adds is one line, and a command is one entry behind the page")
  func declarations() throws {
    let chapters = try CheckedBook(Book(folder: Repository.path + "/chapters")).book.chapters
    var (settings, commands) = (0, 0)
    for chapter in chapters {
      for block in chapter.blocks {
        guard case .chunk(.append, let name) = block.tag.role else { continue }
        let lines = block.lines.indices.map { String(decoding: block.lineText($0), as: UTF8.self) }
        let place = "\(chapter.path):\(block.line)"
        if name == "declare the settings", !block.tag.isBehind {
          settings += 1
          #expect(lines.count == 1 && lines[0].hasPrefix("each."), "\(place)")
        }
        if name == "list the commands" {
          commands += 1
          let isEntry = ["Command(", "<<describe "].contains { lines.first?.hasPrefix($0) == true }
          #expect(isEntry, "\(place)")
          #expect(block.tag.isBehind, "\(place)")
        }
      }
    }
    #expect(settings >= 3 && commands >= 15)
  }
}
