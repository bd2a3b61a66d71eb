/// Compares the book's files with the disk and the record.
struct Planner {
  private let tree: FileTree
  private let record: Record
  private let recorded: [ExactName: Record.Entry]
  private(set) var result = Plan()
  private(set) var obstacles: [Diagnostic] = []
  private var safeFolders: Set<String> = []
  private var missingFolders: Set<String> = []
  /// What an earlier run wrote and the book no longer has: it may stand in the way of a file.
  private var staleFiles: Set<ExactName> = []
  private var staleFolders: Set<String> = []
  /// The same by their paths as a disk that does not tell cases apart sees them.
  private var staleByCase: [String: ExactName] = [:]
  private let root: [String]
  /// Whether the output folder lies in the book's: what stands there may be the author's own.
  private let isInBook: Bool

  init(tree: FileTree, record: Record) {
    self.tree = tree
    self.record = record
    recorded = record.books[tree.book]?.files ?? [:]
    root = Disk.parts(Disk.resolved(tree.folder))
    isInBook = Disk.isInside(tree.folder, tree.bookFolder)
    result.oldRecord = record
  }

  mutating func plan(_ files: [OutputFile]) {
    var entry = Record.BookEntry(compiler: tree.compiler)
    let owners = foreignOwners()
    let given = Set(files.map { ExactName($0.path) })
    let stale = recorded.filter { !given.contains($0.key) && owners[$0.key] == nil }
      .sorted { $0.key < $1.key }
    staleFiles = Set(stale.map(\.key))
    staleFolders = Set(stale.flatMap { foldersAbove($0.key.text) })
    staleByCase = Dictionary(
      stale.map { (RelativePath.folded($0.key.text), $0.key) },
      uniquingKeysWith: { first, _ in first })
    for file in files {
      if file.path == tree.recordName {
        obstruct(file.path, "this is the name of \(tree.tool)'s own record; rename the file")
        continue
      }
      guard isReachable(file.path, definition: file.definition) else { continue }
      let fileEntry = plan(file, recordedEntry(file.path), owner: owners[ExactName(file.path)])
      entry.files[ExactName(file.path)] = fileEntry
    }
    for (name, known) in stale { planStale(name.text, known) }
    result.newRecord = record
    result.newRecord.books[tree.book] =
      entry.files.isEmpty && entry.compiler == nil ? nil : entry
    let isMissing = Disk.kind(tree.path(tree.recordName)) == nil
    result.isRecordOutdated =
      result.newRecord != record || isMissing && !result.newRecord.books.isEmpty
  }

  /// What was recorded of a file; on a disk that does not tell cases apart, also under a name that
  /// differs in case.
  private func recordedEntry(_ path: String) -> Record.Entry? {
    if let known = recorded[ExactName(path)] { return known }
    guard let other = staleByCase[RelativePath.folded(path)],
      Disk.isSameFile(tree.path(other.text), tree.path(path))
    else { return nil }
    return recorded[other]
  }

  private func foreignOwners() -> [ExactName: String] {
    var owners: [ExactName: String] = [:]
    for (book, entry) in record.books where book != tree.book {
      for path in entry.files.keys { owners[path] = book }
    }
    return owners
  }

  private mutating func obstruct(
    _ path: String, _ message: String, at place: SourceLocation? = nil
  ) {
    let output = SourceLocation(file: tree.path(path))
    let notes = place.map { _ in [Diagnostic.Note("this file cannot be written", at: output)] }
    obstacles.append(.error(message, at: place ?? output, notes: notes ?? []))
  }

  /// Whether the folders on the way to a file are folders inside the output folder.
  private mutating func isReachable(_ file: String, definition: SourceLocation? = nil) -> Bool {
    var walked = ""
    for part in Disk.parts(file).dropLast() {
      walked += walked.isEmpty ? part : "/" + part
      if safeFolders.contains(walked) { continue }
      if missingFolders.contains(walked) { return true }
      let folder = tree.path(walked)
      switch Disk.kind(folder) {
      case nil:
        missingFolders.insert(walked)
        return true
      case .folder: break
      case .file where staleFiles.contains(ExactName(walked)): return true
      case .link:
        let target = Disk.resolved(folder)
        guard Disk.parts(target).starts(with: root) else {
          obstruct(
            file, "`\(walked)` is a symbolic link out of the output folder; take it away",
            at: definition)
          return false
        }
        guard Disk.kindThroughLinks(folder) == .folder else {
          obstruct(file, "`\(walked)` is a link to no folder; take it away")
          return false
        }
      default:
        obstruct(file, "`\(walked)` is a file, but a folder is needed; move it away")
        return false
      }
      safeFolders.insert(walked)
    }
    return true
  }

