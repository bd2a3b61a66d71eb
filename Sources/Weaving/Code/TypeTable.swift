import Literate

/// What a page tells of the names in its code: each code element says where its names are, one
/// table says once what there is to know of each.
///
/// An attribute of the element holds, line by line, each name's distance from the one before and
/// the number of its note, in base 36; the page's script makes links and cards of them when a
/// reader turns to the code. Without scripts the first name of a declaration is a link, in what a
/// block shows first.
struct TypeTable {
  private let types: Types
  private let place: (BlockID) -> (address: String, name: String)
  private var notes: [String] = []
  private var numbers: [String: Int] = [:]
  private var places: [String] = []
  private var placeNumbers: [String: Int] = [:]

  /// - Parameter place: The address of a block, and what a sentence calls its chapter.
  init(_ types: Types, place: @escaping (BlockID) -> (address: String, name: String)) {
    self.types = types
    self.place = place
  }

  /// One code element's lines.
  struct Code {
    fileprivate let hasLinks: Bool
    fileprivate var rows: [String] = []
    fileprivate var linked: Set<Int> = []

    /// - Parameter hasLinks: Whether there are links for readers without scripts.
    init(hasLinks: Bool) {
      self.hasLinks = hasLinks
    }

    /// A line without names.
    mutating func skipLine() { rows.append("") }

    /// The attribute for the element, with a space before it.
    var attribute: String {
      let rows = rows.reversed().drop { $0.isEmpty }.reversed()
      return rows.isEmpty ? "" : " data-types=\"\(rows.joined(separator: ","))\""
    }
  }

  /// A line with its first links.
  ///
  /// - Parameters:
  ///   - html: The line in colours, as it stands in its block.
  ///   - indentation: What stands before it.
  ///   - chapter: The chapter through which the program is understood.
  mutating func add(
    _ html: String, of block: BlockID, line: Int, indentation: Int = 0, at chapter: Int,
    to code: inout Code
  ) -> String {
    let names = types.names(in: block, line: line, at: chapter)
    if names.isEmpty {
      code.skipLine()
      return html
    }
    let text = Self.text(of: html)
    var row = ""
    var last = 0
    var links: [(range: Range<Int>, address: String)] = []
    for name in names where name.column + name.length <= text.count {
      let column =
        indentation + String(decoding: text[..<name.column], as: UTF8.self).utf16.count
      let note = types.note(name, at: chapter)
      let number = number(note)
      row += (row.isEmpty ? "" : " ") + Self.digits(column - last) + "." + Self.digits(number)
      last = column
      if code.hasLinks, let target = note.block, target != block, !note.text.isLocal,
        code.linked.insert(number).inserted
      {
        links.append((name.column..<name.column + name.length, place(target).address))
      }
    }
    code.rows.append(row)
    return Self.html(html, with: links)
  }

  /// The table, for the end of the page's text; empty if no name needs it.
  var html: String {
    if notes.isEmpty { return "" }
    return "<template class=\"type-places\">\(places.joined())</template>\n"
      + "<script type=\"application/json\" class=\"type-notes\">[\(notes.joined(separator: ",\n"))]"
      + "</script>\n"
  }
}

extension TypeTable {
  private mutating func number(_ note: Types.Note) -> Int {
    var fields = [Self.quoted(note.text.declaration)]
    var place = ""
    if let block = note.block, !note.text.isLocal {
      let (address, name) = self.place(block)
      place = "<a href=\"\(address)\">\(escaped(name))</a>"
    } else if !note.text.module.isEmpty {
      place = "<b>\(escaped(note.text.module))</b>"
    }
    if !place.isEmpty {
      if placeNumbers[place] == nil {
        placeNumbers[place] = places.count
        places.append(place)
      }
      fields.append("\(placeNumbers[place] ?? 0)")
      if !note.text.documentation.isEmpty { fields.append(Self.quoted(note.text.documentation)) }
    } else if !note.text.documentation.isEmpty {
      fields += ["-1", Self.quoted(note.text.documentation)]
    }
    let text = "[\(fields.joined(separator: ","))]"
    if let known = numbers[text] { return known }
    numbers[text] = notes.count
    notes.append(text)
    return notes.count - 1
  }

  private static func digits(_ number: Int) -> String { String(number, radix: 36) }

  /// A JSON string that can stand in a page's script.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "<": quoted += "\\u003c"
      case _ where scalar.value < 0x20: quoted += " "
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  /// A line's bytes as a reader sees them, its tags left out.
  private static func text(of html: String) -> [UInt8] {
    var text: [UInt8] = []
    var bytes = Array(html.utf8)[...]
    while let (byte, _) = next(&bytes) {
      if let byte { text.append(byte) }
    }
    return text
  }

  /// The line with links around pieces of its text.
  private static func html(
    _ html: String, with links: [(range: Range<Int>, address: String)]
  ) -> String {
    if links.isEmpty { return html }
    var links = links[...]
    var bytes = Array(html.utf8)[...]
    var output: [UInt8] = []
    var position = 0
    var isOpen = false
    while let (byte, source) = next(&bytes) {
      if byte != nil, let link = links.first, !isOpen, link.range.lowerBound == position {
        output += "<a href=\"\(link.address)\">".utf8
        isOpen = true
      }
      output += source
      if byte != nil { position += 1 }
      if isOpen, let link = links.first, link.range.upperBound == position {
        output += "</a>".utf8
        isOpen = false
        links.removeFirst()
      }
    }
    return String(decoding: output, as: UTF8.self)
  }

  /// Takes a tag, an entity or a byte: what the reader sees of it, and how it is written.
  private static func next(
    _ bytes: inout ArraySlice<UInt8>
  ) -> (byte: UInt8?, source: ArraySlice<UInt8>)? {
    guard let first = bytes.first else { return nil }
    let closing: UInt8? =
      switch first {
      case UInt8(ascii: "<"): UInt8(ascii: ">")
      case UInt8(ascii: "&"): UInt8(ascii: ";")
      default: nil
      }
    guard let closing, let end = bytes.firstIndex(of: closing) else {
      defer { bytes.removeFirst() }
      return (first, bytes.prefix(1))
    }
    let source = bytes[...end]
    bytes = bytes[(end + 1)...]
    return (first == UInt8(ascii: "<") ? nil : first, source)
  }
}
