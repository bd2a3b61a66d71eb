import Foundation
import Literate
import TestSupport

extension TemporaryFolder {
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
