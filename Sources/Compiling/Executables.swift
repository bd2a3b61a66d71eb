import Foundation
import Synchronization

/// Copies of what is going to be run, and starts of programs: never both at once. A program that is
/// being started holds for a moment, or for as long as it runs, what this process has open, and no
/// system runs a file that somebody holds open for writing ("Text file busy").
package enum Executables {
  private static let lock = Mutex(())

  /// Copies a file or a folder while no program starts.
  package static func copy(_ path: String, to target: String) throws {
    try lock.withLock { _ in try FileManager.default.copyItem(atPath: path, toPath: target) }
  }

  /// Does what starts a program while nothing is copied.
  static func start<Failure: Error>(_ body: () throws(Failure) -> Int32) throws(Failure) -> Int32 {
    try lock.withLock { _ throws(Failure) in try body() }
  }
}
