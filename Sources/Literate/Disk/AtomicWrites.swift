import Foundation

/// Files written so that each is there whole or not at all.
public struct AtomicWrites {
  /// Writes every file beside its place, then moves each into it; makes the folders on the way. A
  /// link is followed, so that what it leads to is written.
  ///
  /// - Throws: What the system refused. If that was before the first move, nothing has changed.
  @discardableResult
  public init(_ files: [(path: String, bytes: [UInt8])]) throws(DiskError) {
    var staged = StagedFiles()
    do throws(DiskError) {
      for (path, bytes) in files { try staged.add(bytes, for: path) }
      try staged.move()
    } catch {
      staged.discard()
      throw error
    }
  }

  /// Puts texts in the place of others, each on the disk itself before it takes its place. What runs
  /// that were ended left beside them goes.
  ///
  /// - Parameter files: The files, with what they held when they were read; nil is a file that was
  ///   not there.
  /// - Throws: What the system refused, or that a file no longer holds what was read.
  public static func exchange(
    _ files: [(path: String, old: [UInt8]?, new: [UInt8])]
  ) throws(DiskError) {
    for folder in Set(files.map { Disk.folder(of: $0.path) }) { Disk.sweep(folder) }
    var staged = StagedFiles()
    do throws(DiskError) {
      for (path, old, new) in files {
        try staged.add(
          new, for: path, expecting: old.map { .bytes($0) } ?? .nothing, isSynced: true)
      }
      try staged.move()
    } catch {
      staged.discard()
      throw error
    }
  }
}

/// Files that lie beside their places.
struct StagedFiles {
  fileprivate struct File {
    let temporary: String
    let path: String
    /// What stood at the path when it was read; nil does not care.
    let expected: Expected?
  }

  /// What must stand at a path when a file is moved there.
  enum Expected {
    case nothing
    case bytes([UInt8])
  }

  private var files: [File] = []
  /// Those that are there, made on the way or before.
  private var knownFolders: Set<String> = []

  mutating func add(
    _ bytes: [UInt8], for path: String, expecting expected: Expected? = nil, isSynced: Bool = false
  ) throws(DiskError) {
    let folder = Disk.folder(of: path)
    if !knownFolders.contains(folder) {
      try Disk.makeFolders(folder)
      knownFolders.insert(folder)
    }
    // Where nothing stood, what has come since is met before the move.
    let isNew = if case .nothing = expected { true } else { false }
    let standing = isNew ? nil : Disk.kind(path)
    let path = standing == .link ? Disk.resolved(path) : path
    if standing != nil, let kind = Disk.kindThroughLinks(path), kind != .file {
      throw DiskError("cannot write", path, "not a regular file")
    }
    let temporary = try Disk.stage(
      bytes, for: path, isNew: standing == nil, isSynced: isSynced)
    files.append(File(temporary: temporary, path: path, expected: expected))
  }

  /// Moves every file to its place, if what stands there is what was read.
  mutating func move() throws(DiskError) {
    var done = 0
    defer { files.removeFirst(done) }
    for file in files { try file.requireUnchanged() }
    for file in files {
      try file.requireUnchanged()
      try Disk.move(file.temporary, to: file.path)
      done += 1
    }
  }

  /// Takes away what was not moved.
  mutating func discard() {
    for file in files { try? Disk.remove(file.temporary) }
    files = []
  }
}

fileprivate extension StagedFiles.File {
  func requireUnchanged() throws(DiskError) {
    let isSame =
      switch expected {
      case nil: true
      case .nothing: Disk.kind(path) == nil
      case .bytes(let bytes): (try? Disk.read(path)) == bytes
      }
    if !isSame {
      throw DiskError("did not write", path, "somebody else has just changed it; run this again")
    }
  }
}
