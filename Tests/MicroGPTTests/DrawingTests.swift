import Foundation
import Testing

@testable import microgpt

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("Drawing")
struct DrawingTests {
  @Test("Shapes and words come out as SVG, numbers short, characters escaped")
  func shapes() {
    var drawing = Drawing(width: 40, height: 20.5, title: "a < b", description: "x & y")
    drawing.rectangle(x: 1, y: 2.5, width: 1.0 / 3, height: 4, opacity: 0.25)
    drawing.rectangle(x: 0, y: 0, width: 40, height: 1)
    drawing.text("<&>", x: 20, y: 10)
    #expect(
      drawing.shapes == [
        #"<rect x="1" y="2.5" width="0.33333" height="4" opacity="0.25"/>"#,
        #"<rect x="0" y="0" width="40" height="1"/>"#,
        #"<text x="20" y="10">&lt;&amp;&gt;</text>"#,
      ])
    #expect(drawing.svg.contains(#"width="40" height="20.5""#))
    #expect(drawing.svg.contains("<title>a &lt; b</title>\n<desc>x &amp; y</desc>"))
  }

  @Test("A bar chart has a bar for each number, the tallest 220 high")
  func bars() {
    let chart = Drawing(
      bars: [("a", 2), ("b", 0), ("c", 4)], across: "letters", title: "", description: "")
    let bars = chart.shapes.filter { $0.hasPrefix("<rect") }
    #expect(bars.count == 3)
    #expect(bars[0].contains(#"height="110""#))
    #expect(bars[1].contains(#"height="0""#))
    #expect(bars[2].contains(#"height="220""#))
  }

  @Test("A grid leaves out the cells that are 0")
  func grid() {
    let map = Drawing(
      cells: [[0, 1], [0.5, 0]], rows: ["a", "b"], columns: ["c", "d"],
      caption: "", title: "", description: "")
    #expect(map.shapes.filter { $0.hasPrefix("<rect") }.count == 2)
  }

  @Test("Nothing to draw is still a picture")
  func nothing() {
    let chart = Drawing(bars: [], across: "", title: "", description: "")
    let map = Drawing(
      cells: [], rows: [], columns: [], caption: "", title: "", description: "")
    #expect(XMLParser(data: Data(chart.svg.utf8)).parse())
    #expect(XMLParser(data: Data(map.svg.utf8)).parse())
  }
}
