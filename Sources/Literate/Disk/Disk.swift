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
    guard descriptor >= 0 else { throw DiskError("cannot read", path, code: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      throw DiskError("cannot read", path, code: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw DiskError("cannot read", path, "not a regular file")
    }
    let size = Int(status.st_size)
    guard size <= limit else {
      throw DiskError("cannot read", path, "larger than \(limit >> 20) MiB")
    }
    var count = 0
    var code: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, initialized in
      while count < size {
        let n = Foundation.read(descriptor, buffer.baseAddress! + count, size - count)
        if n < 0 { code = errno }
        if n < 0, code == EINTR { continue }
        if n <= 0 { break }
        count += n
      }
      initialized = count
    }
    if count < size, code != 0 { throw DiskError("cannot read", path, code: code) }
    return bytes
  }

  /// The names in a folder, sorted by their bytes.
  public static func names(in folder: String) throws(DiskError) -> [String] {
    guard let stream = opendir(folder) else {
      throw DiskError("cannot list", folder, code: errno)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        let code = errno
        if code == 0 { break }
        throw DiskError("cannot list", folder, code: code)
      }
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(
          to: CChar.self, capacity: MemoryLayout.size(ofValue: pointer.pointee)
        ) { String(cString: $0) }
      }
      if name != ".", name != ".." { names.append(name) }
    }
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The absolute path without links, also where the last parts of it do not exist yet.
  public static func resolved(_ path: String) -> String {
    var existing =
      path.utf8.first == UInt8(ascii: "/")
      ? path : FileManager.default.currentDirectoryPath + "/" + path
    var rest: [String] = []
    while true {
      if let resolved = realpath(existing, nil) {
        defer { free(resolved) }
        let base = String(cString: resolved)
        return normalized(([base == "/" ? "" : base] + rest.reversed()).joined(separator: "/"))
      }
      let scalars = existing.unicodeScalars
      guard let slash = scalars.lastIndex(of: "/"), existing != "/" else { return path }
      let name = String(scalars[scalars.index(after: slash)...])
      if !name.isEmpty { rest.append(name) }
      existing = slash == scalars.startIndex ? "/" : String(scalars[..<slash])
    }
  }

  /// What stands between a path's slashes, as the file system sees it.
  static func parts(_ path: String) -> [String] {
    path.unicodeScalars.split(separator: "/").map { String($0) }
  }

  /// Whether a path, its links resolved, is a folder or leads into it.
  package static func isInside(_ path: String, _ folder: String) -> Bool {
    parts(resolved(path)).starts(with: parts(resolved(folder)))
  }

  /// An absolute path without `.` and `..`.
  private static func normalized(_ path: String) -> String {
    var parts: [String] = []
    for part in self.parts(path) where part != "." {
      if part == ".." { _ = parts.popLast() } else { parts.append(part) }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// The path that leads from the folder `base` to `target`.
  public static func relativePath(to target: String, from base: String) -> String {
    let target = parts(resolved(target))
    let base = parts(resolved(base))
    let common = zip(target, base).prefix { $0 == $1 }.count
    let up = Array(repeating: "..", count: base.count - common)
    let path = (up + target[common...]).joined(separator: "/")
    return path.isEmpty ? "." : path
  }
}
