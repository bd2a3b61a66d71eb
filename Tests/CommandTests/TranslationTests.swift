import Testing

@Suite("A translation") struct TranslationTests {
  private func workplace() throws -> Workplace {
    let folder = try Workplace(
      "# One\n\nSome words.\n\n```text file=a.txt\nx\n```\n\nMore words.\n")
    try folder.write("title: Eins\nlanguage: de\ntranslates: ../chapters\n", to: "de/book.yml")
    try folder.write(
      "# Eins\n\nEin paar Worte.\n\n```text file=a.txt\n```\n\nMehr Worte.\n", to: "de/01-eins.md")
    return folder
  }

  @Test(
    "verify records its paragraphs, tells of those whose original has changed, and changes no chapter"
  )
  func record() throws {
    let folder = try workplace()
    let verify = Command(name: "verify")
    let first = try verify("de", in: folder)
    #expect(first.status == 0)
    #expect(first.output.hasPrefix("3 paragraphs not recorded; "))
    #expect(first.output.contains("\n1 of 1 chapter translated: 3 paragraphs, 0 whose original"))
    #expect(try verify("de", "--translated", "1", in: folder).status == 0)
    let record = try #require(folder.text("de/.translation-record"))
    #expect(record.split(separator: "\n").count == 4)
    #expect(try verify("de", in: folder).output.hasPrefix("1 of 1 chapter translated"))

    let english = try #require(folder.text("chapters/01-chapter.md"))
    try folder.write(english.replacing("words", with: "text"), to: "chapters/01-chapter.md")
    let stale = try verify("de", in: folder)
    #expect(
      stale.status == 0 && stale.output.contains("3 paragraphs, 2 whose original has changed"))
    #expect(
      stale.messages.hasPrefix("de/01-eins.md:3:1: warning: the original of this has changed"))
    #expect(stale.messages.contains("it stands at chapters/01-chapter.md:9\n"))
    #expect(try verify("de", "--translated", "01-eins.md:3", in: folder).status == 0)
    #expect(
      try verify("de", in: folder).output.contains("3 paragraphs, 1 whose original has changed"))
    #expect(try verify("de", "--translated", "2", in: folder).status == 64)
    #expect(try verify("--translated", "1", in: folder).status == 64)
    #expect(try verify("de", "--update", in: folder).status == 64)
    #expect(folder.text("de/01-eins.md")?.contains("file=a.txt\n```\n") == true)
  }

  @Test("weave tells how much there is; tangle names the original")
  func others() throws {
    let folder = try workplace()
    let woven = try Command(name: "weave")("de", "--no-types", in: folder)
    #expect(woven.status == 0)
    #expect(
      woven.output.hasPrefix(
        "de: 1 of 1 chapters translated, 0 paragraphs whose original has changed since\n"))
    let tangled = try Command(name: "tangle")("de", in: folder)
    #expect(tangled.status == 1)
    #expect(
      tangled.messages
        == "de: error: this book is a translation and has no program of its own; name the original, "
        + "chapters\n")
    #expect(folder.text("Sources/a.txt") == nil)
  }
}
