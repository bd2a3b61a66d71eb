// Tangled from 1 chapter, 07-embeddings.md. Do not edit: change the chapters.
extension Arguments {
  /// The file to write that `name` gives, in a folder that can be written.
  mutating func destination(_ name: String) throws(Complaint) -> String? {
    guard let path = try option(name) else { return nil }
    guard isFolderOpen(of: path) else {
      throw Complaint("cannot write `\(path)`: its folder is not there")
    }
    return path
  }
}
