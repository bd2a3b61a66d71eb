import Literate
import Testing

@testable import Weaving

@Suite("A book's own theme")
struct ThemeTests {
  @Test("A template stands around every page, its slots filled")
  func template() throws {
    let book = try TestBook([
      "01-one.md": "# One & more\n",
      "theme/page.html": """
      <html lang="{{language}}"><title>{{ title }}</title> {{no slot}} {{1}} {
        {{content}}
      {{edit}}
      <p>{{book}}: {{home}}</p>
      """,
      "book.yml": "title: A < B\nlanguage: ka\n",
    ])
    let (files, problems) = book.weave()
    #expect(problems == [])
    #expect(
      files["01-one.html"]?.hasPrefix(
        """
        <html lang="ka"><title>1 One &amp; more · A &lt; B</title> {{no slot}} {{1}} {
        <article>

        """) == true)
    #expect(files["01-one.html"]?.hasSuffix("</article>\n<p>A &lt; B: </p>\n") == true)
    for page in files.keys.sorted() where page.hasSuffix(".html") {
      #expect(files[page]?.hasPrefix("<html lang=\"ka\"><title>") == true, "\(page)")
    }
  }

  @Test("A slot that there is not is an error at its place, and so is no slot for the text")
  func faults() throws {
    let book = try TestBook([
      "01-one.md": "# One\n",
      "theme/page.html": "<title>é {{titel}}</title>\n  {{ contant }}\n{{author_name}}\n",
    ])
    let problems = book.weave().problems
    #expect(
      problems.prefix(3) == [
        "theme/page.html:1:1: error: this template has no `{{content}}`; put it where a page's "
          + "text belongs",
        "theme/page.html:1:11: error: there is no slot `{{titel}}`; did you mean `{{title}}`?",
        "theme/page.html:2:3: error: there is no slot `{{contant}}`; did you mean `{{content}}`?",
      ])
    #expect(problems.count == 4)
    #expect(
      problems.last?.hasPrefix(
        "theme/page.html:3:1: error: there is no slot `{{author_name}}`; there are `language`")
        == true)
  }

  @Test("What the template's text was made of does not come back as slots")
  func noSecondReading() throws {
    let book = try TestBook(["01-one.md": "# {{title}}\n\n{{content}} {{nothing}}\n"])
    let (files, problems) = book.weave()
    #expect(problems == [])
    #expect(files["01-one.html"]?.contains("<p>{{content}} {{nothing}}</p>") == true)
  }

  @Test("A template of braces that never end is read in the time that its length takes")
  func manyBraces() throws {
    let book = try TestBook([
      "01-one.md": "# One\n",
      "theme/page.html": String(repeating: "{", count: 200_000) + "\n{{content}}\n"
        + String(repeating: "{{ ", count: 60_000) + "\n",
    ])
    #expect(book.weave().problems == [])
  }

  @Test("The built-in theme in the book's folder gives the same site")
  func builtIn() throws {
    let chapters = ["01-one.md": "# One\n\n## Section\n", "book.yml": "title: Same\n"]
    let theme = Theme.builtIn.map {
      ("theme/" + $0.name, String(decoding: $0.bytes, as: UTF8.self))
    }
    let own = try TestBook(chapters.merging(theme) { $1 })
    #expect(own.weave().files == (try TestBook(chapters).weave().files))
  }

  @Test(
    "Other files of the theme come to the site beside its own, as they stand in the folder theme")
  func otherFiles() throws {
    let book = try TestBook([
      "01-one.md": "# One\n", "theme/logo.svg": "<svg/>", "theme/.draft": "",
    ])
    let files = book.weave().files
    #expect(files["logo.svg"] == "<svg/>")
    #expect(!files.keys.contains { $0.hasSuffix(".draft") })
  }

  @Test("A template that leads to a file that the site has not is an error at its line")
  func deadAddress() throws {
    let book = try TestBook([
      "01-one.md": "# One\n",
      "theme/page.html": """
      <link rel="stylesheet" href="{{home}}mine.css">
      <a href="#top">a</a> <a href="https://example.com">b</a> <a href="{{home}}index.html">c</a>
      <img src="logo.svg">
      {{content}}
      """,
      "theme/mine.css": "",
    ])
    #expect(
      book.weave().problems == [
        "theme/page.html:3:1: error: the site has no `logo.svg`; put it into the folder `theme`"
      ])
  }

  @Test("A template that is not UTF-8 is an error where it stops being so")
  func encoding() throws {
    let book = try TestBook(["01-one.md": "# One\n"])
    let path = book.folder + "/theme/page.html"
    try AtomicWrites([(path, Array("{{content}}\n<p>".utf8) + [0xFF])])
    #expect(
      book.weave().problems == [
        "theme/page.html:2:4: error: this template is not UTF-8 from here on; save it as UTF-8"
      ])
  }
}
