import Foundation

/// A relative link's path, its bytes outside the unreserved characters percent-encoded.
package func encodedPath(_ path: some StringProtocol) -> String {
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

/// The characters that a few entities stand for, as far as addresses need them.
package func unescaped(_ text: String) -> String {
  guard text.contains("&") else { return text }
  return text.replacing("&quot;", with: "\"").replacing("&lt;", with: "<")
    .replacing("&gt;", with: ">").replacing("&#39;", with: "'").replacing("&#x2F;", with: "/")
    .replacing("&colon;", with: ":").replacing("&#58;", with: ":").replacing("&amp;", with: "&")
}

/// Addresses in raw HTML.
extension MarkupTag.Attribute {
  /// Whether several addresses stand here, with commas between them.
  package var holdsSeveralAddresses: Bool { name.lowercased() == "srcset" }

  /// The addresses that the attribute holds; none for one that holds no address.
  package var addresses: [String] {
    if holdsSeveralAddresses {
      return value.split(separator: ",").compactMap { part in
        part.split(whereSeparator: \.isWhitespace).first.map { unescaped(String($0)) }
      }
    }
    return Self.withAddress.contains(name.lowercased()) ? [unescaped(value)] : []
  }

  private static let withAddress: Set = [
    "href", "src", "poster", "data", "xlink:href", "action", "formaction", "cite",
  ]
}

extension MarkupTag {
  package var isImage: Bool { name.lowercased() == "img" }
}

extension Document {
  /// Calls `body` with the address of each link and image and the line on which it stands: in
  /// running text, in tables and footnotes, and in raw HTML.
  package func forEachAddress(_ body: (_ url: String, _ line: Int) -> Void) {
    for block in runningTexts {
      for node in block.descendants() {
        let line = max(node.startLine, block.startLine)
        switch node.kind {
        case .link, .image: body(node.url, line)
        case .htmlInline: forEachAddress(inHTML: node.literal, line: line, body)
        default: break
        }
      }
    }
    for document in [self] + footnotes.map(\.text) {
      for block in document.blocks() where block.kind == .htmlBlock {
        forEachAddress(inHTML: block.literal, line: block.startLine, body)
      }
    }
  }

  private func forEachAddress(
    inHTML html: String, line first: Int, _ body: (_ url: String, _ line: Int) -> Void
  ) {
    guard html.contains("=") else { return }
    Markup.forEachTag(in: html) { tag in
      let line = first + html.utf8.prefix(tag.offset).count { $0 == 0x0A }
      for address in tag.attributes.flatMap(\.addresses) { body(address, line) }
    }
  }
}
