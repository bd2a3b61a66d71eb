/// Text as HTML shows it: `&`, `<`, `>` and `"` escaped.
public func escaped(_ text: some StringProtocol) -> String {
  var escaped = ""
  escaped.reserveCapacity(text.utf8.count)
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": escaped += "&amp;"
    case "<": escaped += "&lt;"
    case ">": escaped += "&gt;"
    case "\"": escaped += "&quot;"
    default: escaped.unicodeScalars.append(scalar)
    }
  }
  return escaped
}

/// A relative link's path, its bytes outside the unreserved characters percent-encoded.
func encodedPath(_ path: some StringProtocol) -> String {
  var encoded: [UInt8] = []
  encoded.reserveCapacity(path.utf8.count)
  for byte in path.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
      UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"), UInt8(ascii: ":"):
      encoded.append(byte)
    default:
      let digits = String(byte, radix: 16, uppercase: true)
      encoded += ("%" + (digits.count < 2 ? "0" : "") + digits).utf8
    }
  }
  return String(decoding: encoded, as: UTF8.self)
}
