import Compiling
import Foundation
import Literate
import TestSupport
import Testing

@testable import Weaving

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("An e-book") struct EBookTests {
  /// A book's e-book as texts by path, and what is said of it, the folder's path left out.
  private func made(_ files: [String: String]) throws -> (files: [String: String], said: [String]) {
    let book = try TestBook(files)
    let (made, diagnostics) = EBook(try CheckedBook(Book(folder: book.folder))).files()
    return (
      Dictionary(
        uniqueKeysWithValues: made.map { ($0.path, String(decoding: $0.bytes, as: UTF8.self)) }),
      diagnostics.map { $0.description.replacing(book.folder + "/", with: "") }
    )
  }

  @Test("Its pages are XML, whatever HTML an author writes")
  func rawHTML() throws {
    let (files, said) = try made([
      "01-one.md": """
      # One

      <DIV align=center data-x='1' onclick="x()">a<br>b &nbsp; &nope; & c
      <p>one<p>two
      <table><tr><td nowrap>1<td>2<tr><td>3</table>
      </DIV></section>

      A <b>bold <i>word</b> and <a name=here>anchor</a><!-- a b -->.

      <center>old</center>

      <script>if (1 < 2) {}</script>

      <svg viewBox="0 0 1 1"><circle r=1 /></svg>
      """
    ])
    #expect(
      said == [
        "01-one.md:10:1: warning: an e-book has no element `<center>`; only what is in it is shown",
        "01-one.md:12:1: warning: an e-book has no element `<script>`; it is left out there",
      ])
    let page = try #require(files["EPUB/01-one.xhtml"])
    #expect(problems(page) == [])
    #expect(page.contains("<div style=\"text-align: center\">a<br/>b \u{A0} &amp;nope; &amp; c\n"))
    #expect(
      page.contains("<p>one</p><p>two\n</p><table><tr><td>1</td><td>2</td></tr><tr><td>3</td>"))
    #expect(page.contains("<b>bold <i>word</i></b> and <a id=\"here\">anchor</a>."))
    #expect(page.contains("old") && !page.contains("1 &lt; 2"))
  }

  @Test("Files have names in it that every system can store, and links lead to them")
  func names() throws {
    let picture = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"></svg>"
    let (files, said) = try made([
      "01-one.md": """
      # One

      ## Part

      ![a](<figures/a b.svg> "A picture.")

      <p><img src="figures/a%20b.svg" alt="again"></p>

      [](02-two%3A%20it%3F.md)
      """,
      "02-two: it?.md": "# Two\n\n[](01-one.md#part)\n", "figures/a b.svg": picture,
    ])
    #expect(said == [])
    let page = try #require(files["EPUB/01-one.xhtml"])
    #expect(page.contains("<img src=\"figures/a_20b.svg\" alt=\"a\"/>"))
    #expect(page.contains("<img src=\"figures/a_20b.svg\" alt=\"again\"/>"))
    #expect(page.contains("<a href=\"02-two_3A_20it_3F.xhtml\">chapter 2</a>"))
    #expect(files["EPUB/figures/a_20b.svg"] != nil && files["EPUB/02-two_3A_20it_3F.xhtml"] != nil)
    let package = try #require(files["EPUB/package.opf"])
    #expect(package.contains("href=\"02-two_3A_20it_3F.xhtml\""))
    #expect(files["EPUB/contents.xhtml"]?.contains("href=\"02-two_3A_20it_3F.xhtml\"") == true)
    #expect(!files.keys.contains { $0.contains(" ") })
  }

  @Test("Two files of one name are an error")
  func repeatedNames() throws {
    #expect(
      try made(["01-Title.md": "# One\n", "book.yml": "slug: true\n"]).said == [
        "01-Title.md:1:1: error: an e-book cannot tell `Title.xhtml` from `title.xhtml`, which it has "
          + "too; give the file another name"
      ])
  }

  @Test("Any row of tags becomes XML, with all of the text that stood between them")
  func anyTags() {
    var chance = SplitMix(state: 5)
    let parts = [
      "<p>", "</p>", "<div>", "</div>", "<b>", "</b>", "<li>", "<ul>", "</ul>", "<td>", "<table>",
      "</table>", "<svg>", "<g a=1 a=2>", "</svg>", "<math>", "</math>", "<br>", "<img src=x>", "<",
      "&", "&amp;", "&#0;", "&#xFFFF;", "x", "\u{1}", "]]>", "<![CDATA[", "<!-- -- -->",
      "<a b=\"<\">",
      "</", "<x:y z:w=1>", "<p id=1>", "<p id=1>", "\"", "'", ">", "<foreignObject>", "<style>a>b",
      "</style>",
    ]
    for _ in 0..<2_000 {
      let html = (0..<12).map { _ in parts[chance.below(parts.count)] }.joined()
      let text = XHTML(html).text
      #expect(
        problems("<html xmlns:epub=\"e\"><body>\(text)</body></html>") == [],
        "\(html) became \(text)")
    }
    #expect(XHTML("a<b>c</i>d</b>e &lt; f").text == "a<b>cd</b>e &lt; f")
    let deep = XHTML(String(repeating: "<div>", count: 50_000)).text
    #expect(deep.hasSuffix("</div></div>"))
  }

  @Test("Lines of code hang by their indentation, and a block behind the page is small")
  func code() throws {
    let (files, said) = try made([
      "01-one.md": """
      # One

      ```text file=a.txt
      one
          <two>
      ```

      ```text append=a.txt behind
      three
      ```

      ```console sketch
      $ command
        answer
      ```
      """
    ])
    #expect(said == [])
    let page = try #require(files["EPUB/01-one.xhtml"])
    #expect(problems(page) == [])
    #expect(page.contains("<span class=\"line i0\">one\n</span>"))
    #expect(page.contains("<span class=\"line i4\">    &lt;two&gt;\n</span>"))
    #expect(page.contains("<div class=\"behind\">\n<p class=\"summary\">"))
    #expect(page.contains("<span class=\"line i2\">  answer\n</span>"))
    #expect(!page.contains("<details") && !page.contains("<input"))
    let style = try #require(files["EPUB/book.css"])
    #expect(style.contains(".i4 { padding-left: 4.2em; text-indent: -4.2em; }"))
  }

  @Test(
    "Footnotes are notes, formulas are MathML, pictures come along without scripts and variables")
  func parts() throws {
    let (files, said) = try made([
      "01-one.md": """
      # One

      A note[^1] and $`x^2`$ and [two](02-two.md).

      ![A line](line.svg "Going up")

      [^1]: What it *says*.
      """,
      "02-two.md": "# Two\n\n## A section\n",
      "line.svg": """
      <?xml version="1.0"?>
      <svg xmlns="http://www.w3.org/2000/svg" onload="x()"><style>a > b { fill: var(--ink, #123) }
      @media (prefers-color-scheme: dark) { a { fill: white } }</style>
      <script>1</script><path stroke="var(--own)" style="--own: red"/></svg>
      """,
    ])
    #expect(said == [])
    let page = try #require(files["EPUB/01-one.xhtml"])
    #expect(page.contains("href=\"#note:1\" epub:type=\"noteref\" role=\"doc-noteref\""))
    #expect(page.contains("<aside id=\"note:1\" epub:type=\"footnote\" role=\"doc-footnote\">"))
    #expect(
      page.contains("<math xmlns=\"http://www.w3.org/1998/Math/MathML\"")
        || page.contains("xmlns=\"http://www.w3.org/1998/Math/MathML\""))
    #expect(page.contains("<a href=\"02-two.xhtml\">two</a>"))
    #expect(page.contains("<img src=\"line.svg\" alt=\"A line\"/>"))
    let picture = try #require(files["EPUB/line.svg"])
    #expect(problems(picture) == [])
    #expect(picture.contains("a &gt; b { fill: #123 }") && picture.contains("stroke=\"red\""))
    #expect(!picture.contains("dark") && !picture.contains("script") && !picture.contains("onload"))
    let package = try #require(files["EPUB/package.opf"])
    #expect(
      package.contains(
        "href=\"01-one.xhtml\" media-type=\"application/xhtml+xml\" properties=\"mathml\""))
    #expect(
      package.contains("<meta property=\"schema:accessibilityFeature\">alternativeText</meta>"))
    let contents = try #require(files["EPUB/contents.xhtml"])
    #expect(contents.contains("<li><a href=\"02-two.xhtml#a-section\">A section</a></li>"))
    #expect(contents.contains("epub:type=\"landmarks\""))
  }

  @Test("What an e-book cannot hold is said at its line")
  func elsewhere() throws {
    let files = [
      "01-one.md": "# One\n\n![P](https://example.com/p.png) [data](data.csv)\n\n![T](t.tiff)\n",
      "data.csv": "1", "t.tiff": "",
    ]
    #expect(
      try made(files).said == [
        "01-one.md:3:1: warning: an e-book brings its pictures along, and "
          + "`https://example.com/p.png` is elsewhere; put the file into the book's folder",
        "01-one.md:3:1: warning: an e-book holds no file such as `data.csv`, and where the site has "
          + "it is not known; say so by `base-url` in book.yml",
        "t.tiff: error: this is no picture that an e-book can show; draw it as SVG, or save it as "
          + "PNG or JPEG",
      ])
    let published = try made(
      files.merging(["book.yml": "base-url: https://example.com/book\n"]) { $1 })
    #expect(
      published.files["EPUB/01-one.xhtml"]?.contains("href=\"https://example.com/book/data.csv\"")
        == true)
  }

  @Test("The cover has the title, or is the book's own picture")
  func cover() throws {
    let drawn = try made(["01-one.md": "# One\n", "book.yml": "title: A <very> long & odd title\n"])
    let cover = try #require(drawn.files["EPUB/book-cover.svg"])
    #expect(problems(cover) == [])
    #expect(cover.contains("<title>A &lt;very&gt; long &amp; odd title</title>"))
    let own = try made([
      "01-one.md": "# One\n", "book.yml": "cover:\n  image: front.png\n", "front.png": "PNG",
    ])
    #expect(own.files["EPUB/book-cover.png"] == "PNG")
    #expect(own.files["EPUB/cover.xhtml"]?.contains("src=\"book-cover.png\"") == true)
    let none = try made(["01-one.md": "# One\n", "book.yml": "cover:\n  image: none.png\n"])
    #expect(
      none.said == [
        "book.yml: error: the cover's image `none.png` is not in the book, or is no SVG, PNG or JPEG;"
          + " name one that is"
      ])
  }

  @Test("Colours have a contrast of 4.5 to 1 on white and on black")
  func colours() throws {
    let sheet = String(
      decoding: try #require(Theme.builtIn.first { $0.name == "ebook.css" }).bytes, as: UTF8.self)
    let colours = Set(sheet.matches(of: /[^-]color: #([0-9a-f]{6})/).map { String($0.output.1) })
    #expect(colours.count > 5)
    for colour in colours {
      let parts = [0, 2, 4].map { start -> Double in
        let digits = colour.dropFirst(start).prefix(2)
        let value = Double(Int(digits, radix: 16) ?? 0) / 255
        return value <= 0.03928 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
      }
      let light = 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
      #expect(1.05 / (light + 0.05) >= 4.5 && (light + 0.05) / 0.05 >= 4.5, "#\(colour)")
    }
  }

  @Test("The same book gives the same archive, which others can read")
  func archive() throws {
    let book = try TestBook(["01-one.md": "# One\n\nText.\n", "book.yml": "title: T\n"])
    let checked = try CheckedBook(Book(folder: book.folder))
    let bytes = EBook(checked).file().bytes
    #expect(EBook(try CheckedBook(Book(folder: book.folder))).file().bytes == bytes)
    #expect(EBook.isEBook(bytes) && !EBook.isEBook(Array("PK".utf8)))

    let path = "\(book.folder)/book.epub"
    try AtomicWrites([(path, bytes)])
    let script = """
      import sys, zipfile
      z = zipfile.ZipFile(sys.argv[1])
      assert z.testzip() is None
      for i in z.infolist(): print(i.filename, i.compress_type, i.date_time[:3], z.read(i)[:6])
      """
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script, path]
    process.standardOutput = output
    try process.run()
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    let lines = text.split(separator: "\n")
    #expect(lines.first == "mimetype 0 (1980, 1, 1) b'applic'")
    #expect(lines.contains("EPUB/01-one.xhtml 8 (1980, 1, 1) b'<?xml '"))
  }

  @Test("Our own book is an e-book whose pages are XML and whose links all lead somewhere")
  func ownBook() throws {
    let checked = try CheckedBook(Book(folder: Repository.path + "/chapters"))
    let (files, diagnostics) = EBook(checked).files()
    #expect(diagnostics.map(\.description) == [])
    var anchors: [String: Set<String>] = ["EPUB/book.css": []]
    var links: [(page: String, href: String)] = []
    for file in files where !file.path.hasSuffix(".css") {
      let page = Page(file.bytes)
      #expect(page.problems == [], "\(file.path)")
      anchors[file.path] = Set(page.ids)
      #expect(page.ids.count == Set(page.ids).count, "\(file.path)")
      links += page.links.map { (file.path, $0) }
    }
    #expect(links.count > 1_000)
    for (page, link) in links
    where !link.contains(":") || link.hasPrefix("#") || link.contains(".xhtml#") {
      let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
      let path = parts[0].isEmpty ? page : "EPUB/" + parts[0]
      let known = anchors[path]
      #expect(known != nil, "\(page) leads to \(link)")
      if parts.count > 1 {
        let anchor = parts[1].removingPercentEncoding ?? ""
        #expect(known?.contains(anchor) == true, "\(page) leads to \(link)")
      }
    }
  }
}

/// What is wrong with a text as XML.
private func problems(_ xml: String) -> [String] { Page(Array(xml.utf8)).problems }

/// A text read as XML.
private final class Page: NSObject, XMLParserDelegate {
  private(set) var problems: [String] = []
  private(set) var ids: [String] = []
  private(set) var links: [String] = []

  init(_ bytes: [UInt8]) {
    super.init()
    let parser = XMLParser(data: Data(bytes))
    parser.delegate = self
    if !parser.parse(), problems.isEmpty { problems.append("\(parser.parserError as Any)") }
  }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?,
    qualifiedName: String?, attributes: [String: String]
  ) {
    if let id = attributes["id"] { ids.append(id) }
    for key in ["href", "src"] {
      if let link = attributes[key], name != "item" { links.append(link) }
    }
  }

  func parser(_ parser: XMLParser, parseErrorOccurred error: any Error) {
    problems.append("line \(parser.lineNumber): \(error)")
  }
}
