// Tangled from 1 chapter, 07-embeddings.md. Do not edit: change the chapters.
extension Arguments {
  /// The file to write that `name` gives. That it can be written is tried at
  /// once, and not only when there is something to lose.
  mutating func destination(_ name: String) throws(Complaint) -> String? {
    guard let path = try option(name) else { return nil }
    guard let staged = staging(for: path) else {
      throw Complaint(
        "cannot write `\(path)`: name a file in a folder that can be written")
    }
    staged.discard()
    return path
  }
}
