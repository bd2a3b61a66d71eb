import ArgumentParser
import Literate

/// A file that the book does not have: its name in transcripts, and where it is.
struct GivenFile: ExpressibleByArgument {
  let name: String
  let path: String

  /// Reads `NAME=FILE`.
  init?(argument: String) {
    let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[1].isEmpty, String(parts[0]).isFileName else { return nil }
    name = String(parts[0])
    path = String(parts[1])
  }
}
