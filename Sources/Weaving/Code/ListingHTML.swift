import Literate
import SwiftCode

/// A listing as HTML, its names known to the page's table.
struct ListingHTML {
  /// The inside of the code element: one well-formed string a line.
  private(set) var lines: [String] = []
  /// For each line the columns of white space before it, and whether it is one taken away.
  private var shapes: [(indentation: Int, isRemoved: Bool)] = []
  /// For each line its names' distances from each other and the numbers of their meanings, in digits
  /// of base 36: a distance has one digit, or else `-` before and `.` behind it.
  private var rows: [String] = []

  /// - Parameters:
  ///   - hasLinks: Whether names are links where the page has the first of their declaration, for
  ///     readers without scripts.
  ///   - address: Where a block is found.
  ///   - table: Takes the names; nil for a page without any.
  ///   - words: What lines that are left out are called.
  init(
    _ listing: Listing, hasLinks: Bool = false, table: inout TypeTable?, words: Words = .english,
    address: (BlockID) -> String
  ) {
    lines.reserveCapacity(listing.rows.count)
    var linked = table?.linked ?? []
    for row in listing.rows {
      guard case .line(let line) = row else {
        rows.append("")
        shapes.append((0, false))
        if case .gap(let count) = row {
          lines.append("<span class=\"gap\">⋯ \(words.lines(count))</span>")
        }
        continue
      }
      var links: [(range: Range<Int>, address: String)] = []
      shapes.append((columns(before: line.text), line.change == .removed))
      rows.append(
        Self.row(line, &table) { range, meaning, number in
          guard hasLinks, let target = meaning.block, target != line.origin?.block,
            !meaning.text.isLocal,
            linked.insert(number).inserted
          else { return }
          links.append((range, address(target)))
        })
      lines.append(Self.html(line, links[...], address))
    }
    table?.linked = linked
  }

  /// The lines with their ends, runs of removed ones folded into one that says how many there are,
  /// and opens when it is pointed at or reached by key.
  private func foldedLines(_ words: Words) -> [String] {
    var lines = lines
    var start: Int?
    for index in 0...lines.count {
      let isRemoved = index < lines.count && shapes[index].isRemoved
      if isRemoved, start == nil { start = index }
      guard !isRemoved, let first = start else { continue }
      let count = index - first
      lines[first] =
        "<span class=\"removed\" tabindex=\"0\" data-lines=\"\(words.lines(count))\">"
        + lines[first]
      lines[index - 1] += "\n</span>"
      start = nil
    }
    return lines.map { $0.hasSuffix("\n</span>") ? $0 : $0 + "\n" }
  }

  /// A listing of which no name is known and that leads nowhere.
  init(_ listing: Listing) {
    var table: TypeTable?
    self.init(listing, table: &table) { _ in "" }
  }

  /// The inside of `<code>`, each line ended by a line feed as libcmark does it.
  func html(for form: PageForm = .site, _ words: Words = .english) -> String {
    switch form {
    case .site, .whole: foldedLines(words).joined()
    case .ebook: zip(lines, shapes).map { hangingLine($0, indentation: $1.indentation) }.joined()
    }
  }

  /// The attribute of the code element that tells of its names, with a space before it; empty if
  /// nothing is known of any.
  var attribute: String {
    let rows = rows.reversed().drop { $0.isEmpty }.reversed()
    return rows.isEmpty ? "" : " data-types=\"\(rows.joined(separator: ","))\""
  }
}

extension ListingHTML {
  private static func row(
    _ line: Listing.Line, _ table: inout TypeTable?,
    _ found: (Range<Int>, Types.Meaning, Int) -> Void
  ) -> String {
    guard table != nil else { return "" }
    var row = ""
    var last = 0
    for name in line.names {
      let column = String(decoding: line.text[..<name.range.lowerBound], as: UTF8.self).utf16.count
      let number = table?.number(name.meaning) ?? 0
      let step = String(column - last, radix: 36)
      row +=
        (row.isEmpty ? "" : " ") + (step.count == 1 ? step : "-\(step).")
        + String(number, radix: 36)
      last = column
      found(name.range, name.meaning, number)
    }
    return row
  }

  private static func html(
    _ line: Listing.Line, _ links: ArraySlice<(range: Range<Int>, address: String)>,
    _ address: (BlockID) -> String
  ) -> String {
    var html = ""
    switch line.change {
    case .same: html += "<span class=\"same\">"
    case .added: html += "<ins>"
    case .removed: html += "<del>"
    case nil: break
    }
    if line.isMarked { html += "<span class=\"marked\">" }
    html += String(decoding: marked(line, links), as: UTF8.self)
    if let reference = line.reference {
      let name = "⟨\(escaped(reference.name))⟩"
      html +=
        reference.target.map { "<a class=\"reference\" href=\"\(address($0))\">\(name)</a>" }
        ?? "<span class=\"reference\">\(name)</span>"
    }
    if line.isMarked { html += "</span>" }
    switch line.change {
    case .same: html += "</span>"
    case .added: html += "</ins>"
    case .removed: html += "</del>"
    case nil: break
    }
    return html
  }

  /// The line's text with its colours, and in them the links. There are so many colours that they
  /// are written as shortly as HTML has it: the two most frequent have an element of their own.
  private static func marked(
    _ line: Listing.Line, _ links: ArraySlice<(range: Range<Int>, address: String)>
  ) -> [UInt8] {
    var links = links
    var colours = line.colours[...]
    var output: [UInt8] = []
    output.reserveCapacity(line.text.count * 2)
    for (position, byte) in line.text.enumerated() {
      if let link = links.first, link.range.upperBound == position {
        output += "</a>".utf8
        links.removeFirst()
      }
      if let coloured = colours.first, coloured.range.upperBound == position {
        output += end(coloured.colour).utf8
        colours.removeFirst()
      }
      if let coloured = colours.first, coloured.range.lowerBound == position {
        output += start(coloured.colour).utf8
      }
      if let link = links.first, link.range.lowerBound == position {
        output += "<a href=\"\(link.address)\">".utf8
      }
      switch byte {
      case UInt8(ascii: "&"): output += "&amp;".utf8
      case UInt8(ascii: "<"): output += "&lt;".utf8
      case UInt8(ascii: ">"): output += "&gt;".utf8
      case UInt8(ascii: "\""): output += "&quot;".utf8
      default: output.append(byte)
      }
    }
    if links.first?.range.upperBound == line.text.count { output += "</a>".utf8 }
    if let last = colours.first, last.range.upperBound == line.text.count {
      output += end(last.colour).utf8
    }
    return output
  }

  private static func start(_ colour: Colour) -> String {
    switch colour {
    case .keyword: "<b>"
    case .type: "<i>"
    default: "<i class=\(colour.rawValue)>"
    }
  }

  private static func end(_ colour: Colour) -> String { colour == .keyword ? "</b>" : "</i>" }
}
