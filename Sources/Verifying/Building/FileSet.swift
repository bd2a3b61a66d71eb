import Compiling
import Foundation
import Literate

/// A folder that is kept equal to the tangled files, so that tools which look at what changed have
/// little to do; what tools made beside them stays.
struct FileSet {
  let folder: String

  private var record: String { folder + ".files" }

  /// Keeps other builds away from the folder, those of other runs too, until the lock is let go.
  ///
  /// - Parameters:
  ///   - timeLimit: How long another build may take.
  ///   - isWanted: Asked while waiting for it; the first no is the end of that.
  func reserve(
    for timeLimit: Duration, while isWanted: () -> Bool = { true }
  ) throws(CannotRun) -> FolderLock {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      return try FolderLock(
        folder, patience: Double(timeLimit.components.seconds), isWanted: isWanted)
    } catch {
      throw CannotRun(message: error.reason)
    }
  }

  /// Writes what differs and removes what an earlier call wrote and is not there any more.
  func hold(_ files: [(path: String, text: [UInt8])]) throws(DiskError) {
    let text = (try? Disk.read(record)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let known = text.split(separator: "\n").map(String.init)
    let wanted = Set(files.map(\.path))
    let removed = known.filter { !wanted.contains($0) }
    let changed = files.filter { file in
      (try? Disk.read(folder + "/" + file.path)) != file.text
    }
    if !removed.isEmpty || !changed.isEmpty { awaitNextSecond() }
    for path in removed { unlink(folder + "/" + path) }
    try write(record: wanted.union(known))
    try AtomicWrites(changed.map { (folder + "/" + $0.path, $0.text) })
    for file in files where file.text.starts(with: Array("#!".utf8)) {
      chmod(folder + "/" + file.path, 0o755)
    }
    try write(record: wanted)
  }

  private func write(record paths: Set<String>) throws(DiskError) {
    try AtomicWrites([(record, Array(paths.sorted().joined(separator: "\n").utf8))])
  }

  /// Says that tools have looked at the files until now.
  func markUsed() { utimensat(AT_FDCWD, record, nil, 0) }

  /// Waits until the second is over in which tools last looked at the files. Swift's compiler and
  /// Python's tell by the whole second when a file was changed, so that they would take a second
  /// change within it for the first (swiftlang/swift, issue 85717).
  private func awaitNextSecond() {
    /// By how much the times that the system gives files may lag behind its clock, in seconds.
    let lag = 0.02
    var status = stat()
    guard stat(record, &status) == 0 else { return }
    let end = Double(status.lastChange) + 1 + lag
    // A record from the future, as after the clock was put back, is not waited for.
    let left = min(end - Date().timeIntervalSince1970, 1 + lag)
    if left > 0 { Thread.sleep(forTimeInterval: left) }
  }
}
