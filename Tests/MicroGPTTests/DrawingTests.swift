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
    #expect(drawing.svg.contains(#"width="50" height="25.625""#))
    #expect(drawing.svg.contains("<title>a &lt; b</title>\n<desc>x &amp; y</desc>"))
  }

  @Test("A bar chart has a bar for each number, the tallest 160 high")
  func bars() {
    let chart = Drawing(
      bars: [("a", 2), ("b", 0), ("c", 4)], across: "letters", title: "", description: "")
    let bars = chart.shapes.filter { $0.hasPrefix("<rect") }
    #expect(bars.count == 3)
    #expect(bars[0].contains(#"height="80""#))
    #expect(bars[1].contains(#"height="0""#))
    #expect(bars[2].contains(#"height="160""#))
  }

  @Test("A grid leaves out the cells that are 0")
  func grid() {
    let map = Drawing(
      cells: [[0, 1], [0.5, 0]], rows: ["a", "b"], columns: ["c", "d"],
      caption: "", title: "", description: "")
    #expect(map.shapes.filter { $0.hasPrefix("<rect") }.count == 2)
  }

  @Test("Words in a row that would run into the one before move a little or are left out")
  func labels() {
    var drawing = Drawing(width: 100, height: 20, title: "", description: "")
    drawing.labels(["one", "two", "", "six"], at: [10, 20, 30, 33], y: 10)
    #expect(
      drawing.shapes == [
        #"<text x="10" y="10">one</text>"#,
        #"<text x="36.5" y="10">six</text>"#,
      ])
  }

  @Test("Words at one spot are moved apart, and a line leads back from where they are")
  func scatter() throws {
    var drawing = Drawing(width: 200, height: 200, title: "", description: "")
    drawing.scatter([("a", 100, 100), ("b", 100, 100), ("c", 150, 50), ("BOS", 101, 99)])
    let words = drawing.shapes.filter { $0.hasPrefix("<text") }
    let spots = try words.map { word in
      let parts = word.split(separator: "\"").map(String.init)
      return (x: try #require(Double(parts[1])), y: try #require(Double(parts[3])))
    }
    #expect(drawing.shapes.filter { $0.hasPrefix("<polyline") }.count == 2)
    for (i, one) in spots.enumerated() {
      for other in spots[..<i] {
        #expect(abs(one.x - other.x) >= 9 || abs(one.y - other.y) >= 13)
      }
    }
  }

  @Test("The names of curves stand above the axes, however many there are")
  func names() throws {
    let curves = (0..<9).map { Curve(name: "curve number \($0)", points: [(0, 0), (1, 1)]) }
    let chart = Drawing(curves: curves, across: "x", up: "y", title: "", description: "")
    let axes = try #require(chart.shapes.first { $0.contains(",205 340,205") })
    let parts = axes.split(separator: "\"")[1].split(separator: ",")[1].split(separator: " ")
    let top = try #require(Double(String(parts[0])))
    let names = chart.shapes.filter { $0.contains("curve number") }
    #expect(names.count == 9)
    for name in names {
      let y = try #require(Double(String(name.split(separator: "\"")[3])))
      #expect(y < top)
    }
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
