import Foundation
import Literate

/// The folder of the package that a book belongs to: the nearest one above the book with a
/// Package.swift, else the one that the book lies in.
///
/// A manifest is run, so it counts only if nobody else can have written it: it belongs to the user
/// or to whose book it is, and stands in no folder in which everybody may write.
package struct EnclosingPackage: Sendable {
  package let folder: String
  package let hasManifest: Bool
  /// The manifest that does not count, and why.
  package let warning: Diagnostic?

  /// - Parameter book: The book's folder.
  package init(of book: String) {
    let start = Disk.resolved(book)
    let ownership = Ownership(ofBook: start)
    var warning: Diagnostic?
    var folder = start[...]
    while !folder.isEmpty {
      let manifest = String(folder) + "/Package.swift"
      if Disk.kindThroughLinks(manifest) == .file {
        if Ownership.isClosed(String(folder)), ownership.holds(Disk.resolved(manifest)) {
          (self.folder, hasManifest, self.warning) = (String(folder), true, nil)
          return
        }
        warning = .warning(
          "others can write here, or it is not yours: this manifest is not used for \(book)",
          at: SourceLocation(file: manifest))
        break
      }
      folder = folder[..<(folder.lastIndex(of: "/") ?? folder.startIndex)]
    }
    let parent = start[..<(start.lastIndex(of: "/") ?? start.startIndex)]
    (self.folder, hasManifest) = (parent.isEmpty ? "/" : String(parent), false)
    self.warning = warning
  }
}
