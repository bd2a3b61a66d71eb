import Compiling
import Foundation

/// A long text as a script brings it in fewer bytes: deflated, in base64. What search and cards read is
/// most of what a site repeats of its chapters.
struct PackedText {
  let text: String

  /// - Returns: Nothing for a text that is too short for it to matter.
  init?(_ text: String) {
    if text.utf8.count < 4_000 { return nil }
    self.text = Data(Deflate.deflated(Array(text.utf8))).base64EncodedString()
  }
}
