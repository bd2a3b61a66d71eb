import Foundation

/// A change of what stands on the disk: the only way in which this target makes one.
///
/// Tests let such a change fail, or all from one on, as if the process were killed there.
enum DiskChange: Hashable, Sendable {
  case makeFolder(String)
  /// A new file beside the place for which it is meant.
  case stage(for: String)
  /// Its bytes are written.
  case write(for: String)
  /// They are brought to the disk itself.
  case sync(for: String)
  /// A staged file goes to its place.
  case move(to: String)
  case remove(String)
  case removeFolder(String)

  /// Called before each change; what it gives is thrown in the place of the change.
  @TaskLocal static var watcher: (@Sendable (DiskChange) -> DiskError?)?

  func announce() throws(DiskError) {
    if let error = Self.watcher?(self) { throw error }
  }
}

/// The calls that change the disk.
extension Disk {
  /// Makes a folder and those above it.
  static func makeFolders(_ folder: String) throws(DiskError) {
    var missing: [String] = []
    var path = folder
    while kindThroughLinks(path) == nil {
      missing.append(path)
      guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.startIndex
      else { break }
      path = String(path[..<slash])
    }
    for path in missing.reversed() {
      try DiskChange.makeFolder(path).announce()
      if mkdir(path, 0o777) != 0 {
        let code = errno
        if code == EEXIST, kindThroughLinks(path) == .folder { continue }
        throw DiskError("cannot make the folder", path, code: code)
      }
    }
    if missing.isEmpty, kindThroughLinks(folder) != .folder {
      throw DiskError("cannot make the folder", folder, code: ENOTDIR)
    }
  }

  /// Writes bytes to a new file beside a place, with the rights of what stands there.
  ///
  /// - Parameters:
  ///   - isNew: Whether nothing stands at the place.
  ///   - isSynced: Whether the bytes are on the disk itself before this returns.
  /// - Returns: The new file's path.
  static func stage(
    _ bytes: [UInt8], for path: String, isNew: Bool, isSynced: Bool
  ) throws(DiskError) -> String {
    try DiskChange.stage(for: path).announce()
    var known = stat()
    let rights: mode_t? =
      !isNew && stat(path, &known) == 0 ? known.st_mode & 0o777 : nil
    // The system takes from these what the user takes from the rights of new files.
    let new: mode_t = FirstLines.isScript(bytes) ? 0o777 : 0o666
    let (temporary, descriptor) = try open(beside: path, rights: new)
    defer { close(descriptor) }
    do throws(DiskError) {
      if let rights, fchmod(descriptor, rights) != 0 {
        throw DiskError("cannot write", path, code: errno)
      }
      try DiskChange.write(for: path).announce()
      try write(bytes, to: descriptor, for: path)
      if isSynced { try sync(descriptor, for: path) }
    } catch {
      try? remove(temporary)
      throw error
    }
    return temporary
  }

  private static func sync(_ descriptor: Int32, for path: String) throws(DiskError) {
    try DiskChange.sync(for: path).announce()
    if fsync(descriptor) != 0 {
      let code = errno
      // Of what cannot be synced nothing more can be asked.
      if code != EINVAL { throw DiskError("cannot write", path, code: code) }
    }
  }

  private static func open(
    beside path: String, rights: mode_t
  ) throws(DiskError) -> (String, Int32) {
    var random = SystemRandomNumberGenerator()
    while true {
      let temporary = TemporaryName(random: random.next()).path(beside: path)
      let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
      let descriptor = Foundation.open(temporary, flags, rights)
      if descriptor >= 0 { return (temporary, descriptor) }
      let code = errno
      guard code == EEXIST || code == EINTR else {
        throw DiskError("cannot write", path, code: code)
      }
    }
  }

  private static func write(
    _ bytes: [UInt8], to descriptor: Int32, for path: String
  ) throws(DiskError) {
    var count = 0
    while count < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        Foundation.write(descriptor, buffer.baseAddress! + count, bytes.count - count)
      }
      let code = errno
      if written < 0, code == EINTR { continue }
      guard written > 0 else { throw DiskError("cannot write", path, code: code) }
      count += written
    }
  }

  /// Moves a staged file to its place.
  static func move(_ temporary: String, to path: String) throws(DiskError) {
    try DiskChange.move(to: path).announce()
    if rename(temporary, path) != 0 { throw DiskError("cannot write", path, code: errno) }
  }

  /// Removes a file; one that is not there is no error.
  static func remove(_ path: String) throws(DiskError) {
    try DiskChange.remove(path).announce()
    if unlink(path) != 0 {
      let code = errno
      if code != ENOENT { throw DiskError("cannot remove", path, code: code) }
    }
  }

  /// Removes a file that still holds what was read.
  public static func removeFile(_ path: String, holding old: [UInt8]) throws(DiskError) {
    if kind(path) != nil, (try? read(path)) != old {
      throw DiskError(
        "did not remove", path, "somebody else has just changed it; run this again")
    }
    try remove(path)
  }

  /// The folder in which a file stands.
  static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// Takes away what runs that were ended left in a folder.
  static func sweep(_ folder: String) {
    for name in (try? names(in: folder)) ?? [] where TemporaryName.isLeft(name) {
      try? remove(folder + "/" + name)
    }
  }

  /// Removes a folder if nothing is in it.
  ///
  /// - Returns: Whether it is gone.
  static func removeEmptyFolder(_ path: String) throws(DiskError) -> Bool {
    try DiskChange.removeFolder(path).announce()
    if rmdir(path) == 0 { return true }
    let code = errno
    if code == ENOTEMPTY || code == EEXIST || code == ENOTDIR { return false }
    if code == ENOENT { return true }
    throw DiskError("cannot remove the folder", path, code: code)
  }
}

/// The name of a file that is written beside its place, `.literate-PID-XXXXXXXX`.
struct TemporaryName {
  let text: String

  init(random: UInt64) {
    let digits = String(random, radix: 36)
    text = Self.start + "\(getpid())-" + digits
  }

  private static let start = ".literate-"

  func path(beside path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return text }
    return path[...slash] + text
  }

  /// Whether a file of this name was left by a process that is no more.
  static func isLeft(_ name: String) -> Bool {
    guard name.hasPrefix(start) else { return false }
    let parts = name.dropFirst(start.count).split(separator: "-")
    guard parts.count == 2, let process = pid_t(parts[0]), process > 0,
      parts[1].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
    else { return false }
    return process != getpid() && kill(process, 0) != 0 && errno == ESRCH
  }
}
