import Foundation

/// The right to change what stands in a folder: one process has it at a time, and it ends with the
/// process.
public final class FolderLock: Sendable {
  private let descriptor: Int32

  /// Waits until the folder is free.
  ///
  /// - Parameters:
  ///   - patience: How many seconds to wait.
  ///   - isWanted: Asked while waiting; the first no is the end of it.
  /// - Throws: That another process has it still, or that the folder cannot be opened.
  package init(
    _ folder: String, patience: Double = 60, isWanted: () -> Bool = { true }
  ) throws(DiskError) {
    descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if descriptor < 0 { throw DiskError("cannot open", folder, code: errno) }
    var waited = 0.0
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      let code = errno
      if code == EINTR { continue }
      // Some file systems have no locks: there this is one run at a time by custom only.
      if code != EWOULDBLOCK { return }
      if waited >= patience || !isWanted() {
        close(descriptor)
        throw DiskError(
          "cannot write to", folder,
          "another run has been writing there for \(Int(patience)) seconds; wait for it or end it")
      }
      usleep(20_000)
      waited += 0.02
    }
  }

  deinit {
    close(descriptor)
  }
}
