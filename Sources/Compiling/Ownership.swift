import Foundation

/// Who may have put something where verify would run it.
struct Ownership: Sendable {
  private let owners: Set<uid_t>
  private let groups: Set<gid_t>

  /// Trusted are the user, the system's administrator, and whose book it is: who runs verify runs
  /// the programs of that one anyway.
  init(ofBook path: String) {
    var status = stat()
    let isThere = stat(path, &status) == 0
    owners = Set([geteuid(), 0] + (isThere ? [status.st_uid] : []))
    groups = Set([getegid(), 0] + (isThere ? [status.st_gid] : []))
  }

  /// Whether not everybody may write in a folder.
  static func isClosed(_ folder: String) -> Bool {
    var status = stat()
    return stat(folder, &status) == 0 && status.st_mode & S_IWOTH == 0
  }

  /// Whether nobody else can have written what stands at `path`, a link not followed.
  func holds(_ path: String) -> Bool {
    var status = stat()
    guard lstat(path, &status) == 0, owners.contains(status.st_uid) else { return false }
    let kind = status.st_mode & S_IFMT
    guard kind == S_IFREG || kind == S_IFDIR else { return false }
    if status.st_mode & S_IWOTH != 0 { return false }
    return status.st_mode & S_IWGRP == 0 || groups.contains(status.st_gid)
  }
}
