import Literate

/// A cover with the book's title, subtitle and authors, drawn where the book brings none.
struct EBookCover {
  let svg: String

  init(_ settings: BookSettings) {
    var lines = ""
    var y = 620.0
    func add(_ text: String, size: Double, weight: String, colour: String, most: Double) {
      for line in Self.lines(text, width: 1240 / size) {
        lines +=
          "<text x=\"180\" y=\"\(Int(y))\" font-size=\"\(Int(size))\" font-weight=\"\(weight)\" "
          + "fill=\"\(colour)\">\(XMLText.attribute(escaped(line)))</text>\n"
        y += size * 1.2
        if y > most { return }
      }
    }
    let longest = settings.title.split(separator: " ").map { Self.width($0) }.max() ?? 1
    add(
      settings.title, size: max(60, min(190, 1240 / max(longest, 1))), weight: "bold",
      colour: "#fffdf9", most: 1600)
    y += 40
    if let subtitle = settings.subtitle {
      add(subtitle, size: 76, weight: "normal", colour: "#f3c9a8", most: 2050)
    }
    y = max(y + 80, 2240)
    let authors = settings.authors.joined(separator: ", ")
    if !authors.isEmpty {
      add(authors, size: 62, weight: "normal", colour: "#fffdf9", most: 2480)
    }
    svg = """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="1600" height="2560" viewBox="0 0 1600 2560"\
      \(settings.isRightToLeft ? " direction=\"rtl\"" : "") \
      font-family="Georgia, 'Noto Serif', 'DejaVu Serif', serif">
      <title>\(XMLText.attribute(escaped(settings.title)))</title>
      <rect width="1600" height="2560" fill="#22303a"/>
      \(Self.pattern(settings.title))<rect x="180" y="420" width="220" height="14" fill="#e9995f"/>
      \(settings.isRightToLeft ? lines.replacing("x=\"180\"", with: "x=\"1420\"") : lines)</svg>

      """
  }

  /// Rows of bars like lines of code, other ones for another title.
  private static func pattern(_ title: String) -> String {
    var bars = ""
    let digits = ContentHash(Array(title.utf8)).name.compactMap(\.hexDigitValue)
    var x = 180
    var y = 110
    for (index, digit) in (digits + digits).enumerated() where y < 380 {
      let width = 40 + digit * 22
      if x + width > 1420 || index.isMultiple(of: 7) && index > 0 {
        x = 180 + (digit % 4) * 60
        y += 44
      }
      guard y < 380 else { break }
      let colour = ["#33485a", "#3d566b", "#2c3f4d"][digit % 3]
      bars += "<rect x=\"\(x)\" y=\"\(y)\" width=\"\(width)\" height=\"16\" fill=\"\(colour)\"/>\n"
      x += width + 24
    }
    return bars
  }

  /// How wide a text is about, in units of its size.
  private static func width(_ text: some StringProtocol) -> Double {
    text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x2E80 ? 1.05 : 0.6) }
  }

  /// The text in lines of at most a width; one without blanks is cut.
  private static func lines(_ text: String, width: Double) -> [String] {
    var lines: [String] = []
    var line = ""
    for word in text.split(whereSeparator: \.isWhitespace) {
      let longer = line.isEmpty ? String(word) : "\(line) \(word)"
      if Self.width(longer) <= width {
        line = longer
        continue
      }
      if !line.isEmpty { lines.append(line) }
      line = ""
      for character in word {
        if Self.width(line + String(character)) > width, !line.isEmpty {
          lines.append(line)
          line = ""
        }
        line.append(character)
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }
}
