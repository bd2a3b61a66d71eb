import Literate
import Testing

@testable import Weaving

@Suite("Citations and terms") struct CitationTests {
  private let settings = """
    references:
      - key: vaswani2017
        author: Vaswani et al.
        title: Attention is all you need
        year: 2017
        url: https://arxiv.org/abs/1706.03762
      - {key: knuth, text: "Knuth, *Literate <Programming>*."}
    terms:
      - softmax
      - {term: chain rule, forms: [rule of the chain]}
      - nowhere
    """

  @Test("A citation is a number that leads to the page of references")
  func citations() throws {
    let book = try TestBook([
      "01-one.md":
        "# One\n\nSee [@vaswani2017] and [@knuth; @vaswani2017], `[@knuth]`, \\[@knuth].\n",
      "book.yml": settings,
    ])
    let (files, problems) = book.weave()
    #expect(problems == [])
    let page = try #require(files["01-one.html"])
    #expect(
      page.contains(
        "See [<a class=\"citation\" title=\"Vaswani et al., Attention is all you need, 2017.\" "
          + "href=\"references.html#ref:vaswani2017\">1</a>] and ["))
    #expect(
      page.contains(">2</a>, <a class=\"citation\"") && page.contains("<code>[@knuth]</code>"))
    #expect(page.contains("[@knuth]."))
    let list = try #require(files["references.html"])
    #expect(
      list.contains(
        "<li id=\"ref:vaswani2017\">\n<p>Vaswani et al., <em>Attention is all you need</em>, 2017. "
          + "<a href=\"https://arxiv.org/abs/1706.03762\">"))
    #expect(files["index.html"]?.contains("<a href=\"references.html\">References</a>") == true)
    let made = EBook(try CheckedBook(Book(folder: book.folder))).files()
    #expect(made.diagnostics.isEmpty)
    #expect(made.files.contains { $0.path == "EPUB/references.xhtml" })
  }

  @Test("What is said of a chapter elsewhere, and what is searched, has no citations")
  func elsewhere() throws {
    let book = try TestBook([
      "01-one.md":
        "# One\n\nThe paper [@vaswani2017] [see @knuth, p. 3] says [so] and `[@knuth]` \\[@knuth].\n",
      "book.yml": settings,
    ])
    let (files, problems) = book.weave()
    #expect(problems == [])
    let page = try #require(files["01-one.html"])
    #expect(page.contains("<meta name=\"description\" content=\"The paper says [so] and"))
    #expect(files["index.html"]?.contains("<p class=\"promise\">The paper says [so] and") == true)
    #expect(files["search/01-one.js"]?.contains("\"The paper says [so] and") == true)
    for file in ["index.html", "search/01-one.js"] {
      #expect(files[file]?.contains("vaswani2017") == false, "\(file)")
    }
  }

  @Test("Texts of book.yml cite as chapters do, and what they cite wrongly is an error at its line")
  func settingsTexts() throws {
    let parts = """
      description: "A book [@knuth]."
      parts:
        - name: First
          first: 1
          summary: Attention [@vaswani2017] and more.
      """
    let chapters = ["01-one.md": "# One\n"]
    let book = try TestBook(chapters.merging(["book.yml": settings + "\n" + parts + "\n"]) { $1 })
    let (files, problems) = book.weave()
    #expect(problems == [])
    let cover = try #require(files["index.html"])
    #expect(cover.contains("A book [<a class=\"citation\" title=\"Knuth, Literate .\""))
    #expect(cover.contains("href=\"references.html#ref:vaswani2017\">1</a>] and more."))

    let wrong = settings + "\n" + parts.replacing("@vaswani2017", with: "@vaswany2017") + "\n"
    let faults = try TestBook(chapters.merging(["book.yml": wrong]) { $1 }).weave().problems
    #expect(faults.count == 1)
    let fault = try #require(faults.first)
    #expect(fault.hasPrefix("book.yml:16:1: error:") || fault.hasPrefix("book.yml:16: error:"))
    #expect(fault.contains("did you mean `vaswani2017`?"))
  }

  @Test("A backslash or back-ticks keep the citation that they stand at, and no other")
  func escaped() throws {
    let book = try TestBook([
      "01-one.md": "# One\n\n[@knuth] `[@knuth]` \\[@knuth] [@knuth]\n", "book.yml": settings,
    ])
    let (files, problems) = book.weave()
    #expect(problems == [])
    let page = try #require(files["01-one.html"])
    let link =
      "[<a class=\"citation\" title=\"Knuth, Literate .\" href=\"references.html#ref:knuth\">2</a>]"
    #expect(page.contains("<p>\(link) <code>[@knuth]</code> [@knuth] \(link)</p>"))
  }

  /// The paragraphs of a chapter with this text, each citation's link only as its number.
  private func paragraphs(_ text: String) throws -> (html: [Substring], said: [String]) {
    let book = try TestBook(["01-one.md": "# One\n\n\(text)\n", "book.yml": settings])
    let (files, problems) = book.weave()
    let page = try #require(files["01-one.html"])
    let plain = page.replacing(/<a class="citation"[^>]*>(.)<\/a>/) { "‹\($0.output.1)›" }
    return (plain.matches(of: /<p>([^§]*?)<\/p>/.dotMatchesNewlines()).map(\.output.1), problems)
  }

  @Test("Words may stand before a key and a place behind it, as Pandoc has it")
  func locators() throws {
    let (html, said) = try paragraphs(
      """
      [@knuth, p. 3] [see @knuth, pp. 3-5; also *in* @vaswani2017, `ch`. [2]]

      [@knuth;
      @vaswani2017, section
      3.2] [-@knuth] [@knuth;@vaswani2017] [@knuth. And] [see [@knuth]] x[@knuth]

      > [see @knuth
      > p. 9]

      *[@knuth]* **see [cf. @knuth *and*]** [a link](https://example.org/@knuth) [@knuth p. 2]
      """)
    #expect(said == [])
    #expect(
      html.prefix(4) == [
        "[‹2›, p. 3] [see ‹2›, pp. 3-5; also <em>in</em> ‹1›, <code>ch</code>. [2]]",
        "[‹2›;\n‹1›, section\n3.2] [‹2›] [‹2›, ‹1›] [‹2›. And] [see [‹2›]] x[‹2›]",
        "[see ‹2›\np. 9]",
        "<em>[‹2›]</em> <strong>see [cf. ‹2› <em>and</em>]</strong> "
          + "<a href=\"https://example.org/@knuth\">a link</a> [‹2› p. 2]",
      ])
  }

  @Test("What is no citation stays as it is; a key without brackets is named")
  func others() throws {
    let (html, said) = try paragraphs(
      """
      [write to me@knuth] [x] @ [@] [see \\@knuth] \\[see @knuth] `[see @knuth]` [see @knuth]

      As @knuth says, and @nobody; [about @home]. [@knuth on Mastodon](https://example.org/@knuth)

      [see *@knuth*] [never closed @vaswani2017
      """)
    #expect(
      html.prefix(2) == [
        "[write to me@knuth] [x] @ [@] [see @knuth] [see @knuth] <code>[see @knuth]</code> [see ‹2›]",
        "As @knuth says, and @nobody; [about @home]. "
          + "<a href=\"https://example.org/@knuth\">@knuth on Mastodon</a>",
      ])
    #expect(
      said == [
        "01-one.md:5:1: warning: there is no `home` under `references` in book.yml; add it there, or "
          + "write `\\@home` for text",
        "01-one.md:5:1: warning: `@knuth` is shown as text; a citation is written `[@knuth]`",
        "01-one.md:7:1: warning: `@knuth` is shown as text; a citation is written `[@knuth]`",
        "01-one.md:7:1: warning: `@vaswani2017` is shown as text; a citation is written "
          + "`[@vaswani2017]`",
      ])
  }

  @Test("Tens of thousands of brackets and keys are read in a moment")
  func many() {
    for text in [
      String(repeating: "[@a ", count: 30_000), String(repeating: "@a`", count: 30_000),
      String(repeating: "[", count: 60_000) + "@a" + String(repeating: "]", count: 60_000),
    ] {
      let blocks = Document(SourceText(text)).runningTexts
      #expect(blocks.map { Citation.all(in: $0) }.allSatisfy { $0.cited.count < 2 })
    }
  }

  @Test("A citation of what is not listed is an error that names the nearest")
  func unknown() throws {
    let book = try TestBook(["01-one.md": "# One\n\n[@knut] [@x]\n", "book.yml": settings])
    #expect(
      book.weave().problems == [
        "01-one.md:3:1: error: there is no `knut` under `references` in book.yml; did you mean "
          + "`knuth`?",
        "01-one.md:3:1: error: there is no `x` under `references` in book.yml; add it there",
      ])
  }

  @Test(
    "The index of terms leads to the sections that speak of one, first to where it is explained")
  func terms() throws {
    let book = try TestBook([
      "01-one.md": """
      # One

      Softmaxes are everywhere.

      ## Chains

      The *chain rule*. Another softmax.

      ## More

      A rule of the chain, and a unchained rule, `softmax`.
      """,
      "02-two.md": "# Two\n\nThe **softmax**: chain rules.\n", "book.yml": settings,
    ])
    let page = try #require(book.weave().files["terms.html"])
    #expect(
      page.contains(
        "<dt>chain rule</dt>\n<dd><b><a href=\"01-one.html#chains\">1.1</a></b>, "
          + "<a href=\"01-one.html#more\">1.2</a>, <a href=\"02-two.html#two\">2</a></dd>\n"))
    #expect(page.contains("<dt>nowhere</dt>\n<dd></dd>\n"))
    #expect(page.contains("<dt>softmax</dt>\n<dd><b><a href=\"02-two.html#two\">2</a></b>, "))
  }
}
