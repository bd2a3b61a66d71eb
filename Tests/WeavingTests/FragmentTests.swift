import Literate
import Testing

@testable import Weaving

@Suite("A Markdown text alone")
struct FragmentTests {
  @Test(
    "What has no tag is libcmark's HTML to the letter",
    arguments: [
      "# A *heading*\n\nText with `code`, [a link](x.md#y \"t\") and ![an image](z.png).\n",
      "```swift\nlet untagged = true\n```\n\n    indented\n\n```ruby startline=3\nx\n```\n",
      "> quote\nlazy\n",
      "- tight\n- list\n  > [!NOTE]\n  > nested in a list\n\n1. loose\n\n2. list\n",
      "<div>\n*raw*\n</div>\n\n<b>raw</b> &amp; &copy; \\$ $5 and $6\n",
      "Foo\n    ---\n",
      "Foo\n---\n\n| a |\n| b |\n",
      "a | b\n--- | --- | ---\n",
      "[!NOTE]\n\n> [!NOTE] and more\n\n> [!REMARK]\n> text\n",
      "`a`$ and $`b` and $ `c` $\n",
      "tab\tand\u{0}nul\r\nCRLF\rCR\n\n~~~\nunclosed",
      "",
    ])
  func untagged(_ markdown: String) {
    #expect(html(markdown) == Document(markdown).html())
  }

  @Test("Bytes that are not UTF-8 come out as libcmark writes them")
  func invalidText() {
    let bytes: [UInt8] = [0x61, 0xFF, 0x62, 0x0A]
    #expect(fragment(bytes) == Array("<p>a".utf8) + [0xFF] + Array("b</p>\n".utf8))
  }

