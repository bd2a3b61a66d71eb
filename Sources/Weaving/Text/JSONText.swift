/// JSON as it can stand in a page's script element; nil for what is not JSON, or has a byte order
/// mark before it.
func embeddedJSON(_ bytes: [UInt8]) -> String? {
  guard let text = String(validating: bytes, as: UTF8.self), isJSON(bytes) else { return nil }
  // In JSON these stand in strings alone, where an escape means the same.
  let white: (Character) -> Bool = { $0.isWhitespace }
  return String(text.drop(while: white).reversed().drop(while: white).reversed())
    .replacing("<", with: "\\u003c").replacing("\u{2028}", with: "\\u2028")
    .replacing("\u{2029}", with: "\\u2029")
}

/// Whether a text is one value of JSON to the letter (RFC 8259), as browsers read it.
private func isJSON(_ bytes: [UInt8]) -> Bool {
  var reader = JSONReader(bytes: bytes)
  return reader.isValue()
}

private struct JSONReader {
  let bytes: [UInt8]
  var position = 0

  private var next: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipWhite() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { position += 1 }
  }

  private mutating func take(_ text: String) -> Bool {
    guard bytes[position...].starts(with: text.utf8) else { return false }
    position += text.utf8.count
    return true
  }

  /// The values that are open are kept in a list, not in calls: their depth is the text's.
  mutating func isValue() -> Bool {
    var open: [UInt8] = []
    var wantsValue = true
    while true {
      skipWhite()
      if wantsValue {
        if take("{") {
          open.append(UInt8(ascii: "}"))
          skipWhite()
          if take("}") { open.removeLast() } else if key() { continue } else { return false }
        } else if take("[") {
          open.append(UInt8(ascii: "]"))
          skipWhite()
          if take("]") { open.removeLast() } else { continue }
        } else if !scalar() {
          return false
        }
        wantsValue = false
      } else if let closing = open.last {
        if next == closing {
          position += 1
          open.removeLast()
        } else {
          guard take(",") else { return false }
          if closing == UInt8(ascii: "}") {
            skipWhite()
            guard key() else { return false }
          }
          wantsValue = true
        }
      } else {
        return position == bytes.count
      }
    }
  }

  private mutating func key() -> Bool {
    guard string() else { return false }
    skipWhite()
    return take(":")
  }

  private mutating func scalar() -> Bool {
    take("true") || take("false") || take("null") || string() || number()
  }

  private mutating func string() -> Bool {
    guard take("\"") else { return false }
    while let byte = next {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return true
      case UInt8(ascii: "\\"):
        guard let escape = next, "\"\\/bfnrtu".utf8.contains(escape) else { return false }
        position += 1
        if escape == UInt8(ascii: "u") {
          let digits = bytes[position...].prefix(4)
          guard digits.count == 4, digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit })
          else { return false }
          position += 4
        }
      case 0..<0x20: return false
      default: break
      }
    }
    return false
  }

  private mutating func number() -> Bool {
    _ = take("-")
    if !take("0") { guard digits() else { return false } }
    if take(".") { guard digits() else { return false } }
    if take("e") || take("E") {
      _ = take("+") || take("-")
      return digits()
    }
    return true
  }

  private mutating func digits() -> Bool {
    let start = position
    while let byte = next, (0x30...0x39).contains(byte) { position += 1 }
    return position > start
  }
}
