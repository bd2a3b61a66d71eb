import Foundation
import Literate

/// An empty folder that nobody else can use, deleted with this object, and when the process
/// is ended from outside.
package final class ScratchFolder: Sendable {
  /// Absolute, without links.
  package let path: String

  /// - Parameters:
  ///   - name: What the folder's name begins with.
  ///   - parent: Where it is made; nil is among the system's temporary ones.
  package init(_ name: String, in parent: String? = nil) throws(CannotRun) {
    let parent = parent ?? NSTemporaryDirectory()
    var template = Array((parent + "/\(name)-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      let reason = String(cString: strerror(errno))
      throw CannotRun(message: "cannot make a folder in \(parent): \(reason)")
    }
    path = Disk.resolved(
      template.withUnsafeBufferPointer { name in
        name.baseAddress.map { String(cString: $0) } ?? ""
      })
    RunningPrograms.add(folder: path)
  }

  deinit {
    RunningPrograms.remove(folder: path)
  }
}