  private mutating func plan(
    _ file: OutputFile, _ known: Record.Entry?, owner: String?
  ) -> Record.Entry {
    let path = tree.path(file.path)
    switch Disk.kind(path) {
    case nil: result.actions.append(.create(file))
    case .file:
      do throws(DiskError) {
        let isUnderOtherCase = known != nil && recorded[ExactName(file.path)] == nil
        let action = action(
          file, disk: try Disk.read(path), owner == nil ? known : nil, isUnderOtherCase)
        if let action { result.actions.append(action) } else { obstructForeign(file.path, owner) }
      } catch {
        obstruct(file.path, error.message)
      }
    case .link:
      obstruct(
        file.path, "this is a symbolic link, which \(tree.tool) did not write; move it away")
    case .folder where holdsOnlyStaleFiles(file.path): result.actions.append(.create(file))
    case .folder:
      obstruct(file.path, "this is a folder, but the book gives a file; move it away")
    default:
      obstruct(file.path, "this is not a regular file; move it away")
    }
    return entry(file, known)
  }

  /// What is recorded of a file from now on.
  private func entry(_ file: OutputFile, _ known: Record.Entry?) -> Record.Entry {
    if let known, known.intended == nil, known.texts.count == 1,
      known.texts[0].rows.isEmpty != tree.keepsLines, known.has(hash(file.bytes[...]))
    {
      return known
    }
    return Record.Entry(file.bytes, keepsLines: tree.keepsLines)
  }

  /// What becomes of a file that is there; nil if the tool did not write it.
  private func action(
    _ file: OutputFile, disk: [UInt8], _ known: Record.Entry?, _ isUnderOtherCase: Bool
  ) -> Plan.Action? {
    if known == nil, isInBook { return nil }
    if disk == file.bytes, !isUnderOtherCase { return .keep(file.path) }
    let text = withoutCarriageReturns(disk)
    if text == file.bytes, !isUnderOtherCase { return .keep(file.path) }
    guard let known else { return nil }
    if known.has(hash(disk[...])) || known.has(hash(text[...])) {
      return .update(file, old: disk)
    }
    if known.texts.isEmpty { return nil }
    return .edited(
      HandEdit(path: file.path, disk: disk, file: file, recorded: known.lines(nearest: text)))
  }

  /// Whether nothing stands in a folder but stale files and what a run that was ended left, so that
  /// it goes with them.
  private func holdsOnlyStaleFiles(_ folder: String) -> Bool {
    var folders = [folder]
    while let folder = folders.popLast() {
      guard let names = try? Disk.names(in: tree.path(folder)) else { return false }
      if names.isEmpty, !staleFolders.contains(folder) { return false }
      for name in names where !TemporaryName.isLeft(name) {
        let path = folder + "/" + name
        switch Disk.kind(tree.path(path)) {
        case .folder: folders.append(path)
        case .file where staleFiles.contains(ExactName(path)): break
        default: return false
        }
      }
    }
    return true
  }

  private mutating func obstructForeign(_ path: String, _ owner: String?) {
    if let owner {
      obstruct(
        path,
        "this file belongs to the book "
          + "\(owner); choose another folder with `--output` (or, if that "
          + "is this book under its old name, change the `book` line in \(tree.recordName))")
    } else {
      obstruct(
        path,
        "\(tree.tool) did not write this file and leaves it alone; move it away, or delete it if "
          + "the book's text is to stand here")
    }
  }

  /// Whether every folder on the way to a file is one, and no link.
  private func isInsideFolders(_ file: String) -> Bool {
    foldersAbove(file).allSatisfy { Disk.kind(tree.path($0)) == .folder }
  }

  private mutating func planStale(_ path: String, _ known: Record.Entry) {
    guard isInsideFolders(path), Disk.kind(tree.path(path)) == .file else {
      result.debris.append(path)
      return
    }
    do throws(DiskError) {
      let disk = try Disk.read(tree.path(path))
      let text = withoutCarriageReturns(disk)
      if known.has(hash(disk[...])) || known.has(hash(text[...])) {
        result.actions.append(.remove(path, old: disk))
      } else if !known.texts.isEmpty {
        result.actions.append(
          .edited(
            HandEdit(path: path, disk: disk, file: nil, recorded: known.lines(nearest: text))))
      }
    } catch {
      obstruct(path, error.message)
    }
  }
}
