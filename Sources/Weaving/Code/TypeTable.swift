import Literate
import SwiftCode

/// What a page tells of the names in its code: each code element says where its names are, one
/// table says once what there is to know of each.
///
/// The page's script makes links and cards of them when a reader turns to the code.
struct TypeTable {
  private let place: (BlockID) -> (address: String, name: String)
  private var notes: [String] = []
  private var numbers: [String: Int] = [:]
  private var places: [String] = []
  private var placeNumbers: [String: Int] = [:]

  /// - Parameter place: The address of a block, and what a sentence calls its chapter.
  init(place: @escaping (BlockID) -> (address: String, name: String)) {
    self.place = place
  }

  /// The number of a meaning in the table, which takes it if it is new.
  mutating func number(_ meaning: Types.Meaning) -> Int {
    var fields = [meaning.text.declaration.quotedForScript]
    var place = ""
    if let block = meaning.block, !meaning.text.isLocal {
      let (address, name) = self.place(block)
      place = "<a href=\"\(address)\">\(escaped(name))</a>"
    } else if !meaning.text.module.isEmpty {
      place = "<b>\(escaped(meaning.text.module))</b>"
    }
    if !place.isEmpty {
      if placeNumbers[place] == nil {
        placeNumbers[place] = places.count
        places.append(place)
      }
      fields.append("\(placeNumbers[place] ?? 0)")
      if !meaning.text.documentation.isEmpty {
        fields.append(meaning.text.documentation.quotedForScript)
      }
    } else if !meaning.text.documentation.isEmpty {
      fields += ["-1", meaning.text.documentation.quotedForScript]
    }
    let text = "[\(fields.joined(separator: ","))]"
    if let known = numbers[text] { return known }
    numbers[text] = notes.count
    notes.append(text)
    return notes.count - 1
  }

  /// Whether no name needs the table.
  var isEmpty: Bool { notes.isEmpty }

  /// The table, for the end of the page's text; empty if no name needs it.
  var html: String {
    if notes.isEmpty { return "" }
    return "<template class=\"type-places\">\(places.joined())</template>\n"
      + "<script type=\"application/json\" class=\"type-notes\">[\(notes.joined(separator: ",\n"))]"
      + "</script>\n"
  }
}

extension String {
  /// A JSON string that can stand in a page's script.
  var quotedForScript: String {
    var quoted = "\""
    for scalar in unicodeScalars {
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
}
