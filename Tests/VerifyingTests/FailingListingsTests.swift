import Testing

@testable import Verifying

@Suite struct FailingListingsTests {
  private func book(_ listing: String) throws -> TestBook {
    try TestBook(
      main: "<<greet>>", "```swift define=\"greet\"\nprint(\"hello\")\n```\n\n\(listing)")
  }

  @Test("A listing that does not compile, with what the compiler says below it")
  func good() throws {
    let listing = """
      ```swift fails="greet"
      let word: Int = "hello"
      print(word)
      ```

      ```text compiler
      error: cannot convert value of type 'String' to specified type 'Int'
      ```
      """
    let outcome = try book(listing).verify()
    #expect(outcome.messages == [])
    #expect(outcome.reports.first?.listingCount == 1)
    #expect(
      try book(listing.replacing("value of type 'String'", with: "…")).verify().messages == [])
  }

  @Test("A listing that compiles after all is an error at its fence")
  func compiles() throws {
    #expect(
      try book("```swift fails=\"greet\"\nprint(1)\n```").verify().messages == [
        "01-a.md:11:1: error: this compiles, and is marked `fails`; show what does not, or drop "
          + "`fails`"
      ])
  }

  @Test("A listing that leaves the failure to another line of the program is an error")
  func elsewhere() throws {
    let book = try TestBook(
      main: "<<name>>\nprint(word)",
      "```swift define=\"name\"\nlet word = 1\n```\n\n```swift fails=\"name\"\nlet world = 1\n```")
    let messages = try book.verify().messages
    #expect(
      messages == ["01-a.md:12:1: error: this does not fail itself: the program fails elsewhere"])
  }

  @Test("--update writes what the compiler says")
  func update() throws {
    let book = try book(
      "```swift fails=\"greet\"\nlet a: Int = \"\"\n```\n\n```text compiler\nerror: nonsense\n```")
    #expect(
      try book.verify().messages == [
        "01-a.md:16:1: error: the compiler does not say this; `--update` writes what it says"
      ])
    #expect(try book.verify(updating: true).messages == [])
    #expect(
      try book.read("01-a.md").contains(
        "```text compiler\nerror: cannot convert value of type 'String' to specified type 'Int'\n```"
      ))
    #expect(try book.verify().messages == [])
  }
}