  @Test("A tagged block says what it is, and its references stand out")
  func taggedBlock() {
    let woven = html(
      "```text define=\"the  greeting\"\nHello\n  <<name & co>>\n\\<<literal>>\n```\n")
    #expect(
      woven == """
        <div class="chunk">
        <p class="caption"><span class="name">⟨the greeting⟩</span> \
        <span class="verb">defined</span></p>
        <pre tabindex="0"><code class="language-text">Hello
          <span class="reference">⟨name &amp; co⟩</span>
        &lt;&lt;literal&gt;&gt;
        </code></pre>
        </div>

        """)
  }

  @Test("In a transcript the prompt is not part of the command")
  func transcript() {
    let woven = html("```console\n$ swift run x <y>\nprinted & done\n```\n")
    #expect(
      woven.contains(
        """
        <span class="prompt">$ </span><b>swift run x &lt;y&gt;</b>
        printed &amp; done
        """))
  }

  @Test("A pipe table becomes a table, its cells inline Markdown")
  func table() {
    let woven = html(
      """
      Before
      | *a* | b [x] |
      |:---|---:|
      | - x | `c\\|d` |

      [x]: http://example.com
      """)
    #expect(
      woven == """
        <p>Before</p>
        <table>
        <thead>
        <tr>
        <th style="text-align: left"><em>a</em></th>
        <th style="text-align: right">b <a href="http://example.com">x</a></th>
        </tr>
        </thead>
        <tbody>
        <tr>
        <td style="text-align: left">- x</td>
        <td style="text-align: right"><code>c|d</code></td>
        </tr>
        </tbody>
        </table>

        """)
  }

  @Test(
    "What a paragraph takes in but no table does ends a table",
    arguments: [
      ("---", "<hr />"), ("2. two", "<ol start=\"2\">"), ("-", "<ul>"), ("<b>", "<b>"),
      ("    code", "<pre><code>code"), ("|", "<p>|</p>"),
    ])
  func endOfTable(_ line: String, _ block: String) {
    let woven = html("| a |\n|---|\n| 1 |\n\(line)\n")
    #expect(woven.contains("<td>1</td>\n</tr>\n</tbody>\n</table>\n\(block)"))
  }

  @Test(
    "No delimiter row: what is indented like code, underlines a heading, stands outside the quote",
    arguments: ["a\n\t---\n", "a | b\n---\n", "> a\n    :-\n", "- a\n:-\n", "a\n      -|\n"])
  func noDelimiterRow(_ markdown: String) {
    #expect(!html(markdown).contains("<table>"))
  }

  @Test("Text above a table in a tight list item stays tight")
  func tightTable() {
    #expect(html("- text\n  | a |\n  |---|\n").hasPrefix("<ul>\n<li>text\n<table>"))
  }

  @Test("Ten thousand tables in a paragraph, and as many fences of figures, are no depth")
  func manyTables() {
    let woven = html(String(repeating: "| a |\n| - |\n|\n", count: 10_000))
    #expect(woven.ranges(of: "<table>").count == 10_000)
    let fences = (3..<1_000).reversed().map { String(repeating: "`", count: $0) }
    let figures = fences.map { $0 + "figure name=graph\n" } + fences.reversed().map { $0 + "\n" }
    #expect(html(figures.joined()).ranges(of: "<figure").count == 1)
  }

  @Test("A table inside quotes and lists loses their marks")
  func nestedTable() {
    let woven = html("> - | a |\n>   |---|\n>   | 1 |\n")
    #expect(woven.contains("<td>1</td>"))
    #expect(!woven.contains("&gt;"))
  }

  @Test(
    "An aside is a quote that begins with its kind, as on GitHub",
    arguments: [
      ("NOTE", "Note"), ("tip", "Tip"), ("Important", "Important"), ("WARNING", "Warning"),
      ("CAUTION", "Caution"),
    ])
  func aside(_ word: String, _ title: String) {
    #expect(
      html("> [!\(word)]\n> A *word*\n> more.\n") == """
        <div class="aside \(title.lowercased())" role="note">
        <p class="aside-title">\(title)</p>
        <p>A <em>word</em>
        more.</p>
        </div>

        """)
  }

  @Test("A quote that holds nothing but the mark of an aside stays a quote")
  func emptyAside() {
    #expect(html("> [!NOTE]\n").hasPrefix("<blockquote>"))
  }

  @Test("The mark of an aside may stand in a paragraph of its own")
  func asideWithLoneMark() {
    #expect(
      html("> [!NOTE]\n>\n> A text\n") == """
        <div class="aside note" role="note">
        <p class="aside-title">Note</p>
        <p>A text</p>
        </div>

        """)
  }

  @Test("A table may open an aside")
  func asideWithTable() {
    let woven = html("> [!NOTE]\n> | a |\n> |---|\n> | 1 |\n")
    #expect(woven.contains("<div class=\"aside note\""))
    #expect(woven.contains("<td>1</td>"))
    #expect(!woven.contains("[!"))
  }

  @Test("A formula stands between dollar signs and back-ticks; an escaped dollar sign is one")
  func formulas() {
    #expect(html("A $`x`$ b\n").contains("<math"))
    #expect(!html("A $`x`$ b\n").contains("$"))
    #expect(html("A \\$`x`$ b\n") == "<p>A $<code>x</code>$ b</p>\n")
    #expect(html("$`x`$$`y`$\n").split(separator: "<math").count == 3)
    #expect(html("```math\nx\n```\n").contains("display=\"block\""))
    #expect(html("A $`\\nosuch`$\n") == "<p>A $<code>\\nosuch</code>$</p>\n")
  }

  @Test("A footnote's number stands where it is spoken of, its text at the end with a way back")
  func footnotes() {
    #expect(
      html(
        "A[^b] c[^1] d[^b] \\[^1].\n\n[^1]: Knuth.\n[^b]: Two\n    lines.\n\n    - more\n\nEnd.\n"
      )
      .contains("<p>A<sup class=\"note\"><a id=\"note-ref:1\" href=\"#note:1\"") == true)
    let woven = html(
      "A[^b] c[^1] d[^b].\n\n[^1]: Knuth.\n[^b]: Two\n    lines.\n\n    - more\n\nEnd.\n")
    #expect(
      woven == """
        <p>A<sup class="note"><a id="note-ref:1" href="#note:1" aria-label="Note 1">1</a></sup> \
        c<sup class="note"><a id="note-ref:2" href="#note:2" aria-label="Note 2">2</a></sup> \
        d<sup class="note"><a id="note-ref:1-2" href="#note:1" aria-label="Note 1">1</a></sup>.</p>
        <p>End.</p>
        <section class="notes" aria-label="Notes">
        <ol>
        <li id="note:1">
        <p>Two
        lines.</p>
        <ul>
        <li>more</li>
        </ul>
        <p><a class="back" href="#note-ref:1" aria-label="Back to the text">↩</a> \
        <a class="back" href="#note-ref:1-2" aria-label="Back to the text">↩</a></p>
        </li>
        <li id="note:2">
        <p>Knuth. <a class="back" href="#note-ref:2" aria-label="Back to the text">↩</a></p>
        </li>
        </ol>
        </section>

        """)
    #expect(
      html("```\n[^1]: code\n```\n[^2]\n") == "<pre><code>[^1]: code\n</code></pre>\n<p>[^2]</p>\n")
  }

  @Test("Text between two pairs of tildes is struck, across other marks, and not with a backslash")
  func strikethrough() {
    #expect(html("a ~~b *c*~~ d\n") == "<p>a <del>b <em>c</em></del> d</p>\n")
    #expect(html("~~a~~ ~~b\n") == "<p><del>a</del> ~~b</p>\n")
    #expect(html("~a~ ~~~b~~~ a ~~ b ~~\n") == "<p>~a~ ~~~b~~~ a ~~ b ~~</p>\n")
    #expect(html("\\~~a~~\n") == "<p>~~a~~</p>\n")
  }

  @Test("A list's items may be tasks, done or to do")
  func tasks() {
    #expect(
      html("- [ ] one\n- [x] *two*\n- \\[ ] three\n") == """
        <ul>
        <li><input type="checkbox" disabled="" /> one</li>
        <li><input type="checkbox" checked="" disabled="" /> <em>two</em></li>
        <li>[ ] three</li>
        </ul>

        """)
  }

  @Test("Terms and what they mean are a definition list")
  func definitions() {
    #expect(
      html("Term\n: One\n: *Two*\nOther\n: Three\n") == """
        <dl>
        <dt>Term</dt>
        <dd>One</dd>
        <dd><em>Two</em></dd>
        <dt>Other</dt>
        <dd>Three</dd>
        </dl>

        """)
    #expect(html("A\n:no\n") == "<p>A\n:no</p>\n")
  }

  @Test("An aside may have a title")
  func titledAside() {
    #expect(
      html("> [!TIP] A *title*\n> Text.\n>\n> More.\n") == """
        <div class="aside tip" role="note">
        <p class="aside-title">A <em>title</em></p>
        <p>Text.</p>
        <p>More.</p>
        </div>

        """)
  }

  @Test("Deep nesting does not crash")
  func deepNesting() {
    for mark in ["> ", "- ", "[", "*", "![", "<b>", "$`x`$"] {
      #expect(!html(String(repeating: mark, count: 5_000) + "x\n").isEmpty)
    }
  }
}
