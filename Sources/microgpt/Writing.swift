// Tangled from 1 chapter, 07-embeddings.md. Do not edit: change the chapters.
import Foundation

extension Arguments {
  /// The file to write that `name` gives, in a folder that can be written.
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
