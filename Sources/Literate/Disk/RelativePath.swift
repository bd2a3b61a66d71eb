import Foundation

/// A path below a folder, taken apart: it has parts, none of them empty, `.` or `..`, and so it
/// cannot leave the folder.
///
/// Paths are read as Unicode scalars, never as Characters: a mark that combines with a slash does
/// not hide it from the file system.
public struct RelativePath: Hashable, Sendable, CustomStringConvertible {
  public let parts: [String]

  /// Why a text is no path below a folder.
  public enum Problem: Error, Hashable, Sendable {
    case absolute
    case leavesFolder
    case namesFolder
    case controlCharacter
    /// A part has over 255 bytes.
    case longPart
    /// There are over 4,000 bytes.
    case tooLong
  }

  /// - Parameter text: Parts with `/` between them; `.`, `..` and empty parts are resolved.
  public init(_ text: String) throws(Problem) {
    let scalars = text.unicodeScalars
    if scalars.first == "/" { throw .absolute }
    if scalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) }) {
      throw .controlCharacter
    }
    var parts: [String] = []
    var last = ""
    for part in scalars.split(separator: "/", omittingEmptySubsequences: false) {
      last = String(part)
      if last.isEmpty || last == "." { continue }
      if last == ".." {
        if parts.popLast() == nil { throw .leavesFolder }
      } else {
        parts.append(last)
      }
    }
    if parts.isEmpty || ["", ".", ".."].contains(last) { throw .namesFolder }
    if parts.contains(where: { $0.utf8.count > 255 }) { throw .longPart }
    if text.utf8.count > 4_000 { throw .tooLong }
    self.parts = parts
  }

  /// The parts with `/` between them.
  public var text: String { parts.joined(separator: "/") }

  public var description: String { text }

  /// The same for paths that some file systems take for one: letters of either case, composed or
  /// not.
  var folded: String { Self.folded(text) }

  package static func folded(_ path: String) -> String {
    path.utf8.allSatisfy { $0 < 0x80 }
      ? path.lowercased() : path.decomposedStringWithCanonicalMapping.lowercased()
  }

  /// What Windows can't store of the path, in words; nil if there is no such thing.
  public var hindranceOnWindows: String? {
    for part in parts {
      if let scalar = part.unicodeScalars.first(where: "<>:\"\\|?*".unicodeScalars.contains) {
        return "`\(scalar)` cannot stand in a file's name"
      }
      if part.unicodeScalars.last == "." || part.unicodeScalars.last == " " {
        return "a file's name cannot end in a dot or a space"
      }
      let stem = part.lowercased().utf8.prefix { $0 != UInt8(ascii: ".") }
      if Self.devices.contains(String(stem) ?? "") { return "`\(part)` is the name of a device" }
    }
    return nil
  }

  private static let devices: Set<String> = {
    let numbered = (1...9).flatMap { ["com\($0)", "lpt\($0)"] }
    return Set(["con", "prn", "aux", "nul"] + numbered)
  }()
}
