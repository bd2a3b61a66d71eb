import Testing

@Suite("weave") struct WeaveTests {
  private let weave = Command(name: "weave")

  @Test("--write-theme writes files that change nothing as they are, and only to an empty folder")
  func theme() throws {
    let folder = try Workplace("# One\n")
    #expect(try weave("--output", "site", in: folder).status == 0)
    #expect(try weave("--write-theme", "chapters/theme", in: folder).status == 0)
    let checked = try weave("--check", in: folder)
    #expect(checked.status == 0 && checked.messages == "")

    let page = try #require(folder.text("chapters/theme/page.html"))
    try folder.write(
      page.replacing("<body>", with: "<body class=\"own\">"), to: "chapters/theme/page.html")
    #expect(try weave("--check", in: folder).status == 1)
    let again = try weave("--write-theme", "chapters/theme", in: folder)
    #expect(again.status == 1)
    #expect(
      again.messages
        == "chapters/theme: error: there is something in this folder; name a new or an empty one\n")
    #expect(folder.text("chapters/theme/page.html")?.contains("class=\"own\"") == true)
    #expect(try weave("--write-theme", "x", "--serve", in: folder).status == 64)
  }

  @Test("--epub wants a file's name", arguments: ["", "-"])
  func ebookName(_ name: String) throws {
    let folder = try Workplace("# One\n")
    let made = try weave("--epub", name, in: folder)
    #expect(made.status == 64 && made.output == "")
    #expect(made.messages.contains("--epub writes a file; name one, such as `--epub book.epub`."))
    #expect(folder.text("-") == nil)
  }
}
