// Tangled from 2 chapters, 07-embeddings.md to 09-training-loop.md. Do not edit: change the chapters.
import Foundation

/// Writes `bytes` to `path`, whole or not at all. What is there already must
/// be a file: whole means that the new one takes the place of the old, and
/// nothing is to take the place of `/dev/null`.
func write(_ bytes: [UInt8], to path: String) throws(Complaint) {
  let file = URL(fileURLWithPath: path).resolvingSymlinksInPath()
  let old = try? FileManager.default.attributesOfItem(atPath: file.path)
  let type = old?[.type] as? FileAttributeType ?? .typeRegular
  guard type == .typeRegular,
    (try? Data(bytes).write(to: file, options: .atomic)) != nil
  else { throw Complaint("cannot write `\(path)`") }
}

extension Arguments {
  /// The file to write that `name` gives. It must be possible to put it where
  /// it is to be: better to know that before a long training than after it.
  mutating func destination(_ name: String) throws(Complaint) -> String? {
    guard let path = try option(name) else { return nil }
    let file = URL(fileURLWithPath: path)
    let folder = file.deletingLastPathComponent().path
    guard FileManager.default.isWritableFile(atPath: folder) else {
      throw Complaint("cannot write `\(path)`: its folder is not there")
    }
    return path
  }
}

/// The bytes of the file at `path`.
func readBytes(at path: String) throws(Complaint) -> [UInt8] {
  guard let bytes = FileManager.default.contents(atPath: path) else {
    throw Complaint("cannot read `\(path)`")
  }
  return [UInt8](bytes)
}
