/// The files of a book's folder, as a value: each is read when it is first asked for and is the
/// same from then on, so that all passes over a book see one state of it.
///
/// What a symbolic link leads to outside the folder is not read. A folder that is itself a link is
/// fine.
public struct BookFiles: Sendable {
  /// What stands at a path.
  public enum Entry: Equatable, Sendable {
    case file, folder
    /// A link out of the book, or to nothing; a device.
    case unreadable(String)
  }

  /// The folder's own name, also where the user called it `.`; empty for the root of all.
  public let name: String
  /// The way to the folder from that of the repository in which it lies, the nearest that holds a
  /// `.git`; the folder's name where there is none.
  public let pathInRepository: String
  private let folder: String
  private let root: [String]
  /// The files of the book that this one translates: what stands there and not here.
  private let originals: [BookFiles]
  private let memory = Guarded(Memory())

  private struct Memory {
    var contents: [RelativePath: Result<[UInt8], DiskError>] = [:]
    var entries: [String: Entry?] = [:]
    var names: [String: [String]] = [:]
    var state: FolderState?
  }

  /// - Parameters:
  ///   - folder: The book's folder.
  ///   - original: The files of the book that it translates: pictures and data that are not here are
  ///     taken from there, chapters and settings not.
  public init(_ folder: String, original: BookFiles? = nil) {
    self.folder = folder
    originals = original.map { [$0] } ?? []
    let parts = Disk.parts(Disk.resolved(folder))
    let repository = parts.indices.reversed().map { parts[...$0] }.first {
      Disk.kind("/" + $0.joined(separator: "/") + "/.git") != nil
    }
    root = parts
    name = parts.last ?? ""
    pathInRepository =
      repository.map { parts[$0.endIndex...].joined(separator: "/") } ?? parts.last ?? ""
  }

  /// Files that are on no disk.
  public init(_ contents: [RelativePath: [UInt8]]) {
    self.init("/dev/null/none")
    memory.withLock { $0.contents = contents.mapValues { .success($0) } }
  }

  /// When each file was last changed, as of the first time that this is asked: before any is read
  /// of which the state is to tell.
  public var state: FolderState {
    memory.withLock { memory in
      let state = memory.state ?? FolderState([folder] + originals.map(\.folder))
      memory.state = state
      return state
    }
  }

  /// What stands at a path; nil where nothing does.
  public func entry(_ path: RelativePath) -> Entry? {
    if case .success = memory.withLock({ $0.contents[path] }) { return .file }
    return entry(at: path.text) ?? original(of: path.text)?.entry(path)
  }

  /// Where a file of the original is found that this book does not have.
  private func original(of path: String) -> BookFiles? {
    let isOwn =
      path == "book.yml" || path.hasPrefix(".")
      || !path.utf8.contains(UInt8(ascii: "/")) && path.hasSuffix(".md")
    return isOwn ? nil : originals.first
  }

  private func entry(at path: String) -> Entry? {
    if let known = memory.withLock({ $0.entries[path] }) { return known }
    let found = look(at: path)
    memory.withLock { $0.entries[path] = .some(found) }
    return found
  }

  private func look(at path: String) -> Entry? {
    let whole = folder + "/" + path
    let own = Disk.kind(whole)
    if own == nil { return nil }
    // Below the book's folder itself only a link can lead out.
    if own == .file, !path.utf8.contains(UInt8(ascii: "/")) { return .file }
    guard let kind = Disk.kindThroughLinks(whole) else {
      return .unreadable("it is a link to nothing")
    }
    guard Disk.parts(Disk.resolved(whole)).starts(with: root) else {
      return .unreadable("it is a symbolic link out of the book")
    }
    return switch kind {
    case .file: .file
    case .folder: .folder
    case .link, .other: .unreadable("it is no regular file")
    }
  }

  /// The bytes of a file.
  ///
  /// - Throws: Why it cannot be read; also for a link out of the book.
  public func bytes(_ path: RelativePath, limit: Int = 1 << 30) throws(DiskError) -> [UInt8] {
    if let known = memory.withLock({ $0.contents[path] }) { return try known.get() }
    if let original = original(of: path.text), entry(at: path.text) == nil {
      return try original.bytes(path, limit: limit)
    }
    let result: Result<[UInt8], DiskError>
    if case .unreadable(let reason) = entry(at: path.text) {
      result = .failure(DiskError("cannot read", folder + "/" + path.text, reason))
    } else {
      do throws(DiskError) {
        result = .success(try Disk.read(folder + "/" + path.text, limit: limit))
      } catch {
        result = .failure(error)
      }
    }
    memory.withLock { $0.contents[path] = result }
    return try result.get()
  }

  /// The names in a folder of the book, sorted; none where there is no folder.
  ///
  /// - Parameter path: nil is the book's folder itself.
  public func names(in path: RelativePath?) -> [String] {
    let inner = path?.text ?? "."
    if let known = memory.withLock({ $0.names[inner] }) { return known }
    var names: [String] = []
    if entry(at: inner) == .folder { names = (try? Disk.names(in: folder + "/" + inner)) ?? [] }
    for original in originals {
      let others = original.names(in: path).filter {
        self.original(of: (path.map { $0.text + "/" } ?? "") + $0) != nil
      }
      names = Set(names).union(others).sorted()
    }
    memory.withLock { $0.names[inner] = names }
    return names
  }

  /// The files in a folder of the book and below it, without hidden ones and without links that
  /// lead out, in the order of their paths.
  public func files(below path: RelativePath) -> [RelativePath] {
    var found: [RelativePath] = []
    var open = [path]
    while let folder = open.popLast() {
      for name in names(in: folder) where !name.hasPrefix(".") {
        guard let inner = try? RelativePath(folder.text + "/" + name) else { continue }
        switch entry(inner) {
        case .file: found.append(inner)
        // A link to a folder above would have no end.
        case .folder where isFolder(inner): open.append(inner)
        default: break
        }
      }
    }
    return found.sorted { $0.text < $1.text }
  }

  /// Whether a folder is one itself, and no link to one.
  private func isFolder(_ path: RelativePath) -> Bool {
    let own = Disk.kind(folder + "/" + path.text)
    return own == .folder || own == nil && originals.contains { $0.isFolder(path) }
  }
}
