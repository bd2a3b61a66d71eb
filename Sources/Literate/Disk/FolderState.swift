import Foundation

/// What stands in a folder and below it, and when each of it was last changed.
public struct FolderState: Sendable, Equatable {
  private struct Entry: Equatable {
    let path: String
    let state: State?
  }

  /// What changes with a file's content. A file that comes or goes changes its folder's.
  private struct State: Equatable {
    let isFolder: Bool
    let file: UInt64
    let size: Int
    let seconds: Int
    let nanoseconds: Int
    /// When the file or what is known of it was changed, which no program can set.
    let changed: [Int]

    init?(_ path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      #if canImport(Darwin)
        let (time, change) = (status.st_mtimespec, status.st_ctimespec)
      #else
        let (time, change) = (status.st_mtim, status.st_ctim)
      #endif
      isFolder = status.st_mode & S_IFMT == S_IFDIR
      file = UInt64(truncatingIfNeeded: status.st_ino)
      size = Int(status.st_size)
      seconds = Int(time.tv_sec)
      nanoseconds = Int(time.tv_nsec)
      changed = [Int(change.tv_sec), Int(change.tv_nsec)]
    }
  }

  private var entries: [Entry] = []

  public init(_ folder: String) { self.init([folder]) }

  package init(_ folders: [String]) {
    var open = folders
    while let path = open.popLast() {
      // The state first: what comes while the folder is listed is then seen as a change.
      entries.append(Entry(path: path, state: State(path)))
      guard folders.contains(path) || Disk.kind(path) == .folder else { continue }
      open += ((try? Disk.names(in: path)) ?? []).map { path + "/" + $0 }
    }
  }

  /// The state once nothing has changed for ten milliseconds: who saves a file may first empty it.
  public static func atRest(_ folders: [String]) -> FolderState {
    while true {
      let state = FolderState(folders)
      usleep(10_000)
      if state.isCurrent { return state }
    }
  }

  /// Whether nothing has changed since.
  public var isCurrent: Bool { entries.allSatisfy { State($0.path) == $0.state } }

  /// The state without some files and without hidden ones; of folders only that they are there.
  public func files(without paths: Set<String>) -> FolderState {
    var state = self
    state.entries = entries.compactMap { entry in
      let name = entry.path.split(separator: "/").last ?? ""
      if paths.contains(entry.path) || name.hasPrefix(".") && name != "." && name != ".." {
        return nil
      }
      return entry.state?.isFolder == true ? Entry(path: entry.path, state: nil) : entry
    }
    return state
  }
}
