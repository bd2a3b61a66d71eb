import Literate
import Testing

@testable import Weaving

@Suite("Markdown on a page")
struct MarkdownTests {
  @Test("Links without words say what they lead to, and what is numbered can be led to by name")
  func ownWords() throws {
    let book = try TestBook([
      "01-one.md": """
      # One

      [](02-two.md), [](02-two.md#a-section), [](#fig:p), [](#eq:loss), [](#sec:a-section), \
      [](#chunk:lines)

      ![P](figures/p.svg "A [link](02-two.md) and $`x`$")

      ```math
      x \\label{eq:loss}
      ```

      ```text file=a.txt
      <<lines>>
      ```

      ```text define=lines
      1
      ```
      """,
      "02-two.md": "# Two\n\n## A section\n\nSee [](01-one.md#fig:p) and [](#fig:p).\n",
      "figures/p.svg": "<svg></svg>",
    ])
    let (files, problems) = book.weave()
    #expect(problems == [])
    let one = files["01-one.html"] ?? ""
    #expect(one.contains("<a href=\"02-two.html\">chapter 2</a>"))
    #expect(one.contains("<a href=\"02-two.html#a-section\">section 2.1</a>"))
    #expect(one.contains("<a href=\"#fig:p\">Figure 1.1</a>"))
    #expect(one.contains("<a href=\"#eq:loss\">Equation 1.1</a>"))
    #expect(
      one.contains("<a href=\"02-two.html#a-section\">section 2.1</a>, \n<a")
        || one.contains("section 2.1</a>"))
    #expect(one.contains("<a href=\"#chunk:lines\">⟨lines⟩</a>"))
    #expect(one.contains("<figure id=\"fig:p\">"))
    #expect(one.contains("<div id=\"eq:loss\" class=\"formula\""))
    #expect(one.contains("<span class=\"number\">(1.1)</span>"))
    #expect(one.contains("Figure 1.1</span> A <a href=\"02-two.html\">link</a> and <math"))
    let two = files["02-two.html"] ?? ""
    #expect(
      two.contains(
        "<a href=\"01-one.html#fig:p\">Figure 1.1</a> and <a href=\"01-one.html#fig:p\">"))
  }

  @Test("A number that the words say themselves must be right")
  func spokenNumbers() throws {
    let book = try TestBook([
      "01-one.md":
        "# One\n\n## Own\n\n[section 9](#own), [section 1](#own), [section 1.1](#own).\n\nFigure 1.1.\n"
        + "\nSection 1.1, section 7.7, section 1.2 and section 4.3 of the paper.\n"
    ])
    #expect(
      book.weave().problems == [
        "01-one.md:5:1: error: this leads to section 1.1, not to section 9; correct the words",
        "01-one.md:7:1: error: there is no figure 1.1; chapter 1 has 0; a link such as "
          + "`[](#fig:NAME)` numbers itself",
        "01-one.md:9:1: warning: there is no section 7.7; nor a chapter 7; a link such as "
          + "`[](#sec:NAME)` numbers itself",
        "01-one.md:9:1: warning: there is no section 1.2; chapter 1 has 1; a link such as "
          + "`[](#sec:NAME)` numbers itself",
      ])
  }

  @Test(
    "What looks like another tool's Markdown is a warning that says how it is written here",
    arguments: [
      ("$x^2$", "`$x^2$` is shown as text; a formula is written $`x^2`$"),
      ("$$", "`$$` is shown as text; a formula of its own is a block ```` ```math ````"),
      (":::note", "`:::` is shown as text; an aside is a quote that begins `> [!NOTE] A title`"),
      ("https://a.b/c.", "`https://a.b/c` is no link; write <https://a.b/c>"),
      ("Text[^1]", "there is no footnote `[^1]`; add a line `[^1]: …` to the chapter"),
      ("[^1]: Text", "nothing refers to the footnote `[^1]`"),
    ])
  func foreign(_ text: String, _ warning: String) throws {
    let book = try TestBook(["01-one.md": "# One\n\n\(text)\n"])
    #expect(book.weave().problems == ["01-one.md:3:1: warning: \(warning)"])
  }

  @Test("Money, code and what has a backslash are no formulas")
  func money() throws {
    let book = try TestBook([
      "01-one.md": "# One\n\n$5 and $6_a, `$x^2$`, \\$x^2\\$, $HOME and $PATH.\n"
    ])
    #expect(book.weave().problems == [])
  }

  @Test("A row with more cells than the head is a warning at its line")
  func overfullRow() throws {
    let book = try TestBook(["01-one.md": "# One\n\n| a |\n|---|\n| 1 |\n| 1 | 2 |\n"])
    #expect(
      book.weave().problems == [
        "01-one.md:6:1: warning: this row has more cells than the table's head; what is in them is "
          + "not shown"
      ])
  }

  @Test("An image's alternative text tells a formula as it is written")
  func formulaInAlternativeText() throws {
    let book = try TestBook([
      "01-one.md": "# One\n\n![Of $`x`$](p.png)\n\nA ![$`y`$](p.png)\n", "p.png": "",
    ])
    let page = book.weave().files["01-one.html"] ?? ""
    #expect(page.contains("alt=\"Of x\"") && page.contains("alt=\"y\""))
  }

  @Test("Links in raw HTML lead to pages, bring files along, and are checked")
  func rawHTML() throws {
    let book = try TestBook([
      "01-one.md": """
      # One

      See <a href='02-two.md#b'>two</a>.

      <p><img src="figures/x.png"
      alt="x"> <a href="nowhere.txt">x</a></p>
      """,
      "02-two.md": "# Two\n\n## B\n", "figures/x.png": "x",
    ])
    let (files, problems) = book.weave()
    #expect(problems == ["01-one.md:6:1: error: there is no `nowhere.txt` in the book"])
    #expect(files["01-one.html"]?.contains("<a href='02-two.html#b'>two</a>") == true)
    #expect(files["figures/x.png"] == "x")
  }

  @Test("Of a file that is not there the nearest in its folder is named")
  func nearestFile() throws {
    let book = try TestBook(["01-one.md": "# One\n\n[x](data/e.txt)\n", "data/d.txt": "d"])
    #expect(
      book.weave().problems == [
        "01-one.md:3:1: error: there is no `data/e.txt` in the book; did you mean `data/d.txt`?"
      ])
  }

  @Test(
    "An address that no book should lead to is an error that says why",
    arguments: [
      ("javascript:alert(1)", "runs a script"), ("JaVaScRiPt:x", "runs a script"),
      ("data:text/html,x", "runs a script"), ("file:///etc/passwd", "of the reader's own"),
      ("//host/x", "names no scheme"), ("/x", "leads out of the book"),
      ("%2e%2e/x", "leads out of the book"), ("a/%2E%2E/%2E%2E/x", "leads out of the book"),
      ("a%5Cb", "there is no"), ("a/../..%2Fx", "leads out of the book"),
    ])
  func hostileAddresses(_ url: String, _ reason: String) throws {
    let book = try TestBook(["01-one.md": "# One\n\n[x](\(url))\n\n<a href=\"\(url)\">x</a>\n"])
    let problems = book.weave().problems
    #expect(problems.count == 2 && problems.allSatisfy { $0.contains(reason) }, "\(problems)")
  }

  @Test("What a symbolic link leads to outside the book is not published")
  func symbolicLinks() throws {
    let secret = try TestBook(["key.txt": "secret"])
    let book = try TestBook(["01-one.md": "# One\n\n[a](figures/key.txt) [b](data/key.txt)\n"])
    try Symlinks.make(book.folder + "/figures/key.txt", to: secret.folder + "/key.txt")
    try Symlinks.make(book.folder + "/data", to: secret.folder)
    let (files, problems) = book.weave()
    #expect(problems.count == 2)
    #expect(problems.allSatisfy { $0.contains("it is a symbolic link out of the book") })
    #expect(!files.values.contains("secret"))
  }

  @Test("Headings keep the names that GitHub gives them, whatever the page names itself")
  func furniture() throws {
    let headings = ["Text", "Contents", "C1", "table-1", "type-card", "view-0-0-0", "figure-0-1-g"]
    let book = try TestBook([
      "01-one.md": "# One\n\n" + headings.map { "## \($0)\n\n" }.joined()
        + "```text file=a.txt\n<<b>>\n```\n\n```text define=b\n1\n```\n\n```text append=b\n2\n```\n"
    ])
    let page = book.weave().files["01-one.html"] ?? ""
    var ids: [String] = []
    Markup.forEachTag(in: page) { tag in tag["id"].map { ids.append($0) } }
    #expect(Set(ids).count == ids.count)
    #expect(Set(headings.map { $0.lowercased() }).isSubset(of: ids))
  }

  @Test("A book that is read from right to left says so")
  func rightToLeft() throws {
    for (language, direction) in [("ar", true), ("he-IL", true), ("az-Arab", true), ("de", false)] {
      let book = try TestBook(["01-one.md": "# One\n", "book.yml": "language: \(language)\n"])
      let page = book.weave().files["01-one.html"] ?? ""
      #expect(page.contains(" dir=\"rtl\">") == direction, "\(language)")
    }
  }

  @Test("A file that a page links to and that the site would not get is an error")
  func hiddenFile() throws {
    let book = try TestBook(["01-one.md": "# One\n\n[x](index.html)\n", "index.html": "mine"])
    #expect(
      book.weave().problems == [
        "index.html: error: a chapter links to this file, and the site has one of its own under the "
          + "same name; give the book's another name or folder"
      ])
  }

  @Test(
    "A figure's data is JSON to the letter",
    arguments: [
      ("[1, {\"a\": -2.5e3}]", true), ("[1,]", false), ("\u{FEFF}[]", false), ("{a: 1}", false),
      ("[01]", false), ("\"\\u12x4\"", false), ("  null ", true), ("[] []", false), ("", false),
      (String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000), true),
    ])
  func data(_ text: String, _ isJSON: Bool) {
    #expect((embeddedJSON(Array(text.utf8)) != nil) == isJSON)
  }

  @Test(
    "Ten thousand headings of one name, and 1,500 wrong anchors, take no more than their number")
  func manyAnchors() throws {
    var names = Anchors()
    for _ in 0..<10_000 { _ = names.add("Same") }
    #expect(names.add("Same") == "same-10000")
    let headings = (0..<1_500).map { "## Heading number \($0)\n\n" }.joined()
    let links = (0..<1_500).map { "[x](#heading-nunber-\($0))\n" }.joined()
    let problems = try TestBook(["01-one.md": "# One\n\n\(headings)\(links)"]).weave().problems
    #expect(problems.count == 1_500)
    #expect(problems.first?.hasSuffix("did you mean `#heading-number-0`?") == true)
  }
}
