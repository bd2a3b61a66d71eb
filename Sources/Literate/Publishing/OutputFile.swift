/// A file to be written below an output folder.
public struct OutputFile: Sendable {
  /// Relative to the folder, `/` between its parts.
  public let path: String
  public let bytes: [UInt8]
  /// Where a line comes from, as `chapters/05-autograd.md:42`, for the diff of a hand edit.
  public let place: @Sendable (_ line: Int) -> String?
  /// Where the book asks for the file, for what is wrong with its path.
  let definition: SourceLocation?

  public init(
    path: String, bytes: [UInt8], definition: SourceLocation? = nil,
    place: @escaping @Sendable (_ line: Int) -> String? = { _ in nil }
  ) {
    self.path = path
    self.bytes = bytes
    self.definition = definition
    self.place = place
  }
}
