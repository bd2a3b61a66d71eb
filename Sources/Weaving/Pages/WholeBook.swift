import Literate

/// All chapters as one page, for print: anchors of different chapters are kept apart by the
/// chapter's name before them, links between pages become links inside this one.
struct WholeBook {
  private let slugs: [String: String]

  /// - Parameter chapters: The chapters on the page.
  init(_ chapters: [Chapter]) {
    slugs = Dictionary(
      chapters.map { (encodedPath($0.slug) + ".html", $0.slug) }, uniquingKeysWith: { $1 })
  }

  /// A chapter's HTML as a part of the page.
  func part(_ html: String, of chapter: Chapter) -> String {
    let still = withoutData(html)
    return "<article id=\"\(escaped(chapter.slug))\">\n\(renamed(still, chapter.slug))</article>\n"
  }

  /// The HTML without the data of its figures, which stand still on this page.
  private func withoutData(_ html: String) -> String {
    let parts = html.split(
      separator: "<script type=\"application/json\">", omittingEmptySubsequences: false)
    return parts.enumerated().map { index, part in
      guard index > 0, let end = part.firstRange(of: "</script>\n") else { return part }
      return part[end.upperBound...]
    }.joined()
  }

  /// The HTML with its tags' attributes changed and all else as it was.
  private func renamed(_ html: String, _ slug: String) -> String {
    let bytes = Array(html.utf8)
    var output: [UInt8] = []
    output.reserveCapacity(bytes.count + bytes.count / 8)
    var position = 0
    while let start = bytes[position...].firstIndex(of: UInt8(ascii: "<")) {
      output += bytes[position..<start]
      if bytes[start...].starts(with: "<!--".utf8) {
        position = commentEnd(bytes, start)
        output += bytes[start..<position]
        continue
      }
      let end = tagEnd(bytes, start)
      output += tag(bytes[start..<end], slug)
      position = end
    }
    output += bytes[position...]
    return String(decoding: output, as: UTF8.self)
  }

  private func commentEnd(_ bytes: [UInt8], _ start: Int) -> Int {
    var position = start + 4
    while position < bytes.count {
      if bytes[position...].starts(with: "-->".utf8) { return position + 3 }
      position += 1
    }
    return bytes.count
  }

  /// The place behind the `>` that ends a tag, those inside quotes left out.
  private func tagEnd(_ bytes: [UInt8], _ start: Int) -> Int {
    var quote: UInt8?
    var position = start
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      } else if byte == UInt8(ascii: ">") {
        return position
      }
    }
    return bytes.count
  }

  private func tag(_ bytes: ArraySlice<UInt8>, _ slug: String) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    guard bytes.contains(quote) else { return Array(bytes) }
    var output: [UInt8] = []
    let parts = bytes.split(separator: quote, omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      if index > 0 { output.append(quote) }
      guard index % 2 == 1, parts[index - 1].last == UInt8(ascii: "=") else {
        output += part
        continue
      }
      let name = parts[index - 1].dropLast().split(separator: 0x20).last ?? []
      let value = String(decoding: part, as: UTF8.self)
      output += self.value(of: String(decoding: name, as: UTF8.self), value, slug).utf8
    }
    return output
  }

  private func value(of attribute: String, _ value: String, _ slug: String) -> String {
    let mark = escaped(slug) + ":"
    switch attribute {
    case "id", "for", "name": return mark + value
    case "aria-labelledby", "aria-describedby", "aria-controls":
      return value.split(separator: " ").map { mark + $0 }.joined(separator: " ")
    case "href":
      if value.hasPrefix("#") { return "#" + encodedPath(slug) + ":" + value.dropFirst() }
      let end = value.firstIndex(of: "#") ?? value.endIndex
      guard let other = slugs[String(value[..<end])] else { return value }
      let anchor = value[end...].dropFirst()
      return "#" + encodedPath(other) + (anchor.isEmpty ? "" : ":" + anchor)
    default: return value.replacing("url(#", with: "url(#" + mark)
    }
  }
}
