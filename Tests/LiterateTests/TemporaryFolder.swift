import Foundation
import Literate

/// A folder that goes away with the value.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = Disk.resolved(NSTemporaryDirectory() + "literate-\(UUID().uuidString)")
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    let url = URL(fileURLWithPath: "\(path)/\(name)")
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(path)/\(name)", withDestinationPath: target)
  }

  func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }

  /// A file's text, or nil if there is no such file.
  func text(_ name: String) -> String? {
    (try? Disk.read("\(path)/\(name)")).map { String(decoding: $0, as: UTF8.self) }
  }

  func modified(_ name: String) throws -> Date? {
    try FileManager.default.attributesOfItem(atPath: "\(path)/\(name)")[.modificationDate] as? Date
  }

  /// The files below the folder with their texts, records and folders left out.
  func files(below folder: String = "") -> [String: String] {
    let base = folder.isEmpty ? path : "\(path)/\(folder)"
    let names = FileManager.default.enumerator(atPath: base)?.compactMap { $0 as? String } ?? []
    var found: [String: String] = [:]
    for name in names where !name.hasSuffix("-record") {
      guard Disk.kind("\(base)/\(name)") == .file else { continue }
      found[name] = (try? Disk.read("\(base)/\(name)")).map { String(decoding: $0, as: UTF8.self) }
    }
    return found
  }
}
