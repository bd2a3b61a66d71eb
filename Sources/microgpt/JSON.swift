// Tangled from 2 chapters, 02-tokens.md to 09-training-loop.md. Do not edit: change the chapters.
/// Writes `data` to `path` as JSON, and says so.
func writeJSON(
  _ data: some JSONConvertible, to path: String
) throws(Complaint) {
  var text = ""
  guard data.json.write(into: &text) else {
    throw Complaint("there is no JSON for `\(path)`")
  }
  try Array(text.utf8).write(to: path)
  print("written: \(path)")
}

/// A piece of JSON.
enum JSON {
  case text(String)
  case number(Double)
  case flag(Bool)
  case list([JSON])
  case table([String: JSON])
}

/// Something that has a form in JSON.
protocol JSONConvertible {
  var json: JSON { get }
}

extension JSON: JSONConvertible {
  var json: JSON { self }
}

extension String: JSONConvertible {
  var json: JSON { .text(self) }
}

extension Double: JSONConvertible {
  var json: JSON { .number(self) }
}

extension Int: JSONConvertible {
  var json: JSON { .number(Double(self)) }
}

extension Bool: JSONConvertible {
  var json: JSON { .flag(self) }
}

extension Array: JSONConvertible where Element: JSONConvertible {
  var json: JSON { .list(map { $0.json }) }
}

extension Dictionary: JSONConvertible
where Key == String, Value: JSONConvertible {
  var json: JSON { .table(mapValues { $0.json }) }
}

extension JSON {
  /// Adds this to `text`, and tells whether there is a way to write it.
  func write(into text: inout String) -> Bool {
    switch self {
    case .text(let words): text += words.quoted
    case .number(let number):
      guard number.isFinite else { return false }
      let digits = "\(number)"
      text += digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
    case .flag(let isSet): text += isSet ? "true" : "false"
    case .list(let parts):
      text += "["
      for (place, part) in parts.enumerated() {
        if place > 0 { text += "," }
        guard part.write(into: &text) else { return false }
      }
      text += "]"
    case .table(let parts):
      text += "{"
      for (place, name) in parts.keys.sorted().enumerated() {
        text += (place > 0 ? "," : "") + name.quoted + ":"
        guard parts[name]?.write(into: &text) == true else { return false }
      }
      text += "}"
    }
    return true
  }
}

extension String {
  /// This text between quotes, as JSON wants it.
  var quoted: String {
    var text = "\""
    for character in unicodeScalars {
      switch character {
      case "\"", "\\", "/": text += "\\\(character)"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case ..<" ":
        let digits = String(character.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(character)
      }
    }
    return text + "\""
  }
}

extension JSON {
  /// What `bytes` say; nil if they are no JSON, name something twice in one
  /// table, say `null`, or have more than eight pieces in one another.
  init?(reading bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    guard text.utf8.elementsEqual(bytes) else { return nil }
    var reader = JSONReader(bytes: bytes)
    guard let json = reader.piece(depth: 8), reader.next() == nil else {
      return nil
    }
    self = json
  }

  /// What has this name in a table.
  subscript(name: String) -> JSON? {
    if case .table(let parts) = self { parts[name] } else { nil }
  }

  /// The text, if this is one.
  var words: String? {
    if case .text(let words) = self { words } else { nil }
  }

  /// The numbers, if this is a list of whole ones.
  var wholeNumbers: [Int]? {
    guard case .list(let parts) = self else { return nil }
    let numbers = parts.compactMap { part in
      if case .number(let number) = part { Int(exactly: number) } else { nil }
    }
    return numbers.count == parts.count ? numbers : nil
  }
}

/// Reads JSON, which is UTF-8, byte after byte.
private struct JSONReader {
  let bytes: [UInt8]
  var place = 0

  /// The next byte that is not white space, if there is one.
  mutating func next() -> UInt8? {
    while place < bytes.count, " \n\r\t".utf8.contains(bytes[place]) { place += 1 }
    return place < bytes.count ? bytes[place] : nil
  }

  /// Takes `byte` if it comes next.
  private mutating func take(_ byte: Unicode.Scalar) -> Bool {
    guard next() == UInt8(ascii: byte) else { return false }
    place += 1
    return true
  }

  mutating func piece(depth: Int) -> JSON? {
    guard depth > 0, let first = next() else { return nil }
    switch Unicode.Scalar(first) {
    case "{": return table(depth: depth - 1)
    case "[": return list(depth: depth - 1)
    case "\"": return text().map { .text($0) }
    default:
      let word = bytes[place...].prefix { !",]} \n\r\t".utf8.contains($0) }
      place = word.endIndex
      let text = String(decoding: word, as: UTF8.self)
      if text == "true" || text == "false" { return .flag(text == "true") }
      guard word.allSatisfy("0123456789+-.eE".utf8.contains),
        let number = Double(text), number.isFinite
      else { return nil }
      return .number(number)
    }
  }

  private mutating func list(depth: Int) -> JSON? {
    var parts: [JSON] = []
    guard take("[") else { return nil }
    if take("]") { return .list([]) }
    repeat {
      guard let part = piece(depth: depth) else { return nil }
      parts.append(part)
    } while take(",")
    return take("]") ? .list(parts) : nil
  }

  private mutating func table(depth: Int) -> JSON? {
    var parts: [String: JSON] = [:]
    guard take("{") else { return nil }
    if take("}") { return .table([:]) }
    repeat {
      guard let name = text(), take(":"), let part = piece(depth: depth),
        parts.updateValue(part, forKey: name) == nil
      else { return nil }
    } while take(",")
    return take("}") ? .table(parts) : nil
  }

  private mutating func text() -> String? {
    guard take("\"") else { return nil }
    var units: [UInt8] = []
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch Unicode.Scalar(byte) {
      case "\"": return String(decoding: units, as: UTF8.self)
      case "\\":
        guard let character = escaped() else { return nil }
        units += Array(String(character).utf8)
      case ..<" ": return nil
      default: units.append(byte)
      }
    }
    return nil
  }

  /// What stands behind a backslash.
  private mutating func escaped() -> Unicode.Scalar? {
    guard place < bytes.count else { return nil }
    place += 1
    switch Unicode.Scalar(bytes[place - 1]) {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "u":
      guard let high = unit() else { return nil }
      guard (0xD800..<0xDC00).contains(high) else { return Unicode.Scalar(high) }
      guard take("\\"), take("u"), let low = unit(),
        (0xDC00..<0xE000).contains(low)
      else { return nil }
      return Unicode.Scalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00))
    case let other:
      return ["\"", "\\", "/"].contains(other) ? other : nil
    }
  }

  /// Four digits of base 16.
  private mutating func unit() -> UInt32? {
    let digits = bytes[place...].prefix(4)
    place = digits.endIndex
    let isWhole = digits.count == 4 && digits.first != UInt8(ascii: "+")
    let text = String(decoding: digits, as: UTF8.self)
    return isWhole ? UInt32(text, radix: 16) : nil
  }
}

extension [Double] {
  /// These numbers with `digits` digits after the point.
  func rounded(to digits: Int) -> [Double] {
    let unit = power(10, Double(digits))
    return map { ($0 * unit).rounded() / unit }
  }
}
