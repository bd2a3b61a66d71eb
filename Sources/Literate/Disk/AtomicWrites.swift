import Foundation

/// Files written so that each is there whole or not at all.
public struct AtomicWrites {
  /// Writes every file beside its place, then moves each into it; makes the folders on the way. A
  /// link is followed, so that what it leads to is written.
  ///
  /// - Throws: What the system refused. If that was before the first move, nothing has changed.
  @discardableResult
  public init(_ files: [(path: String, bytes: [UInt8])]) throws(DiskError) {
    var staged: [(temporary: String, path: String)] = []
    do throws(DiskError) {
      for (path, bytes) in files {
        try Self.makeFolder(for: path)
        let path = Disk.kind(path) == .link ? Disk.resolved(path) : path
        if let kind = Disk.kindThroughLinks(path), kind != .file {
          throw DiskError(message: "cannot write \(path): not a regular file")
        }
        staged.append((try Self.stage(bytes, for: path), path))
      }
      while let (temporary, path) = staged.first {
        guard rename(temporary, path) == 0 else { throw DiskError("cannot write", path) }
        staged.removeFirst()
      }
    } catch {
      for (temporary, _) in staged { unlink(temporary) }
      throw error
    }
  }

  private static func makeFolder(for path: String) throws(DiskError) {
    guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
    let folder = String(path[..<slash])
    if Disk.kindThroughLinks(folder) == .folder { return }
    guard
      (try? FileManager.default.createDirectory(
        atPath: folder, withIntermediateDirectories: true)) != nil
    else { throw DiskError("cannot make the folder", folder) }
  }

  /// What the user takes away from the rights of new files. It can only be read by setting it.
  private static let mask: mode_t = {
    let mask = umask(0o022)
    umask(mask)
    return mask
  }()

  private static func stage(_ bytes: [UInt8], for path: String) throws(DiskError) -> String {
    let slash = path.lastIndex(of: "/")
    let folder = slash.map { String(path[...$0]) } ?? ""
    var template = Array((folder + ".\(getpid())-XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw DiskError("cannot write", path) }
    let temporary = template.withUnsafeBufferPointer { name in
      name.baseAddress.map { String(cString: $0) } ?? ""
    }
    defer { close(descriptor) }
    var status = stat()
    let mode = stat(path, &status) == 0 ? status.st_mode & 0o777 : 0o666 & ~Self.mask
    fchmod(descriptor, mode)
    var count = 0
    while count < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        Foundation.write(descriptor, buffer.baseAddress! + count, bytes.count - count)
      }
      if written < 0, errno == EINTR { continue }
      guard written > 0 else {
        let error = DiskError("cannot write", path)
        unlink(temporary)
        throw error
      }
      count += written
    }
    return temporary
  }
}
