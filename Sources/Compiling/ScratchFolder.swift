import Foundation
import Literate

/// An empty folder among the system's temporary ones, deleted with this object, and when the process
/// is ended from outside.
package final class ScratchFolder: Sendable {
  /// Absolute, without links.
  package let path: String

  /// - Parameter name: What the folder's name begins with.
  package init(_ name: String) throws(CannotRun) {
    var template = Array((NSTemporaryDirectory() + "/\(name)-XXXXXX").utf8CString)
    guard mkdtemp(&template) != nil else {
      let reason = String(cString: strerror(errno))
      throw CannotRun(message: "cannot make a folder in \(NSTemporaryDirectory()): \(reason)")
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
