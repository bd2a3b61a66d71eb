import Compiling
import Literate

/// All that the book tangles, as it stands at a point of it.
struct Snapshot: Sendable {
  let web: Web
  let files: [TangledFile]

  init(_ tangler: Tangler) {
    web = tangler.web
    files = tangler.files()
  }

  /// The Swift in a program's folder.
  func program(_ name: String) -> SwiftProgram { SwiftProgram(name: name, web, files) }
}
