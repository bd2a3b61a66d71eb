import Literate
import SwiftCode

/// What the site tells of a name: its declaration, the comment on it, and where it is declared.
struct TypeNote: Hashable, Sendable {
  enum Place: Hashable, Sendable {
    /// A block of the book: its address from any page, and what a sentence calls its chapter.
    case block(address: String, name: String)
    case module(String)
  }

  let declaration: String
  let place: Place?
  let documentation: String

  /// What pages call the note by: the same on each, and no other note's.
  var id: String {
    var hash = ContentHash()
    hash.add(Array(declaration.utf8))
    hash.add(Array((place?.json ?? "").utf8))
    hash.add(Array(documentation.utf8))
    return String(UInt64(hash.name.prefix(10), radix: 16) ?? 0, radix: 36)
  }

  /// Where the site has the notes.
  static let scriptPath = "type-notes.js"

  /// All notes of a site, each once, as a script that pages load when a reader turns to the code:
  /// first the places, then for each note its declaration, its place's number and the comment.
  static func script(_ notes: Set<TypeNote>) -> OutputFile? {
    if notes.isEmpty { return nil }
    let places = Set(notes.compactMap { $0.place?.json }).sorted()
    let numbers = Dictionary(uniqueKeysWithValues: zip(places, 0...))
    let rows = notes.map { note -> (id: String, json: String) in
      var fields = [note.declaration.quotedForScript]
      let number = note.place.flatMap { numbers[$0.json] }
      if number != nil || !note.documentation.isEmpty { fields.append("\(number ?? -1)") }
      if !note.documentation.isEmpty { fields.append(note.documentation.quotedForScript) }
      return (note.id, "[\(fields.joined(separator: ","))]")
    }
    .sorted { ($0.id, $0.json) < ($1.id, $1.json) }
    .map { "\"\($0.id)\":\($0.json)" }
    let all = "[\(places.joined(separator: ",\n"))],\n{\(rows.joined(separator: ",\n"))}"
    let script =
      PackedText("[\(all)]").map { "weaveNotes.packed(\"\($0.text)\");\n" }
      ?? "weaveNotes(\(all));\n"
    return OutputFile(path: scriptPath, bytes: Array(script.utf8))
  }
}

extension TypeNote.Place {
  fileprivate var json: String {
    switch self {
    case .block(let address, let name): "[\(name.quotedForScript),\(address.quotedForScript)]"
    case .module(let name): "[\(name.quotedForScript)]"
    }
  }
}

/// The names in a page's code: each code element says where its names are and by numbers what is
/// known of them, one list says which notes of the site the numbers stand for.
///
/// The page's script makes links and cards of them when a reader turns to the code.
struct TypeTable {
  private let place: (BlockID) -> (address: String, name: String)
  private(set) var notes: [TypeNote] = []
  private var numbers: [TypeNote: Int] = [:]
  /// The notes whose names the page has made links already.
  var linked: Set<Int> = []

  /// - Parameter place: The address of a block from any page, and what a sentence calls its chapter.
  init(place: @escaping (BlockID) -> (address: String, name: String)) {
    self.place = place
  }

  /// The number of a meaning in the table, which takes it if it is new.
  mutating func number(_ meaning: Types.Meaning) -> Int {
    var place: TypeNote.Place?
    if let block = meaning.block, !meaning.text.isLocal {
      let (address, name) = self.place(block)
      place = .block(address: address, name: name)
    } else if !meaning.text.module.isEmpty {
      place = .module(meaning.text.module)
    }
    let note = TypeNote(
      declaration: meaning.text.declaration, place: place, documentation: meaning.text.documentation
    )
    if let known = numbers[note] { return known }
    numbers[note] = notes.count
    notes.append(note)
    return notes.count - 1
  }

  /// Whether no name needs the table.
  var isEmpty: Bool { notes.isEmpty }

  /// The list, for the end of the page's text; empty if no name needs it.
  var html: String {
    notes.isEmpty
      ? ""
      : "<template class=\"type-notes\">\(notes.map(\.id).joined(separator: " "))</template>\n"
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
