import ArgumentParser
import Commands
import Foundation
import Literate

/// Tangling again and again.
extension Tangle {
  /// Looks at the book's files ten times a second, and tangles when one has changed and all have
  /// come to rest. What is wrong is told, and looked at again after the next change.
  func tangleOnChange() throws {
    var state: FolderState?
    while true {
      if let known = state, known.isCurrent {
        usleep(100_000)
        continue
      }
      state = FolderState.atRest([book])
      do {
        try publish(try readProgram())
      } catch let status as ExitCode where status.rawValue == 1 {
        continue
      }
    }
  }
}
