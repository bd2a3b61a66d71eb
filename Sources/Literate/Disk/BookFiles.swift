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
    /// Paths at which a link to a folder of the book stands.
    var linkedFolders: Set<String> = []
    var names: [String: Result<[String], DiskError>] = [:]
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
    let isLink = found == .folder && Disk.kind(folder + "/" + path) == .link
    return memory.withLock { memory in
      if let known = memory.entries[path] { return known }
      if isLink { memory.linkedFolders.insert(path) }
      memory.entries[path] = .some(found)
      return found
    }
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
    // Who reads the same at the same time gets what was read first.
    let first = memory.withLock { memory in
      let first = memory.contents[path] ?? result
      memory.contents[path] = first
      return first
    }
    return try first.get()
  }

  /// The names in a folder of the book, sorted; none where there is no folder.
  ///
  /// - Parameter path: nil is the book's folder itself.
  public func names(in path: RelativePath?) -> [String] {
    var names: [String] = []
    if path.map({ entry(at: $0.text) == .folder }) ?? true { names = (try? list(path)) ?? [] }
    for original in originals {
      let others = original.names(in: path).filter {
        self.original(of: (path.map { $0.text + "/" } ?? "") + $0) != nil
      }
      names = Set(names).union(others).sorted()
    }
    return names
  }

  /// The names in a folder of the book, sorted.
  ///
  /// - Parameter path: nil is the book's folder itself.
  func list(_ path: RelativePath?) throws(DiskError) -> [String] {
    let inner = path?.text ?? "."
    if let known = memory.withLock({ $0.names[inner] }) { return try known.get() }
    let result: Result<[String], DiskError>
    do throws(DiskError) {
      result = .success(try Disk.names(in: path.map { folder + "/" + $0.text } ?? folder))
    } catch {
      result = .failure(error)
    }
    let first = memory.withLock { memory in
      let first = memory.names[inner] ?? result
      memory.names[inner] = first
      return first
    }
    return try first.get()
  }

  /// What does not count as a file of the book, and why.
  public struct Stray: Hashable, Sendable {
    public let path: RelativePath
    public let reason: String
    /// Whether it is a link to a folder of the book, whose files count under their own paths.
    public let isInside: Bool
  }

  /// The files in a folder of the book and below it, without hidden ones, in the order of their
  /// paths; and what stands among them that is no file of the book.
  ///
  /// - Parameters:
  ///   - path: nil is the book's folder itself.
  ///   - isWanted: Whether a file or a folder is looked at.
  public func everything(
    below path: RelativePath?, where isWanted: (RelativePath) -> Bool = { _ in true }
  ) -> (files: [RelativePath], strays: [Stray]) {
    var found: [RelativePath] = []
    var strays: [Stray] = []
    var open = [path]
    while let folder = open.popLast() {
      for name in names(in: folder) where !name.hasPrefix(".") {
        let text = folder.map { $0.text + "/" + name } ?? name
        guard let inner = try? RelativePath(text), isWanted(inner) else { continue }
        switch entry(inner) {
        case .file: found.append(inner)
        // A link to a folder above would have no end.
        case .folder where isLinkedFolder(inner):
          let reason = "it is a symbolic link to a folder, which is not followed"
          strays.append(Stray(path: inner, reason: reason, isInside: true))
        case .folder: open.append(inner)
        case .unreadable(let reason):
          strays.append(Stray(path: inner, reason: reason, isInside: false))
        case nil: break
        }
      }
    }
    return (found.sorted { $0.text < $1.text }, strays.sorted { $0.path.text < $1.path.text })
  }

  /// Whether a folder is found through a link.
  private func isLinkedFolder(_ path: RelativePath) -> Bool {
    if entry(at: path.text) == nil { return originals.contains { $0.isLinkedFolder(path) } }
    return memory.withLock { $0.linkedFolders.contains(path.text) }
  }
}
