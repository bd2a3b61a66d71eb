import Foundation

/// The few calls by which the book's files are read.
public enum Disk {
  public enum Kind: Equatable, Sendable {
    case file, folder, link, other
  }

  /// What stands at `path`, a link not followed; nil where nothing does.
  public static func kind(_ path: String) -> Kind? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    case S_IFLNK: .link
    default: .other
    }
  }

  /// The same with links followed.
  public static func kindThroughLinks(_ path: String) -> Kind? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return switch status.st_mode & S_IFMT {
    case S_IFREG: .file
    case S_IFDIR: .folder
    default: .other
    }
  }

  /// Whether two paths lead to one file.
  static func isSameFile(_ a: String, _ b: String) -> Bool {
    var first = stat()
    var second = stat()
    guard lstat(a, &first) == 0, lstat(b, &second) == 0 else { return false }
    return first.st_dev == second.st_dev && first.st_ino == second.st_ino
  }

  /// The bytes of a regular file.
  ///
  /// - Parameter limit: How large the file may be, in bytes.
  /// - Throws: A `DiskError` that names the file and the reason.
  public static func read(_ path: String, limit: Int = 1 << 30) throws(DiskError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw DiskError("cannot read", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw DiskError("cannot read", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw DiskError(message: "cannot read \(path): not a regular file")
    }
    let size = Int(status.st_size)
    guard size <= limit else {
      throw DiskError(message: "cannot read \(path): larger than \(limit >> 20) MiB")
    }
    var count = 0
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
      while count < size {
        let n = Foundation.read(descriptor, buffer.baseAddress! + count, size - count)
        if n < 0, errno == EINTR { continue }
        if n < 0 { failed = true }
        if n <= 0 { break }
        count += n
      }
      initialized = count
    }
    if failed { throw DiskError("cannot read", path) }
    return bytes
  }

  /// The names in a folder, sorted by their bytes.
  public static func names(in folder: String) throws(DiskError) -> [String] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
      throw DiskError("cannot list", folder)
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The absolute path without links, also where the last parts of it do not exist yet.
  public static func resolved(_ path: String) -> String {
    var existing =
      path.hasPrefix("/") ? path : FileManager.default.currentDirectoryPath + "/" + path
    var rest: [String] = []
    while true {
      if let resolved = realpath(existing, nil) {
        defer { free(resolved) }
        let base = String(cString: resolved)
        return normalized(([base == "/" ? "" : base] + rest.reversed()).joined(separator: "/"))
      }
      guard let slash = existing.lastIndex(of: "/"), existing != "/" else { return path }
      let name = String(existing[existing.index(after: slash)...])
      if !name.isEmpty { rest.append(name) }
      existing = slash == existing.startIndex ? "/" : String(existing[..<slash])
    }
  }

  /// An absolute path without `.` and `..`.
  private static func normalized(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/") where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The path that leads from the folder `base` to `target`.
  public static func relativePath(to target: String, from base: String) -> String {
    let target = resolved(target).split(separator: "/")
    let base = resolved(base).split(separator: "/")
    let common = zip(target, base).prefix { $0 == $1 }.count
    let up = Array(repeating: Substring(".."), count: base.count - common)
    let path = (up + target[common...]).joined(separator: "/")
    return path.isEmpty ? "." : path
  }
}

/// Something that the system refused.
public struct DiskError: Error, CustomStringConvertible {
  public let message: String

  init(message: String) {
    self.message = message
  }

  /// With the reason that the system gave last.
  init(_ what: String, _ path: String) {
    let reason = String(cString: strerror(errno))
    message = "\(what) \(path): \(reason)"
  }

  public var description: String { message }
}
