import Testing

@testable import Weaving

@Suite("An SVG file in a page")
struct InlineSVGTests {
  private func inlined(_ svg: String) -> String? {
    inlineSVG(svg, prefix: "f:1-", alternative: "A")
  }

  @Test("Its style sheet rules itself alone, with its own ids and classes")
  func style() {
    let svg =
      inlined(
        "<svg><style>.s ~ i, :not(.s){top:0} .s, #k > rect:hover{fill:red} @media print{*{x:y}} p::before{}</style>"
          + "<g id='k'><rect class=\"s t\"/></g></svg>") ?? ""
    let scope = ":where(#f\\:1-root, #f\\:1-root *)"
    #expect(svg.contains(".f\\:1-s, #f\\:1-k > rect:hover {fill:red}"))
    // These would reach beyond the picture.
    #expect(svg.contains(".f\\:1-s ~ i\(scope), :not(.f\\:1-s)\(scope) {top:0}"))
    #expect(svg.contains("@media print{*\(scope) {x:y}}"))
    #expect(svg.contains("p\(scope)::before {}"))
    #expect(svg.contains("<g id='f:1-k'><rect class=\"f:1-s f:1-t\"/></g>"))
    #expect(svg.hasPrefix("<svg role=\"img\" aria-label=\"A\" id=\"f:1-root\">"))
  }

  @Test(
    "References keep leading to what they name, however they are written",
    arguments: [
      ("fill=\"url(#g)\"", "fill=\"url(#f:1-g)\""),
      ("fill=\"url('#g')\"", "fill=\"url('#f:1-g')\""),
      ("style='fill:url(\"#g\")'", "style='fill:url(\"#f:1-g\")'"),
      ("fill=\"url( &quot;#g&quot; )\"", "fill=\"url( &quot;#g&quot; )\""),
      ("fill=\"url(&quot;#g&quot;)\"", "fill=\"url(&quot;#f:1-g&quot;)\""),
      ("xlink:href=\"#g\"", "xlink:href=\"#f:1-g\""), ("href='#g'", "href='#f:1-g'"),
      ("href=\"#elsewhere\"", "href=\"#elsewhere\""),
      ("begin=\"g.end+1s;2s\"", "begin=\"f:1-g.end+1s;2s\""),
      ("aria-labelledby=\"g x\"", "aria-labelledby=\"f:1-g x\""),
    ])
  func references(_ written: String, _ woven: String) {
    #expect(
      inlined("<svg><g id=\"g\"/><rect \(written)/></svg>")?.contains("<rect \(woven)/>") == true)
  }

  @Test("Without a style sheet of its own it keeps its classes, which the page's may rule")
  func classes() {
    #expect(inlined("<svg><g class=\"axis\"/></svg>")?.contains("class=\"axis\"") == true)
  }

  @Test("Animations have names of their own")
  func animations() {
    let svg = inlined(
      "<svg><style>@keyframes spin{to{x:y}} g{animation: spin 2s linear}</style></svg>")
    #expect(svg?.contains("@keyframes f1-spin{to{x:y}}") == true)
    #expect(svg?.contains("{animation: f1-spin 2s linear}") == true)
  }

  @Test(
    "What runs, or needs its prolog, or is no SVG stays a file",
    arguments: [
      "<svg><SCRIPT>x</SCRIPT></svg>", "<svg onload=\"x\"></svg>",
      "<svg><a href=\"javascript:x\"/></svg>", "<svg:svg></svg:svg>", "<p></p>",
      "<!DOCTYPE svg [<!ENTITY a \"b\">]><svg></svg>", "<svg>",
      "<?xml-stylesheet href=\"x.css\"?><svg></svg>",
    ])
  func refused(_ svg: String) {
    #expect(inlined(svg) == nil)
  }

  @Test("Two thousand ids are no more work than their number")
  func manyIDs() {
    let parts = (0..<2_000).map { "<g id=\"a\($0)\"/><use href=\"#a\($0)\"/>" }.joined()
    #expect(inlined("<svg>\(parts)</svg>")?.contains("href=\"#f:1-a1999\"") == true)
  }
}
