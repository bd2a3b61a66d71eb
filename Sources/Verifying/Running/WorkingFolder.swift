import Compiling
import Foundation
import Literate

/// A folder for programs to work in, deleted with this object. At first it holds what is laid into
/// it; that is no part of its contents until a program changes it.
final class WorkingFolder {
  /// What programs left in a folder: each file by its path, with the name of its content.
  struct Contents: Codable, Equatable {
    var files: [String: String] = [:]
    var folders: [String] = []
  }

  /// Where programs run.
  let path: String
  /// Where they put what is not for others. Beside the other: Go takes no module for one that lies
  /// in the folder for temporary files.
  let temporary: String
  private let folder: ScratchFolder
  private var known: [String: (stamp: Stamp, content: String)] = [:]

  /// By which a file that changed is told from one that did not.
  private struct Stamp: Equatable {
    let node: UInt64
    let size: Int
    let seconds: Int
    let nanoseconds: Int
  }

  /// What was laid into the folder.
  private var laid: [String: Stamp] = [:]
  private var laidTree: String?

  init(laying files: [LaidFile] = []) throws(CannotRun) {
    folder = try ScratchFolder("verify")
    path = folder.path + "/work"
    temporary = folder.path + "/temporary"
    for made in [path, temporary] where mkdir(made, 0o755) != 0 {
      throw CannotRun(message: "cannot make \(made): \(String(cString: strerror(errno)))")
    }
    do {
      try AtomicWrites(files.map { (path + "/" + $0.path, $0.bytes) })
    } catch {
      throw CannotRun(message: error.message)
    }
    for file in files { laid[file.path] = stamp(file.path) }
  }

  /// Lays a copy of all that a folder holds into this one.
  func lay(_ tree: String) throws(CannotRun) {
    if tree == laidTree { return }
    laidTree = tree
    let names = FileManager.default.enumerator(atPath: tree)?.compactMap { $0 as? String } ?? []
    do {
      for name in names.sorted() {
        let (from, to) = (tree + "/" + name, path + "/" + name)
        if Disk.kind(from) == .folder {
          try FileManager.default.createDirectory(atPath: to, withIntermediateDirectories: true)
        } else {
          if Disk.kind(to) != nil { try FileManager.default.removeItem(atPath: to) }
          try Executables.copy(from, to: to)
        }
        laid[name] = stamp(name)
      }
    } catch {
      throw CannotRun(
        message: "cannot lay the program's files into \(path): \(error.localizedDescription)")
    }
  }

  private func stamp(_ file: String) -> Stamp? {
    var status = stat()
    guard lstat(path + "/" + file, &status) == 0 else { return nil }
    return Stamp(
      node: UInt64(status.st_ino), size: Int(status.st_size), seconds: status.lastChange,
      nanoseconds: status.lastChangeNanoseconds)
  }

  /// Puts files that are kept in the cache into the folder.
  ///
  /// - Returns: Whether all of them were there.
  func fill(_ contents: Contents, from cache: Cache) -> Bool {
    for folder in contents.folders {
      try? FileManager.default.createDirectory(
        atPath: path + "/" + folder, withIntermediateDirectories: true)
    }
    for (file, content) in contents.files {
      guard let bytes = cache.read(.files, content),
        (try? AtomicWrites([(path + "/" + file, bytes)])) != nil
      else { return false }
    }
    return true
  }

  /// What is in the folder now, its files put into the cache; nil for more than can be kept: links
  /// and the like, files beyond 64 MiB, more than a thousand of them.
  func contents(keepingIn cache: Cache) -> Contents? {
    var contents = Contents()
    var pending = [""]
    while let folder = pending.popLast() {
      guard let names = try? Disk.names(in: path + "/" + folder) else { return nil }
      for name in names {
        let file = folder + name
        let kind = Disk.kind(path + "/" + file)
        if kind != .folder, let known = laid[file], known == stamp(file) { continue }
        switch kind {
        case .folder:
          if laid[file] == nil { contents.folders.append(file) }
          pending.append(file + "/")
        case .file:
          guard let content = content(of: file, keepingIn: cache) else { return nil }
          contents.files[file] = content
        default: return nil
        }
        if contents.files.count + contents.folders.count > 1_000 { return nil }
      }
    }
    contents.folders.sort()
    return contents
  }

  private func content(of file: String, keepingIn cache: Cache) -> String? {
    guard let stamp = stamp(file), stamp.size <= 64 << 20 else { return nil }
    if let known = known[file], known.stamp == stamp { return known.content }
    guard let bytes = try? Disk.read(path + "/" + file) else { return nil }
    let content = ContentHash(bytes).name
    if cache.read(.files, content) == nil { cache.write(.files, content, bytes) }
    known[file] = (stamp, content)
    return content
  }
}

extension stat {
  fileprivate var lastChangeNanoseconds: Int {
    #if canImport(Darwin)
      st_mtimespec.tv_nsec
    #else
      st_mtim.tv_nsec
    #endif
  }
}
