import Foundation
import Literate
import Testing

@testable import Weaving

@Suite("What can be found on a page")
struct SearchTextTests {
  @Test("Sections and chunks are found apart, each with its anchor and its text")
  func entries() throws {
    let book = try TestBook([
      "01-one.md": """
      # One

      Before.

      ## Inside

      Some *prose*.

      ```swift file=a/main.swift
      print("1 < 2")
      ```

      After.
      """
    ])
    #expect(
      book.weave().files["search/01-one.js"] == """
        weaveSearch.text("01-one", [["one","One","Before."],\
        ["inside","1.1 Inside","Some prose.\\nAfter."],\
        ["chunk:amainswift","a/main.swift","print(\\"1 < 2\\")\\n"]]);

        """)
  }

  @Test("The index stays below a tenth of the text, in any script")
  func size() throws {
    let english = String(repeating: "What may come next was counted, so it is drawn. ", count: 80)
    let chinese = String(repeating: "接下来可能出现的是数过的所以按数抽取", count: 80)
    let book = try TestBook(["01-one.md": "# One\n\n\(english)\n\n\(chinese)\n"])
    let index = book.weave().files["search.js"] ?? ""
    #expect(index.utf8.count < (english + chinese).utf8.count / 10)
    #expect(index.utf8.count > (english + chinese).utf8.count / 40)
  }

  @Test(
    "What is found does not depend on accents, width, quotes, hyphens and marks that are not seen",
    arguments: [
      ("Résumé", "resume"), ("Straße", "strasse"), ("don’t", "don't"), ("ＡＢＣ", "abc"),
      ("soft\u{AD}hyphen", "softhyphen"), ("اللُّغة", "اللغة"), ("Zürich", "ZURICH"),
      ("kv-cache", "KV cache"), ("Łódź", "lodz"), ("“q”", "\"q\""),
    ])
  func folded(_ text: String, _ query: String) {
    #expect(SearchText.folded(text) == SearchText.folded(query))
  }

  @Test("What only the author sees is not found: TeX notation, marks of asides, angle brackets")
  func withoutMarks() throws {
    let book = try TestBook([
      "01-one.md": """
      # One

      Of $`\\frac12`$ here.

      > [!NOTE]
      > Said.

      <div class="x">Raw &amp; shown</div>

      ```text file=a.txt
      <<lines>>
      ```

      ```text define=lines
      1
      ```
      """
    ])
    let text = book.weave().files["search/01-one.js"] ?? ""
    #expect(text.contains("Of  here.") && text.contains("Said.") && text.contains("Raw & shown"))
    #expect(!text.contains("frac") && !text.contains("[!") && !text.contains("<<"))
  }

  @Test("What is searched of a long chapter comes deflated, and can be had again")
  func packed() throws {
    let words = (0..<900).map { "word\($0)" }.joined(separator: " ")
    let text = try TestBook(["01-one.md": "# One\n\n\(words)\n"]).weave().files["search/01-one.js"]
    let script = try #require(text)
    let start = "weaveSearch.packed(\"01-one\", \""
    #expect(script.hasPrefix(start) && script.hasSuffix("\");\n"))
    let packed = try #require(
      Data(base64Encoded: String(script.dropFirst(start.count).dropLast(4))))
    #expect(packed.count < words.utf8.count / 2)
  }

  @Test("A letter and its mark are one scalar, capital letters are small ones")
  func folding() throws {
    let plain = try TestBook(["01-one.md": "# One\n\ncafé ÄÖÜ\n"])
    let marked = try TestBook(["01-one.md": "# One\n\nCAFE\u{301} äöü\n"])
    #expect(plain.weave().files["search.js"] == marked.weave().files["search.js"])
  }
}
