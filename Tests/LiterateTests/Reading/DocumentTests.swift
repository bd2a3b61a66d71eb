import Literate
import Testing

@Suite("Document")
struct DocumentTests {
  @Test("What was taken out of the tree can be read as long as anyone holds it")
  func removedNodes() throws {
    let (quote, text) = try removed(from: "> A text of some length, so that it is kept apart.\n")
    // Asks for the memory that a freed node would have left.
    let others = (0..<100).map { Document("> \(String(repeating: "x", count: 20 + $0))\n") }
    #expect(text.literal == "A text of some length, so that it is kept apart.")
    #expect(text.kind == .text && text.parent?.kind == .paragraph)
    #expect(quote.kind == .blockQuote && others.count == 100)
  }

  @Test("What is taken out twice, or was never below anything, is freed once")
  func removedTwice() throws {
    let document = Document("> a\n\nb\n")
    let quote = try #require(document.root.firstChild)
    let text = try #require(quote.firstChild?.firstChild)
    quote.remove()
    quote.remove()
    text.remove()
    quote.replace(withHTML: "<hr>\n")
    document.root.remove()
    document.root.replace(withHTML: "<hr>\n")
    #expect(document.html() == "<p>b</p>\n")
    #expect(text.literal == "a" && quote.firstChild?.firstChild == nil)
  }

  private func removed(from markdown: String) throws -> (Node, Node) {
    let document = Document(markdown)
    let quote = try #require(document.root.firstChild)
    let text = try #require(quote.firstChild?.firstChild)
    quote.remove()
    return (quote, text)
  }
}
