import Compiling
import Foundation
import Literate

/// A folder that is kept equal to the tangled files, so that tools which look at what changed have
/// little to do; what tools made beside them stays.
struct FileSet {
  let folder: String

  /// Writes what differs and removes what an earlier call wrote and is not there any more.
  func hold(_ files: [(path: String, text: [UInt8])]) throws(DiskError) {
    let record = folder + ".files"
    let known = (try? Disk.read(record)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let wanted = Set(files.map(\.path))
    for path in known.split(separator: "\n").map(String.init) where !wanted.contains(path) {
      unlink(folder + "/" + path)
    }
    let names = wanted.union(known.split(separator: "\n").map(String.init)).sorted()
    try AtomicWrites([(record, Array(names.joined(separator: "\n").utf8))])
    let changed = files.filter { file in
      (try? Disk.read(folder + "/" + file.path)) != file.text
    }
    try AtomicWrites(changed.map { (folder + "/" + $0.path, $0.text) })
    for file in files where file.text.starts(with: Array("#!".utf8)) {
      chmod(folder + "/" + file.path, 0o755)
    }
    try AtomicWrites([(record, Array(wanted.sorted().joined(separator: "\n").utf8))])
  }
}
