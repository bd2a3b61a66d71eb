// Tangled from 2 chapters, 01-names.md to 04-slopes.md. Do not edit: change the chapters.
/// A picture in SVG, made of the shapes added to it. In one that is 360 wide,
/// words can be read on a phone; where there is room, it is shown larger.
struct Drawing {
  let width: Double
  let height: Double
  /// What it is, in a few words.
  let title: String
  /// What one sees in it, for those who cannot.
  let description: String
  private(set) var shapes: [String] = []

  /// Adds a bar, or a cell of a grid, as opaque as `opacity` says.
  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, opacity: Double = 1,
    ink: Ink = .accent
  ) {
    let color = ink == .accent ? "" : #" style="fill:\#(ink.color)""#
    let shade = (opacity < 1 ? #" opacity="\#(opacity.short)""# : "") + color
    shapes.append(
      #"<rect x="\#(x.short)" y="\#(y.short)" width="\#(width.short)""#
        + #" height="\#(height.short)"\#(shade)/>"#)
  }

  /// Adds words whose middle stands at `x`, or which begin there, and whose feet
  /// stand at `y`.
  mutating func text(
    _ words: String, x: Double, y: Double, beginsThere: Bool = false
  ) {
    let anchor = beginsThere ? #" style="text-anchor:start""# : ""
    shapes.append(
      #"<text x="\#(x.short)" y="\#(y.short)"\#(anchor)>\#(words.escaped)</text>"#)
  }

  /// Adds `words` in a row, each with its middle at one of `places`. One that
  /// would run into the one before moves a little, or is left out.
  mutating func labels(_ words: [String], at places: [Double], y: Double) {
    var end = -Double.infinity
    for (word, place) in zip(words, places) where !word.isEmpty {
      let half = 3.75 * Double(word.count)
      let x = max(place, end + half)
      guard x - place < 8 else { continue }
      text(word, x: x, y: y)
      end = x + half + 4
    }
  }

  /// Adds a line through `points`, in the color of the text or the accent.
  mutating func line(
    through points: [(x: Double, y: Double)],
    opacity: Double = 1, dashes: String = "", isAccented: Bool = false
  ) {
    let places = points.map { "\($0.x.short),\($0.y.short)" }
    let gaps = dashes.isEmpty ? "" : #" stroke-dasharray="\#(dashes)""#
    let color = isAccented ? #" style="color:var(--accent,#c4622d)""# : ""
    shapes.append(
      #"<polyline points="\#(places.joined(separator: " "))" fill="none""#
        + #" stroke="currentColor" stroke-width="1.5""#
        + #" stroke-opacity="\#(opacity.short)"\#(gaps)\#(color)/>"#)
  }

  /// The text of the SVG file.
  var svg: String {
    """
    <svg xmlns="http://www.w3.org/2000/svg" class="drawing" role="img"
      width="\((1.25 * width).short)" height="\((1.25 * height).short)"
      viewBox="0 0 \(width.short) \(height.short)">
    <title>\(title.escaped)</title>
    <desc>\(description.escaped)</desc>
    <style>
    .drawing { color: var(--text, #24292f); font: 13px sans-serif }
    .drawing text { fill: currentColor; text-anchor: middle }
    .drawing rect { fill: var(--accent, #b3541e) }
    @media (prefers-color-scheme: dark) {
    .drawing { color: var(--text, #e6edf3) }
    .drawing rect { fill: var(--accent, #e08a52) }
    }
    </style>
    \(shapes.joined(separator: "\n"))
    </svg>

    """
  }
}

extension Double {
  /// This number with at most five digits, as short as it goes.
  var short: String { significant(5) }
}

extension String {
  /// This text with the characters replaced that mean something in SVG.
  var escaped: String {
    var text = ""
    for character in unicodeScalars {
      switch character {
      case "&": text += "&amp;"
      case "<": text += "&lt;"
      case ">": text += "&gt;"
      default: text.unicodeScalars.append(character)
      }
    }
    return text
  }
}

/// A color: what the page calls it, and what it is without a page.
struct Ink: Equatable {
  let color: String

  init(_ name: String, else color: String) {
    self.color = "var(--\(name), \(color))"
  }

  static let accent = Ink("accent", else: "#c4622d")
}
