import Foundation
import Literate

/// The packages that a tangled manifest depends on by a path, `.package(path: "Vendor/Words")`: such as
/// the book tangles too, or folders in the book's folder or in the one around it.
struct LocalPackages {
  /// A manifest as the package manager reads it.
  struct Reading {
    /// The manifest, each path that leads out of what is tangled as that of the folder on the disk.
    var text: [UInt8]
    /// The folders on the disk.
    var folders: [String] = []
    /// The folders of tangled packages, each ending in a slash.
    var roots: [String] = []
  }

  /// Where paths are looked for, the first first.
  let places: [String]

  /// - Parameter book: The book's folder.
  init(beside book: String) {
    let folder = Disk.resolved(book)
    let around = folder.lastIndex(of: "/").map { String(folder[..<$0]) } ?? folder
    places = around.isEmpty ? [folder] : [folder, around]
  }

  /// - Parameters:
  ///   - root: The folder that the book tangles the manifest to, ending in a slash, or nothing.
  ///   - tangled: The paths of all tangled files.
  func reading(_ manifest: [UInt8], root: String, tangled: Set<String>) -> Reading {
    let text = String(decoding: manifest, as: UTF8.self)
    var reading = Reading(text: manifest)
    var output = ""
    var rest = text[...]
    let call = /\.package\(\s*(?:name:\s*"[^"]*"\s*,\s*)?path:\s*"(?<path>[^"\\]*)"/
    while let match = rest.firstMatch(of: call) {
      let path = match.output.path
      output += rest[..<path.startIndex]
      rest = rest[path.endIndex...]
      if let own = Self.joined(root, path), tangled.contains(own + "Package.swift") {
        reading.roots.append(own)
        output += path
      } else if let folder = folder(path) {
        reading.folders.append(folder)
        output += folder
      } else {
        output += path
      }
    }
    if !reading.folders.isEmpty { reading.text = Array((output + rest).utf8) }
    return reading
  }

  /// A folder with a manifest, by its path from a place.
  private func folder(_ path: Substring) -> String? {
    if path.hasPrefix("/") { return nil }
    return places.map { Disk.resolved($0 + "/" + path) }.first { folder in
      !folder.contains("\"") && !folder.contains("\\")
        && Disk.kindThroughLinks(folder + "/Package.swift") == .file
    }
  }

  /// A path from a tangled folder, ending in a slash; nil for one that leaves what is tangled.
  private static func joined(_ root: String, _ path: Substring) -> String? {
    if path.hasPrefix("/") { return nil }
    var parts: [Substring] = []
    for part in (root + path).split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(part)
      } else if parts.popLast() == nil {
        return nil
      }
    }
    return parts.map { $0 + "/" }.joined()
  }

  /// What a package on the disk is made of, for what depends on it: its files' names and texts, but
  /// for what begins with a full stop.
  static func hash(_ folder: String, into hash: inout ContentHash) {
    var pending = [""]
    while let inner = pending.popLast() {
      for name in ((try? Disk.names(in: folder + "/" + inner)) ?? []).sorted()
      where !name.hasPrefix(".") {
        let path = inner + name
        switch Disk.kind(folder + "/" + path) {
        case .folder: pending.append(path + "/")
        case .file:
          hash.add(path)
          hash.add((try? Disk.read(folder + "/" + path)) ?? [])
        default: hash.add(path)
        }
      }
    }
  }
}
