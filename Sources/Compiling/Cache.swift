import Foundation
import Literate

/// What earlier runs found out, each under the name of what it was found out from.
///
/// It lies in the `.build` folder of the package that the book belongs to, so that the programs in
/// it stand below the book's surroundings. Deleting it costs time and nothing else.
///
/// What it holds is run, so it is used only if nobody else can have written there; what others can
/// write to is left alone, and a folder that goes away again takes its place.
package struct Cache: Sendable {
  package let folder: String
  private let ownership: Ownership
  /// Why the usual folder is not used.
  package let warning: Diagnostic?
  private let ownFolder: ScratchFolder?

  /// - Parameters:
  ///   - package: The package's folder.
  ///   - book: The book's folder.
  package init(package: String, book: String) throws(CannotRun) {
    ownership = Ownership(ofBook: book)
    let usual = package + "/.build/verify"
    let ownership = ownership
    let untrusted = [package + "/.build", usual].first {
      Disk.kind($0) != nil && !ownership.holds($0)
    }
    guard let untrusted else {
      (folder, warning, ownFolder) = (usual, nil, nil)
      return
    }
    let own = try ScratchFolder(".verify", in: package)
    (folder, ownFolder) = (own.path, own)
    warning = .warning(
      "others can write here, or it is not yours: nothing that is kept in it is used; remove it",
      at: SourceLocation(file: untrusted))
  }

  /// The kinds of things that are kept, each in a folder of its own.
  package enum Kind: String, CaseIterable, Sendable {
    /// A compiled program, or what the compiler said against it.
    case programs
    /// What a command printed.
    case outcomes
    /// The files that commands wrote.
    case files
    /// What is known of the compiler and of manifests.
    case facts
    /// What the compiler understood of a program's names.
    case types
  }

  package func path(_ kind: Kind, _ name: String) -> String {
    "\(folder)/\(kind.rawValue)/\(name)"
  }

  /// Makes the folder, out of version control's sight and for nobody else to write.
  package func prepare() throws(DiskError) {
    let ignored = folder + "/.gitignore"
    if Disk.kind(ignored) != nil { return }
    try AtomicWrites([(ignored, Array("*\n".utf8))])
    chmod(folder, 0o700)
    let above = String(folder.dropLast(folder.split(separator: "/").last?.count ?? 0).dropLast())
    if !ownership.holds(above), above.hasSuffix("/.build") { chmod(above, 0o755) }
  }

  /// Whether nobody else can have written a file or folder of the cache.
  package func isOurs(_ path: String) -> Bool { ownership.holds(path) }

  /// What is kept under a name; marks it as used.
  package func read(_ kind: Kind, _ name: String) -> [UInt8]? {
    let path = path(kind, name)
    guard isOurs(path), let bytes = try? Disk.read(path) else { return nil }
    Self.markUsed(path)
    return bytes
  }

  /// Keeps content under a name. That this fails is no error: it is found out again.
  package func write(_ kind: Kind, _ name: String, _ bytes: [UInt8]) {
    _ = try? AtomicWrites([(path(kind, name), bytes)])
  }

  package func read<Value: Decodable>(_ kind: Kind, _ name: String, as: Value.Type) -> Value? {
    read(kind, name).flatMap { try? JSONDecoder().decode(Value.self, from: Data($0)) }
  }

  package func write<Value: Encodable>(_ kind: Kind, _ name: String, value: Value) {
    if let data = try? JSONEncoder().encode(value) { write(kind, name, Array(data)) }
  }

  /// The age of a file or folder as the disk knows it is its last use; a day is exact enough.
  package static func markUsed(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return }
    if time(nil) - status.lastChange > 86_400 { utimes(path, nil) }
  }

  /// Removes what was not used for two weeks and then, oldest first, what is beyond a gigabyte.
  package func prune(now: Int = time(nil), keeping bytes: Int = 1 << 30) {
    var entries: [(path: String, used: Int, size: Int)] = []
    for kind in Kind.allCases {
      for name in (try? Disk.names(in: "\(folder)/\(kind.rawValue)")) ?? [] {
        let path = path(kind, name)
        var status = stat()
        guard lstat(path, &status) == 0 else { continue }
        entries.append((path, status.lastChange, Self.size(path)))
      }
    }
    entries.sort { $0.used > $1.used }
    var total = 0
    for entry in entries {
      total += entry.size
      let age = now - entry.used
      if age > 14 * 86_400 || total > bytes && age > 3_600 {
        try? FileManager.default.removeItem(atPath: entry.path)
      }
    }
  }

  private static func size(_ path: String) -> Int {
    let inside = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
    return ([path] + inside.map { path + "/" + $0 }).reduce(0) { sum, file in
      var status = stat()
      return lstat(file, &status) == 0 ? sum + Int(status.st_size) : sum
    }
  }
}

extension stat {
  /// Seconds since 1970.
  package var lastChange: Int {
    #if canImport(Darwin)
      st_mtimespec.tv_sec
    #else
      st_mtim.tv_sec
    #endif
  }
}
