import Foundation
import Testing

@testable import Literate

@Suite("Line maps")
struct LineMapTests {
  @Test("Every line has its chapter and line, a line that tangle added has null")
  func map() throws {
    let tangler = Tangler(
      try CheckedBook(
        book([
          "# A\n\n```swift file=a.swift\none\n<<b>>\n```\n\n```swift define=b\n```\n",
          "# B\n\n```swift append=b\ntwo\n```\n",
        ])))
    #expect(
      LineMap(tangler.web, tangler.files()).json == """
        {
          "a.swift": [
            null,
            ["01-chapter.md", 4],
            ["02-chapter.md", 4]
          ]
        }

        """)
  }

  @Test("Names are written as JSON wants them")
  func names() throws {
    #expect(quoted("a\"b\\c\n\t\u{1}é\u{1F600}") == "\"a\\\"b\\\\c\\n\\t\\u0001é\u{1F600}\"")
    let tangler = Tangler(try CheckedBook(book(["# A\n\n```text file=\"a'b.txt\"\nx\n```\n"])))
    let json = LineMap(tangler.web, tangler.files()).json
    let map = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect(map?.keys.sorted() == ["a'b.txt"])
  }

  @Test("A book without files has an empty map")
  func empty() {
    #expect(LineMap(Web(book(["# A\n"]), at: .end), []).json == "{}\n")
  }
}
