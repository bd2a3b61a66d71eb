import Literate
import Testing

@testable import Verifying

@Suite struct FiguresTests {
  private static let main = """
    import Foundation
    let words = CommandLine.arguments
    _ = FileManager.default.createFile(atPath: words[1], contents: Data(words[2].utf8))
    """

  @Test("A figure that a transcript makes must be what it makes, and an update writes it")
  func compared() throws {
    let book = try TestBook(
      main: Self.main,
      "```console\n$ swift run demo a.svg one\n$ swift run demo scratch.txt one\n```\n\n"
        + "![An A](figures/a.svg)")
    try book.write("figures/a.svg", "two")
    #expect(
      try book.verify().messages == [
        "01-a.md:10:1: error: `\(book.path)/figures/a.svg` is not what this command makes; "
          + "`--update` writes it"
      ])
    let outcome = try book.verify(updating: true)
    #expect(outcome.messages == [])
    #expect(outcome.reports[0].updated == ["\(book.path)/figures/a.svg"])
    #expect(try book.read("figures/a.svg") == "one")
    #expect(try book.verify().messages == [])
    #expect(Disk.kind(book.path + "/figures/scratch.txt") == nil)
  }

  @Test("A figure that a page shows and that is not there yet is written by an update")
  func new() throws {
    let book = try TestBook(
      main: Self.main,
      "```console\n$ swift run demo a.json 1\n$ swift run demo b.svg 2\n"
        + "$ swift run demo c.svg 3\n```\n\n"
        + "```figure name=table data=a.json\n![C](figures/c.svg)\n```\n\n![B](figures/b.svg)")
    #expect(try book.verify().messages.count == 3)
    #expect(try book.verify(updating: true).messages == [])
    #expect(try book.read("figures/c.svg") == "3")
    #expect(try book.read("figures/a.json") == "1")
    #expect(try book.read("figures/b.svg") == "2")
  }

  @Test("Two transcripts that make different files of one name are an error, also in an update")
  func conflict() throws {
    let book = try TestBook(
      main: Self.main, "```console\n$ swift run demo a.svg one\n```\n\n![A](figures/a.svg)")
    try book.write("02-b.md", "# B\n\n```console\n$ swift run demo a.svg two\n```\n")
    let messages = try book.verify(updating: true).messages
    #expect(
      messages == [
        "02-b.md:4:1: error: this makes another `a.svg` than \(book.path)/01-a.md:10 does; "
          + "give one of them another name"
      ])
    #expect(try book.read("figures/a.svg") == "one")
  }

  @Test("A figure that nothing makes is listed as drawn, and one that something makes is not")
  func drawn() throws {
    let book = try TestBook(
      main: Self.main, "```console\n$ swift run demo a.svg one\n```\n\n![A](figures/a.svg)")
    try book.write("figures/a.svg", "one")
    try book.write("figures/b.svg", "two")
    try book.write("figures/c.svg", "three")
    try book.write("book.yml", "program: demo\ndrawn:\n  - a.svg\n  - c.svg\n  - d.svg\n")
    #expect(
      try book.verify().messages == [
        "b.svg: error: no transcript makes this file; let one make it, or list it under `drawn:` "
          + "in book.yml",
        "book.yml:3:1: error: `drawn:` lists `a.svg`, which \(book.path)/01-a.md:10 makes; "
          + "take it out of the list",
        "book.yml:5:1: error: `drawn:` lists `d.svg`, which is not in `figures/`; "
          + "take it out of the list",
      ])
  }
}
