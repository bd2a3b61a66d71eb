import Foundation
import Literate

/// What files are called in an e-book, where names hold no blanks and none of the characters that
/// some system forbids (EPUB 3.3, section 4.1.2).
enum EBookName {
  /// The name of a file by that which it has in the book: what may not stand in it is told by its
  /// number.
  static func safe(_ path: String) -> String {
    guard
      path.unicodeScalars.contains(where: isUnsafe) || path.contains("./") || path.hasSuffix(".")
    else { return path }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false).map { part in
      var name = ""
      let scalars = Array(part.unicodeScalars)
      for (index, scalar) in scalars.enumerated() {
        // A name that ends in a full stop loses it on some systems; two dots alone lead upwards.
        let isEnd = scalar == "." && index == scalars.count - 1 && scalars.contains { $0 != "." }
        if isUnsafe(scalar) || isEnd {
          name += "_" + String(scalar.value, radix: 16, uppercase: true)
        } else {
          name.unicodeScalars.append(scalar)
        }
      }
      return name
    }
    return parts.joined(separator: "/")
  }

  /// An address as it stands in a page, its path led to the file's name in the e-book.
  static func address(_ value: String) -> String {
    let written = unescaped(value)
    let path = written.prefix { $0 != "#" && $0 != "?" }
    guard !path.isEmpty, path.prefixMatch(of: /[A-Za-z][A-Za-z0-9+.-]*:/) == nil,
      !path.hasPrefix("/"),
      let decoded = path.removingPercentEncoding
    else { return value }
    let name = safe(decoded)
    return name == decoded ? value : escaped(encodedPath(name) + written[path.endIndex...])
  }

  private static func isUnsafe(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\"", "*", ":", "<", ">", "?", "\\", "|": return true
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .privateUse, .surrogate, .unassigned: return true
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: return true
    default: return (0xFFF0...0xFFFF).contains(scalar.value) || scalar.value >= 0xE0000
    }
  }
}
