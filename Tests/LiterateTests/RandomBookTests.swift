import TestSupport
import Testing

@testable import Literate

@Suite("Books of random chunks")
struct RandomBookTests {
  @Test("A random book tangles to what an independent model says")
  func model() throws {
    var random = SplitMix(state: 3)
    for _ in 0..<300 {
      let (chapters, files) = randomBook(&random)
      let checked = try CheckedBook(book(chapters))
      let given = Dictionary(
        uniqueKeysWithValues: Tangler(checked).files().map {
          ($0.path, String(decoding: $0.text, as: UTF8.self))
        })
      #expect(given == files, "\(chapters.joined(separator: "\n======\n"))")
    }
  }

  @Test("Every line of a tangled file stands in the chapter at the line that it names")
  func origins() throws {
    var random = SplitMix(state: 5)
    var lineCount = 0
    for _ in 0..<100 {
      let (chapters, _) = randomBook(&random)
      let tangler = Tangler(try CheckedBook(book(chapters)))
      let web = tangler.web
      for file in tangler.files() {
        for (line, origin) in zip(lines(of: file.text), file.origins) {
          guard let origin else { continue }
          let location = web.location(origin.block, line: origin.line)
          let source = web.book.chapters[origin.block.chapter].source.line(location.line)
          func plain(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
            bytes.filter { !isWhitespace($0) && $0 != UInt8(ascii: "\\") }
          }
          #expect(plain(source).suffix(plain(line).count) == plain(line)[...])
          lineCount += 1
        }
      }
    }
    #expect(lineCount > 1_000)
  }
}
