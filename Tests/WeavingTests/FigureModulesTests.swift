import Testing

@testable import Weaving

@Suite("Interactive figures")
struct FigureModulesTests {
  @Test("A figure brings its data, its script, and its text for readers without scripts")
  func interactiveFigure() throws {
    let book = try TestBook([
      "01-one.md": "# One\n\n```figure name=matrix data=a.json\nA *table* of numbers.\n```\n",
      "02-two.md": "# Two\n\nNothing moves here.\n",
      "figures/a.json": "{\"counts\": [[1]]}\n",
    ])
    let (files, problems) = book.weave()
    #expect(problems == [])
    let page = try #require(files["01-one.html"])
    #expect(
      page.contains(
        """
        <figure class="interactive" data-figure="matrix">
        <div class="still">
        <p>A <em>table</em> of numbers.</p>
        </div>
        <script type="application/json">{"counts": [[1]]}</script>
        </figure>
        """))
    #expect(
      page.contains(
        """
        <link rel="stylesheet" href="figures.css">
        <script src="figures.js"></script>
        <script src="figures/matrix.js"></script>
        </head>
        """))
    #expect(files["figures.js"] != nil)
    #expect(files["figures/matrix.js"] != nil)
    #expect(files["figures/curve.js"] == nil)
    let other = try #require(files["02-two.html"])
    #expect(!other.contains("figures"))
    #expect(try #require(files["search/01-one.js"]).contains("\"A table of numbers.\""))
  }

  @Test("An image alone in the fence brings its caption, and is counted with the other figures")
  func captions() throws {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" id=\"s\"></svg>"
    let book = try TestBook([
      "01-one.md": """
      # One

      ![First](figures/a.svg "One")

      ```figure name=curve
      ![Second](figures/a.svg "Two")
      ```

      ![Third](figures/a.svg "Three")

      """,
      "figures/a.svg": svg,
    ])
    let page = try #require(book.weave().files["01-one.html"])
    #expect(
      page.contains(
        """
        <figure class="interactive" data-figure="curve">
        <div class="still">
        <svg role="img" aria-label="Second" xmlns="http://www.w3.org/2000/svg" \
        id="f:0-2-s"></svg>
        </div>
        <figcaption><span class="number">Figure 1.2</span> Two</figcaption>
        </figure>
        """))
    #expect(page.contains("id=\"f:0-3-s\""))
    #expect(page.contains("<span class=\"number\">Figure 1.3</span> Three"))
  }

  @Test("Without an image, a last paragraph that is all emphasized is the caption")
  func captionOfText() throws {
    let book = try TestBook([
      "01-one.md": """
      # One

      ```figure name=tokens
      | a | b |
      | - | - |
      | 0 | 1 |

      *A word as its `tokens`.*
      ```

      ```figure name=tokens
      *Only this.*
      ```

      """
    ])
    let page = try #require(book.weave().files["01-one.html"])
    #expect(
      page.contains(
        "</table>\n</div>\n</div>\n<figcaption><span class=\"number\">Figure 1.1</span> "
          + "A word as its <code>tokens</code>.</figcaption>\n</figure>"))
    #expect(page.contains("<p><em>Only this.</em></p>\n</div>\n</figure>"))
  }

  @Test("A name that no figure has is an error, with the names that there are")
  func unknownName() throws {
    let book = try TestBook(["01-one.md": "# One\n\n```figure name=matrxi\n```\n"])
    #expect(
      book.weave().problems == [
        "01-one.md:3:1: error: there is no figure `matrxi`, only `attention`, `curve`, `drawn`, "
          + "`graph`, `matrix`, `softmax`, `tokens`; did you mean `matrix`?"
      ])
    let far = try TestBook(["01-one.md": "# One\n\n```figure name=../orbit\n```\n"])
    #expect(
      far.weave().problems == [
        "01-one.md:3:1: error: there is no figure `../orbit`, only `attention`, `curve`, "
          + "`drawn`, `graph`, `matrix`, `softmax`, `tokens`; a book can bring one in "
          + "`theme/figures/NAME.js`"
      ])
  }

  @Test("A book brings figures of its own, and replaces those of the theme")
  func ownFigures() throws {
    let book = try TestBook([
      "01-one.md": "# One\n\n```figure name=orbit\n```\n\n```figure name=curve\n```\n",
      "theme/figures/orbit.js": "// round", "theme/figures/curve.js": "// straight",
      "theme/figures.css": "figure {}",
    ])
    let (files, problems) = book.weave()
    #expect(problems == [])
    #expect(files["figures/orbit.js"] == "// round")
    #expect(files["figures/curve.js"] == "// straight")
    #expect(files["figures.css"] == "figure {}")
  }

  @Test("Data that is missing or no JSON is an error at the fence")
  func faultyData() throws {
    let book = try TestBook([
      "01-one.md": """
      # One

      ```figure name=curve data=no.json
      ```

      ```figure name=curve data=a.csv
      ```

      """,
      "figures/a.csv": "1,2",
    ])
    #expect(
      book.weave().problems == [
        "01-one.md:3:1: error: there is no `figures/no.json` in the book; a transcript can write "
          + "it, or name it right",
        "01-one.md:6:1: error: `figures/a.csv` is not JSON, which a figure's data must be",
      ])
  }

  @Test("A figure asks the program, in the words that `figures` gives its data, on live pages")
  func asks() throws {
    let files = [
      "book.yml": "program: x\nlive: true\nfigures: {a.json: 'tokens {word=ab} --json a.json'}\n",
      "01-one.md": "# One\n\n```figure name=tokens data=a.json\n```\n",
      "figures/a.json": "{}",
    ]
    let book = try TestBook(files)
    let live = LiveScript(program: "x", bytes: [])
    let page = try #require(book.weave(live: live).files["01-one.html"])
    #expect(
      page.contains("data-asks=\"tokens {word=ab} --json a.json\" data-answer=\"a.json\""))
    #expect(page.contains("<script src=\"live.js\""))
    let still = try #require(book.weave().files["01-one.html"])
    #expect(!still.contains("data-asks") && !still.contains("live.js"))
    let wrong = try TestBook(files.merging(["book.yml": "figures: {b.json: tokens}\n"]) { $1 })
    #expect(
      wrong.weave().problems == [
        "book.yml: error: `figures` says how the program writes `b.json`, which is not in the "
          + "book's figures/; name the data of a figure"
      ])
  }

  @Test("Data cannot end the element that it stands in")
  func escaping() throws {
    let book = try TestBook([
      "01-one.md": "# One\n\n```figure name=tokens data=a.json\n```\n",
      "figures/a.json": "{\"word\": \"</script><!--\u{2028}&amp;\"}",
    ])
    let page = try #require(book.weave().files["01-one.html"])
    #expect(
      page.contains(
        "<script type=\"application/json\">"
          + "{\"word\": \"\\u003c/script>\\u003c!--\\u2028&amp;\"}</script>\n</figure>"))
  }

  @Test("On the page that holds the whole book figures stand still")
  func wholeBook() throws {
    let book = try TestBook([
      "01-one.md": "# One\n\n```figure name=graph data=a.json\nStill.\n```\n\nAfter it.\n",
      "figures/a.json": "[1, 2]",
    ])
    let page = try #require(book.weave().files["book.html"])
    #expect(page.contains("<p>Still.</p>\n</div>\n</figure>\n<p>After it.</p>"))
    #expect(!page.contains("[1, 2]"))
    #expect(!page.contains("figures.js"))
  }
}
