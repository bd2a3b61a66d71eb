import Literate
import Testing

@testable import Weaving

@Suite("A book woven into a site")
struct WeaverTests {
  @Test("Pages for the chapters and the contents, linked in reading order")
  func pages() throws {
    let book = try TestBook([
      "01-one.md": "# One\n", "02-two.md": "# Two\n", "10-ten.md": "# Ten\n",
      "book.yml": "title: Numbers\nsubtitle: All of them\nlanguage: de\n",
    ])
    let (files, problems) = book.weave()
    #expect(problems == [])
    #expect(
      files.keys.sorted() == [
        "01-one.html", "02-two.html", "10-ten.html", "404.html", "book.html", "favicon.svg",
        "index.html", "search.js", "search/01-one.js", "search/02-two.js", "search/10-ten.js",
        "theme.css",
        "theme.js", "words.js",
      ])
    let two = files["02-two.html"] ?? ""
    #expect(two.contains("<html lang=\"de\">"))
    #expect(two.contains("<title>2 Two · Numbers</title>"))
    #expect(two.contains("rel=\"prev\" href=\"01-one.html\""))
    #expect(two.contains("rel=\"next\" href=\"10-ten.html\""))
    #expect(two.contains("<span class=\"kicker\">Kapitel 2</span> \nTwo"))
    #expect(files["index.html"]?.contains("All of them") == true)
  }

  @Test("A chapter is told of by whole sentences, of a paragraph that leads on to nothing else")
  func promises() throws {
    let long = String(repeating: "so much of this and ", count: 9)
    let book = try TestBook([
      "01-a.md":
        "# A\n\nThis is it:\n\n    1\n\nA first sentence, of some length. A second? \(long)\n",
      "02-b.md": "# B\n\nOnly this:\n\n    1\n",
      "03-c.md": "# C\n\nNo. \(long)end.\n",
    ])
    let page = book.weave().files["index.html"] ?? ""
    let promises = page.matches(of: /<p class="promise">(.*?)<\/p>/).map { String($0.output.1) }
    try #require(promises.count == 3)
    #expect(promises[0] == "A first sentence, of some length. A second?")
    #expect(promises[1] == "Only this:")
    #expect(promises[2].hasPrefix("No. so much") && promises[2].hasSuffix("…"))
  }

  @Test("Where a number comes from is for verify, and not woven; other comments are the author's")
  func facts() throws {
    let fact = "<!-- = run: loss -->"
    let book = try TestBook([
      "01-one.md": """
      # One

      ## The 5\(fact) of them

      From 2.5\(fact) to *7*\(fact), <!-- a word --> `x\(fact)`[^1].

      | what | much |
      | --- | --- |
      | a | 1\(fact) |

      > [!NOTE]
      > It is 3<!--= lines -->.

      [^1]: And 4<!--
      = chunks -->.
      """
    ])
    let (files, problems) = book.weave()
    #expect(problems == [])
    let page = files["01-one.html"] ?? ""
    #expect(
      page.contains(
        "From 2.5 to <em>7</em>, <!-- a word --> <code>x&lt;!-- = run: loss --&gt;</code>"))
    for text in ["The 5 of them", "<td>1</td>", "It is 3.", "And 4."] {
      #expect(page.contains(text), "\(text)")
    }
    #expect(!page.contains("<!-- =") && !page.contains("<!--=") && !page.contains("<!--\n"))
  }

  @Test("The contents page tells what the book, its parts and its chapters are about")
  func contents() throws {
    let book = try TestBook([
      "01-one.md": "# One\n\nIt adds & sums.\n\n## A & b\n\n### Deeper\n\n## C\n",
      "book.yml": """
      description: |
        All *numbers*.

        And $`x^2`$.
      parts:
        - {name: Main, first: 1, summary: What `counts`.}
      """,
    ])
    let (files, problems) = book.weave()
    #expect(problems == [])
    let page = files["index.html"] ?? ""
    #expect(page.contains("class=\"description\">\n<p>All <em>numbers</em>.</p>\n<p>And <math"))
    #expect(page.contains("<h2>Main</h2>\n<p>What <code>counts</code>.</p>\n<ul"))
    #expect(page.contains("One</a><p class=\"promise\">It adds &amp; sums.</p></li>"))
    #expect(page.contains("<p class=\"start\"><a href=\"01-one.html\">Start reading</a></p>"))
    #expect(files["01-one.html"]?.contains("class=\"description\"") == false)
    #expect(files["01-one.html"]?.contains("counts") == false)
  }

  @Test("Parts number their chapters, letter them, or leave them without")
  func parts() throws {
    let book = try TestBook([
      "00-preface.md": "# Preface\n", "01-one.md": "# One\n\n## Section\n",
      "90-a.md": "# Data\n\n## Origin\n", "91-b.md": "# Index\n",
      "book.yml": """
      parts:
        - {name: Before, first: 0, numbering: none}
        - {name: Main, first: 1}
        - {name: After, first: 90, numbering: letters}
      """,
    ])
    let (files, problems) = book.weave()
    #expect(problems == [])
    #expect(files["00-preface.html"]?.contains("kicker") == false)
    #expect(files["01-one.html"]?.contains("<span class=\"number\">1.1</span> \nSection") == true)
    #expect(files["90-a.html"]?.contains("Appendix A") == true)
    #expect(files["90-a.html"]?.contains("<span class=\"number\">A.1</span> \nOrigin") == true)
    #expect(files["91-b.html"]?.contains("Appendix B") == true)
  }

  @Test("A chunk's blocks know each other, across chapters")
  func crossReferences() throws {
    let book = try TestBook([
      "01-one.md": """
      # One

      ```text file=a/main.txt
      <<lines>>
      ```

      ```text define=lines
      first
      ```

      ```text append=lines
      second
      ```
      """,
      "02-two.md": """
      # Two

      ```text replace=lines
      other
      ```
      """,
    ])
    let (files, problems) = book.weave()
    #expect(problems == [])
    let one = files["01-one.html"] ?? ""
    #expect(one.contains("<a class=\"reference\" href=\"#chunk:lines\">⟨lines⟩</a>"))
    #expect(one.contains("id=\"chunk:lines-1\""))
    #expect(one.contains("Continued in <a href=\"#chunk:lines-1\">this chapter</a>"))
    #expect(one.contains("Replaced later in <a href=\"02-two.html#chunk:lines\">chapter 2</a>"))
    #expect(
      one.contains(
        "Used in <a href=\"#chunk:amaintxt\"><span class=\"file\">a/main.txt</span></a>"))
    let two = files["02-two.html"] ?? ""
    #expect(
      two.contains("Replaces the version from <a href=\"01-one.html#chunk:lines\">chapter 1</a>"))
    #expect(two.contains("<a href=\"01-one.html#chunk:lines\"><span class=\"name\">⟨lines⟩"))
  }

  @Test("Links to chapters become links to pages, linked files come along")
  func links() throws {
    let book = try TestBook([
      "01-one.md": """
      # One

      ## Here & there

      [two](02-two.md), [its section](./02-two.md#a-section), [here](#here--there),
      [data](data/numbers.txt), [web](https://example.com/x.md), [mail](mailto:a@b.c).
      """,
      "02-two.md": "# Two\n\n## A section\n\n<a id=\"raw\"></a> [raw](#raw)\n",
      "data/numbers.txt": "1\n",
    ])
    let (files, problems) = book.weave()
    #expect(problems == [])
    let one = files["01-one.html"] ?? ""
    #expect(one.contains("<a href=\"02-two.html\">two</a>"))
    #expect(one.contains("<a href=\"02-two.html#a-section\">its section</a>"))
    #expect(one.contains("<a href=\"https://example.com/x.md\">web</a>"))
    #expect(files["data/numbers.txt"] == "1\n")
  }

  @Test("A link or an image that leads nowhere is an error at its line")
  func brokenLinks() throws {
    let book = try TestBook([
      "01-one.md": """
      # One

      A line, then
      a [link](02-tow.md).

      - ![image](figures/no.png)

      [up](../x.txt) and [anchor](#nowher), [empty]()

      ## Nowhere

      | a |
      |---|
      | [cell](gone.txt) |
      """,
      "02-two.md": "# Two\n",
    ])
    #expect(
      book.weave().problems == [
        "01-one.md:4:1: error: there is no `02-tow.md` in the book; did you mean `02-two.md`?",
        "01-one.md:6:1: error: there is no `figures/no.png` in the book",
        "01-one.md:8:1: error: `../x.txt` leads out of the book; link to a file in its folder",
        "01-one.md:8:1: error: there is no anchor `#nowher` in 01-one.md; did you mean `#nowhere`?",
        "01-one.md:8:1: error: this link leads nowhere; name a page, a file or an anchor",
        "01-one.md:14:1: error: there is no `gone.txt` in the book",
      ])
  }

  @Test("A formula that cannot be read is an error at its line")
  func brokenFormula() throws {
    let book = try TestBook([
      "01-one.md": "# One\n\nFine $`x`$,\nnot $`\\frca`$.\n\n```math\na\n\\nosuchcommand\n```\n"
    ])
    let problems = book.weave().problems
    #expect(problems.count == 2)
    #expect(problems.first?.hasPrefix("01-one.md:4:1: error: in this formula: ") == true)
    #expect(problems.last?.hasPrefix("01-one.md:8:1: error: in this formula: ") == true)
  }

  @Test("What the settings promise of a chapter stands in the contents and in its description")
  func settingsPromise() throws {
    let chapters = ["01-one.md": "# One\n\nOf itself.\n", "02-two.md": "# Two\n\nOf itself.\n"]
    let book = try TestBook(
      chapters.merging(["book.yml": "title: N\npromises: {2: Names & numbers.}\n"]) { $1 })
    let (files, problems) = book.weave()
    #expect(problems == [])
    #expect(
      files["index.html"]?.matches(of: /<p class="promise">(.*?)<\/p>/).map { String($0.output.1) }
        == ["Of itself.", "Names &amp; numbers."])
    #expect(
      files["02-two.html"]?.contains("name=\"description\" content=\"Names &amp; numbers.\"")
        == true)
    let without = try TestBook(
      chapters.merging(["book.yml": "title: N\npromises: {3: Nothing.}\n"]) { $1 })
    #expect(
      without.weave().problems.contains { $0.contains("there is no chapter 3 for a promise") })
  }

  @Test("A picture that is too wide for a phone has a box of its own, in which it scrolls")
  func widePictures() throws {
    let book = try TestBook([
      "01-one.md": "# One\n\n![A](a.svg)\n\n![B](b.svg)\n\n![C](c.svg)\n",
      "a.svg": "<svg width=\"640\" height=\"9\"></svg>", "b.svg": "<svg width='425px'></svg>",
      "c.svg": "<svg stroke-width=\"900\"></svg>",
    ])
    let page = book.weave().files["01-one.html"] ?? ""
    let box = "<div class=\"wide\" tabindex=\"0\">\n<svg role=\"img\" aria-label=\"A\""
    #expect(page.contains(box + " width=\"640\" height=\"9\"></svg></div>\n"))
    #expect(page.matches(of: /class="wide"/).count == 1)
  }

  @Test("An SVG figure becomes part of the page, its ids its own")
  func figures() throws {
    let svg = """
      <?xml version="1.0"?>
      <svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t"><title id="t">T</title>
      <rect fill="url(#g)"/><linearGradient id="g"/></svg>
      """
    let book = try TestBook([
      "01-one.md":
        "# One\n\n![First](figures/a.svg \"The caption\")\n\n![Second](figures/a.svg)\n\n"
        + "![](figures/b.png)\n",
      "figures/a.svg": svg, "figures/b.png": "no real picture",
    ])
    let (files, problems) = book.weave()
    #expect(problems == [])
    let page = files["01-one.html"] ?? ""
    #expect(page.contains("<span class=\"number\">Figure 1.1</span> The caption</figcaption>"))
    #expect(page.contains("aria-labelledby=\"f:0-1-t\""))
    #expect(page.contains("url(#f:0-2-g)"))
    #expect(!page.contains("<?xml"))
    #expect(page.contains("<img src=\"figures/b.png\" alt=\"\">"))
    #expect(files["figures/b.png"] == "no real picture")
    #expect(files["figures/a.svg"] == nil)
  }

  @Test("The same book gives the same bytes, whatever folder it stands in")
  func reproducible() throws {
    let files = [
      "01-one.md": "# One\n\n```swift file=a/main.swift\nprint(1)\n```\n\n[two](02-two.md)\n",
      "02-two.md": "# Two\n\n```swift append=a/main.swift\nprint(2)\n```\n",
    ]
    let settings = ["book.yml": "title: The same\n"]
    let first = try TestBook(files.merging(settings) { $1 })
    let second = try TestBook(files.merging(settings) { $1 })
    #expect(first.weave().files == second.weave().files)
    #expect(first.weave().files.values.allSatisfy { !$0.contains(first.folder) })
  }

  @Test("A page is described by its first sentences, not by the picture in front of them")
  func describedByText() throws {
    let book = try TestBook([
      "01-one.md": "# One\n\n![A map.](figures/map.svg)\n\nWhat it is about.\n",
      "figures/map.svg": "<svg></svg>", "book.yml": "title: Numbers\n",
    ])
    let one = book.weave().files["01-one.html"] ?? ""
    #expect(one.contains("<meta name=\"description\" content=\"What it is about.\">"))
  }

  @Test("With a base URL pages name their addresses, and a sitemap lists them")
  func addresses() throws {
    let book = try TestBook([
      "01-one.md": "# One\n\nWhat it is about.\n",
      "book.yml": "title: Numbers\nbase-url: https://example.org/book\n",
    ])
    let files = book.weave().files
    let one = files["01-one.html"] ?? ""
    #expect(one.contains("<link rel=\"canonical\" href=\"https://example.org/book/01-one.html\">"))
    #expect(one.contains("<meta property=\"og:description\" content=\"What it is about.\">"))
    #expect(files["index.html"]?.contains("canonical\" href=\"https://example.org/book/\"") == true)
    #expect(files["404.html"]?.contains("href=\"https://example.org/book/index.html\"") == true)
    #expect(files["404.html"]?.contains("canonical") == false)
    #expect(one.contains("og:image\" content=\"https://example.org/book/cards/01-one.svg\""))
    let card = files["cards/01-one.svg"] ?? ""
    #expect(card.contains("class=\"title\">One</text>"))
    #expect(card.contains(">What it is about.</text>"))
    let feed = files["feed.xml"] ?? ""
    #expect(feed.contains("<link>https://example.org/book/01-one.html</link>"))
    #expect(feed.contains("<description>What it is about.</description>"))
    let sitemap = files["sitemap.xml"] ?? ""
    #expect(sitemap.contains("<loc>https://example.org/book/01-one.html</loc>"))
    let plain = try TestBook(["01-one.md": "# One\n"]).weave().files
    #expect(plain["sitemap.xml"] == nil && plain["feed.xml"] == nil)
    #expect(!plain.keys.contains { $0.hasPrefix("cards/") })
  }

  @Test("A part's picture stands beside what it is about; one that is not there is an error")
  func partPictures() throws {
    let book = try TestBook([
      "01-one.md": "# One\n",
      "figures/a.svg": "<svg xmlns=\"http://www.w3.org/2000/svg\"><path d=\"M0 0h9\"/></svg>",
      "book.yml": """
      title: Numbers
      parts:
        - name: First
          first: 1
          summary: All of it.
          figure: a.svg
      """,
    ])
    let (files, problems) = book.weave()
    #expect(problems == [])
    #expect(files["index.html"]?.contains("<path d=\"M0 0h9\"/>") == true)
    let without = try TestBook([
      "01-one.md": "# One\n",
      "book.yml": "title: N\nparts: [{name: First, first: 1, figure: b.svg}]\n",
    ])
    #expect(without.weave().problems.contains { $0.contains("`figures/b.svg`, is not there") })
  }

  @Test("On paper each chapter of the whole book has its own running head")
  func runningHeads() throws {
    let page = try TestBook(["01-one.md": "# \"One\"\n", "02-two.md": "# Two\n"]).weave()
      .files["book.html"]
    #expect(page?.contains(".whole-book > article:nth-of-type(2) { page: c1; }") == true)
    #expect(page?.contains("content: \"1 \\22 One\\22 \"") == true)
  }

  @Test(
    "A chapter leads to where it can be edited",
    arguments: [
      ("https://github.com/a/b/tree/main/text/", "https://github.com/a/b/edit/main/text/01-one.md"),
      ("https://gitlab.com/a/b/-/tree/x", "https://gitlab.com/a/b/-/edit/x/01-one.md"),
    ])
  func editing(repository: String, address: String) throws {
    let book = try TestBook([
      "01-one.md": "# One\n", "book.yml": "title: Numbers\nrepository: \(repository)\n",
    ])
    #expect(book.weave().files["01-one.html"]?.contains("<a href=\"\(address)\">Edit") == true)
  }

  @Test("Without a base URL and a repository nothing names an address or leads to a source")
  func noAddresses() throws {
    let files = try TestBook(["01-one.md": "# One\n"]).weave().files
    for (name, text) in files where name.hasSuffix(".html") {
      #expect(!text.contains("canonical") && !text.contains("og:url"))
      #expect(!text.contains("class=\"edit\"") && !text.contains("class=\"source\""))
    }
    #expect(files["404.html"]?.contains("<a class=\"book\" href=\"index.html\">") == true)
  }

  @Test("A repository alone holds the book in a folder of the book's name")
  func editingInRepository() throws {
    let book = try TestBook([
      "01-one.md": "# One\n", "book.yml": "repository: https://github.com/a/b\n",
    ])
    let folder = book.folder.split(separator: "/").last ?? ""
    let address = "https://github.com/a/b/edit/HEAD/\(folder)/01-one.md"
    #expect(book.weave().files["01-one.html"]?.contains("<a href=\"\(address)\">") == true)
  }

  @Test("The whole book on one page keeps the chapters' anchors apart")
  func wholeBook() throws {
    let book = try TestBook([
      "01-one.md": """
      # One

      [two](02-two.md), [same](02-two.md#same), [here](#same)

      ## Same
      """,
      "02-two.md": """
      # Two

      ## Same

      a <!-- id="no" --> `id="x"`

      <i id="b" title=">">a</i>
      """,
    ])
    let page = book.weave().files["book.html"] ?? ""
    #expect(page.contains("<article id=\"01-one\">"))
    #expect(page.contains("<h2 id=\"01-one:same\">") && page.contains("<h2 id=\"02-two:same\">"))
    #expect(
      page.contains(
        """
        <a href="#02-two">two</a>, <a href="#02-two:same">same</a>, <a href="#01-one:same">here</a>
        """))
    #expect(page.contains("a <!-- id=\"no\" --> <code>id=&quot;x&quot;</code>"))
    #expect(page.contains("<i id=\"02-two:b\" title=\">\">a</i>"))
  }

  @Test("A picture among all chapters keeps the styles that it has on its chapter's page")
  func pictureInWholeBook() throws {
    let book = try TestBook([
      "01-one.md": "# One\n\n![A dot](dot.svg)\n",
      "dot.svg": """
      <svg xmlns="http://www.w3.org/2000/svg"><style>#a { fill: red }</style><circle id="a"/></svg>
      """,
    ])
    let files = book.weave().files
    for page in ["01-one.html", "book.html"] {
      let html = try #require(files[page])
      #expect(html.contains("<style>#f\\:0-1-a { fill: red }"))
      #expect(html.contains("<circle id=\"f:0-1-a\"/>"))
      #expect(html.contains(" id=\"f:0-1-root\""))
    }
  }

  @Test("Among all chapters nothing runs: transcripts have no buttons there")
  func nothingRunsInWholeBook() throws {
    let book = try TestBook([
      "01-one.md": "# One\n\n```console\n$ swift run hello\nhello\n```\n",
      "book.yml": "program: hello\n",
    ])
    let files = book.weave(live: LiveScript(program: "hello", bytes: [])).files
    let chapter = try #require(files["01-one.html"])
    let whole = try #require(files["book.html"])
    #expect(chapter.contains("aria-label=\"Run swift run hello\"") && chapter.contains("live.js"))
    #expect(whole.contains("swift run hello") && !whole.contains("<button type=\"button\" class"))
  }

  @Test("A transcript has on its page what the block above it lets it read")
  func inputOfTranscript() throws {
    let book = try TestBook([
      "01-one.md": """
      # One

      ```stdin
      3 4 +
      ```

      ```console
      $ swift run hello
      7
      ```
      """,
      "book.yml": "program: hello\n",
    ])
    let page = book.weave(live: LiveScript(program: "hello", bytes: [])).files["01-one.html"]
    #expect(page?.contains("<div class=\"transcript\" data-input=\"3 4 +\n\">") == true)
  }

  @Test("An anchor of this page is no picture")
  func anchorAsPicture() throws {
    let book = try TestBook(["01-one.md": "# One\n\n![a](#one)\n"])
    #expect(book.weave().problems == ["01-one.md:3:1: error: a chapter is no image"])
  }

  @Test("A long book's pages list the chapters around them")
  func longBook() throws {
    let book = try TestBook(
      Dictionary(uniqueKeysWithValues: (100..<200).map { ("\($0)-c.md", "# Number \($0)\n") }))
    let page = book.weave().files["150-c.html"] ?? ""
    #expect(page.contains("href=\"135-c.html\"") && page.contains("href=\"165-c.html\""))
    #expect(!page.contains("href=\"134-c.html\"") && !page.contains("href=\"166-c.html\""))
    #expect(page.contains("<a href=\"index.html\">All 100 chapters</a>"))
  }

  @Test("A book brings its own style sheet and script in its folder theme")
  func ownTheme() throws {
    let book = try TestBook([
      "01-one.md": "# One\n", "theme/theme.css": "body { color: red }", "theme/theme.js": "1",
    ])
    let files = book.weave().files
    #expect(files["theme.css"] == "body { color: red }")
    #expect(files["theme.js"] == "1")
  }
}
